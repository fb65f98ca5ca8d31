//! One task, in a form.

use axum::{
    extract::{Path, rejection::PathRejection},
    response::Response,
};
use leptos::prelude::*;

use super::{Failure, Person, Visit, task_gone, task_versions};
use crate::{
    domain::{Error, Field, Task, TaskId, TaskQuery, UserId},
    server::store::tasks,
    web::{
        attempt::Attempt,
        components::{
            field::{DescriptionField, DueField, PriorityField, TaskText, TitleField, person_field},
            icon,
        },
    },
};

/// The form; what is not a task of this person's is not there.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Unavailable`].
pub async fn show(
    visit: Visit,
    Person(person): Person,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Failure> {
    let id: TaskId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or(Error::NotFound)?;
    let query = visit.task_query();
    let attempt = visit.attempt.clone();
    let (owner, calendar) = (person.user.id, visit.calendar());
    let task = match (tasks::find(&visit.state.db, person.user.id, id).await, attempt) {
        (Err(Error::NotFound), Some(attempt)) => {
            return Ok(
                visit.page("Deleted elsewhere", Some(&person), move || task_gone::view(owner, id, &query, &attempt))
            );
        }
        (found, _) => found?,
    };
    if let Some(attempt) = visit.attempt.clone().filter(|attempt| attempt.error == Error::Stale) {
        let saved = calendar.ago(visit.local(task.updated_at));
        return Ok(visit.page("Choose a version", Some(&person), move || {
            task_versions::view(owner, &task, &query, &attempt, (&saved, &calendar))
        }));
    }
    let attempt = visit.attempt.clone();
    let created = calendar.day(visit.local(task.created_at).date());
    Ok(visit.page("Edit task", Some(&person), move || view(owner, &task, &query, attempt.as_ref(), &created)))
}

fn view(
    owner: UserId,
    task: &Task,
    query: &TaskQuery,
    attempt: Option<&Attempt>,
    created: &str,
) -> impl IntoView + use<> {
    let TaskText { title, description, priority, due_date } = text(task, attempt);
    let problem = |field| attempt.and_then(|attempt| attempt.problem(field));
    let first_wrong = [Field::Title, Field::Description, Field::Priority, Field::DueDate]
        .into_iter()
        .find(|field| problem(*field).is_some());
    let id = task.id.to_string();
    let completed = task.is_completed();
    let name = task.title.as_str().to_owned();
    let version = typed_version(task, attempt);
    let told =
        attempt.filter(|attempt| !matches!(attempt.error, Error::Invalid(_))).map(|attempt| attempt.error.to_string());
    // Some languages end a month with a full stop.
    let created = created.trim_end_matches('.');
    let state = format!("{}. Created {created}.", if completed { "Completed" } else { "Open" });
    view! {
        <main id="main" class="page">
            <header class="page-head"><h1>"Edit task"</h1></header>
            {told.map(|words| view! { <div class="notice bad" role="alert">{icon::alert()}<p>{words}</p></div> })}
            <div class="well one">
                <form class="state" method="post" action=format!("/fn/complete_task{query}")>
                    <input type="hidden" name="id" value=id.clone() />
                    <input type="hidden" name="completed" value=if completed { "false" } else { "true" } />
                    <button class="check" role="checkbox" aria-checked=if completed { "true" } else { "false" } aria-label=name>{icon::check()}</button>
                    <p class="soft small">{state}</p>
                </form>
                <form class="pair" method="post" action=format!("/fn/update_task{query}") aria-label="Edit task" novalidate>
                    {person_field(owner)}
                    <input type="hidden" name="id" value=id.clone() />
                    <input type="hidden" name="version" value=version />
                    <TitleField id="title" value=title problem=problem(Field::Title) autofocus=first_wrong == Some(Field::Title) />
                    <DescriptionField id="description" value=description rows="3" placeholder="" problem=problem(Field::Description) />
                    <PriorityField id="priority" chosen=priority />
                    <DueField id="due" value=due_date problem=problem(Field::DueDate) />
                    <div class="actions wide">
                        <button class="button main">"Save"</button>
                        <a class="button plain" href=format!("/tasks{query}")>"Cancel"</a>
                        <button class="button plain danger apart" form="delete">"Delete"</button>
                    </div>
                </form>
                <form id="delete" method="post" action=format!("/fn/delete_task{query}")><input type="hidden" name="id" value=id /></form>
            </div>
            <footer class="list-foot"><a class="button plain" href=format!("/tasks{query}")>{icon::back()}"Back to tasks"</a></footer>
        </main>
    }
}

/// The version that the edit began from: a form that comes back still begins where it began.
fn typed_version(task: &Task, attempt: Option<&Attempt>) -> String {
    let typed =
        attempt.filter(|attempt| attempt.function == "update_task").and_then(|attempt| attempt.named("version"));
    typed.map_or_else(|| task.version.to_string(), str::to_owned)
}

/// What was typed, where the form came back; else what is stored.
fn text(task: &Task, attempt: Option<&Attempt>) -> TaskText {
    let stored = TaskText::from(task);
    match attempt.filter(|attempt| attempt.function == "update_task") {
        Some(attempt) => task_versions::typed(attempt, stored),
        None => stored,
    }
}
