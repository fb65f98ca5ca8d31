//! The statements for what a search finds. Every one names the owner.
//!
//! SQLite: in the one index for everybody, words begin with whose they are. A cross join is carried out in the order that it is
//! written in (its query planner, "CROSS JOIN"), and a row of the index is called by the number of its task and its bucket.
//!
//! PostgreSQL: behind a policy only operators that are proven to leak nothing may ask an index, and `@@` is not. So the policy
//! itself is what asks: it shows those words alone that the search of the scope finds ([`super::scope`]).

use super::statement::Statement;

/// What a search finds, as the statement for it says it.
macro_rules! matching {
    (sqlite) => {
        "task_search match (select group_concat('\"' || hex($1) || value || '\"*', ' ') from json_each($3))"
    };
    // Word for word as the policy has it, so that the index is asked once. A limit on the owner besides would look for all of theirs.
    (postgres) => {
        "cubby_words(user_id, words) @@ cubby_search()"
    };
}

/// The tasks of these ids.
macro_rules! listed {
    ($condition:literal, $ids:expr, $order:literal) => {
        concat!(
            "select ",
            columns!(),
            " from tasks where user_id = $1",
            $condition,
            " and id in (",
            $ids,
            ") order by ",
            $order
        )
    };
    (sqlite: $ids:expr, $order:literal) => {
        listed!("", $ids, $order)
    };
    // What was asked for is what the policy goes by.
    (postgres: $ids:expr, $order:literal) => {
        listed!(" and $3 = (select current_setting('cubby.search', true))", $ids, $order)
    };
}

/// What the words are found in, put in order. The columns are those of lists without a search; beside the words stands what
/// tasks are filtered and sorted by.
macro_rules! found {
    ($from:literal, $order:literal) => {
        Statement {
            sqlite: listed!(sqlite: found!(
                concat!(
                    "task_search cross join task_words where ",
                    matching!(sqlite),
                    " and ($2 >> (task_search.rowid & 7)) & 1 <> 0 and n = task_search.rowid >> 3 and user_id = $1"
                ),
                $from,
                $order
            ), $order),
            postgres: listed!(postgres: found!(
                concat!("task_words where ", matching!(postgres), " and ($2 >> bucket) & 1 <> 0"),
                $from,
                $order
            ), $order),
        }
    };
    ($words:expr, $from:literal, $order:literal) => {
        concat!("select id from ", $words, " and ", $from, " order by ", $order, " limit $5 offset $6")
    };
}

/// The same in the order of making. In SQLite that is the order of the index, so that no more of what is found is looked at than
/// the page: the numbers of a person's tasks go by it. A task that came later than its order has a number below zero, and is put
/// in order by itself.
macro_rules! newest {
    ($bound:literal, $rows:literal, $from:literal, $order:literal) => {
        Statement {
            sqlite: listed!(
                sqlite: concat!(
                    "select id
                     from (
                         select id
                         from (
                             select rowid >> 3 as number
                             from task_search
                             where ",
                    matching!(sqlite),
                    " and rowid ",
                    $bound,
                    " from task_words where user_id = $1 and n > 0 and ",
                    $from,
                    " order by ",
                    $order,
                    " limit 1) and ($2 >> (rowid & 7)) & 1 <> 0 order by ",
                    $rows,
                    " limit $5 + $6
                         ) as numbered
                         cross join task_words
                         where n = number and user_id = $1
                         union all
                         select id
                         from task_search
                         cross join task_words
                         where ",
                    matching!(sqlite),
                    " and task_search.rowid < 0 and ($2 >> (task_search.rowid & 7)) & 1 <> 0
                             and n = task_search.rowid >> 3 and user_id = $1 and ",
                    $from,
                    "
                     )
                     order by ",
                    $order,
                    " limit $5 offset $6"
                ),
                $order
            ),
            postgres: found!($from, $order).postgres,
        }
    };
}

