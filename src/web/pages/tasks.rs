//! A person's tasks.

use axum::response::{Redirect, Response};
use leptos::prelude::*;

use super::{Failure, Person, Visit};
use crate::{
    domain::TaskQuery,
    server::store::tasks,
    web::islands::{Shelf, TaskBoard},
};

/// The list, as its address asks for it.
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let pairs = visit.pairs();
    let query = TaskQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let page = tasks::list(&visit.state.db, person.user.id, &query).await?;
    let shelf = Shelf { query, now: visit.now(), tasks: page.tasks, next: page.next, open: page.open, any: page.any };
    let attempt = visit.attempt.clone();
    Ok(visit.live_page("Tasks", &person.user, move || {
        view! { <main id="main" class="page"><TaskBoard shelf=shelf attempt=attempt /></main> }
    }))
}

/// The list's address in the program that Cubby replaces.
pub async fn dashboard(_: Person) -> Redirect {
    Redirect::to("/tasks")
}
