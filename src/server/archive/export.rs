//! A file on its way out.

use serde::Serialize;

use super::{FORMAT, VERSION};
use crate::{
    domain::{Deed, Error, Priority, Task, TaskDescription, TaskId, Theme, Timestamp, UserId},
    server::{
        problem,
        store::{
            Db,
            archive::{self, Account},
            deleted_tasks::{self, DeletedTask},
            sessions::{self, OpenSession},
            undo_steps::{self, Remembered},
        },
    },
};

/// A file on its way out, a piece at a time, so that it is never whole in memory.
pub struct Export {
    db: Db,
    owner: UserId,
    next: Next,
}

enum Next {
    Head(Timestamp),
    Tasks(Option<TaskId>),
    Deleted(Option<TaskId>),
    Steps,
    Nothing,
}

#[derive(Serialize)]
struct Head<'a> {
    format: &'a str,
    version: u32,
    exported_at: String,
    account: AccountOut,
    sessions: Vec<SessionOut>,
}

#[derive(Serialize)]
struct AccountOut {
    id: UserId,
    email: String,
    name: Option<String>,
    theme: Theme,
    shortcuts: bool,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
struct SessionOut {
    agent: String,
    address: String,
    signed_in_at: String,
    last_seen_at: String,
}

#[derive(Serialize)]
struct TaskOut<'a> {
    id: TaskId,
    title: &'a str,
    description: Option<&'a str>,
    is_completed: bool,
    priority: Priority,
    due_date: Option<String>,
    created_at: String,
    updated_at: String,
    completed_at: Option<String>,
}

#[derive(Serialize)]
struct DeletedOut<'a> {
    #[serde(flatten)]
    task: TaskOut<'a>,
    deleted_at: String,
}

#[derive(Serialize)]
struct StepOut<'a> {
    task_id: TaskId,
    deed: Deed,
    done_at: String,
    title_before: Option<&'a str>,
    description_before: Option<&'a str>,
    priority_before: Option<Priority>,
    due_date_before: Option<String>,
    completed_at_before: Option<String>,
}

impl Export {
    /// Everything held about a person.
    #[must_use]
    pub const fn of(db: Db, owner: UserId, now: Timestamp) -> Self {
        Self { db, owner, next: Next::Head(now) }
    }

    /// The next piece, until there is none.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn piece(&mut self) -> Result<Option<String>, Error> {
        match self.next {
            Next::Head(now) => {
                self.next = Next::Tasks(None);
                self.head(now).await.map(Some)
            }
            Next::Tasks(after) => {
                let tasks = archive::tasks_after(&self.db, self.owner, after).await?;
                let last = tasks.last().map(|task| task.id);
                self.next = last.map_or(Next::Deleted(None), |last| Next::Tasks(Some(last)));
                list(after.is_none(), tasks.iter().map(TaskOut::from), "\n],\"deleted_tasks\":[").map(Some)
            }
            Next::Deleted(after) => {
                let tasks = deleted_tasks::held_after(&self.db, self.owner, after, archive::PIECE).await?;
                let last = tasks.last().map(|task| task.task.id);
                self.next = last.map_or(Next::Steps, |last| Next::Deleted(Some(last)));
                list(after.is_none(), tasks.iter().map(DeletedOut::from), "\n],\"undo_steps\":[").map(Some)
            }
            Next::Steps => {
                self.next = Next::Nothing;
                let steps = undo_steps::remembered(&self.db, self.owner).await?;
                Ok(Some(list(true, steps.iter().map(StepOut::from), "")? + "\n]}\n"))
            }
            Next::Nothing => Ok(None),
        }
    }

    async fn head(&self, now: Timestamp) -> Result<String, Error> {
        let Account { user, theme, shortcuts, created_at, updated_at } = archive::account(&self.db, self.owner).await?;
        // All of them, also those whose time is over and that nobody has removed yet.
        let open = sessions::list(&self.db, self.owner, Timestamp::from_millis(i64::MIN), Timestamp::from_millis(0));
        let head = json(&Head {
            format: FORMAT,
            version: VERSION,
            exported_at: now.rfc3339(),
            account: AccountOut {
                id: user.id,
                email: user.email.to_string(),
                name: user.name.map(String::from),
                theme,
                shortcuts: shortcuts.are_on(),
                created_at: created_at.rfc3339(),
                updated_at: updated_at.rfc3339(),
            },
            sessions: open.await?.into_iter().map(SessionOut::from).collect(),
        })?;
        // The tasks follow, so the object stays open.
        Ok(format!("{},\"tasks\":[", head.strip_suffix('}').unwrap_or(&head)))
    }
}

impl From<OpenSession> for SessionOut {
    fn from(session: OpenSession) -> Self {
        Self {
            agent: session.agent,
            address: session.address,
            signed_in_at: session.signed_in_at.rfc3339(),
            last_seen_at: session.last_seen_at.rfc3339(),
        }
    }
}

impl<'a> From<&'a Task> for TaskOut<'a> {
    fn from(task: &'a Task) -> Self {
        Self {
            id: task.id,
            title: task.title.as_str(),
            description: task.description.as_ref().map(TaskDescription::as_str),
            is_completed: task.is_completed(),
            priority: task.priority,
            due_date: task.due_date.map(|due| due.moment().rfc3339()),
            created_at: task.created_at.rfc3339(),
            updated_at: task.updated_at.rfc3339(),
            completed_at: task.completed_at.map(Timestamp::rfc3339),
        }
    }
}

impl<'a> From<&'a DeletedTask> for DeletedOut<'a> {
    fn from(deleted: &'a DeletedTask) -> Self {
        Self { task: TaskOut::from(&deleted.task), deleted_at: deleted.deleted_at.rfc3339() }
    }
}

impl<'a> From<&'a Remembered> for StepOut<'a> {
    fn from(step: &'a Remembered) -> Self {
        Self {
            task_id: step.task,
            deed: step.deed,
            done_at: step.done_at.rfc3339(),
            title_before: step.title.as_deref(),
            description_before: step.description.as_deref(),
            priority_before: step.priority,
            due_date_before: step.due_date.map(|due| due.moment().rfc3339()),
            completed_at_before: step.completed_at.map(Timestamp::rfc3339),
        }
    }
}

/// Members of a list, one on each line; where there are none any more, what follows the list.
fn list(is_first: bool, members: impl ExactSizeIterator<Item: Serialize>, then: &str) -> Result<String, Error> {
    if members.len() == 0 {
        return Ok(then.to_owned());
    }
    let mut piece = String::new();
    for (number, member) in members.enumerate() {
        piece.push_str(if is_first && number == 0 { "\n" } else { ",\n" });
        piece.push_str(&json(&member)?);
    }
    Ok(piece)
}

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| problem::internal("an export could not be written", cause))
}
