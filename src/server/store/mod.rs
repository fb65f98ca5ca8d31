//! The only SQL. Each statement is typed once; a function about a person's things takes the person.

pub mod archive;
mod connection;
pub mod deleted_tasks;
pub mod links;
mod migrate;
mod old_rows;
pub mod old_stack;
pub mod retries;
mod revision;
pub mod search_index;
pub mod sessions;
mod stored_user;
pub mod task_counts;
pub mod task_lists;
mod task_rows;
mod task_statements;
pub mod tasks;
mod together;
pub mod tries;
pub mod undo;
pub mod undo_steps;
pub mod users;

use std::{path::Path, str::FromStr, sync::Arc, time::Duration};

use sqlx::{
    ConnectOptions, Connection,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};
use tokio::sync::Semaphore;

pub use self::revision::Revision;
use self::together::Together;
use crate::domain::{Error, TaskQuery};

/// The database, whichever engine it is.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    /// Whose turn it is to bring a file.
    imports: Arc<Semaphore>,
    /// Sessions that are being looked up.
    sessions: Together<sessions::Question, sessions::Answer>,
}

/// Every engine that the data can be in.
#[derive(Clone)]
enum Engine {
    /// One connection writes and many read, so that no write ever waits for a lock that a reader wants to upgrade.
    Sqlite { writer: SqlitePool, readers: SqlitePool },
}

impl Db {
    /// Opens the database, makes it when it is missing, and brings it to the newest form.
    ///
    /// # Errors
    /// One sentence for the person who starts the program.
    pub async fn open(url: &str) -> Result<Self, String> {
        if !url.starts_with("sqlite:") {
            return Err("DATABASE_URL must be sqlite:PATH; this version stores in SQLite only".to_owned());
        }
        // Each has a thread of its own; while one waits for a processor, its connection can do nothing for others.
        let readers = 2 * std::thread::available_parallelism().map_or(2, usize::from);
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|cause| format!("DATABASE_URL cannot be read: {cause}"))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A write that was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .foreign_keys(true)
            .pragma("temp_store", "memory")
            // What is deleted is written over, not left in a free page.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(128)
            // A page of tasks comes over in one go.
            .row_buffer_size(usize::from(TaskQuery::PAGE) + 1);
        let failed = |cause: sqlx::Error| format!("the database cannot be opened: {cause}");
        let writer = sqlite_pool(1).connect_with(options.clone()).await.map_err(failed)?;
        migrate::sqlite(&writer).await?;
        let readers = sqlite_pool(u32::try_from(readers).unwrap_or(2))
            .connect_with(options.read_only(true).pragma("query_only", "on"))
            .await
            .map_err(failed)?;
        Ok(Self::on(Engine::Sqlite { writer, readers }))
    }

    fn on(engine: Engine) -> Self {
        Self { engine, imports: Arc::new(Semaphore::new(1)), sessions: Together::new() }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        let mut conn = self.read().await?;
        connection::execute!(conn, "select 1").map(|_| ())
    }

    /// Writes a copy of the database to a new file while others go on reading and writing.
    ///
    /// # Errors
    /// One sentence for the person who asked.
    pub async fn backup(&self, file: &Path) -> Result<(), String> {
        if file.exists() {
            return Err(format!("{} exists already; name a new file", file.display()));
        }
        let Engine::Sqlite { writer, .. } = &self.engine;
        sqlx::query("vacuum into $1")
            .bind(file.display().to_string())
            .execute(writer)
            .await
            .map(|_| ())
            .map_err(|cause| format!("the backup could not be written: {cause}"))
    }

    /// Moves what was written beside the database into it, so that no older page lies there any more. While somebody reads
    /// an older page, that one stays until the next time.
    async fn leave_no_trace(&self) -> Result<(), Error> {
        let Engine::Sqlite { writer, .. } = &self.engine;
        sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await.map(|_| ()).map_err(connection::failed)
    }

    /// Reads the database through.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub async fn examine(&self) -> Result<(), String> {
        let Engine::Sqlite { readers, .. } = &self.engine;
        let found: Vec<(String,)> =
            sqlx::query_as("pragma quick_check").fetch_all(readers).await.map_err(|cause| cause.to_string())?;
        let strays: Vec<(String,)> = sqlx::query_as("select \"table\" from pragma_foreign_key_check limit 1")
            .fetch_all(readers)
            .await
            .map_err(|cause| cause.to_string())?;
        match (found.as_slice(), strays.as_slice()) {
            ([(word,)], []) if word == "ok" => Ok(()),
            (_, [(table,), ..]) => Err(format!("rows of {table} belong to nobody")),
            _ => Err("it is damaged".to_owned()),
        }
    }

    /// Reads a copy of a database through, and changes nothing in it.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub async fn check(file: &str) -> Result<(), String> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
        let copy = sqlite_pool(1).connect_with(options).await.map_err(|cause| cause.to_string())?;
        let known: Result<(i64,), _> = sqlx::query_as("select count(*) from users").fetch_one(&copy).await;
        let db = Self::on(Engine::Sqlite { writer: copy.clone(), readers: copy });
        let examined = match known {
            Ok(_) => db.examine().await,
            Err(_) => Err("it holds no accounts".to_owned()),
        };
        db.close().await;
        examined
    }

    /// Whether a program has this database open. One that cannot be read is nobody's.
    pub async fn is_open_elsewhere(file: &Path) -> bool {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .locking_mode(SqliteLockingMode::Exclusive)
            .busy_timeout(Duration::ZERO);
        let looked = match options.connect().await {
            Ok(mut alone) => {
                // The lock is taken by the first look.
                let looked = sqlx::query("select count(*) from sqlite_schema").execute(&mut alone).await;
                // What cannot be closed is closed by dropping it.
                let _ = alone.close().await;
                looked.map(|_| ())
            }
            Err(cause) => Err(cause),
        };
        let code = looked.err().and_then(|cause| cause.as_database_error()?.code()?.parse::<u32>().ok());
        // The low byte is the kind: SQLITE_BUSY.
        code.is_some_and(|code| code & 0xff == 5)
    }

    /// Waits for what is under way and closes every connection.
    pub async fn close(&self) {
        let Engine::Sqlite { writer, readers } = &self.engine;
        readers.close().await;
        writer.close().await;
    }
}

fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(3))
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
}
