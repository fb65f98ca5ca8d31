//! A file on its way in.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, SeqAccess, Visitor},
};
use uuid::Uuid;

use super::{FORMAT, MAX_TASKS, VERSION};
use crate::{
    domain::{DueDate, Name, Priority, Problem, Task, TaskDescription, TaskId, TaskTitle, Theme, Timestamp},
    server::random,
};

/// What a file holds, once it is read.
#[derive(Debug)]
pub struct Archive {
    /// What the person was called.
    pub name: Option<Name>,
    /// What they chose.
    pub theme: Theme,
    /// Their tasks.
    pub tasks: Vec<Task>,
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
        name: account.name.as_deref().and_then(|name| Name::parse(name).ok().flatten()),
        theme: Theme::parse(account.theme.as_deref()),
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

/// Its own, so that a file that is imported twice makes nothing new; where it is none of ours, the same other one each time.
fn id(raw: Option<&str>, created_at: Timestamp) -> TaskId {
    let own = |text: &str| Uuid::try_parse(text).ok().filter(|id| id.get_version_num() == 7);
    TaskId::new(match raw {
        Some(text) => own(text).unwrap_or_else(|| random::id_named(created_at, text)),
        None => random::id_of(created_at),
    })
}
