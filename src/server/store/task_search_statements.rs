//! The statements for what a search finds. Every one names the owner.

use super::statement::Statement;

/// What the words are found in, put in order. The columns are those of lists without a search; beside the words stands what
/// tasks are filtered and sorted by.
///
/// SQLite: a cross join is carried out in the order that it is written in (its query planner, "CROSS JOIN"), and a row of the
/// index is called by the number of its task and its bucket. PostgreSQL: no index of words is of use, for behind a policy only
/// operators that are proven to leak nothing may ask one, and `@@` is not; so the words of the person's own tasks are read.
macro_rules! found {
    ($from:literal, $order:literal) => {
        Statement {
            sqlite: found!(
                "task_search
                 cross join task_words
                 where task_search match $3 and ($2 >> (task_search.rowid & 7)) & 1 <> 0 and n = task_search.rowid >> 3
                     and user_id = $1",
                $from,
                $order
            ),
            postgres: found!(
                concat!("task_words where user_id = $1 and ($2 >> bucket) & 1 <> 0 and ", search!()),
                $from,
                $order
            ),
        }
    };
    ($words:expr, $from:literal, $order:literal) => {
        concat!(
            columns!(),
            " from tasks where user_id = $1 and id in (select id from ",
            $words,
            " and ",
            $from,
            " order by ",
            $order,
            " limit $5 offset $6) order by ",
            $order
        )
    };
}

/// Whether PostgreSQL finds the words in a row. In a query of its own the search is read once, and not for each row.
macro_rules! search {
    () => {
        "search @@ (select cast($3 as tsquery))"
    };
}

/// The tasks in order, but for those that lack one of the words. PostgreSQL would turn `exists` into a join with all words.
macro_rules! sifted {
    ($index:literal, $from:literal, $order:literal) => {
        Statement {
            sqlite: concat!(
                merged!(
                    "",
                    concat!("tasks indexed by ", $index),
                    concat!(
                        $from,
                        " and exists (select 1 from ",
                        words!(),
                        " and not exists (
                             select 1
                             from json_each($3) as word
                             where instr(' ' || task_words.words, ' ' || word.value) = 0
                         ))"
                    ),
                    ""
                ),
                " order by ",
                $order,
                " limit $5 offset $6"
            ),
            postgres: concat!(
                merged!(
                    "(",
                    "tasks",
                    concat!($from, " and (select ", search!(), " from ", words!(), ")"),
                    concat!(" order by ", $order, " limit $5 + $6)")
                ),
                " order by ",
                $order,
                " limit $5 offset $6"
            ),
        }
    };
}

/// The words of the task that is looked at.
macro_rules! words {
    () => {
        "task_words where task_words.user_id = $1 and task_words.id = tasks.id"
    };
}

macro_rules! all_shown {
    () => {
        "(select cast(sum(tasks) as bigint) from task_counts where user_id = $1 and ($2 >> bucket) & 1 <> 0)"
    };
}

/// How many tasks a search finds, and how many it looks at. Where the search is all that narrows the list, SQLite counts without a
/// look at what it counts. What PostgreSQL cannot know of a mask it guesses: `<> 0` to be true of nearly all tasks, `= 1` of
/// nearly none.
pub(super) const COUNT_FOUND: Statement = Statement {
    sqlite: concat!("select count(*), ", all_shown!(), " from task_search where task_search match $3"),
    postgres: COUNT_SHOWN.postgres,
};

/// The same of some buckets.
pub(super) const COUNT_SHOWN: Statement = Statement {
    sqlite: concat!(
        "select count(*), ",
        all_shown!(),
        " from task_search where task_search match $3 and ($2 >> (rowid & 7)) & 1 <> 0"
    ),
    postgres: concat!(
        "select count(*), ",
        all_shown!(),
        " from task_words where user_id = $1 and ($2 >> bucket) & 1 <> 0 and ",
        search!()
    ),
};

pub(super) use {found, search, sifted, words};
