//! One connection, and one way to run a statement on it, whichever engine is behind.

use std::time::Duration;

use sqlx::{Sqlite, SqliteConnection, Transaction, pool::PoolConnection};
use tokio::time::timeout;

use super::{Db, Engine};
use crate::domain::Error;

/// Shorter than a person notices.
const MOMENT: Duration = Duration::from_millis(100);

/// A connection that reads, or a transaction that writes.
pub(super) enum Connection {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteWrite(Transaction<'static, Sqlite>),
}

impl Db {
    /// A connection that only reads.
    pub(super) async fn read(&self) -> Result<Connection, Error> {
        let Engine::Sqlite { readers, .. } = &self.engine;
        readers.acquire().await.map(Connection::SqliteRead).map_err(failed)
    }

    /// A transaction. Whatever is not committed is rolled back when it is dropped.
    pub(super) async fn write(&self) -> Result<Connection, Error> {
        let Engine::Sqlite { writer, .. } = &self.engine;
        // IMMEDIATE: a deferred transaction that turns from reading to writing fails at once when another wrote.
        writer.begin_with("begin immediate").await.map(Connection::SqliteWrite).map_err(failed)
    }

    /// A transaction, where the writer is free within a moment: for what need not be written now.
    pub(super) async fn write_soon(&self) -> Result<Connection, Error> {
        timeout(MOMENT, self.write()).await.unwrap_or(Err(Error::Unavailable))
    }
}

impl Connection {
    pub(super) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::SqliteRead(_) => Ok(()),
            Self::SqliteWrite(transaction) => transaction.commit().await.map_err(failed),
        }
    }

    pub(super) fn sqlite(&mut self) -> &mut SqliteConnection {
        match self {
            Self::SqliteRead(connection) => connection,
            Self::SqliteWrite(transaction) => transaction,
        }
    }
}

/// Logs the driver's words and gives ours.
pub(super) fn failed(cause: sqlx::Error) -> Error {
    tracing::error!(%cause, "the database did not answer");
    Error::Unavailable
}

/// Gives rows as values of a type: `rows!(fetch_all, conn, TaskRow, SQL, owner, limit)`.
macro_rules! rows {
    ($how:ident, $conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .$how($conn.sqlite())
            .await
            .map_err($crate::server::store::connection::failed)
    };
}
pub(super) use rows;

/// Runs a statement and gives how many rows it touched; the error is the driver's, for callers that tell cases apart.
macro_rules! try_execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        sqlx::query($sql)
            $(.bind($bind))*
            .execute($conn.sqlite())
            .await
            .map(|done| done.rows_affected())
    };
}
pub(super) use try_execute;

/// Runs a statement and gives how many rows it touched.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::server::store::connection::try_execute!($conn, $sql $(, $bind)*)
            .map_err($crate::server::store::connection::failed)
    };
}
pub(super) use execute;
