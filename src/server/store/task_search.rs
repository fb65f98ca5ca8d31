//! What a search finds, and by which way the list of it is come by.

use serde_json::json;

use super::{
    connection::{Connection, rows},
    statement::Statement,
    task_counts::Buckets,
    task_search_statements::{COUNT_FOUND, COUNT_SHOWN},
    task_statements::Statements,
};
use crate::domain::{Error, Search, TaskQuery, UserId};

/// What a search has found.
pub(super) struct Found {
    pub total: u32,
    /// Whether it is nearly all that it looked at.
    is_most: bool,
    asked: Asked,
}

/// The words of a search, each the beginning of a word, as statements take them. Words are letters and digits alone, so
/// nothing in them is an operator.
struct Asked {
    /// By a look into the index.
    index: String,
    /// By a look at each task.
    task: String,
}

impl Found {
    /// Counts what a search finds.
    pub(super) async fn by(
        conn: &mut Connection,
        owner: UserId,
        query: &TaskQuery,
        search: &Search,
    ) -> Result<Self, Error> {
        let words = search.words();
        let asked = Asked::of(conn, owner, &words);
        if words.is_empty() {
            return Ok(Self { total: 0, is_most: false, asked });
        }
        let shown = Buckets::of(query);
        let statement = if shown == Buckets::ALL { COUNT_FOUND } else { COUNT_SHOWN };
        let (total, of): (i64, Option<i64>) =
            rows!(fetch_one, conn, (i64, Option<i64>), statement, owner.uuid(), shown.mask(), &asked.index)?;
        let is_most = total > of.unwrap_or_default() / 5 * 4;
        Ok(Self { total: u32::try_from(total).unwrap_or(u32::MAX), is_most, asked })
    }

    /// The statement for the list, and what it is told of the words. To put all that is found in order takes the longer the
    /// more it is; a walk through the tasks, which are in order, takes the longer the less of them is found.
    pub(super) fn listed_by(&self, statements: &Statements) -> (Statement, &str) {
        if self.is_most { (statements.sifted, &self.asked.task) } else { (statements.found, &self.asked.index) }
    }
}

impl Asked {
    fn of(conn: &Connection, owner: UserId, words: &[String]) -> Self {
        match conn {
            // In the one index for everybody, words begin with whose they are.
            Connection::SqliteRead(_) | Connection::SqliteWrite(_) => {
                let owner = owner.uuid().simple().to_string();
                let index = words.iter().map(|word| format!("\"{owner}{word}\"*")).collect::<Vec<_>>().join(" ");
                Self { index, task: json!(words).to_string() }
            }
            Connection::Postgres(_) => {
                let index = words.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ");
                Self { task: index.clone(), index }
            }
        }
    }
}
