//! Tasks, one at a time. Whatever is done to one leaves a step behind that undoes it.

use super::{
    Db,
    connection::Connection,
    deleted_tasks,
    retries::{self, Retry},
    scope::Scope,
    task_rows,
    undo_steps::{self, Step},
};
use crate::domain::{Deed, Done, Error, Task, TaskChanges, TaskDraft, TaskId, Timestamp, UserId};

/// One task.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn find(db: &Db, owner: UserId, id: TaskId) -> Result<Task, Error> {
    task_rows::find_on(&mut db.read(Scope::Person(owner)).await?, owner, id).await
}

/// Adds a task.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert(db: &Db, owner: UserId, id: TaskId, draft: TaskDraft, now: Timestamp) -> Result<Done, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let done = insert_on(&mut conn, owner, draft.into_task(id, now), now).await?;
    conn.commit().await?;
    Ok(done)
}

/// Adds a task unless this very request has added it already; what it gives is the same both times.
///
/// # Errors
/// [`Error::KeyReused`] where the key belongs to another request.
pub async fn insert_once(
    db: &Db,
    owner: UserId,
    id: TaskId,
    draft: TaskDraft,
    retry: &Retry,
    now: Timestamp,
) -> Result<Task, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    // Whoever comes second waits here until the first is done.
    if let Some((id, made_at)) = retries::claim_task(&mut conn, owner, id, retry, now).await? {
        return Ok(draft.into_task(id, made_at));
    }
    let done = insert_on(&mut conn, owner, draft.into_task(id, now), now).await?;
    conn.commit().await?;
    Ok(done.task)
}

/// Changes what is named in a task, where `may` allows it of the task as it stands. What says the same already changes
/// nothing.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's; [`Error::Stale`] where it may not be.
pub async fn change(
    db: &Db,
    owner: UserId,
    id: TaskId,
    changes: TaskChanges,
    may: impl FnOnce(&Task) -> bool,
    now: Timestamp,
) -> Result<Done, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let before = task_rows::held_on(&mut conn, owner, id).await?;
    if !may(&before) {
        return Err(Error::Stale);
    }
    let done = change_on(&mut conn, owner, before, changes, now).await?;
    conn.commit().await?;
    Ok(done)
}

/// Deletes a task, where `may` allows it of the task as it stands. It is kept for a while, and can be restored.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's; [`Error::Stale`] where it may not be.
pub async fn delete(
    db: &Db,
    owner: UserId,
    id: TaskId,
    may: impl FnOnce(&Task) -> bool,
    now: Timestamp,
) -> Result<Done, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let task = task_rows::held_on(&mut conn, owner, id).await?;
    if !may(&task) {
        return Err(Error::Stale);
    }
    deleted_tasks::keep_on(&mut conn, owner, &task, now).await?;
    task_rows::remove_on(&mut conn, owner, id).await?;
    let step = Step { deed: Deed::Deleted, before: &task, version: task.version };
    let offer = undo_steps::push_on(&mut conn, owner, step, now).await?;
    conn.commit().await?;
    Ok(Done { task, offer: Some(offer) })
}

/// Whatever stands there now may be changed.
#[must_use]
pub const fn as_it_stands(_: &Task) -> bool {
    true
}

/// Adds a task within somebody else's transaction.
pub(super) async fn insert_on(conn: &mut Connection, owner: UserId, task: Task, now: Timestamp) -> Result<Done, Error> {
    task_rows::insert_on(conn, owner, &task).await?;
    let step = Step { deed: Deed::Added, before: &task, version: task.version };
    let offer = undo_steps::push_on(conn, owner, step, now).await?;
    Ok(Done { task, offer: Some(offer) })
}

/// Changes a task within somebody else's transaction.
pub(super) async fn change_on(
    conn: &mut Connection,
    owner: UserId,
    before: Task,
    changes: TaskChanges,
    now: Timestamp,
) -> Result<Done, Error> {
    let Some(after) = changes.of(&before, now) else { return Ok(Done { task: before, offer: None }) };
    task_rows::update_on(conn, owner, &before, &after).await?;
    let step = Step { deed: Deed::between(&before, &after), before: &before, version: after.version };
    let offer = undo_steps::push_on(conn, owner, step, now).await?;
    Ok(Done { task: after, offer: Some(offer) })
}
