//! A statement for either engine. Nearly all are one text; where the engines differ, it is in a few words that are named
//! here or beside what they are for.

/// What is sent to each engine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl Statement {
    /// Of texts that are made once and kept for as long as the program runs.
    pub fn made(sqlite: String, postgres: String) -> Self {
        Self { sqlite: sqlite.leak(), postgres: postgres.leak() }
    }
}

impl From<&'static str> for Statement {
    fn from(both: &'static str) -> Self {
        Self { sqlite: both, postgres: both }
    }
}

/// What is read of a task, wherever it lies.
macro_rules! columns {
    () => {
        "id, title, description, priority, due_at, created_at, updated_at, completed_at, version"
    };
}
pub(super) use columns;

/// Looks at a row that is about to be changed. SQLite writes one transaction after the other; in PostgreSQL the row is kept
/// from others until the transaction ends.
macro_rules! looked_at {
    ($($sql:tt)+) => {
        $crate::server::store::statement::Statement {
            sqlite: $($sql)+,
            postgres: concat!($($sql)+, " for no key update"),
        }
    };
}
pub(super) use looked_at;

/// Removes what a query finds, at most a thousand rows, and passes over what somebody else is about to change, so that no two
/// wait for each other.
macro_rules! swept {
    ($table:literal, $key:literal, $over:literal) => {
        $crate::server::store::statement::Statement {
            sqlite: $crate::server::store::statement::swept!($table, $key, $over, ""),
            postgres: $crate::server::store::statement::swept!($table, $key, $over, " for update skip locked"),
        }
    };
    ($table:literal, $key:literal, $over:literal, $passing:literal) => {
        concat!(
            "delete from ",
            $table,
            " where (",
            $key,
            ") in (select ",
            $key,
            " from ",
            $table,
            " where ",
            $over,
            " <= $1 limit 1000",
            $passing,
            ")"
        )
    };
}
pub(super) use swept;