/// The first tasks in order, but for those that lack one of the words. What a subquery limits comes in its order, and is looked at
/// one after the other until the page is full. PostgreSQL would turn `exists` into a join with all words.
macro_rules! sifted {
    ($index:literal, $keys:literal, $from:literal, $order:literal) => {
        Statement {
            sqlite: listed!(
                sqlite: sifted!(
                    merged!(concat!($keys, ", title_key as title"), "", concat!("tasks indexed by ", $index), $from, ""),
                    // A title that has the words spares a look at all the words of the task, which lie elsewhere.
                    concat!(lacks_none!("walked.title"), " or ", sifted!(lacks_none!("task_words.words"))),
                    $order
                ),
                $order
            ),
            postgres: listed!(
                postgres: sifted!(
                    merged!($keys, "(", "tasks", $from, concat!(" order by ", $order, " limit 500)")),
                    sifted!(matching!(postgres)),
                    $order
                ),
                $order
            ),
        }
    };
    ($merged:expr, $has_words:expr, $order:literal) => {
        concat!(
            "select id from (",
            $merged,
            " order by ",
            $order,
            " limit 500) as walked where (",
            $has_words,
            ") limit $5 offset $6"
        )
    };
    ($words_match:expr) => {
        concat!(
            "(select true from task_words where user_id = $1 and task_words.id = walked.id and ",
            $words_match,
            ")"
        )
    };
}

/// Whether each of the words that are looked for begins behind a space of a folded text.
macro_rules! lacks_none {
    ($text:literal) => {
        concat!(
            "not exists (
                 select 1
                 from json_each($3) as word
                 where instr(' ' || ",
            $text,
            ", ' ' || word.value) = 0
             )"
        )
    };
}

/// How many tasks a search finds, how many it looks at, and whether one of those that it finds came later than its order.
macro_rules! counted {
    ($found:expr, $is_late:expr) => {
        concat!(
            "select ",
            $found,
            ", (select cast(sum(tasks) as bigint) from task_counts where user_id = $1 and ($2 >> bucket) & 1 <> 0), ",
            $is_late
        )
    };
    (sqlite: $found:expr) => {
        counted!($found, concat!("exists (select 1 from task_search where ", matching!(sqlite), " and rowid < 0)"))
    };
    (postgres: $count:literal) => {
        counted!(
            concat!(
                "case
                     when $1 = (select cubby_owner()) and $3 = (select current_setting('cubby.search', true))
                     then (select ",
                $count,
                " from task_words where ",
                matching!(postgres),
                ")
                     else 0
                 end"
            ),
            "false"
        )
    };
}

/// Where the search is all that narrows the list. SQLite counts without a look at what it counts.
pub(super) const COUNT_FOUND: Statement = Statement {
    sqlite: counted!(sqlite: concat!("(select count(*) from task_search where ", matching!(sqlite), ")")),
    postgres: counted!(postgres: "count(*)"),
};

/// The same of some buckets. In SQLite a look at the bucket of each takes as long as to find it: where few tasks are hidden, those
/// that have the words are taken off.
pub(super) const COUNT_SHOWN: Statement = Statement {
    sqlite: counted!(sqlite: concat!(
        "iif(
             (select coalesce(sum(tasks), 0) from task_counts where user_id = $1 and ($2 >> bucket) & 1 = 0) <= 50,
             (select count(*) from task_search where ",
        matching!(sqlite),
        ") - (
                 select count(*)
                 from task_counts as hidden
                 cross join tasks indexed by tasks_by_creation
                 cross join task_words
                 where hidden.user_id = $1 and ($2 >> hidden.bucket) & 1 = 0
                     and tasks.user_id = $1 and tasks.bucket = hidden.bucket
                     and task_words.user_id = $1 and task_words.id = tasks.id
                     and ",
        lacks_none!("task_words.words"),
        "
             ),
             (select count(*) from task_search where ",
        matching!(sqlite),
        " and ($2 >> (rowid & 7)) & 1 <> 0)
         )"
    )),
    postgres: counted!(postgres: "coalesce(sum((cast($2 as int) >> bucket) & 1), 0)"),
};

pub(super) use {found, lacks_none, listed, matching, newest, sifted};
