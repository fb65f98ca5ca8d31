//! One connection, and one way to run a statement on it, whichever engine is behind.

use std::time::Duration;

use sqlx::{Sqlite, SqliteConnection, Transaction, pool::PoolConnection};
use tokio::time::timeout;

use super::{
    Db, Engine,
    lease::{Access, Lease},
    scope::Scope,
};
use crate::domain::Error;

/// Shorter than a person notices.
const MOMENT: Duration = Duration::from_millis(100);

/// A connection that reads, or a transaction that writes.
pub(super) enum Connection {
    SqliteRead(PoolConnection<Sqlite>),
    SqliteWrite(Transaction<'static, Sqlite>),
    Postgres(Lease),
}

/// What a statement runs on.
pub(super) enum Runner<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut Lease),
}

impl Db {
    /// A connection that only reads.
    pub(super) async fn read(&self, scope: Scope<'_>) -> Result<Connection, Error> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.readers.acquire().await.map(Connection::SqliteRead).map_err(failed),
            Engine::Postgres(postgres) => {
                postgres.begin(Access::Read, scope).await.map(Connection::Postgres).map_err(failed)
            }
        }
    }

    /// A transaction. Whatever is not committed is rolled back when it is dropped.
    pub(super) async fn write(&self, scope: Scope<'_>) -> Result<Connection, Error> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.begin().await.map(Connection::SqliteWrite).map_err(failed),
            Engine::Postgres(postgres) => {
                postgres.begin(Access::Write, scope).await.map(Connection::Postgres).map_err(failed)
            }
        }
    }

    /// A transaction, where the writer is free within a moment: for what need not be written now.
    pub(super) async fn write_soon(&self, scope: Scope<'_>) -> Result<Connection, Error> {
        timeout(MOMENT, self.write(scope)).await.unwrap_or(Err(Error::Unavailable))
    }
}

impl Connection {
    pub(super) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::SqliteRead(_) => Ok(()),
            Self::SqliteWrite(transaction) => transaction.commit().await.map_err(failed),
            Self::Postgres(lease) => lease.commit().await.map_err(failed),
        }
    }

    /// The rows of another scope too, from here to the end of the transaction; a person takes another's place.
    pub(super) async fn also(&mut self, scope: Scope<'_>) -> Result<(), Error> {
        match self {
            Self::SqliteRead(_) | Self::SqliteWrite(_) => Ok(()),
            Self::Postgres(lease) => lease.also(scope.to_string()).await.map_err(failed),
        }
    }

    pub(super) fn runner(&mut self) -> Runner<'_> {
        match self {
            Self::SqliteRead(connection) => Runner::Sqlite(connection),
            Self::SqliteWrite(transaction) => Runner::Sqlite(transaction),
            Self::Postgres(lease) => Runner::Postgres(lease),
        }
    }
}

/// Logs the driver's words and gives ours.
pub(super) fn failed(cause: sqlx::Error) -> Error {
    tracing::error!(%cause, "the database did not answer");
    Error::Unavailable
}

/// Runs a query on whichever engine there is, and says whether it is kept prepared; the error is the driver's.
macro_rules! asked {
    ($conn:expr, $sql:expr, |$text:ident, $keep:ident, $on:ident| $query:expr) => {{
        let statement = $crate::server::store::statement::Statement::from($sql);
        match $conn.runner() {
            $crate::server::store::connection::Runner::Sqlite($on) => {
                let ($text, $keep) = (statement.sqlite, true);
                $query.await
            }
            $crate::server::store::connection::Runner::Postgres(lease) => {
                let ($text, $keep) = (statement.postgres, lease.keeps_statements());
                let patience = lease.patience();
                let asking = async {
                    let $on = lease.connection()?;
                    $query.await
                };
                let answer = tokio::time::timeout(patience, asking).await;
                lease.heard(answer)
            }
        }
    }};
}
pub(super) use asked;

/// Gives rows as values of a type: `rows!(fetch_all, conn, TaskRow, SQL, owner, limit)`.
macro_rules! rows {
    ($how:ident, $conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::server::store::connection::asked!($conn, $sql, |text, keep, on| {
            sqlx::query_as::<_, $row>(text).persistent(keep) $(.bind($bind))* .$how(on)
        })
        .map_err($crate::server::store::connection::failed)
    };
}
pub(super) use rows;

/// Runs a statement and gives how many rows it touched; the error is the driver's, for callers that tell cases apart.
macro_rules! try_execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::server::store::connection::asked!($conn, $sql, |text, keep, on| {
            async { sqlx::query(text).persistent(keep) $(.bind($bind))* .execute(on).await.map(|done| done.rows_affected()) }
        })
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
