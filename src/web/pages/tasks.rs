//! A person's tasks.

use std::sync::Arc;

use axum::response::{IntoResponse, Json, Redirect, Response};
use leptos::prelude::*;
use serde::Serialize;

use super::{
    Failure, Person, Visit, sign_in,
    task_list::{composer, filters, foot, keys, narrowed, pages},
};
use crate::{
    domain::{Error, Marks, Search, Sort, Task, TaskDescription, TaskQuery, UserId},
    server::{
        kept::ListKey,
        store::{
            task_lists::{self, Stretch, TaskPage},
            undo_steps,
        },
    },
    web::{
        attempt::Attempt,
        islands::{Found, Shelf, TaskBoard},
        json,
    },
};

/// The list, as its address asks for it: a page, or for its script only what another list changes in one.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    if !visit.wants_page && person.is_other_than(visit.page_owner) {
        return Err(Error::SignedOut.into());
    }
    let query = visit.task_query();
    let list = ListKey { owner: person.user.id, query: query.clone(), stretch: Stretch::default() };
    let page = visit.state.lists.or_make(list, person.tasks, async |list| {
        task_lists::list(&visit.state.db, list.owner, &list.query, list.stretch).await.map(Arc::new)
    });
    let page = page.await?;
    let shelf = shelf(&visit, person.user.id, &query, &page).await?;
    if !visit.wants_page {
        let pages = visit.piece(|| pages(&query, page.next.clone()));
        return Ok(Json(Swap { shelf, pages }).into_response());
    }
    // A tag in a title would end the element.
    let data = json::write(&shelf).unwrap_or_default().replace('<', "\\u003c");
    let attempt = visit.attempt.clone();
    let (any, shortcuts, zone, owner) = (shelf.any, person.shortcuts, visit.zone(), person.user.id);
    Ok(visit.list_page("Tasks", &person, move || {
        provide_context(shelf);
        let way_on = pages(&query, page.next.clone());
        view! {
            <main id="main" class="page">
                <TaskBoard>{composer(owner, &query, attempt.as_ref())}{filters(&query, any, zone)}</TaskBoard>
                <nav class="list-foot pages" aria-label="Pages">{way_on}</nav>
                {foot(shortcuts)}
                <script type="application/json" id=Shelf::ID inner_html=data></script>
            </main>
            {keys(shortcuts)}
        }
    }))
}

/// What changes in a page that shows another list.
#[derive(Serialize)]
struct Swap {
    shelf: Shelf,
    pages: String,
}

async fn shelf(visit: &Visit, owner: UserId, query: &TaskQuery, page: &TaskPage) -> Result<Shelf, Error> {
    let offer = match visit.undo {
        Some(id) if visit.attempt.is_none() => undo_steps::find(&visit.state.db, owner, id, visit.now()).await?,
        _ => None,
    };
    Ok(Shelf {
        status: query.status,
        query: query.to_string(),
        narrowed: narrowed(query),
        is_sorted: query.sort != Sort::default(),
        nothing: query.search.as_ref().map(nothing),
        first_page: query.after.as_ref().map(|_| query.first_page().to_string()),
        now: visit.local(visit.now()),
        language: visit.language.tag().map(str::to_owned),
        found: found(query, &page.tasks),
        tasks: page.tasks.clone(),
        total: page.total,
        open: page.counts.open(),
        any: page.counts.any(),
        offer,
        refused: visit.attempt.as_ref().and_then(refused),
    })
}

/// What is said where nothing is found.
fn nothing(search: &Search) -> String {
    if search.words().is_empty() {
        format!("A search goes by letters and digits, and “{search}” has none.")
    } else {
        format!("No task here has “{search}” in its title or description.")
    }
}

/// What the search has found in each task.
fn found(query: &TaskQuery, tasks: &[Task]) -> Vec<Found> {
    let Some(search) = &query.search else { return Vec::new() };
    let words = search.words();
    let marks = |text: &str| Marks::of(&words, text);
    let of = |task: &Task| Found {
        title: marks(task.title.as_str()),
        description: task.description.as_ref().map(TaskDescription::as_str).map(marks).unwrap_or_default(),
    };
    tasks.iter().map(of).collect()
}

/// What went wrong that belongs to no field.
fn refused(attempt: &Attempt) -> Option<String> {
    (!matches!(attempt.error, Error::Invalid(_))).then(|| attempt.error.to_string())
}

/// The list's address in the program that Cubby replaces.
pub async fn dashboard(person: Option<Person>) -> Redirect {
    match person {
        Some(_) => Redirect::to("/tasks"),
        None => Redirect::to(&sign_in::address(&Error::SignedOut, "/tasks")),
    }
}
