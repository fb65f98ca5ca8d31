//! The way back: a deed undone, a deleted task restored. Nothing that was changed since is written over.

use super::{
    Db,
    connection::Connection,
    deleted_tasks,
    scope::Scope,
    task_rows, tasks,
    undo_steps::{self, StepRow},
};
use crate::domain::{Deed, Done, Error, Task, TaskChanges, TaskDraft, TaskId, Timestamp, UndoId, UserId};

/// Undoes a deed. Gives the task as it is again; nothing where it was added and is gone.
///
/// # Errors
/// [`Error::UndoOver`] where that was done already or is too long ago; [`Error::UndoStale`] where the task was changed
/// since; [`Error::Unavailable`].
pub async fn undo(db: &Db, owner: UserId, id: UndoId, now: Timestamp) -> Result<Option<Task>, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let step = undo_steps::held_on(&mut conn, owner, id, now).await?.ok_or(Error::UndoOver)?;
    let back = match step.deed()? {
        Deed::Added => {
            let task = left(&mut conn, owner, &step).await?;
            task_rows::remove_on(&mut conn, owner, task.id).await?;
            None
        }
        Deed::Deleted => {
            let kept = deleted_tasks::find_on(&mut conn, owner, TaskId::new(step.task_id), now).await?;
            let task = kept.filter(|task| task.version == step.version()).ok_or(Error::UndoStale)?;
            Some(put_back_on(&mut conn, owner, task).await?)
        }
        Deed::Completed | Deed::Reopened | Deed::Changed => {
            let task = left(&mut conn, owner, &step).await?;
            let before = step.before(&task)?;
            task_rows::update_on(&mut conn, owner, &task, &before).await?;
            Some(before)
        }
    };
    let version = back.as_ref().map_or(step.version(), |task| task.version);
    undo_steps::undone_on(&mut conn, owner, id, &step, version).await?;
    conn.commit().await?;
    Ok(back)
}

/// Restores a deleted task. One that is there already stays as it is.
///
/// # Errors
/// [`Error::NotFound`] where it is gone for good, or was never this person's; [`Error::Unavailable`].
pub async fn restore(db: &Db, owner: UserId, id: TaskId, now: Timestamp) -> Result<Task, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    match deleted_tasks::find_on(&mut conn, owner, id, now).await? {
        Some(task) => {
            let task = restore_on(&mut conn, owner, task).await?;
            conn.commit().await?;
            Ok(task)
        }
        None => task_rows::find_on(&mut conn, owner, id).await,
    }
}

/// Brings a task back that was deleted while somebody edited it, with what they typed; one that is gone for good is added
/// anew.
///
/// # Errors
/// [`Error::Stale`] where it is back already with other words; [`Error::Unavailable`].
pub async fn bring_back(
    db: &Db,
    owner: UserId,
    id: TaskId,
    (draft, new_id): (TaskDraft, TaskId),
    now: Timestamp,
) -> Result<Done, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let done = match deleted_tasks::find_on(&mut conn, owner, id, now).await? {
        Some(task) => {
            let task = restore_on(&mut conn, owner, task).await?;
            tasks::change_on(&mut conn, owner, task, draft.into(), now).await?
        }
        None => match task_rows::held_on(&mut conn, owner, id).await {
            // It was brought back a moment ago, here or elsewhere.
            Ok(task) => match TaskChanges::from(draft).of(&task, now) {
                None => Done { task, offer: None },
                Some(_) => return Err(Error::Stale),
            },
            Err(Error::NotFound) => tasks::insert_on(&mut conn, owner, draft.into_task(new_id, now), now).await?,
            Err(error) => return Err(error),
        },
    };
    conn.commit().await?;
    Ok(done)
}

/// The task of a step, where it is as the step left it.
async fn left(conn: &mut Connection, owner: UserId, step: &StepRow) -> Result<Task, Error> {
    match task_rows::held_on(conn, owner, TaskId::new(step.task_id)).await {
        Ok(task) if task.version == step.version() => Ok(task),
        Ok(_) | Err(Error::NotFound) => Err(Error::UndoStale),
        Err(error) => Err(error),
    }
}

async fn restore_on(conn: &mut Connection, owner: UserId, task: Task) -> Result<Task, Error> {
    let before = task.version;
    let task = put_back_on(conn, owner, task).await?;
    undo_steps::restored_on(conn, owner, &task, before).await?;
    Ok(task)
}

async fn put_back_on(conn: &mut Connection, owner: UserId, task: Task) -> Result<Task, Error> {
    // A version is never given to two states.
    let task = Task { version: task.version.saturating_add(1), ..task };
    if task_rows::insert_on(conn, owner, &task).await? == 0 {
        // A file that was imported has brought it back already.
        return Err(Error::UndoStale);
    }
    deleted_tasks::drop_on(conn, owner, task.id).await?;
    Ok(task)
}
