//! A person's tasks.

use std::sync::Arc;

use axum::response::{Redirect, Response};
use leptos::prelude::*;

use super::{
    Failure, Person, Visit, sign_in,
    task_list::{composer, filters, older},
};
use crate::{
    domain::{Error, TaskQuery},
    server::{
        kept::ListKey,
        store::task_lists::{self, Stretch},
    },
    web::{
        islands::{Shelf, TaskBoard},
        json,
    },
};

/// The list, as its address asks for it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let pairs = visit.pairs();
    let query = TaskQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let list = ListKey { owner: person.user.id, query: query.clone(), stretch: Stretch::default() };
    let page = visit.state.lists.or_make(list, person.tasks, async |list| {
        task_lists::list(&visit.state.db, list.owner, &list.query, list.stretch).await.map(Arc::new)
    });
    let page = page.await?;
    let any = page.counts.any();
    let shelf = Shelf {
        status: query.status,
        query: query.to_string(),
        first_page: query.after.as_ref().map(|_| query.first_page().to_string()),
        now: visit.now(),
        tasks: page.tasks.clone(),
        open: page.counts.open(),
        any,
    };
    // A tag in a title would end the element.
    let data = json::write(&shelf).unwrap_or_default().replace('<', "\\u003c");
    let attempt = visit.attempt.clone();
    Ok(visit.live_page("Tasks", &person, move || {
        provide_context(shelf);
        let foot = older(&query, page.next.clone());
        view! {
            <main id="main" class="page">
                <TaskBoard>{composer(&query, attempt.as_ref())}{filters(&query, any)}</TaskBoard>
                {foot}
                <script type="application/json" id=Shelf::ID inner_html=data></script>
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
