//! What a person does with their tasks. Each begins by asking who they are.

use leptos::server;

use crate::domain::{Error, Task, TaskId};
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
) -> Result<Task, Error> {
    use crate::{
        domain::TaskDraft,
        server::{random, store::tasks},
    };

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let draft = TaskDraft::parse(&title, &description, &priority, &due_date)?;
    let now = asked.now();
    tasks::insert(&asked.state.db, owner, TaskId::new(random::id(now)), draft, now).await
}

/// Replaces what is written in a task.
///
/// # Errors
/// [`Error::NotFound`] where it is gone; [`Error::Invalid`] with everything that is wrong.
#[server(prefix = "/fn", output = Json, endpoint = "update_task")]
pub async fn update_task(
    id: TaskId,
    #[server(default)] title: String,
    #[server(default)] description: String,
    #[server(default)] priority: String,
    #[server(default)] due_date: String,
) -> Result<Task, Error> {
    use crate::{domain::TaskDraft, server::store::tasks};

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let draft = TaskDraft::parse(&title, &description, &priority, &due_date)?;
    tasks::change(&asked.state.db, owner, id, draft.into(), tasks::as_it_stands, asked.now()).await
}

/// Completes a task, or reopens it.
///
/// # Errors
/// [`Error::NotFound`] where it is gone.
#[server(prefix = "/fn", output = Json, endpoint = "complete_task")]
pub async fn complete_task(id: TaskId, completed: bool) -> Result<Task, Error> {
    use crate::{domain::TaskChanges, server::store::tasks};

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    let changes = TaskChanges::completed(completed);
    tasks::change(&asked.state.db, owner, id, changes, tasks::as_it_stands, asked.now()).await
}

/// Deletes a task.
///
/// # Errors
/// [`Error::NotFound`] where it is gone already.
#[server(prefix = "/fn", output = Json, endpoint = "delete_task")]
pub async fn delete_task(id: TaskId) -> Result<(), Error> {
    use crate::server::store::tasks;

    let asked = super::request::asked()?;
    let owner = asked.person().await?.user.id;
    tasks::delete(&asked.state.db, owner, id, tasks::as_it_stands).await
}
