//! What a search finds, and by which way the list of it is come by.

use std::fmt::Write;

use serde_json::json;

use super::{
    connection::{Connection, rows},
    scope::Scope,
    statement::Statement,
    task_counts::Buckets,
    task_search_statements::{COUNT_FOUND, COUNT_SHOWN, WALK},
    task_statements::Statements,
};
use crate::domain::{Error, Search, TaskQuery, UserId};

/// What a search has found.
pub(super) struct Hits {
    pub total: u32,
    /// Of so many that it looked at.
    of: u32,
    /// Whether one of them was restored or imported after tasks with a greater id: its number is below zero, and the index is not in
    /// the order of making there.
    is_late: bool,
    /// The words, as the statements of the engine take them.
    pub words: String,
    engine: Finder,
}

/// By what words are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Finder {
    /// FTS5, whose rows are in the order of making.
    Sqlite,
    Postgres,
}

/// A way to a list of what is found.
pub(super) struct Way {
    pub statement: Statement,
    /// Whether it comes to the end of the stretch, however far that is.
    pub is_sure: bool,
}

impl Hits {
    /// Counts what a search finds.
    pub(super) async fn by(
        conn: &mut Connection,
        owner: UserId,
        query: &TaskQuery,
        search: &Search,
    ) -> Result<Self, Error> {
        let words = search.words();
        let engine = match conn {
            Connection::SqliteRead(_) | Connection::SqliteWrite(_) => Finder::Sqlite,
            Connection::Postgres(_) => Finder::Postgres,
        };
        let found = Self { total: 0, of: 0, is_late: false, words: engine.words(&words), engine };
        if words.is_empty() {
            return Ok(found);
        }
        conn.also(Scope::Search { owner, words: &found.words }).await?;
        let shown = Buckets::of(query);
        let statement = if shown == Buckets::ALL { *COUNT_FOUND } else { *COUNT_SHOWN };
        let (total, of, is_late) =
            rows!(fetch_one, conn, (i64, Option<i64>, bool), statement, owner.uuid(), shown.mask(), &found.words)?;
        let counted = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Self { total: counted(total), of: counted(of.unwrap_or_default()), is_late, ..found })
    }

    /// The ways to a stretch of the list that ends so far from its beginning; the next one is for where the one before did not
    /// come to its end.
    ///
    /// To put all that is found in order takes the longer the more it is. A walk through the tasks, which are in order, takes
    /// the longer the less of them is found, and nobody knows how far apart it is.
    pub(super) fn ways(&self, statements: &Statements, end: u64) -> impl Iterator<Item = Way> + use<> {
        let walk = end * u64::from(self.of) / u64::from(self.total.max(1));
        let is_near = walk <= WALK / 2 && walk * self.engine.cost_of_walking() <= u64::from(self.total);
        let is_in_order = self.engine == Finder::Sqlite && statements.is_of_making && !self.is_late;
        let walked = Way { statement: statements.sifted, is_sure: u64::from(self.of) <= WALK };
        let found = Way { statement: statements.found, is_sure: true };
        (is_near && !is_in_order).then_some(walked).into_iter().chain([found])
    }
}

impl Finder {
    /// Each the beginning of a word. They are letters and digits alone, so nothing in them is an operator.
    fn words(self, words: &[String]) -> String {
        match self {
            Self::Sqlite => json!(words).to_string(),
            // As the setting has them that the policy goes by.
            Self::Postgres => words.join(" ").bytes().fold(String::new(), |mut digits, byte| {
                let _ = write!(digits, "{byte:02x}");
                digits
            }),
        }
    }

    /// How many of what is found are put in order while a walk looks at one task; measured.
    const fn cost_of_walking(self) -> u64 {
        match self {
            Self::Sqlite => 8,
            Self::Postgres => 60,
        }
    }
}
