//! The only SQL. Each statement is typed once; a function about a person's things takes the person.

pub mod archive;
mod connection;
pub mod deleted_tasks;
mod lease;
pub mod links;
mod list_order;
mod migrate;
mod old_rows;
pub mod old_stack;
mod pool;
mod postgres;
mod reach;
pub mod retries;
mod revision;
mod scope;
pub mod search_index;
pub mod sessions;
pub mod signing_key;
mod sqlite;
mod statement;
mod stored_user;
pub mod sweep;
pub mod task_counts;
pub mod task_lists;
mod task_rows;
mod task_search;
mod task_search_statements;
mod task_statements;
pub mod tasks;
mod together;
pub mod tries;
pub mod undo;
pub mod undo_steps;
pub mod users;
pub mod waiting;

use std::{path::Path, sync::Arc};

use tokio::sync::Semaphore;

pub use self::{lease::reading, revision::Revision};
use self::{postgres::Postgres, scope::Scope, sqlite::Sqlite, together::Together};
use crate::{
    domain::Error,
    server::config::{Config, Database},
};

/// The database, whichever engine it is.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    /// Whose turn it is to bring a file.
    imports: Arc<Semaphore>,
    /// Sessions that are being looked up.
    sessions: Together<sessions::Question, sessions::Answer>,
}

/// What is to become of a database that is missing, or of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is made, and brought to the newest form.
    Newest,
    /// It is not opened.
    Current,
    /// One that is missing is not opened; of whatever version it is, it is to be copied and not read.
    AsItIs,
}

/// Every engine that the data can be in.
#[derive(Clone)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Db {
    /// Opens the database.
    ///
    /// # Errors
    /// One sentence for the person who starts the program.
    pub async fn open(config: &Config, opening: Opening) -> Result<Self, String> {
        let engine = match config.database()? {
            Database::Sqlite(path) => Engine::Sqlite(Sqlite::open(&path, opening).await?),
            Database::Postgres(url) => Engine::Postgres(Postgres::open(&url, &config.storage, opening).await?),
        };
        Ok(Self { engine, imports: Arc::new(Semaphore::new(1)), sessions: Together::new() })
    }

    /// Whether other copies of Cubby may serve the same data.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        let mut conn = self.read(Scope::Nobody).await?;
        connection::execute!(conn, "select 1").map(|_| ())
    }

    /// Writes a copy of the database to a new file while others go on reading and writing.
    ///
    /// # Errors
    /// One sentence for the person who asked.
    pub async fn backup(&self, file: &Path) -> Result<(), String> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.backup(file).await,
            Engine::Postgres(_) => Err(format!(
                "PostgreSQL writes its own copies: pg_dump --format=custom --file={}, as a role that policies do not bind",
                file.display()
            )),
        }
    }

    /// Reads the database through, or sees that its walls stand.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub async fn examine(&self) -> Result<(), String> {
        match &self.engine {
            Engine::Sqlite(sqlite) => {
                sqlite.examine().await.map_err(|words| format!("{words}; stop Cubby and restore a backup"))
            }
            Engine::Postgres(postgres) => postgres.examine().await,
        }
    }

    /// Reads a copy of an SQLite database through, and changes nothing in it.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub async fn check(file: &str) -> Result<(), String> {
        sqlite::check(file).await
    }

    /// Whether a program has this SQLite database open. One that cannot be read is nobody's.
    pub async fn is_open_elsewhere(file: &Path) -> bool {
        sqlite::is_open_elsewhere(file).await
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}
