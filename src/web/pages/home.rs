//! What Cubby is, for those who are not signed in.

use axum::response::{IntoResponse, Redirect, Response};
use leptos::{either::Either, prelude::*};

use super::{Failure, Person, Visit};
use crate::web::components::icon;

/// One sentence, one picture, two doors.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, person: Option<Person>) -> Result<Response, Failure> {
    if person.is_some() {
        return Ok(Redirect::to("/tasks").into_response());
    }
    Ok(visit.page("Cubby: a small, private place for your tasks", None, view))
}

fn view() -> impl IntoView {
    view! {
        <main id="main" class="home">
            <div>
                <h1>"A small, private place for everything you have to do."</h1>
                <p class="actions"><a class="button main" href="/signup">"Create account"</a>" "<a class="button" href="/signin">"Sign in"</a></p>
            </div>
            <figure>
                <figcaption class="unseen">"A shelf of closed compartments. One is open and holds a short task list."</figcaption>
                <div class="shelf" inert>
                    {["Noor", "Sam"].map(door)}
                    <div class="well">
                        <p class="name">"You"</p>
                        <ul class="tasks" role="list">
                            {example("Water the fern", "medium", true, None, None)}
                            {example("Send Mia the signed lease", "high", false, None, Some("Today"))}
                            {example("Write to Aunt Inge", "low", false, Some("For the quilt, and the photographs of the summer house."), None)}
                            {example("Book the train to Gothenburg", "medium", false, None, Some("Mon 23 Nov"))}
                        </ul>
                    </div>
                    {["Mei", "Jonas", "Ada", "Tom", "Priya", "Luca", "Iris"].map(door)}
                </div>
            </figure>
        </main>
    }
}

/// Somebody else's compartment, which is shut.
fn door(name: &'static str) -> impl IntoView {
    view! { <div class="door"><p class="name">{name}</p></div> }
}

/// A row as the list has it, for looking at.
fn example(
    title: &'static str,
    priority: &'static str,
    completed: bool,
    note: Option<&'static str>,
    due: Option<&'static str>,
) -> impl IntoView {
    view! {
        <li class="task" data-priority=priority>
            <span class="check" role="checkbox" aria-checked=if completed { "true" } else { "false" } aria-label=title>{icon::check()}</span>
            <div class="body">
                <span class="title">{title}</span>
                {note.map(|note| view! { <p class="note">{note}</p> })}
            </div>
            <p class="meta">
                {match priority {
                    "high" => Some(Either::Left(view! { <span class="high">{icon::high()}"High"</span> })),
                    "low" => Some(Either::Right(view! { <span class="low">{icon::low()}"Low"</span> })),
                    _ => None,
                }}
                {due.map(|words| view! { <span class=if words == "Today" { "due today" } else { "due" }>{words}</span> })}
            </p>
        </li>
    }
}
