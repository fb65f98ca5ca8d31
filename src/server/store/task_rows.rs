//! The row of a task, within somebody else's transaction. Every statement names its owner.

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    connection::{Connection, execute, rows},
    statement::{Statement, columns, looked_at},
};
use crate::{
    domain::{DueDate, Error, Priority, Search, SortKey, Task, TaskDescription, TaskId, TaskTitle, Timestamp, UserId},
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
        concat!("select ", columns!(), " from tasks where user_id = $1 and id = $2")
    };
}

/// The task; [`Error::NotFound`] where there is none with this id, or it is somebody else's.
pub(super) async fn find_on(conn: &mut Connection, owner: UserId, id: TaskId) -> Result<Task, Error> {
    by(conn, task!().into(), owner, id).await
}

/// The same, where it is about to be changed.
pub(super) async fn held_on(conn: &mut Connection, owner: UserId, id: TaskId) -> Result<Task, Error> {
    by(conn, looked_at!(task!()), owner, id).await
}

async fn by(conn: &mut Connection, statement: Statement, owner: UserId, id: TaskId) -> Result<Task, Error> {
    rows!(fetch_optional, conn, TaskRow, statement, owner.uuid(), id.uuid())?.ok_or(Error::NotFound)?.try_into()
}

/// Puts a task there as it is; 0 where it is there already.
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

/// Puts a task in the place of what it was.
pub(super) async fn update_on(conn: &mut Connection, owner: UserId, before: &Task, after: &Task) -> Result<(), Error> {
    execute!(
        conn,
        "update tasks
         set title = $3, title_key = $4, description = $5, priority = $6, due_at = $7, completed_at = $8,
             updated_at = $9, version = $10
         where user_id = $1 and id = $2",
        owner.uuid(),
        after.id.uuid(),
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
        put_words(conn, owner, after).await?;
    }
    Ok(())
}

/// Takes a task away, with what it can be found by.
pub(super) async fn remove_on(conn: &mut Connection, owner: UserId, id: TaskId) -> Result<(), Error> {
    execute!(
        conn,
        "delete from tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )
    .map(|_| ())
}

/// What the task can be found by.
async fn put_words(conn: &mut Connection, owner: UserId, task: &Task) -> Result<(), Error> {
    let words = Search::words_of(&task.title, task.description.as_ref());
    execute!(conn, PUT_WORDS, owner.uuid(), task.id.uuid(), words).map(|_| ())
}

macro_rules! words_put {
    ($column:literal, $number:literal) => {
        concat!(
            "insert into task_words (user_id, id, words",
            $column,
            ") values ($1, $2, $3",
            $number,
            ") on conflict (user_id, id) do update set words = excluded.words"
        )
    };
}

/// Puts the words of a task there. In SQLite they are numbered in the order of making: a task that comes later than its order gets
/// a number below zero.
pub(super) const PUT_WORDS: Statement = Statement {
    sqlite: words_put!(
        ", n",
        ", iif(
               exists (select 1 from task_words where user_id = $1 and id > $2 and n > 0),
               (select min(n, 0) - 1 from task_words order by n limit 1),
               (select max(n, 0) + 1 from task_words order by n desc limit 1)
           )"
    ),
    postgres: words_put!("", ""),
};

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
