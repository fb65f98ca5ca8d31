//! The connections to PostgreSQL.
//!
//! sqlx has a pool too. It asks each connection that comes back whether it is well, which is one more message for each of the
//! three that a read takes, and keeps the place of one that never answers: after a server has vanished from the network there
//! would be none left. Here a connection comes back at once after a commit, and one that is not heard of makes room.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// What lies between may forget connections that are not used.
const IDLE: Duration = Duration::from_mins(5);

/// A server's name may come to mean another server.
const LIFETIME: Duration = Duration::from_mins(30);

/// As many connections as may be, made when they are asked for.
#[derive(Clone)]
pub(super) struct Pool {
    options: Arc<PgConnectOptions>,
    slots: Arc<Semaphore>,
    size: u32,
    keeps_statements: bool,
    idle: Arc<Mutex<Idle>>,
}

/// The connections that nobody uses now.
#[derive(Default)]
struct Idle {
    connections: Vec<Pooled>,
    /// When one was lost last: those that were made before are not used again.
    lost_at: Option<Instant>,
}

/// A connection with its slot.
pub(super) struct Pooled {
    pub connection: PgConnection,
    made_at: Instant,
    used_at: Instant,
}

/// The right to one connection.
pub(super) struct Slot {
    pool: Pool,
    _held: OwnedSemaphorePermit,
}

impl Pool {
    pub(super) fn new(options: PgConnectOptions, size: u32, keeps_statements: bool) -> Self {
        let slots = Arc::new(Semaphore::new(usize::try_from(size).unwrap_or(1)));
        Self { options: Arc::new(options), slots, size, keeps_statements, idle: Arc::default() }
    }

    /// Waits for a slot.
    pub(super) async fn slot(&self) -> Result<Slot, sqlx::Error> {
        let held = self.slots.clone().acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        Ok(Slot { pool: self.clone(), _held: held })
    }

    /// Waits until every connection is back, and closes them.
    pub(super) async fn close(&self) {
        let all = self.slots.acquire_many(self.size).await;
        self.slots.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for pooled in idle.connections {
            // What cannot be closed is closed by dropping it.
            let _ = pooled.connection.close().await;
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    /// The connection that was used last, or a new one.
    pub(super) async fn connection(&self) -> Result<Pooled, sqlx::Error> {
        let known = {
            let mut idle = self.pool.idle();
            idle.connections.retain(|pooled| pooled.used_at.elapsed() < IDLE && pooled.made_at.elapsed() < LIFETIME);
            idle.connections.pop()
        };
        if let Some(pooled) = known {
            Ok(pooled)
        } else {
            let connection = PgConnection::connect_with(&self.pool.options).await?;
            Ok(Pooled { connection, made_at: Instant::now(), used_at: Instant::now() })
        }
    }

    /// Whether statements stay prepared on a connection.
    pub(super) const fn keeps_statements(&self) -> bool {
        self.pool.keeps_statements
    }

    /// Uses none of the connections again that were made until now: where one was lost, the others lead to the same server.
    pub(super) fn forget_others(&self) {
        *self.pool.idle() = Idle { connections: Vec::new(), lost_at: Some(Instant::now()) };
    }

    /// Puts a connection back for the next.
    pub(super) fn back(self, mut pooled: Pooled) {
        pooled.used_at = Instant::now();
        let mut idle = self.pool.idle();
        if idle.lost_at.is_none_or(|lost_at| pooled.made_at > lost_at) {
            idle.connections.push(pooled);
        }
    }
}
