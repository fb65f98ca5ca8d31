//! What was done to tasks, a step for each deed, newest last. Steps are few and short-lived.

use std::time::Duration;

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
    statement::{Statement, looked_at},
};
use crate::{
    domain::{
        Deed, DueDate, Error, Offer, Priority, Task, TaskDescription, TaskId, TaskTitle, Timestamp, UndoId, UserId,
    },
    server::{problem, random},
};

/// How long a deed can be undone.
pub const KEPT: Duration = Duration::from_hours(24);
/// More than anybody undoes.
pub const MOST: u32 = 256;

/// A deed on its way in.
pub(super) struct Step<'a> {
    pub deed: Deed,
    /// The task before it; the new one where it was added.
    pub before: &'a Task,
    /// The version that it left behind.
    pub version: u32,
}

/// A deed that was done.
#[derive(FromRow)]
pub(super) struct StepRow {
    pub task_id: Uuid,
    deed: i16,
    version: i64,
    version_before: i64,
    title: Option<String>,
    description: Option<String>,
    priority: Option<i16>,
    due_at: Option<i64>,
    updated_at: Option<i64>,
    completed_at: Option<i64>,
    done_at: i64,
}

impl StepRow {
    pub(super) fn deed(&self) -> Result<Deed, Error> {
        Deed::from_number(self.deed).ok_or_else(|| problem::internal("a step cannot be read", self.task_id))
    }

    /// The version that it left behind.
    pub(super) fn version(&self) -> u32 {
        u32::try_from(self.version).unwrap_or_default()
    }

    /// The task as it was before it was changed; `now` is how it stands.
    pub(super) fn before(&self, now: &Task) -> Result<Task, Error> {
        let title = self.title.as_deref().and_then(|title| TaskTitle::parse(title).ok());
        let description = self.description.as_deref().map_or(Ok(None), TaskDescription::parse);
        match (title, description, self.priority.and_then(Priority::from_rank), self.updated_at) {
            (Some(title), Ok(description), Some(priority), Some(updated_at)) => Ok(Task {
                id: now.id,
                title,
                description,
                priority,
                due_date: self.due_at.map(|millis| DueDate::at(Timestamp::from_millis(millis))),
                created_at: now.created_at,
                updated_at: Timestamp::from_millis(updated_at),
                completed_at: self.completed_at.map(Timestamp::from_millis),
                // A version is never given to two states.
                version: now.version.saturating_add(1),
            }),
            _ => Err(problem::internal("a step cannot be read", self.task_id)),
        }
    }
}

macro_rules! steps {
    ($which:literal) => {
        concat!(
            "select task_id, deed, version, version_before, title, description, priority, due_at, updated_at, completed_at,
                    done_at
             from undo_steps
             where user_id = $1 ",
            $which
        )
    };
}

macro_rules! step {
    () => {
        steps!("and id = $2 and done_at > $3")
    };
}

/// The way back from a deed, as long as there is one.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, owner: UserId, id: UndoId, now: Timestamp) -> Result<Option<Offer>, Error> {
    let step = find_on(&mut db.read(Scope::Person(owner)).await?, step!().into(), owner, id, now).await?;
    step.map(|step| Ok(Offer { id, deed: step.deed()?, task: TaskId::new(step.task_id) })).transpose()
}

/// Every deed of a person that can be undone, oldest first.
///
/// # Errors
/// [`Error::Unavailable`].
async fn all(db: &Db, owner: UserId) -> Result<Vec<StepRow>, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    rows!(fetch_all, conn, StepRow, steps!("order by id"), owner.uuid(),)
}

/// The step that is about to be undone, as long as it is kept.
pub(super) async fn held_on(
    conn: &mut Connection,
    owner: UserId,
    id: UndoId,
    now: Timestamp,
) -> Result<Option<StepRow>, Error> {
    find_on(conn, looked_at!(step!()), owner, id, now).await
}

