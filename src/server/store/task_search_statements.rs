//! The statements for what a search finds. Every one names the owner.

use super::statement::Statement;

/// What the index of words finds, put in order. The columns and the merging of buckets are those of lists without a search.
///
/// SQLite: a cross join is carried out in the order that it is written in (its query planner, "CROSS JOIN"), and beside the
/// words stands what tasks are filtered and sorted by. PostgreSQL: no index of words is of use, for behind a policy only
/// operators that are proven to leak nothing may ask one, and `@@` is not; so the words of the person's own tasks are read.
/// What it cannot know of a mask it guesses: `<> 0` to be true of nearly all tasks, so that it begins with the words, `= 1` of
/// nearly none, so that it would look up the words of each.
macro_rules! found {
    ($from:literal, $order:literal) => {
        Statement {
            sqlite: concat!(
                columns!(),
                " from tasks where user_id = $1 and id in (
                     select id
                     from task_search
                     cross join task_words
                     where task_search match $3 and n = task_search.rowid and user_id = $1 and ($2 >> bucket) & 1 <> 0
                         and ",
                $from,
                " order by ",
                $order,
                " limit $5 offset $6) order by ",
                $order
            ),
            postgres: concat!(
                columns!(),
                " from tasks where user_id = $1 and ($2 >> bucket) & 1 <> 0 and id in (",
                ids!(),
                ") and ",
                $from,
                " order by ",
                $order,
                " limit $5 offset $6"
            ),
        }
    };
}

/// Of the person's tasks in PostgreSQL, those that have the words.
macro_rules! ids {
    () => {
        "select id
         from task_words
         where user_id = $1 and search @@ cast($3 as tsquery)"
    };
}

/// The tasks in order, but for those that lack one of the words. PostgreSQL weighs by itself which way is the shorter.
macro_rules! sifted {
    ($index:literal, $from:literal, $order:literal) => {
        Statement {
            sqlite: concat!(
                merged!(
                    "",
                    concat!("tasks indexed by ", $index),
                    concat!($from, " and exists (", has_words!(), ")"),
                    ""
                ),
                " order by ",
                $order,
                " limit $5 offset $6"
            ),
            ..found!($from, $order)
        }
    };
}

macro_rules! has_words {
    () => {
        "select 1
         from task_words
         where task_words.user_id = $1 and task_words.id = tasks.id and not exists (
             select 1
             from json_each($3) as word
             where instr(' ' || task_words.words, ' ' || word.value) = 0
         )"
    };
}

macro_rules! all_shown {
    () => {
        "(select cast(sum(tasks) as bigint) from task_counts where user_id = $1 and ($2 >> bucket) & 1 <> 0)"
    };
}

/// How many tasks a search finds, and how many it looks at.
pub(super) const COUNT_FOUND: Statement = Statement {
    sqlite: concat!(
        "select count(*), ",
        all_shown!(),
        " from task_search
         cross join task_words
         where task_search match $3 and n = task_search.rowid and user_id = $1 and ($2 >> bucket) & 1 <> 0"
    ),
    postgres: concat!(
        "select count(*), ",
        all_shown!(),
        " from tasks where user_id = $1 and ($2 >> bucket) & 1 <> 0 and id in (",
        ids!(),
        ")"
    ),
};

pub(super) use {found, has_words, ids, sifted};
