//! Who is signed in.

use axum::response::Response;
use leptos::prelude::*;

use super::{Failure, Person, Visit};
use crate::domain::Name;

/// What is known of the person.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let name = person.user.name.as_ref().map_or("None given", Name::as_str).to_owned();
    let email = person.user.email.to_string();
    Ok(visit.page("Account", Some(&person.user), move || {
        view! {
            <main id="main" class="page">
                <header class="page-head"><h1>"Account"</h1></header>
                <div class="settings">
                    <section aria-labelledby="profile">
                        <div>
                            <h2 id="profile">"Profile"</h2>
                            <p class="soft small">"Your name is shown to you alone."</p>
                        </div>
                        <dl class="facts">
                            <div><dt>"Name"</dt><dd dir="auto">{name}</dd></div>
                            <div><dt>"Email"</dt><dd>{email}</dd></div>
                        </dl>
                    </section>
                </div>
            </main>
        }
    }))
}