async fn find_on(
    conn: &mut Connection,
    statement: Statement,
    owner: UserId,
    id: UndoId,
    now: Timestamp,
) -> Result<Option<StepRow>, Error> {
    rows!(fetch_optional, conn, StepRow, statement, owner.uuid(), id.uuid(), now.minus(KEPT).millis())
}

/// Notes a deed, and forgets what nobody undoes any more.
pub(super) async fn push_on(
    conn: &mut Connection,
    owner: UserId,
    step: Step<'_>,
    now: Timestamp,
) -> Result<Offer, Error> {
    let id = UndoId::new(random::id(now));
    let Step { deed, before, version } = step;
    let kept = matches!(deed, Deed::Completed | Deed::Reopened | Deed::Changed).then_some(before);
    execute!(
        conn,
        "delete from undo_steps
         where user_id = $1 and id in (
             select id
             from undo_steps
             where user_id = $1
             order by id desc
             limit $2 offset $3
         )",
        owner.uuid(),
        i64::MAX,
        i64::from(MOST) - 1,
    )?;
    execute!(
        conn,
        "insert into undo_steps
             (user_id, id, task_id, deed, version, version_before, title, description, priority, due_at, updated_at,
              completed_at, done_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        owner.uuid(),
        id.uuid(),
        before.id.uuid(),
        deed.number(),
        i64::from(version),
        i64::from(before.version),
        kept.map(|task| task.title.as_str()),
        kept.and_then(|task| task.description.as_ref()).map(TaskDescription::as_str),
        kept.map(|task| task.priority.rank()),
        kept.and_then(|task| task.due_date).map(|due| due.moment().millis()),
        kept.map(|task| task.updated_at.millis()),
        kept.and_then(|task| task.completed_at).map(Timestamp::millis),
        now.millis(),
    )?;
    Ok(Offer { id, deed, task: before.id })
}

/// Takes a step away; the steps of the task before it now lead on from the version that it is left in.
pub(super) async fn undone_on(
    conn: &mut Connection,
    owner: UserId,
    id: UndoId,
    step: &StepRow,
    version: u32,
) -> Result<(), Error> {
    execute!(
        conn,
        "delete from undo_steps
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    moved_on(conn, owner, step.task_id, step.version_before, version.into()).await
}

/// A deleted task is back, as another version of the same.
pub(super) async fn restored_on(conn: &mut Connection, owner: UserId, task: &Task, before: u32) -> Result<(), Error> {
    execute!(
        conn,
        "delete from undo_steps
         where user_id = $1 and task_id = $2 and deed = $3",
        owner.uuid(),
        task.id.uuid(),
        Deed::Deleted.number(),
    )?;
    moved_on(conn, owner, task.id.uuid(), before.into(), task.version.into()).await
}

async fn moved_on(conn: &mut Connection, owner: UserId, task: Uuid, from: i64, to: i64) -> Result<(), Error> {
    execute!(
        conn,
        "update undo_steps
         set version = $4
         where user_id = $1 and task_id = $2 and version = $3",
        owner.uuid(),
        task,
        from,
        to,
    )
    .map(|_| ())
}

/// A step as its person may read it: what was done, when, to which task, and what was there before.
#[allow(missing_docs)]
pub struct Remembered {
    pub done_at: Timestamp,
    pub deed: Deed,
    pub task: TaskId,
    pub title: Option<String>,
    pub description: Option<String>,
    pub priority: Option<Priority>,
    pub due_date: Option<DueDate>,
    pub completed_at: Option<Timestamp>,
}

/// Everything that is remembered of what a person did.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remembered(db: &Db, owner: UserId) -> Result<Vec<Remembered>, Error> {
    let read = |step: StepRow| {
        Ok(Remembered {
            done_at: Timestamp::from_millis(step.done_at),
            deed: step.deed()?,
            task: TaskId::new(step.task_id),
            priority: step.priority.and_then(Priority::from_rank),
            due_date: step.due_at.map(|millis| DueDate::at(Timestamp::from_millis(millis))),
            completed_at: step.completed_at.map(Timestamp::from_millis),
            title: step.title,
            description: step.description,
        })
    };
    all(db, owner).await?.into_iter().map(read).collect()
}
