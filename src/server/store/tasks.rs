//! Tasks, one at a time. Every statement names their owner.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    retries::{self, Retry},
    scope::Scope,
    statement::{Statement, looked_at},
};
use crate::{
    domain::{
        DueDate, Error, Priority, Search, SortKey, Task, TaskChanges, TaskDescription, TaskDraft, TaskId, TaskTitle,
        Timestamp, UserId,
    },
    server::problem,
};

#[derive(FromRow)]
pub(super) struct TaskRow {
    id: Uuid,
    title: String,
    description: Option<String>,
    priority: i16,
    due_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    completed_at: Option<i64>,
    version: i64,
}

macro_rules! task {
    () => {
        "select id, title, description, priority, due_at, created_at, updated_at, completed_at, version
         from tasks
         where user_id = $1 and id = $2"
    };
}

/// One task.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn find(db: &Db, owner: UserId, id: TaskId) -> Result<Task, Error> {
    find_on(&mut db.read(Scope::Person(owner)).await?, task!().into(), owner, id).await
}

/// Adds a task.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert(db: &Db, owner: UserId, id: TaskId, draft: TaskDraft, now: Timestamp) -> Result<Task, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let task = draft.into_task(id, now);
    insert_on(&mut conn, owner, &task).await?;
    conn.commit().await?;
    Ok(task)
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
    let task = draft.into_task(id, now);
    insert_on(&mut conn, owner, &task).await?;
    conn.commit().await?;
    Ok(task)
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
) -> Result<Task, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let before = find_on(&mut conn, looked_at!(task!()), owner, id).await?;
    if !may(&before) {
        return Err(Error::Stale);
    }
    let Some(after) = changes.of(&before, now) else { return Ok(before) };
    execute!(
        conn,
        "update tasks
         set title = $3, title_key = $4, description = $5, priority = $6, due_at = $7, completed_at = $8,
             updated_at = $9, version = $10
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
        after.title.as_str(),
        SortKey::title(after.title.as_str()),
        after.description.as_ref().map(TaskDescription::as_str),
        after.priority.rank(),
        after.due_date.map(|due| due.moment().millis()),
        after.completed_at.map(Timestamp::millis),
        after.updated_at.millis(),
        i64::from(after.version),
    )?;
    if after.title != before.title || after.description != before.description {
        put_words(&mut conn, owner, &after).await?;
    }
    conn.commit().await?;
    Ok(after)
}

/// Deletes a task, where `may` allows it of the task as it stands.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's; [`Error::Stale`] where it may not be.
pub async fn delete(db: &Db, owner: UserId, id: TaskId, may: impl FnOnce(&Task) -> bool) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    if !may(&find_on(&mut conn, looked_at!(task!()), owner, id).await?) {
        return Err(Error::Stale);
    }
    execute!(
        conn,
        "delete from tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    conn.commit().await
}

/// Whatever stands there now may be changed.
#[must_use]
pub const fn as_it_stands(_: &Task) -> bool {
    true
}

async fn find_on(conn: &mut Connection, statement: Statement, owner: UserId, id: TaskId) -> Result<Task, Error> {
    rows!(fetch_optional, conn, TaskRow, statement, owner.uuid(), id.uuid(),)?.ok_or(Error::NotFound)?.try_into()
}

/// A task as it is, within somebody else's transaction; 0 where it is there already.
pub(super) async fn insert_on(conn: &mut Connection, owner: UserId, task: &Task) -> Result<u64, Error> {
    let came = execute!(
        conn,
        "insert into tasks
             (user_id, id, title, title_key, description, priority, due_at, created_at, updated_at, completed_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (user_id, id) do nothing",
        owner.uuid(),
        task.id.uuid(),
        task.title.as_str(),
        SortKey::title(task.title.as_str()),
        task.description.as_ref().map(TaskDescription::as_str),
        task.priority.rank(),
        task.due_date.map(|due| due.moment().millis()),
        task.created_at.millis(),
        task.updated_at.millis(),
        task.completed_at.map(Timestamp::millis),
        i64::from(task.version),
    )?;
    if came > 0 {
        put_words(conn, owner, task).await?;
    }
    Ok(came)
}

/// What the task can be found by.
async fn put_words(conn: &mut Connection, owner: UserId, task: &Task) -> Result<(), Error> {
    execute!(
        conn,
        "insert into task_words (user_id, id, words)
         values ($1, $2, $3)
         on conflict (user_id, id) do update set words = excluded.words",
        owner.uuid(),
        task.id.uuid(),
        Search::words_of(&task.title, task.description.as_ref()),
    )
    .map(|_| ())
}

impl TryFrom<TaskRow> for Task {
    type Error = Error;

    /// What was stored passed the same door on its way in.
    fn try_from(row: TaskRow) -> Result<Self, Error> {
        let description = row.description.as_deref().map_or(Ok(None), TaskDescription::parse);
        match (TaskTitle::parse(&row.title), description, Priority::from_rank(row.priority)) {
            (Ok(title), Ok(description), Some(priority)) => Ok(Self {
                id: TaskId::new(row.id),
                title,
                description,
                priority,
                due_date: row.due_at.map(|millis| DueDate::at(Timestamp::from_millis(millis))),
                created_at: Timestamp::from_millis(row.created_at),
                updated_at: Timestamp::from_millis(row.updated_at),
                completed_at: row.completed_at.map(Timestamp::from_millis),
                version: u32::try_from(row.version).unwrap_or(u32::MAX),
            }),
            _ => Err(problem::internal("a stored task cannot be read", row.id)),
        }
    }
}
