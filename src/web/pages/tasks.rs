//! A person's tasks.

use axum::response::{Redirect, Response};
use leptos::prelude::*;

use super::{
    Failure, Person, Visit, sign_in,
    task_list::{composer, filters, older},
};
use crate::{
    domain::{Error, TaskQuery},
    server::store::tasks::{self, TaskPage},
    web::islands::{Shelf, TaskBoard},
};

/// The list, as its address asks for it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let pairs = visit.pairs();
    let query = TaskQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let page = tasks::list(&visit.state.db, person.user.id, &query).await?;
    let TaskPage { tasks, next, open, any } = page;
    let shelf = Shelf { query, now: visit.now(), tasks, open, any };
    let attempt = visit.attempt.clone();
    Ok(visit.live_page("Tasks", &person, move || {
        view! {
            <main id="main" class="page">
                <TaskBoard shelf=shelf>{composer(query, attempt.as_ref())}{filters(query, any)}</TaskBoard>
                {older(query, next)}
            </main>
        }
    }))
}

/// The list's address in the program that Cubby replaces.
pub async fn dashboard(person: Option<Person>) -> Redirect {
    match person {
        Some(_) => Redirect::to("/tasks"),
        None => Redirect::to(&sign_in::address(&Error::SignedOut, "/tasks")),
    }
}
