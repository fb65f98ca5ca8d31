//! Another password, for whoever holds a link to choose one.

use axum::response::Response;
use leptos::prelude::*;

use super::{
    Failure, Visit,
    password_field::{PasswordField, whose},
};
use crate::domain::{Error, Field};

/// The form, while the link is good.
///
/// # Errors
/// [`Error::LinkExpired`]; [`Error::Unavailable`].
pub async fn show(visit: Visit) -> Result<Response, Failure> {
    let token = visit.query("token").ok_or(Error::LinkExpired)?;
    let user = visit.state.accounts.owner_of_link(&token, visit.now()).await?;
    let problem = visit.attempt.as_ref().and_then(|attempt| attempt.problem(Field::Password));
    let email = user.email.to_string();
    let whose = whose(&email);
    let password = PasswordField { is_first: true, problem, ..PasswordField::new_one() };
    Ok(visit.form_page("New password", None, move || {
        view! {
            <main id="main" class="narrow">
                <header>
                    <h1>"New password"</h1>
                    <p class="soft">{format!("For {email}")}</p>
                </header>
                <form class="form" method="post" action="/fn/reset_password" novalidate>
                    <input type="hidden" name="token" value=token />
                    {whose}
                    {password.view()}
                    <button class="button main">"Save new password"</button>
                </form>
            </main>
        }
    }))
}

/// The page of a link. What is in it stands in the query, which no log holds.
#[must_use]
pub fn address(token: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("token", token).finish();
    format!("/reset?{query}")
}
