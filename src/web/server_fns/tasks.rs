//! What a person does with their tasks. Each begins by asking who they are.

use leptos::server;

use crate::domain::{Done, Error, Task, TaskId, UndoId};
use crate::web::json::Json;

/// Adds a task.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong; as [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "add_task")]
pub async fn add_task(
    #[server(default)] title: String,
    #[server(default)] description: String,
    #[server(default)] priority: String,
    #[server(default)] due_date: String,
) -> Result<Done, Error> {
    use crate::{
        domain::TaskDraft,
        server::{random, store::tasks},
    };

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let draft = TaskDraft::parse(&title, &description, &priority, &due_date)?;
    let now = asked.now();
    let done = tasks::insert(&asked.state.db, owner, TaskId::new(random::id(now)), draft, now).await?;
    asked.offer(&done);
    Ok(done)
}

/// Replaces what is written in a task. Where the form names the version that it began from, a later one is not written
/// over, unless it says the same.
///
/// # Errors
/// [`Error::NotFound`] where it is gone; [`Error::Stale`] where it was changed meanwhile; [`Error::Invalid`] with everything
/// that is wrong.
#[server(prefix = "/fn", output = Json, endpoint = "update_task")]
pub async fn update_task(
    id: TaskId,
    #[server(default)] version: String,
    #[server(default)] title: String,
    #[server(default)] description: String,
    #[server(default)] priority: String,
    #[server(default)] due_date: String,
) -> Result<Done, Error> {
    use crate::{
        domain::{TaskChanges, TaskDraft},
        server::store::tasks,
    };

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let draft = TaskDraft::parse(&title, &description, &priority, &due_date)?;
    let (changes, now) = (TaskChanges::from(draft), asked.now());
    let may = |task: &Task| {
        version.parse().ok().is_none_or(|began: u32| began == task.version) || changes.clone().of(task, now).is_none()
    };
    let done = tasks::change(&asked.state.db, owner, id, changes.clone(), may, now).await?;
    asked.offer(&done);
    Ok(done)
}

/// Completes a task, or reopens it.
///
/// # Errors
/// [`Error::NotFound`] where it is gone.
#[server(prefix = "/fn", output = Json, endpoint = "complete_task")]
pub async fn complete_task(id: TaskId, completed: bool) -> Result<Done, Error> {
    use crate::{domain::TaskChanges, server::store::tasks};

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let changes = TaskChanges::completed(completed);
    let done = tasks::change(&asked.state.db, owner, id, changes, tasks::as_it_stands, asked.now()).await?;
    asked.offer(&done);
    Ok(done)
}

/// Deletes a task. It can be restored for a while.
///
/// # Errors
/// [`Error::NotFound`] where it is gone already.
#[server(prefix = "/fn", output = Json, endpoint = "delete_task")]
pub async fn delete_task(id: TaskId) -> Result<Done, Error> {
    use crate::server::store::tasks;

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let done = tasks::delete(&asked.state.db, owner, id, tasks::as_it_stands, asked.now()).await?;
    asked.offer(&done);
    Ok(done)
}

/// Undoes what was done. Gives the task as it is again; nothing where it was added and is gone.
///
/// # Errors
/// As [`crate::server::store::undo::undo`].
#[server(prefix = "/fn", output = Json, endpoint = "undo")]
pub async fn undo(id: UndoId) -> Result<Option<Task>, Error> {
    use crate::server::store::undo;

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let undone = undo::undo(&asked.state.db, owner, id, asked.now()).await;
    if undone != Err(Error::Unavailable) {
        asked.offer_nothing();
    }
    undone
}

/// Restores a deleted task.
///
/// # Errors
/// As [`crate::server::store::undo::restore`].
#[server(prefix = "/fn", output = Json, endpoint = "restore_task")]
pub async fn restore_task(id: TaskId) -> Result<Task, Error> {
    use crate::server::store::undo;

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let task = undo::restore(&asked.state.db, owner, id, asked.now()).await?;
    asked.offer_nothing();
    asked.go_to("/tasks/deleted?restored=1");
    Ok(task)
}

/// Brings a task back that was deleted while somebody edited it, with what they typed.
///
/// # Errors
/// [`Error::Invalid`] with everything that is wrong.
#[server(prefix = "/fn", output = Json, endpoint = "bring_back")]
pub async fn bring_back(
    id: TaskId,
    #[server(default)] title: String,
    #[server(default)] description: String,
    #[server(default)] priority: String,
    #[server(default)] due_date: String,
) -> Result<Done, Error> {
    use crate::{
        domain::TaskDraft,
        server::{random, store::undo},
    };

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let draft = TaskDraft::parse(&title, &description, &priority, &due_date)?;
    let now = asked.now();
    let done = undo::bring_back(&asked.state.db, owner, id, (draft, TaskId::new(random::id(now))), now).await?;
    asked.offer(&done);
    Ok(done)
}
