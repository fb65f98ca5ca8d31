//! A connection to PostgreSQL for the length of one transaction.
//!
//! Nobody waits for what comes after the last statement of a transaction that only reads: it is rolled back while the answer
//! is on its way. A connection that does not answer in time, or whose server takes no writes any more, is not used again.

use std::{io, time::Duration};

use sqlx::{AssertSqlSafe, Executor, PgConnection};
use tokio::time::{error::Elapsed, timeout};

use super::pool::{Place, Pooled};

/// Codes of a server that is going or takes no writes any more, and of a pooler that reaches none: another connection may
/// find a better one.
const GONE: [&str; 8] = ["57P01", "57P02", "57P03", "25006", "08000", "08003", "08006", "08P01"];

/// A connection in a transaction; dropped before it is committed, it is rolled back.
pub(super) struct Lease {
    /// Nothing once it is given back.
    held: Option<(Place, Pooled)>,
    patience: Duration,
    /// Nobody knows what the connection would say next.
    is_lost: bool,
}

impl Lease {
    /// Begins a transaction by these words.
    pub(super) async fn begin(place: Place, patience: Duration, words: String) -> Result<Self, sqlx::Error> {
        let pooled = place.connection().await?;
        // Lost until it has begun: whoever is not waited for any more leaves no half transaction to the next.
        let mut lease = Self { held: Some((place, pooled)), patience, is_lost: true };
        lease.say(words).await?;
        lease.is_lost = false;
        Ok(lease)
    }

    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.say("commit".to_owned()).await?;
        if let Some((place, pooled)) = self.held.take() {
            place.back(pooled);
        }
        Ok(())
    }

    /// Sends words of ours, unprepared: several statements cost one round trip.
    pub(super) async fn say(&mut self, words: String) -> Result<(), sqlx::Error> {
        if words.is_empty() {
            return Ok(());
        }
        let patience = self.patience;
        let said = async { self.connection()?.execute(sqlx::raw_sql(AssertSqlSafe(words))).await };
        let answer = timeout(patience, said).await;
        self.heard(answer).map(|_| ())
    }

    pub(super) fn keeps_statements(&self) -> bool {
        self.held.as_ref().is_some_and(|(place, _)| place.keeps_statements())
    }

    pub(super) const fn patience(&self) -> Duration {
        self.patience
    }

    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.held.as_mut().map(|(_, pooled)| &mut pooled.connection).ok_or(sqlx::Error::PoolClosed)
    }

    /// Takes note of what came of a statement.
    pub(super) fn heard<T>(&mut self, answer: Result<Result<T, sqlx::Error>, Elapsed>) -> Result<T, sqlx::Error> {
        let answer = answer.unwrap_or_else(|_| Err(io::Error::from(io::ErrorKind::TimedOut).into()));
        self.is_lost |= answer.as_ref().is_err_and(is_lost);
        answer
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some((place, mut pooled)) = self.held.take() else { return };
        if self.is_lost {
            place.forget_others();
            return;
        }
        let patience = self.patience;
        tokio::spawn(async move {
            let rollback = pooled.connection.execute(sqlx::raw_sql("rollback"));
            if let Ok(Ok(_)) = timeout(patience, rollback).await {
                place.back(pooled);
            }
        });
    }
}

/// Whether the connection is of no use any more, rather than a statement refused or a row not as expected.
pub(super) fn is_lost(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| GONE.contains(&code.as_ref())),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}
