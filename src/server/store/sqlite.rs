//! SQLite: one file beside one copy of Cubby.

use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, Transaction,
    sqlite::{
        SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteLockingMode, SqlitePool, SqlitePoolOptions,
        SqliteSynchronous,
    },
};

use super::{Opening, connection::failed, migrate};
use crate::domain::{Error, TaskQuery};

/// One connection writes and many read, so that no write ever waits for a lock that a reader wants to upgrade.
#[derive(Clone)]
pub(super) struct Sqlite {
    pub writer: SqlitePool,
    pub readers: SqlitePool,
}

impl Sqlite {
    /// # Errors
    /// One sentence for the person who starts the program.
    pub(super) async fn open(path: &Path, opening: Opening) -> Result<Self, String> {
        if opening != Opening::Newest && !path.exists() {
            return Err(format!("there is no database at {}; `cubby` makes it at its first start", path.display()));
        }
        // Each has a thread of its own; while one waits for a processor, its connection can do nothing for others.
        let readers = 2 * std::thread::available_parallelism().map_or(2, usize::from);
        let options = SqliteConnectOptions::new()
            .filename(path)
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
        // After each write they read anew, so they look at the file where the system has it instead of copying its pages.
        let reading = options.clone().read_only(true).pragma("query_only", "on").pragma("mmap_size", "1073741824");
        let failed = |cause: sqlx::Error| format!("the database cannot be opened: {cause}");
        if !path.exists() {
            // For its owner alone, also in a folder that is not.
            let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
            made.map_err(|cause| format!("{} cannot be opened: {cause}", path.display()))?;
        }
        let writer = pool(1).connect_with(options).await.map_err(failed)?;
        migrate::sqlite(&writer, opening).await?;
        let readers = pool(u32::try_from(readers).unwrap_or(2)).connect_with(reading).await.map_err(failed)?;
        Ok(Self { writer, readers })
    }

    /// A transaction that writes.
    ///
    /// Where the disk is full, SQLite ends one by itself ("Response To Errors Within A Transaction"), of which sqlx knows nothing:
    /// on that connection none is begun any more. Another takes its place.
    pub(super) async fn begin(&self) -> Result<Transaction<'static, sqlx::Sqlite>, sqlx::Error> {
        // At once: a transaction that turns from reading to writing fails when another wrote.
        const BEGIN: &str = "begin immediate";
        match self.writer.begin_with(BEGIN).await {
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.writer.acquire().await?.close().await?;
                self.writer.begin_with(BEGIN).await
            }
            begun => begun,
        }
    }

    /// For its owner's eyes alone: everybody's tasks are in it.
    ///
    /// # Errors
    /// One sentence for the person who asked.
    pub(super) async fn backup(&self, file: &Path) -> Result<(), String> {
        let path = file.to_str().ok_or("the name of a backup has to be UTF-8")?;
        // SQLite writes into a file that is there and empty.
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => format!("{path} exists already; name a new file"),
            _ => format!("{path} cannot be made: {cause}"),
        })?;
        sqlx::query("vacuum into $1").bind(path).execute(&self.writer).await.map(|_| ()).map_err(|cause| {
            // What cannot be taken away is seen to be no backup by whoever restores it.
            let _ = fs::remove_file(file);
            format!("the backup could not be written: {cause}")
        })
    }

    /// Writes so many pages of the index of words anew; whether there is more to do.
    pub(super) async fn merge_words(&self, pages: i64) -> Result<bool, Error> {
        let mut connection = self.writer.acquire().await.map_err(failed)?;
        let before = changes(&mut connection).await?;
        sqlx::query("insert into task_search (task_search, rank) values ('merge', $1)")
            .bind(pages)
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
        // The command itself counts as one.
        Ok(changes(&mut connection).await? - before >= 2)
    }

    /// Moves the write-ahead log into the database and cuts it, so that what was deleted does not stay there. While somebody reads
    /// an older page, that one stays until the next time.
    pub(super) async fn leave_no_trace(&self) -> Result<(), Error> {
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.writer).await.map(|_| ()).map_err(failed)
    }

    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) async fn examine(&self) -> Result<(), String> {
        let found: Vec<(String,)> =
            sqlx::query_as("pragma quick_check").fetch_all(&self.readers).await.map_err(|cause| cause.to_string())?;
        let strays: Vec<(String,)> = sqlx::query_as("select \"table\" from pragma_foreign_key_check limit 1")
            .fetch_all(&self.readers)
            .await
            .map_err(|cause| cause.to_string())?;
        match (found.as_slice(), strays.as_slice()) {
            ([(word,)], []) if word == "ok" => Ok(()),
            (_, [(table,), ..]) => Err(format!("rows of {table} belong to nobody")),
            _ => Err("it is damaged".to_owned()),
        }
    }

    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// # Errors
/// What is wrong with it, in a few words.
pub(super) async fn check(file: &str) -> Result<(), String> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let copy = pool(1).connect_with(options).await.map_err(|cause| cause.to_string())?;
    let known: Result<(i64,), _> = sqlx::query_as("select count(*) from users").fetch_one(&copy).await;
    let copy = Sqlite { writer: copy.clone(), readers: copy };
    let examined = match known {
        Ok(_) => copy.examine().await,
        Err(_) => Err("it holds no accounts".to_owned()),
    };
    copy.close().await;
    examined
}

pub(super) async fn is_open_elsewhere(file: &Path) -> bool {
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

async fn changes(connection: &mut SqliteConnection) -> Result<i64, Error> {
    sqlx::query_scalar("select total_changes()").fetch_one(connection).await.map_err(failed)
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(3))
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
}
