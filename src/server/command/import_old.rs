//! `cubby import-old`: people of the pair of programs that Cubby replaces, with their passwords and their tasks.

use std::collections::HashMap;

use crate::{
    domain::{DueDate, Email, Name, Priority, Task, TaskDescription, TaskId, TaskTitle, Timestamp, User, UserId},
    server::{
        auth::{better_auth, password::Hasher},
        config::OldDatabase,
        random,
        store::{
            Db,
            archive::{Newcomer, Run, admit},
            old_stack::{self, OldTask, OldUser},
        },
    },
};

/// What did not come, and why.
#[derive(Default)]
struct Left {
    sentences: Vec<String>,
}

/// Brings them, or says what would be.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(
    db: &Db,
    users: &OldDatabase,
    tasks: &OldDatabase,
    is_dry: bool,
    now: Timestamp,
) -> Result<(), String> {
    let hasher = Hasher::new().map_err(|error| error.to_string())?;
    let mut tasks_of: HashMap<String, Vec<OldTask>> = HashMap::new();
    for task in old_stack::tasks(tasks).await? {
        tasks_of.entry(task.owner.clone()).or_default().push(task);
    }
    let mut left = Left::default();
    let mut newcomers = Vec::new();
    let mut without_password = 0;
    for old in old_stack::users(users).await? {
        let Ok(email) = Email::parse(&old.email) else {
            left.sentences.push(format!("{:?} is no e-mail that Cubby takes", old.email));
            continue;
        };
        let hash = old.password.as_deref().and_then(better_auth::stored);
        without_password += usize::from(hash.is_none());
        let own = tasks_of.remove(&old.id).unwrap_or_default();
        newcomers.push(newcomer(&old, email, hash.unwrap_or_else(|| hasher.of_nobody()), own, &mut left, now));
    }
    let run = if is_dry { Run::Dry } else { Run::Commit };
    let came = admit(db, &newcomers, run, now).await.map_err(|error| error.to_string())?;
    let mut tasks = 0;
    for (newcomer, came) in newcomers.iter().zip(&came) {
        if *came {
            tasks += newcomer.tasks.len();
        } else {
            left.sentences
                .push(format!("{} has an account here already; nothing of theirs was touched", newcomer.user.email));
        }
    }
    let strays: usize = tasks_of.values().map(Vec::len).sum();
    if strays > 0 {
        left.sentences.push(format!("{strays} tasks belong to nobody who came"));
    }
    let people = came.iter().filter(|came| **came).count();
    println!("{people} people and {tasks} tasks {}.", if is_dry { "would come" } else { "came" });
    if without_password > 0 {
        println!("{without_password} of them have no password here: `cubby user reset-password EMAIL` makes a link.");
    }
    for sentence in left.sentences {
        println!("left: {sentence}");
    }
    Ok(())
}

fn newcomer(
    old: &OldUser,
    email: Email,
    password_hash: String,
    tasks: Vec<OldTask>,
    left: &mut Left,
    now: Timestamp,
) -> Newcomer {
    let created_at = old.created_at.unwrap_or(now).min(now);
    let mut read = Vec::with_capacity(tasks.len());
    for task in tasks {
        match read_task(&task, now) {
            Some(task) => read.push(task),
            None => left.sentences.push(format!("a task of {email} is none that Cubby takes: {:.60?}", task.title)),
        }
    }
    let name = old.name.as_deref().and_then(|name| Name::parse(name).ok().flatten());
    let user = User { id: UserId::new(random::id_of(created_at)), email, name };
    Newcomer { user, password_hash, created_at, tasks: read }
}

fn read_task(old: &OldTask, now: Timestamp) -> Option<Task> {
    let created_at = old.created_at.unwrap_or(now).min(now);
    let updated_at = old.updated_at.unwrap_or(created_at);
    let priority = old.priority.as_deref().unwrap_or_default().to_lowercase().parse();
    Some(Task {
        id: TaskId::new(random::id_of(created_at)),
        title: TaskTitle::parse(&old.title).ok()?,
        description: old.description.as_deref().map_or(Ok(None), TaskDescription::parse).ok()?,
        priority: priority.unwrap_or(Priority::Medium),
        due_date: old.due_at.map(DueDate::at),
        created_at,
        updated_at,
        completed_at: old.is_completed.then_some(updated_at),
        version: 1,
    })
}
