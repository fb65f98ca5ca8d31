//! The statements for what a search finds. Every one names the owner.
//!
//! SQLite: in the one index for everybody, words begin with whose they are. A cross join is carried out in the order that it is
//! written in (its query planner, "CROSS JOIN"), and a row of the index is called by the number of its task and its bucket.
//!
//! PostgreSQL: behind a policy only operators that are proven to leak nothing may ask an index, and `@@` is not. So the policy
//! itself is what asks: it shows those words alone that the search of the scope finds ([`super::scope`]).

use std::sync::LazyLock;

use super::{
    list_order::{Order, listed, merged},
    statement::Statement,
};

/// How many tasks a walk through the list looks at, at most.
pub(super) const WALK: u64 = 500;

/// What a search finds, as SQLite is asked for it.
const MATCHING: &str =
    "task_search match (select group_concat('\"' || hex($1) || value || '\"*', ' ') from json_each($3))";

/// As PostgreSQL is: word for word as the policy has it, so that the index is asked once. A limit on the owner besides would look
/// for all of theirs.
pub(super) const POLICY: &str = "cubby_words(user_id, words) @@ cubby_search()";

/// What the words are found in, put in order. The columns are those of lists without a search; beside the words stands what
/// tasks are filtered and sorted by.
pub(super) fn found(order: &Order) -> Statement {
    let found = found_in(
        &format!(
            "task_search cross join task_words where {MATCHING} and ($2 >> (task_search.rowid & 7)) & 1 <> 0 \
             and n = task_search.rowid >> 3 and user_id = $1"
        ),
        order,
    );
    Statement::made(tasks(&found, order), found_by_postgres(order))
}

fn found_by_postgres(order: &Order) -> String {
    tasks_of_postgres(&found_in(&format!("task_words where {POLICY} and ($2 >> bucket) & 1 <> 0"), order), order)
}

/// The stretch of these words.
fn found_in(words: &str, order: &Order) -> String {
    format!("select id from {words} and {} order by {} limit $5 offset $6", order.after("$4", "$7"), order.by())
}

/// The same in the order of making. In SQLite that is the order of the index, so that no more of what is found is looked at than
/// the page: the numbers of a person's tasks go by it. A task that came later than its order has a number below zero, and is put
/// in order by itself.
pub(super) fn found_in_order_of_making(order: &Order) -> Statement {
    let (after, by) = (order.after("$4", "$7"), order.by());
    let begin = |row: &str| {
        format!("(select {row} from task_words where user_id = $1 and n > 0 and {after} order by {by} limit 1)")
    };
    let (rows, rows_by) = if order.goes_down {
        (format!("rowid > 0 and rowid <= {}", begin("n * 8 + 7")), "rowid desc")
    } else {
        (format!("rowid >= {}", begin("n * 8")), "rowid")
    };
    let numbered = format!(
        "select rowid >> 3 as number from task_search \
         where {MATCHING} and {rows} and ($2 >> (rowid & 7)) & 1 <> 0 \
         order by {rows_by} limit $5 + $6"
    );
    let late = format!(
        "select id from task_search cross join task_words \
         where {MATCHING} and task_search.rowid < 0 and ($2 >> (task_search.rowid & 7)) & 1 <> 0 \
             and n = task_search.rowid >> 3 and user_id = $1 and {after}"
    );
    let sqlite = format!(
        "select id from ( \
             select id from ({numbered}) as numbered cross join task_words where n = number and user_id = $1 \
             union all {late} \
         ) order by {by} limit $5 offset $6"
    );
    Statement::made(tasks(&sqlite, order), found_by_postgres(order))
}

