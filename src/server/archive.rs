//! The file that a person takes along: written piece by piece, read whole. docs/export.md describes it.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use uuid::Uuid;

use super::{
    problem, random,
    store::{
        Db, archive,
        archive::Account,
        sessions::{self, OpenSession},
    },
};
use crate::domain::{
    DueDate, Error, Priority, Problem, Task, TaskDescription, TaskId, TaskTitle, Theme, Timestamp, UserId,
};

/// The form of the file. Another form is another number.
pub const VERSION: u32 = 1;
/// As many tasks as are written in some two seconds, for as long as which nobody else writes.
pub const MAX_TASKS: usize = 10_000;
const FORMAT: &str = "cubby";

/// What a file holds, once it is read.
#[derive(Debug)]
pub struct Archive {
    /// What the person was called.
    pub name: Option<String>,
    /// What they chose.
    pub theme: Theme,
    /// Their tasks.
    pub tasks: Vec<Task>,
}

/// A file on its way out, a piece at a time, so that it is never whole in memory.
pub struct Export {
    db: Db,
    owner: UserId,
    next: Next,
}

enum Next {
    Head(Timestamp),
    Tasks(Option<TaskId>),
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
                let Some(last) = tasks.last() else {
                    self.next = Next::Nothing;
                    return Ok(Some("\n]}\n".to_owned()));
                };
                self.next = Next::Tasks(Some(last.id));
                let mut piece = String::new();
                for (number, task) in tasks.iter().enumerate() {
                    piece.push_str(if after.is_none() && number == 0 { "\n" } else { ",\n" });
                    piece.push_str(&json(&TaskOut::from(task))?);
                }
                Ok(Some(piece))
            }
            Next::Nothing => Ok(None),
        }
    }

    async fn head(&self, now: Timestamp) -> Result<String, Error> {
        let Account { user, theme, created_at, updated_at } = archive::account(&self.db, self.owner).await?;
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

fn json(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|cause| problem::internal("an export could not be written", cause))
}

#[derive(Deserialize)]
struct Label {
    format: String,
    version: u32,
}

#[derive(Deserialize)]
struct FileIn {
    account: Option<AccountIn>,
    tasks: TasksIn,
}

/// The tasks of a file. Of those that are too many not one is kept, so that no file becomes larger in memory than it is.
enum TasksIn {
    Few(Vec<TaskIn>),
    TooMany,
}

impl<'de> Deserialize<'de> for TasksIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneByOne;

        impl<'de> Visitor<'de> for OneByOne {
            type Value = TasksIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("tasks")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut given: A) -> Result<TasksIn, A::Error> {
                let mut tasks = Vec::new();
                while tasks.len() < MAX_TASKS {
                    match given.next_element()? {
                        Some(task) => tasks.push(task),
                        None => return Ok(TasksIn::Few(tasks)),
                    }
                }
                if given.next_element::<IgnoredAny>()?.is_none() {
                    return Ok(TasksIn::Few(tasks));
                }
                drop(tasks);
                while given.next_element::<IgnoredAny>()?.is_some() {}
                Ok(TasksIn::TooMany)
            }
        }

        deserializer.deserialize_seq(OneByOne)
    }
}

#[derive(Deserialize)]
struct AccountIn {
    name: Option<String>,
    theme: Option<String>,
}

#[derive(Deserialize)]
struct TaskIn {
    id: Option<String>,
    title: String,
    description: Option<String>,
    is_completed: Option<bool>,
    priority: Option<String>,
    due_date: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
    completed_at: Option<String>,
}

/// Reads a file. Whatever it says of ids and times, nothing gets in that could not have been typed.
///
/// # Errors
/// [`Problem::ArchiveUnreadable`], [`Problem::ArchiveVersion`], [`Problem::ArchiveTooLong`], or [`Problem::ArchiveTask`]
/// with the number of the first task that cannot be.
pub fn read(bytes: &[u8], now: Timestamp) -> Result<Archive, Problem> {
    // serde_json goes 128 deep and no deeper.
    let label: Label = serde_json::from_slice(bytes).map_err(|_| Problem::ArchiveUnreadable)?;
    if label.format != FORMAT {
        return Err(Problem::ArchiveUnreadable);
    }
    if label.version != VERSION {
        return Err(Problem::ArchiveVersion);
    }
    let file: FileIn = serde_json::from_slice(bytes).map_err(|_| Problem::ArchiveUnreadable)?;
    let TasksIn::Few(tasks) = file.tasks else { return Err(Problem::ArchiveTooLong) };
    let tasks = tasks.iter().zip(1_u32..);
    let tasks = tasks.map(|(task, number)| read_task(task, now).ok_or(Problem::ArchiveTask(number)));
    let account = file.account.unwrap_or(AccountIn { name: None, theme: None });
    Ok(Archive {
        tasks: tasks.collect::<Result<_, _>>()?,
        name: account.name,
        theme: account.theme.as_deref().map(Theme::parse).unwrap_or_default(),
    })
}

fn read_task(raw: &TaskIn, now: Timestamp) -> Option<Task> {
    let time = |text: &Option<String>| text.as_deref().map(Timestamp::parse_rfc3339).transpose().ok();
    // Nothing is made in the future.
    let created_at = time(&raw.created_at)?.unwrap_or(now).min(now);
    let updated_at = time(&raw.updated_at)?.unwrap_or(created_at);
    let completed_at = time(&raw.completed_at)?.or_else(|| raw.is_completed.unwrap_or_default().then_some(updated_at));
    Some(Task {
        id: id(raw.id.as_deref(), created_at),
        title: TaskTitle::parse(&raw.title).ok()?,
        description: raw.description.as_deref().map_or(Ok(None), TaskDescription::parse).ok()?,
        priority: raw.priority.as_deref().map_or(Ok(Priority::Medium), str::parse).ok()?,
        due_date: time(&raw.due_date)?.map(DueDate::at),
        created_at,
        updated_at,
        completed_at,
        version: 1,
    })
}

/// Its own, so that a file that is imported twice makes nothing new; another one where it is none of ours.
fn id(raw: Option<&str>, created_at: Timestamp) -> TaskId {
    let own = raw.and_then(|text| Uuid::try_parse(text).ok()).filter(|id| id.get_version_num() == 7);
    TaskId::new(own.unwrap_or_else(|| random::id_of(created_at)))
}
