//! The statements for lists of tasks, one for each order and direction, made of constants. Every one names the owner.
//!
//! A list merges the buckets that it shows (open and completed, of each priority), each of which an index holds in that
//! order, and reads no further than its page. How many tasks there are of each kind comes along, once for the whole list: in
//! PostgreSQL another statement would be another round trip.

use super::{
    statement::Statement,
    task_search_statements::{found, lacks_none, listed, matching, newest, sifted},
};
use crate::domain::{Sort, SortBy};

/// The statements for one order and direction.
pub(super) struct Statements {
    /// Whether the order is that of making.
    pub is_of_making: bool,
    /// Every task; only where the key itself has the order. Without an offset: one that PostgreSQL does not know it takes for a
    /// tenth of the table, and would plan the list anew each time to know it.
    pub unfiltered: &'static str,
    pub filtered: Statement,
    /// What the index of words finds, put in order.
    pub found: Statement,
    /// The first [`WALK`](super::task_search::WALK) tasks in order, but for those that lack one of the words.
    pub sifted: Statement,
}

macro_rules! columns {
    () => {
        "id, title, description, priority, due_at, created_at, updated_at, completed_at, version,
             (select string_agg(bucket || ':' || tasks, ',') from task_counts where user_id = $1) as counts"
    };
}

/// The tasks of one bucket from the start on; the mask `$2` says whether the bucket is shown.
macro_rules! bucket {
    ($what:expr, $tasks:expr, $bucket:literal, $bit:literal, $from:expr) => {
        concat!(
            "select ",
            $what,
            " from ",
            $tasks,
            " where user_id = $1 and bucket = ",
            $bucket,
            " and ($2 & ",
            $bit,
            ") <> 0 and ",
            $from
        )
    };
}

macro_rules! merged {
    ($what:expr, $open:literal, $tasks:expr, $from:expr, $close:expr) => {
        concat!(
            $open,
            bucket!($what, $tasks, 0, 1, $from),
            $close,
            " union all ",
            $open,
            bucket!($what, $tasks, 1, 2, $from),
            $close,
            " union all ",
            $open,
            bucket!($what, $tasks, 2, 4, $from),
            $close,
            " union all ",
            $open,
            bucket!($what, $tasks, 3, 8, $from),
            $close,
            " union all ",
            $open,
            bucket!($what, $tasks, 4, 16, $from),
            $close,
            " union all ",
            $open,
            bucket!($what, $tasks, 5, 32, $from),
            $close
        )
    };
}

/// SQLite finds by itself that the buckets are in order, once it is told to go by the index that has them so. PostgreSQL
/// merges what is said to be in order, and is not tempted to read a bucket whole where none can give more than the page.
macro_rules! filtered {
    ($index:literal, $from:literal, $order:literal) => {
        Statement {
            sqlite: concat!(
                merged!(filtered!(), "", concat!("tasks indexed by ", $index), $from, ""),
                " order by ",
                $order,
                " limit $4 offset $5"
            ),
            postgres: concat!(
                merged!(filtered!(), "(", "tasks", $from, concat!(" order by ", $order, " limit $4 + $5)")),
                " order by ",
                $order,
                " limit $4 offset $5"
            ),
        }
    };
    // With what the buckets are merged by.
    () => {
        concat!(columns!(), ", due_key, title_key")
    };
}

macro_rules! unfiltered {
    ($from:literal, $order:literal) => {
        concat!("select ", columns!(), " from tasks where user_id = $1 and ", $from, " order by ", $order, " limit $3")
    };
}

const CREATED: Statements = Statements {
    is_of_making: true,
    unfiltered: unfiltered!("id < $2", "id desc"),
    filtered: filtered!("tasks_by_creation", "id < $3", "id desc"),
    found: newest!("> 0 and rowid <= (select n * 8 + 7", "rowid desc", "id < $4", "id desc"),
    sifted: sifted!("tasks_by_creation", "id", "id < $4", "id desc"),
};
const CREATED_TURNED: Statements = Statements {
    is_of_making: true,
    unfiltered: unfiltered!("id > $2", "id"),
    filtered: filtered!("tasks_by_creation", "id > $3", "id"),
    found: newest!(">= (select n * 8", "rowid", "id > $4", "id"),
    sifted: sifted!("tasks_by_creation", "id", "id > $4", "id"),
};
const DUE: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_due", "(due_key, id) > ($6, $3)", "due_key, id"),
    found: found!("(due_key, id) > ($7, $4)", "due_key, id"),
    sifted: sifted!("tasks_by_due", "due_key, id", "(due_key, id) > ($7, $4)", "due_key, id"),
};
const DUE_TURNED: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_due", "(due_key, id) < ($6, $3)", "due_key desc, id desc"),
    found: found!("(due_key, id) < ($7, $4)", "due_key desc, id desc"),
    sifted: sifted!("tasks_by_due", "due_key, id", "(due_key, id) < ($7, $4)", "due_key desc, id desc"),
};
const PRIORITY: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_priority", "(priority, id) < ($6, $3)", "priority desc, id desc"),
    found: found!("(priority, id) < ($7, $4)", "priority desc, id desc"),
    sifted: sifted!("tasks_by_priority", "priority, id", "(priority, id) < ($7, $4)", "priority desc, id desc"),
};
const PRIORITY_TURNED: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_priority", "(priority, id) > ($6, $3)", "priority, id"),
    found: found!("(priority, id) > ($7, $4)", "priority, id"),
    sifted: sifted!("tasks_by_priority", "priority, id", "(priority, id) > ($7, $4)", "priority, id"),
};
const TITLE: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_title", "(title_key, id) > ($6, $3)", "title_key, id"),
    found: found!("(title_key, id) > ($7, $4)", "title_key, id"),
    sifted: sifted!("tasks_by_title", "title_key, id", "(title_key, id) > ($7, $4)", "title_key, id"),
};
const TITLE_TURNED: Statements = Statements {
    is_of_making: false,
    unfiltered: "",
    filtered: filtered!("tasks_by_title", "(title_key, id) < ($6, $3)", "title_key desc, id desc"),
    found: found!("(title_key, id) < ($7, $4)", "title_key desc, id desc"),
    sifted: sifted!("tasks_by_title", "title_key, id", "(title_key, id) < ($7, $4)", "title_key desc, id desc"),
};