/// The first [`WALK`] tasks in order, but for those that lack one of the words. What a subquery limits comes in its order, and is
/// looked at one after the other until the page is full. PostgreSQL would turn `exists` into a join with all words.
pub(super) fn sifted(order: &Order) -> Statement {
    let (after, by, columns) = (order.after("$4", "$7"), order.by(), order.columns());
    let sifted = |walk: &str, has_words: &str| {
        format!("select id from ({walk} order by {by} limit {WALK}) as walked where ({has_words}) limit $5 offset $6")
    };
    let words_have = |words: &str| {
        format!("(select true from task_words where user_id = $1 and task_words.id = walked.id and {words})")
    };
    let indexed = format!("tasks indexed by {}", order.index);
    let sqlite = sifted(
        &merged(&format!("{columns}, title_key as title"), &indexed, &after, |bucket| bucket),
        // A title that has the words spares a look at all the words of the task, which lie elsewhere.
        &format!("{} or {}", lacks_none("walked.title"), words_have(&lacks_none("task_words.words"))),
    );
    let postgres = sifted(
        &merged(&columns, "tasks", &after, |bucket| format!("({bucket} order by {by} limit {WALK})")),
        &words_have(POLICY),
    );
    Statement::made(tasks(&sqlite, order), tasks_of_postgres(&postgres, order))
}

/// The tasks of these ids.
fn tasks(ids: &str, order: &Order) -> String {
    format!("select {} from tasks where user_id = $1 and id in ({ids}) order by {}", listed(), order.by())
}

/// The same; what was asked for is what the policy goes by.
fn tasks_of_postgres(ids: &str, order: &Order) -> String {
    format!(
        "select {} from tasks where user_id = $1 \
         and $3 = (select current_setting('cubby.search', true)) and id in ({ids}) order by {}",
        listed(),
        order.by()
    )
}

/// Whether each of the words that are looked for begins behind a space of a folded text.
fn lacks_none(text: &str) -> String {
    format!("not exists (select 1 from json_each($3) as word where instr(' ' || {text}, ' ' || word.value) = 0)")
}

/// Where the search is all that narrows the list. SQLite counts without a look at what it counts.
pub(super) static COUNT_FOUND: LazyLock<Statement> =
    LazyLock::new(|| counted(&format!("(select count(*) from task_search where {MATCHING})"), "count(*)"));

/// The same of some buckets. In SQLite a look at the bucket of each takes as long as to find it: where few tasks are hidden, those
/// that have the words are taken off.
pub(super) static COUNT_SHOWN: LazyLock<Statement> = LazyLock::new(|| {
    let hidden = "select coalesce(sum(tasks), 0) from task_counts where user_id = $1 and ($2 >> bucket) & 1 = 0";
    let hidden_with_words = format!(
        "select count(*) from task_counts as hidden \
         cross join tasks indexed by tasks_by_creation \
         cross join task_words \
         where hidden.user_id = $1 and ($2 >> hidden.bucket) & 1 = 0 \
             and tasks.user_id = $1 and tasks.bucket = hidden.bucket \
             and task_words.user_id = $1 and task_words.id = tasks.id \
             and {}",
        lacks_none("task_words.words")
    );
    counted(
        &format!(
            "iif(({hidden}) <= 50, \
                 (select count(*) from task_search where {MATCHING}) - ({hidden_with_words}), \
                 (select count(*) from task_search where {MATCHING} and ($2 >> (rowid & 7)) & 1 <> 0))"
        ),
        "coalesce(sum((cast($2 as int) >> bucket) & 1), 0)",
    )
});

/// How many tasks a search finds, how many it looks at, and whether one of those that it finds came later than its order.
fn counted(by_sqlite: &str, by_postgres: &str) -> Statement {
    let all = "(select cast(sum(tasks) as bigint) from task_counts where user_id = $1 and ($2 >> bucket) & 1 <> 0)";
    Statement::made(
        format!("select {by_sqlite}, {all}, exists (select 1 from task_search where {MATCHING} and rowid < 0)"),
        format!(
            "select case \
                 when $1 = (select cubby_owner()) and $3 = (select current_setting('cubby.search', true)) \
                 then (select {by_postgres} from task_words where {POLICY}) \
                 else 0 \
             end, {all}, false"
        ),
    )
}
