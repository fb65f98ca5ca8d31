//! Tasks. Every statement names their owner.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{execute, rows},
};
use crate::{
    domain::{
        DueDate, Error, Priority, Status, Task, TaskDescription, TaskDraft, TaskId, TaskQuery, TaskTitle, Timestamp,
        UserId,
    },
    server::problem,
};

/// One page of tasks, and what stands around it.
pub struct TaskPage {
    /// At most [`TaskQuery::PAGE`], newest first.
    pub tasks: Vec<Task>,
    /// The last task here, when there are more.
    pub next: Option<TaskId>,
    /// How many of all the person's tasks are open.
    pub open: u32,
    /// Whether the person has any task at all.
    pub any: bool,
}

#[derive(FromRow)]
struct TaskRow {
    id: Uuid,
    title: String,
    description: Option<String>,
    priority: i16,
    due_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
    completed_at: Option<i64>,
}

#[derive(FromRow)]
struct CountRow {
    open: i64,
    any: i64,
}

const LIST_ALL: &str = "
    select id, title, description, priority, due_at, created_at, updated_at, completed_at
    from tasks
    where user_id = $1 and id < $2
    order by id desc
    limit $3";

const LIST_OPEN: &str = "
    select id, title, description, priority, due_at, created_at, updated_at, completed_at
    from tasks
    where user_id = $1 and id < $2 and completed_at is null
    order by id desc
    limit $3";

const LIST_COMPLETED: &str = "
    select id, title, description, priority, due_at, created_at, updated_at, completed_at
    from tasks
    where user_id = $1 and id < $2 and completed_at is not null
    order by id desc
    limit $3";

/// The tasks that a person asked for.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, owner: UserId, query: &TaskQuery) -> Result<TaskPage, Error> {
    let sql = match query.status {
        Status::All => LIST_ALL,
        Status::Open => LIST_OPEN,
        Status::Completed => LIST_COMPLETED,
    };
    let mut conn = db.read().await?;
    // One more than a page tells whether there is a next one.
    let rows = rows!(
        fetch_all,
        conn,
        TaskRow,
        sql,
        owner.uuid(),
        query.after.map_or(Uuid::max(), TaskId::uuid),
        i64::from(TaskQuery::PAGE) + 1,
    )?;
    let count = rows!(
        fetch_one,
        conn,
        CountRow,
        "select
             (select count(*) from tasks where user_id = $1 and completed_at is null) as open,
             (select count(*) from (select 1 from tasks where user_id = $1 limit 1) as one) as any",
        owner.uuid(),
    )?;
    let more = rows.len() > usize::from(TaskQuery::PAGE);
    let tasks =
        rows.into_iter().take(usize::from(TaskQuery::PAGE)).map(Task::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(TaskPage {
        next: tasks.last().filter(|_| more).map(|task| task.id),
        tasks,
        open: u32::try_from(count.open).unwrap_or(u32::MAX),
        any: count.any > 0,
    })
}

/// One task.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn find(db: &Db, owner: UserId, id: TaskId) -> Result<Task, Error> {
    let mut conn = db.read().await?;
    rows!(
        fetch_optional,
        conn,
        TaskRow,
        "select id, title, description, priority, due_at, created_at, updated_at, completed_at
         from tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?
    .ok_or(Error::NotFound)?
    .try_into()
}

/// Adds a task.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert(db: &Db, owner: UserId, id: TaskId, draft: TaskDraft, now: Timestamp) -> Result<Task, Error> {
    let mut conn = db.write().await?;
    execute!(
        conn,
        "insert into tasks (user_id, id, title, description, priority, due_at, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)",
        owner.uuid(),
        id.uuid(),
        draft.title.as_str(),
        draft.description.as_ref().map(TaskDescription::as_str),
        draft.priority.rank(),
        draft.due_date.map(|due| due.moment().millis()),
        now.millis(),
    )?;
    conn.commit().await?;
    Ok(draft.into_task(id, now))
}

/// Replaces what a person wrote in a task.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn update(db: &Db, owner: UserId, id: TaskId, draft: &TaskDraft, now: Timestamp) -> Result<Task, Error> {
    let mut conn = db.write().await?;
    let row = rows!(
        fetch_optional,
        conn,
        TaskRow,
        "update tasks
         set title = $3, description = $4, priority = $5, due_at = $6, updated_at = $7
         where user_id = $1 and id = $2
         returning id, title, description, priority, due_at, created_at, updated_at, completed_at",
        owner.uuid(),
        id.uuid(),
        draft.title.as_str(),
        draft.description.as_ref().map(TaskDescription::as_str),
        draft.priority.rank(),
        draft.due_date.map(|due| due.moment().millis()),
        now.millis(),
    )?;
    conn.commit().await?;
    row.ok_or(Error::NotFound)?.try_into()
}

/// Completes a task, or reopens it. Doing either twice changes nothing the second time.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn set_completed(
    db: &Db,
    owner: UserId,
    id: TaskId,
    completed_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Task, Error> {
    let mut conn = db.write().await?;
    execute!(
        conn,
        "update tasks
         set completed_at = $3, updated_at = $4
         where user_id = $1 and id = $2 and (completed_at is null) <> ($3 is null)",
        owner.uuid(),
        id.uuid(),
        completed_at.map(Timestamp::millis),
        now.millis(),
    )?;
    let row = rows!(
        fetch_optional,
        conn,
        TaskRow,
        "select id, title, description, priority, due_at, created_at, updated_at, completed_at
         from tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    conn.commit().await?;
    row.ok_or(Error::NotFound)?.try_into()
}

/// Deletes a task.
///
/// # Errors
/// [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub async fn delete(db: &Db, owner: UserId, id: TaskId) -> Result<(), Error> {
    let mut conn = db.write().await?;
    let deleted = execute!(
        conn,
        "delete from tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    conn.commit().await?;
    if deleted == 0 { Err(Error::NotFound) } else { Ok(()) }
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
            }),
            _ => Err(problem::internal("a stored task cannot be read", row.id)),
        }
    }
}