impl Statements {
    pub const fn of(sort: Sort) -> &'static Self {
        match (sort.by, sort.is_turned) {
            (SortBy::Created, false) => &CREATED,
            (SortBy::Created, true) => &CREATED_TURNED,
            (SortBy::Due, false) => &DUE,
            (SortBy::Due, true) => &DUE_TURNED,
            (SortBy::Priority, false) => &PRIORITY,
            (SortBy::Priority, true) => &PRIORITY_TURNED,
            (SortBy::Title, false) => &TITLE,
            (SortBy::Title, true) => &TITLE_TURNED,
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::{Row, sqlite::SqlitePoolOptions};

    use super::*;
    use crate::server::store::Opening;
    use crate::server::store::{migrate, task_search::WALK};

    const ALL: [&Statements; 8] =
        [&CREATED, &CREATED_TURNED, &DUE, &DUE_TURNED, &PRIORITY, &PRIORITY_TURNED, &TITLE, &TITLE_TURNED];

    /// What SQLite means to do.
    async fn plan(statement: &'static str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("cubby.db").display());
        let pool = SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        migrate::sqlite(&pool, Opening::Newest).await.unwrap();
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {statement}"));
        let steps = sqlx::query(explain).fetch_all(&pool).await.unwrap();
        steps.iter().map(|step| step.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn no_list_reads_or_sorts_more_than_its_page() {
        for statements in ALL {
            let unfiltered = Some(statements.unfiltered).filter(|sql| !sql.is_empty());
            for statement in unfiltered.into_iter().chain([statements.filtered.sqlite]) {
                let plan = plan(statement).await;
                assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
                let by = if Some(statement) == unfiltered { "PRIMARY KEY (user_id=?" } else { "INDEX tasks_by_" };
                assert!(plan.contains(&format!("SEARCH tasks USING {by}")), "{statement}\n{plan}");
            }
        }
    }

    /// What is between two lines of a plan.
    fn within<'a>(plan: &'a str, from: &str, to: &str) -> &'a str {
        plan.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(within, _)| within)
    }

    #[tokio::test]
    async fn a_walk_through_a_list_looks_at_one_task_after_the_other() {
        for statement in ALL.map(|statements| statements.sifted.sqlite) {
            let plan = plan(statement).await;
            let walk = within(&plan, "CO-ROUTINE walked\n", "SCAN walked");
            assert!(statement.contains(&format!("limit {WALK}) as walked")), "{statement}");
            assert_eq!(walk.matches("SEARCH tasks USING INDEX tasks_by_").count(), 6, "{statement}\n{plan}");
            assert!(!walk.contains("SCAN") && !walk.contains("TEMP B-TREE"), "{statement}\n{plan}");
        }
    }

    #[tokio::test]
    async fn a_search_asks_the_index_and_looks_up_what_it_shows() {
        for statements in ALL {
            let statement = statements.found.sqlite;
            let plan = plan(statement).await;
            let asked =
                within(&plan, "SCAN task_search VIRTUAL TABLE INDEX ", "SEARCH task_words USING INTEGER PRIMARY KEY");
            assert!(asked.contains(":M1"), "{statement}\n{plan}");
            if statements.is_of_making {
                // The newest come without being sorted, from where the page begins.
                let numbered = within(&plan, "CO-ROUTINE numbered\n", "SCAN numbered");
                assert!(numbered.contains("SEARCH task_words USING COVERING INDEX"), "{statement}\n{plan}");
                assert!(!numbered.contains("TEMP B-TREE"), "{statement}\n{plan}");
            }
        }
    }
}
