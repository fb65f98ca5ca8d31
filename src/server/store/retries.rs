//! Requests that may be sent again: who asks with the same key for the same thing gets what the first one made.

use std::time::Duration;

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
};
use crate::domain::{Error, TaskId, Timestamp, UserId};

/// How long a key is remembered.
pub(super) const KEPT: Duration = Duration::from_hours(24);

/// A request that may be sent again.
#[derive(Debug, Clone)]
pub struct Retry {
    /// What the client calls it.
    pub key: String,
    /// What two requests have in common that ask for the same.
    pub fingerprint: [u8; 32],
}

#[derive(FromRow)]
struct TaskKeyRow {
    fingerprint: Vec<u8>,
    task_id: Uuid,
    created_at: i64,
}

#[derive(FromRow)]
struct SignUpKeyRow {
    fingerprint: Vec<u8>,
    user_id: Uuid,
}

/// Takes the key for a task that is about to be added. Where the same request has made one already, it gives that task's id
/// and when it was made.
pub(super) async fn claim_task(
    conn: &mut Connection,
    owner: UserId,
    id: TaskId,
    retry: &Retry,
    now: Timestamp,
) -> Result<Option<(TaskId, Timestamp)>, Error> {
    let forgotten = now.minus(KEPT).millis();
    let taken = execute!(
        conn,
        "insert into task_keys (user_id, key, fingerprint, task_id, created_at)
         values ($1, $2, $3, $4, $5)
         on conflict (user_id, key) do update
         set fingerprint = excluded.fingerprint, task_id = excluded.task_id, created_at = excluded.created_at
         where task_keys.created_at <= $6",
        owner.uuid(),
        retry.key.as_str(),
        retry.fingerprint.as_slice(),
        id.uuid(),
        now.millis(),
        forgotten,
    )?;
    if taken > 0 {
        return Ok(None);
    }
    let first = rows!(
        fetch_one,
        conn,
        TaskKeyRow,
        "select fingerprint, task_id, created_at
         from task_keys
         where user_id = $1 and key = $2",
        owner.uuid(),
        retry.key.as_str(),
    )?;
    if first.fingerprint != retry.fingerprint {
        return Err(Error::KeyReused);
    }
    Ok(Some((TaskId::new(first.task_id), Timestamp::from_millis(first.created_at))))
}

/// Whom the same request has signed up already.
///
/// # Errors
/// [`Error::KeyReused`] where the key belongs to another request.
pub async fn signed_up(db: &Db, retry: &Retry, now: Timestamp) -> Result<Option<UserId>, Error> {
    let mut conn = db.read(Scope::Retry(&retry.key)).await?;
    let first = rows!(
        fetch_optional,
        conn,
        SignUpKeyRow,
        "select fingerprint, user_id
         from sign_up_keys
         where key = $1 and created_at > $2",
        retry.key.as_str(),
        now.minus(KEPT).millis(),
    )?;
    match first {
        Some(first) if first.fingerprint != retry.fingerprint => Err(Error::KeyReused),
        first => Ok(first.map(|first| UserId::new(first.user_id))),
    }
}

/// Takes the key for an account that has just been made.
pub(super) async fn claim_sign_up(
    conn: &mut Connection,
    user: UserId,
    retry: &Retry,
    now: Timestamp,
) -> Result<(), Error> {
    let forgotten = now.minus(KEPT).millis();
    let taken = execute!(
        conn,
        "insert into sign_up_keys (key, fingerprint, user_id, created_at)
         values ($1, $2, $3, $4)
         on conflict (key) do update
         set fingerprint = excluded.fingerprint, user_id = excluded.user_id, created_at = excluded.created_at
         where sign_up_keys.created_at <= $5",
        retry.key.as_str(),
        retry.fingerprint.as_slice(),
        user.uuid(),
        now.millis(),
        forgotten,
    )?;
    if taken == 0 { Err(Error::KeyReused) } else { Ok(()) }
}
