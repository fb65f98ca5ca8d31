//! Tasks that were deleted. For a while they can be restored, then they are gone for good.

use std::time::Duration;

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
    statement::{columns, looked_at},
    task_rows::TaskRow,
};
use crate::domain::{Error, Task, TaskDescription, TaskId, Timestamp, UserId};

/// How long they can be restored.
pub const KEPT: Duration = Duration::from_hours(30 * 24);

/// A task that was deleted, and when.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct DeletedTask {
    pub task: Task,
    pub deleted_at: Timestamp,
}

/// The last one of a page: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct After {
    pub deleted_at: Timestamp,
    pub id: TaskId,
}

#[derive(FromRow)]
struct DeletedRow {
    #[sqlx(flatten)]
    task: TaskRow,
    deleted_at: i64,
}

impl TryFrom<DeletedRow> for DeletedTask {
    type Error = Error;

    fn try_from(row: DeletedRow) -> Result<Self, Error> {
        Ok(Self { task: row.task.try_into()?, deleted_at: Timestamp::from_millis(row.deleted_at) })
    }
}

/// Some of what can be restored, deleted last first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(
    db: &Db,
    owner: UserId,
    after: Option<After>,
    limit: u16,
    now: Timestamp,
) -> Result<Vec<DeletedTask>, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let (deleted_at, id) = after.map_or((i64::MAX, Uuid::max()), |after| (after.deleted_at.millis(), after.id.uuid()));
    let rows = rows!(
        fetch_all,
        conn,
        DeletedRow,
        concat!(
            "select ",
            columns!(),
            ", deleted_at
         from deleted_tasks
         where user_id = $1 and deleted_at > $2 and (deleted_at, id) < ($3, $4)
         order by deleted_at desc, id desc
         limit $5"
        ),
        owner.uuid(),
        now.minus(KEPT).millis(),
        deleted_at,
        id,
        i64::from(limit),
    )?;
    rows.into_iter().map(DeletedTask::try_from).collect()
}

/// Some of all that is held, in the order of making.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn held_after(db: &Db, owner: UserId, after: Option<TaskId>, limit: i64) -> Result<Vec<DeletedTask>, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let rows = rows!(
        fetch_all,
        conn,
        DeletedRow,
        concat!(
            "select ",
            columns!(),
            ", deleted_at
         from deleted_tasks
         where user_id = $1 and id > $2
         order by id
         limit $3"
        ),
        owner.uuid(),
        after.map_or(Uuid::nil(), TaskId::uuid),
        limit,
    )?;
    rows.into_iter().map(DeletedTask::try_from).collect()
}

/// Keeps a task that is being deleted, and forgets those of its person whose time is over.
pub(super) async fn keep_on(conn: &mut Connection, owner: UserId, task: &Task, now: Timestamp) -> Result<(), Error> {
    execute!(
        conn,
        "delete from deleted_tasks
         where user_id = $1 and (deleted_at <= $2 or id = $3)",
        owner.uuid(),
        now.minus(KEPT).millis(),
        task.id.uuid(),
    )?;
    execute!(
        conn,
        "insert into deleted_tasks
             (user_id, id, title, description, priority, due_at, created_at, updated_at, completed_at, version, deleted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        owner.uuid(),
        task.id.uuid(),
        task.title.as_str(),
        task.description.as_ref().map(TaskDescription::as_str),
        task.priority.rank(),
        task.due_date.map(|due| due.moment().millis()),
        task.created_at.millis(),
        task.updated_at.millis(),
        task.completed_at.map(Timestamp::millis),
        i64::from(task.version),
        now.millis(),
    )
    .map(|_| ())
}

/// A deleted task that is about to be restored, as long as it can be.
pub(super) async fn find_on(
    conn: &mut Connection,
    owner: UserId,
    id: TaskId,
    now: Timestamp,
) -> Result<Option<Task>, Error> {
    let row = rows!(
        fetch_optional,
        conn,
        TaskRow,
        looked_at!(concat!(
            "select ",
            columns!(),
            "
             from deleted_tasks
             where user_id = $1 and id = $2 and deleted_at > $3"
        )),
        owner.uuid(),
        id.uuid(),
        now.minus(KEPT).millis(),
    )?;
    row.map(Task::try_from).transpose()
}

/// Keeps a task no longer.
pub(super) async fn drop_on(conn: &mut Connection, owner: UserId, id: TaskId) -> Result<(), Error> {
    execute!(
        conn,
        "delete from deleted_tasks
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )
    .map(|_| ())
}
