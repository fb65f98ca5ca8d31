//! Signing in.

use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

use super::{Failure, Person, Visit, kept, password_field::PasswordField};
use crate::{
    domain::{Error, Field, LocalPath},
    web::components::icon,
};

/// The form; who is signed in has no use for it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, person: Option<Person>) -> Result<Response, Failure> {
    if person.is_some() && visit.attempt.is_none() {
        return Ok(Redirect::to("/tasks").into_response());
    }
    let next = visit.query("next");
    let (own, held) = match visit.attempt.as_ref() {
        Some(attempt) if attempt.function == "sign_in" => (Some(attempt), None),
        other => (None, other),
    };
    let kept = held.map(kept::write).or_else(|| own?.named(kept::FIELD).map(str::to_owned));
    let refused = own.map(|attempt| attempt.error.clone()).or_else(|| visit.shut()).map(|error| error.to_string());
    let told = match () {
        () if refused.is_some() => None,
        () if held.is_some_and(|held| held.error == Error::SignedOut) => {
            Some("Sign in again. What you typed is kept.".to_owned())
        }
        () if held.is_some() => Some(format!("{} What you typed is kept.", Error::SessionExpired)),
        () if visit.query("expired").is_some() => Some(Error::SessionExpired.to_string()),
        () if visit.query("deleted").is_some() => Some("Your account is deleted, and everything in it.".to_owned()),
        () => None,
    };
    let email = own.and_then(|attempt| attempt.value(Field::Email)).map(str::to_owned);
    Ok(visit.form_page("Sign in", None, move || view(next.as_deref(), email, refused, told, kept)))
}

/// Where somebody goes who has to sign in first, and comes back from.
#[must_use]
pub fn address(error: &Error, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if *error == Error::SessionExpired {
        query.append_pair("expired", "1");
    }
    query.append_pair("next", next);
    format!("/signin?{}", query.finish())
}

fn view(
    next: Option<&str>,
    email: Option<String>,
    refused: Option<String>,
    told: Option<String>,
    kept: Option<String>,
) -> impl IntoView + use<> {
    let action = match next {
        Some(next) => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", LocalPath::or_tasks(Some(next)).as_str())
                .finish();
            format!("/fn/sign_in?{query}")
        }
        None => "/fn/sign_in".to_owned(),
    };
    let described = refused.is_some().then_some("notice");
    // Whoever was sent here, or back, has something to fill in.
    let is_sent = refused.is_some() || told.is_some() || next.is_some();
    let email_first = is_sent && email.as_deref().is_none_or(str::is_empty);
    let password_first = is_sent && !email_first;
    let password = PasswordField { described, is_first: password_first, ..PasswordField::only("current-password") };
    view! {
        <main id="main" class="narrow">
            <header>
                <h1>"Sign in"</h1>
                <p class="soft">"New here? "<a href="/signup">"Create account"</a></p>
            </header>
            {told.map(|words| view! { <div class="notice" role="status">{icon::info()}<p>{words}</p></div> })}
            {refused.map(|words| view! { <div class="notice bad" id="notice" role="alert">{icon::alert()}<p>{words}</p></div> })}
            <form class="form" method="post" action=action novalidate>
                <div class="field">
                    <label for="email">"Email"</label>
                    <input class="input" id="email" name="email" type="email" autocomplete="username" value=email required autofocus=email_first aria-invalid=described.map(|_| "true") aria-describedby=described />
                </div>
                {password.view()}
                {kept.map(|kept| view! { <input type="hidden" name=kept::FIELD value=kept /> })}
                <button class="button main">"Sign in"</button>
            </form>
        </main>
    }
}
