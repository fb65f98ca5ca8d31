//! The statements for lists of tasks, one for each order and direction, made of constants. Every one names the owner.
//!
//! A list merges the buckets that it shows (open and completed, of each priority), each of which an index holds in that
//! order, and reads no further than its page. How many tasks there are of each kind comes along, once for the whole list: in
//! PostgreSQL another statement would be another round trip.

use super::statement::Statement;
use crate::domain::{Sort, SortBy};

/// The statements for one order and direction.
pub(super) struct Statements {
    /// Every task; only where the key itself has the order. Without an offset: one that PostgreSQL does not know it takes for a
    /// tenth of the table, and would plan the list anew each time to know it.
    pub unfiltered: &'static str,
    pub filtered: Statement,
    pub searched: Statement,
}

macro_rules! columns {
    () => {
        "select id, title, description, priority, due_at, created_at, updated_at, completed_at, version, due_key, title_key,
             (select string_agg(bucket || ':' || tasks, ',') from task_counts where user_id = $1) as counts"
    };
}

/// The tasks of one bucket from the start on; the mask `$2` says whether the bucket is shown.
macro_rules! bucket {
    ($bucket:literal, $bit:literal, $from:literal) => {
        concat!(
            columns!(),
            " from tasks where user_id = $1 and bucket = ",
            $bucket,
            " and ($2 & ",
            $bit,
            ") <> 0 and ",
            $from
        )
    };
}

/// SQLite finds by itself that the buckets are in order. PostgreSQL merges what is said to be in order, and is not tempted to
/// read a bucket whole where none can give more than the page.
macro_rules! filtered {
    ($from:literal, $order:literal) => {
        Statement {
            sqlite: filtered!("", "", $from, $order),
            postgres: filtered!("(", concat!(" order by ", $order, " limit $4 + $5)"), $from, $order),
        }
    };
    ($open:literal, $close:expr, $from:literal, $order:literal) => {
        concat!(
            $open,
            bucket!(0, 1, $from),
            $close,
            " union all ",
            $open,
            bucket!(1, 2, $from),
            $close,
            " union all ",
            $open,
            bucket!(2, 4, $from),
            $close,
            " union all ",
            $open,
            bucket!(3, 8, $from),
            $close,
            " union all ",
            $open,
            bucket!(4, 16, $from),
            $close,
            " union all ",
            $open,
            bucket!(5, 32, $from),
            $close,
            " order by ",
            $order,
            " limit $4 offset $5"
        )
    };
}

/// What is particular to the engine: the ids that it finds by words.
///
/// SQLite: a cross join is carried out in the order that it is written in (its query planner, "CROSS JOIN"): the index is
/// asked once, not for each of the person's tasks. PostgreSQL: no index of words is of use, for behind a policy only
/// operators that are proven to leak nothing may ask one, and `@@` is not; so the words of the person's own tasks are read.
/// What it cannot know of a mask it guesses: `<> 0` to be true of nearly all tasks, so that it begins with the words, `= 1` of
/// nearly none, so that it would look up the words of each.
macro_rules! found {
    (sqlite) => {
        "select task_words.id
         from task_search
         cross join task_words
         where task_search match $3 and task_words.n = task_search.rowid and task_words.user_id = $1"
    };
    (postgres) => {
        "select id
         from task_words
         where user_id = $1 and search @@ cast($3 as tsquery)"
    };
}

macro_rules! searched {
    ($from:literal, $order:literal) => {
        Statement { sqlite: searched!(sqlite, $from, $order), postgres: searched!(postgres, $from, $order) }
    };
    ($engine:ident, $from:literal, $order:literal) => {
        concat!(
            columns!(),
            " from tasks where user_id = $1 and ($2 >> bucket) & 1 <> 0 and id in (",
            found!($engine),
            ") and ",
            $from,
            " order by ",
            $order,
            " limit $5 offset $6"
        )
    };
}

macro_rules! unfiltered {
    ($from:literal, $order:literal) => {
        concat!(columns!(), " from tasks where user_id = $1 and ", $from, " order by ", $order, " limit $3")
    };
}

macro_rules! count_found {
    ($engine:ident) => {
        concat!(
            "select count(*) from tasks where user_id = $1 and ($2 >> bucket) & 1 <> 0 and id in (",
            found!($engine),
            ")"
        )
    };
}

pub(super) const COUNT_FOUND: Statement = Statement { sqlite: count_found!(sqlite), postgres: count_found!(postgres) };

const CREATED: Statements = Statements {
    unfiltered: unfiltered!("id < $2", "id desc"),
    filtered: filtered!("id < $3", "id desc"),
    searched: searched!("id < $4", "id desc"),
};
const CREATED_TURNED: Statements = Statements {
    unfiltered: unfiltered!("id > $2", "id"),
    filtered: filtered!("id > $3", "id"),
    searched: searched!("id > $4", "id"),
};
const DUE: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(due_key, id) > ($6, $3)", "due_key, id"),
    searched: searched!("(due_key, id) > ($7, $4)", "due_key, id"),
};
const DUE_TURNED: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(due_key, id) < ($6, $3)", "due_key desc, id desc"),
    searched: searched!("(due_key, id) < ($7, $4)", "due_key desc, id desc"),
};
const PRIORITY: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(priority, id) < ($6, $3)", "priority desc, id desc"),
    searched: searched!("(priority, id) < ($7, $4)", "priority desc, id desc"),
};
const PRIORITY_TURNED: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(priority, id) > ($6, $3)", "priority, id"),
    searched: searched!("(priority, id) > ($7, $4)", "priority, id"),
};
const TITLE: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(title_key, id) > ($6, $3)", "title_key, id"),
    searched: searched!("(title_key, id) > ($7, $4)", "title_key, id"),
};
const TITLE_TURNED: Statements = Statements {
    unfiltered: "",
    filtered: filtered!("(title_key, id) < ($6, $3)", "title_key desc, id desc"),
    searched: searched!("(title_key, id) < ($7, $4)", "title_key desc, id desc"),
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
    use crate::server::store::migrate;

    const ALL: [&Statements; 8] =
        [&CREATED, &CREATED_TURNED, &DUE, &DUE_TURNED, &PRIORITY, &PRIORITY_TURNED, &TITLE, &TITLE_TURNED];

    /// What SQLite means to do.
    async fn plan(statement: &'static str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("cubby.db").display());
        let pool = SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        migrate::sqlite(&pool).await.unwrap();
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {statement}"));
        let steps = sqlx::query(explain).fetch_all(&pool).await.unwrap();
        steps.iter().map(|step| step.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn no_list_reads_or_sorts_more_than_its_page() {
        for statements in ALL {
            for statement in
                [statements.unfiltered, statements.filtered.sqlite].into_iter().filter(|sql| !sql.is_empty())
            {
                let plan = plan(statement).await;
                assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
                assert!(plan.contains("SEARCH tasks USING"), "{statement}\n{plan}");
            }
        }
    }

    #[tokio::test]
    async fn a_search_asks_the_index_and_looks_up_what_it_finds() {
        for statement in ALL.map(|statements| statements.searched.sqlite).into_iter().chain([COUNT_FOUND.sqlite]) {
            let plan = plan(statement).await;
            let once =
                "SCAN task_search VIRTUAL TABLE INDEX 0:M1\nSEARCH task_words USING INTEGER PRIMARY KEY (rowid=?)";
            assert!(plan.contains(once), "{statement}\n{plan}");
            assert!(plan.contains("SEARCH tasks USING PRIMARY KEY (user_id=? AND id=?)"), "{statement}\n{plan}");
        }
    }
}
