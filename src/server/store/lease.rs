//! A connection to PostgreSQL for the length of one transaction.
//!
//! A request that only reads goes on in the transaction that it has begun, for as long as it asks on the same person's behalf;
//! it is rolled back while the answer is on its way, which nobody waits for. A connection that does not answer in time, or
//! whose server takes no writes any more, is not used again.

use std::{cell::RefCell, io, mem, time::Duration};

use sqlx::{AssertSqlSafe, Executor, PgConnection};
use tokio::time::{Instant, error::Elapsed, timeout, timeout_at};

use super::pool::{Pooled, Slot};

/// Codes of a server that is going or takes no writes any more, and of a pooler that reaches none: another connection may
/// find a better one.
const GONE: [&str; 8] = ["57P01", "57P02", "57P03", "25006", "08000", "08003", "08006", "08P01"];

tokio::task_local! {
    /// Where a request that only reads leaves its transaction between two statements.
    static LEFT: RefCell<Left>;
}

/// A transaction to go on in; rolled back where nobody does.
#[derive(Default)]
struct Left(Option<Held>);

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// A connection in a transaction; dropped before it is committed, it is rolled back.
pub(super) struct Lease {
    /// Nothing once it is given back.
    held: Option<Held>,
    /// What was asked last has no answer, or not the one that was hoped for.
    is_asked: bool,
    /// Nobody knows what the connection would say next.
    is_lost: bool,
}

/// A connection, and what its transaction was begun for.
struct Held {
    slot: Slot,
    pooled: Pooled,
    patience: Duration,
    access: Access,
    words: String,
}

/// Carries out a request that changes nothing.
pub async fn reading<T>(request: impl Future<Output = T>) -> T {
    LEFT.scope(RefCell::default(), request).await
}

/// Ends what this request would go on in: whoever waits for others keeps nothing from them.
pub(super) fn let_go() {
    drop(LEFT.try_with(RefCell::take));
}

impl Lease {
    /// The transaction that this request is in, where it was begun by the same words.
    pub(super) fn left(words: &str) -> Option<Self> {
        let mut left = LEFT.try_with(RefCell::take).ok()?;
        let held = left.0.take_if(|held| held.words == words)?;
        Some(Self { held: Some(held), is_asked: false, is_lost: false })
    }

    /// Begins a transaction by these words; what is not heard of until then is lost.
    pub(super) async fn begin(
        slot: Slot,
        until: Instant,
        patience: Duration,
        access: Access,
        words: String,
    ) -> Result<Self, sqlx::Error> {
        let pooled = timeout_at(until, slot.connection()).await.unwrap_or_else(|_| Err(silent()))?;
        let held = Held { slot, pooled, patience, access, words: words.clone() };
        let mut lease = Self { held: Some(held), is_asked: false, is_lost: false };
        let begun = timeout_at(until, lease.send(words)).await;
        lease.heard(begun)?;
        Ok(lease)
    }

    pub(super) async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.say("commit".to_owned()).await?;
        if let Some(held) = self.held.take() {
            held.slot.back(held.pooled);
        }
        Ok(())
    }

    /// Sends words of ours, unprepared: several statements cost one round trip.
    pub(super) async fn say(&mut self, words: String) -> Result<(), sqlx::Error> {
        if words.is_empty() {
            return Ok(());
        }
        let answer = timeout(self.patience(), self.send(words)).await;
        self.heard(answer)
    }

    async fn send(&mut self, words: String) -> Result<(), sqlx::Error> {
        self.connection()?.execute(sqlx::raw_sql(AssertSqlSafe(words))).await.map(|_| ())
    }

    /// The same, of what the transaction is for besides: whoever would go on in it has to have said so too.
    pub(super) async fn also(&mut self, words: String) -> Result<(), sqlx::Error> {
        if let Some(held) = &mut self.held {
            held.words.push_str(&words);
        }
        self.say(words).await
    }

    pub(super) fn keeps_statements(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.slot.keeps_statements())
    }

    pub(super) fn patience(&self) -> Duration {
        self.held.as_ref().map_or(Duration::ZERO, |held| held.patience)
    }

    /// To ask something, which is to be [`Self::heard`].
    pub(super) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.is_asked = true;
        self.held.as_mut().map(|held| &mut held.pooled.connection).ok_or(sqlx::Error::PoolClosed)
    }

    /// Takes note of what came of a statement.
    pub(super) fn heard<T>(&mut self, answer: Result<Result<T, sqlx::Error>, Elapsed>) -> Result<T, sqlx::Error> {
        let answer = answer.unwrap_or_else(|_| Err(silent()));
        self.is_asked = answer.is_err();
        self.is_lost |= answer.as_ref().is_err_and(is_lost);
        answer
    }
}

impl Held {
    /// To be gone on in, where the request is one that only reads.
    fn stay(self) {
        let mut left = Left(Some(self));
        // Which of two is not to stay is rolled back.
        let _ = LEFT.try_with(|stays| mem::swap(&mut *stays.borrow_mut(), &mut left));
    }

    fn roll_back(mut self) {
        tokio::spawn(async move {
            let rollback = self.pooled.connection.execute(sqlx::raw_sql("rollback"));
            if let Ok(Ok(_)) = timeout(self.patience, rollback).await {
                self.slot.back(self.pooled);
            }
        });
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        if let Some(held) = self.0.take() {
            held.roll_back();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        match self.held.take() {
            Some(held) if self.is_lost => held.slot.forget_others(),
            Some(held) if held.access == Access::Read && !self.is_asked => held.stay(),
            Some(held) => held.roll_back(),
            None => {}
        }
    }
}

fn silent() -> sqlx::Error {
    io::Error::from(io::ErrorKind::TimedOut).into()
}

/// Whether the connection is of no use any more, rather than a statement refused or a row not as expected.
pub(super) fn is_lost(cause: &sqlx::Error) -> bool {
    match cause {
        sqlx::Error::Database(refusal) => refusal.code().is_some_and(|code| GONE.contains(&code.as_ref())),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        _ => false,
    }
}
