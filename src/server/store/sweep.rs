//! What is over goes: counters that say nothing any more, keys of requests that nobody sends again, old invitations, what was
//! deleted long ago, what nobody undoes.

use super::{
    Db,
    connection::execute,
    deleted_tasks, retries,
    scope::Scope,
    statement::{Statement, swept},
    undo_steps,
};
use crate::domain::{Error, Timestamp};

/// Removes it, a thousand rows at a time, so that nobody waits for all that a siege left behind.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget(db: &Db, now: Timestamp) -> Result<(), Error> {
    let keys = now.minus(retries::KEPT);
    for (statement, until) in [
        (swept!("tries", "subject, counter, part", "until"), now),
        (swept!("invitations", "token_hash", "expires_at"), now),
        (swept!("task_keys", "user_id, key", "created_at"), keys),
        (swept!("sign_up_keys", "key", "created_at"), keys),
        (swept!("deleted_tasks", "user_id, id", "deleted_at"), now.minus(deleted_tasks::KEPT)),
        (swept!("undo_steps", "user_id, id", "done_at"), now.minus(undo_steps::KEPT)),
    ] {
        while remove_some(db, statement, until).await? > 0 {}
    }
    Ok(())
}

async fn remove_some(db: &Db, statement: Statement, until: Timestamp) -> Result<u64, Error> {
    let mut conn = db.write(Scope::Forgotten(until)).await?;
    let removed = execute!(conn, statement, until.millis())?;
    conn.commit().await?;
    Ok(removed)
}
