//! Making an account.

use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

use super::{Failure, Person, Visit, password_field::PasswordField, text_field::TextField};
use crate::{
    domain::{Error, Field},
    web::{attempt::Attempt, components::icon},
};

/// The form; who is signed in has no use for it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, person: Option<Person>) -> Result<Response, Failure> {
    if person.is_some() && visit.attempt.is_none() {
        return Ok(Redirect::to("/tasks").into_response());
    }
    let invitation = visit.query("invite");
    visit.state.accounts.invitation(invitation.as_deref(), visit.now()).await?;
    let attempt = visit.attempt.clone();
    let shut = visit.shut().map(|error| error.to_string());
    Ok(visit.form_page("Create account", None, move || view(attempt.as_ref(), shut, invitation.as_deref())))
}

fn view(attempt: Option<&Attempt>, shut: Option<String>, invitation: Option<&str>) -> impl IntoView + use<> {
    let typed = |field| attempt.and_then(|attempt| attempt.value(field)).map(str::to_owned);
    let problem = |field| attempt.and_then(|attempt| attempt.problem(field));
    let notice = attempt
        .filter(|attempt| !matches!(attempt.error, Error::Invalid(_) | Error::EmailTaken))
        .map(|attempt| attempt.error.to_string())
        .or(shut);
    let first_wrong = [Field::Name, Field::Email, Field::Password].into_iter().find(|field| problem(*field).is_some());
    let action = match invitation {
        Some(token) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("invite", token).finish();
            format!("/fn/sign_up?{query}")
        }
        None => "/fn/sign_up".to_owned(),
    };
    let text = |field: Field, kind, autocomplete| TextField {
        id: field.name(),
        field,
        kind,
        autocomplete,
        value: typed(field),
        problem: problem(field),
        is_first: first_wrong == Some(field),
    };
    let password = PasswordField {
        problem: problem(Field::Password),
        is_first: first_wrong == Some(Field::Password),
        ..PasswordField::only("new-password")
    };
    view! {
        <main id="main" class="narrow">
            <header>
                <h1>"Create account"</h1>
                <p class="soft">"Have one already? "<a href="/signin">"Sign in"</a></p>
            </header>
            {notice.map(|words| view! { <div class="notice bad" role="alert">{icon::alert()}<p>{words}</p></div> })}
            <form class="form" method="post" action=action novalidate>
                {text(Field::Name, "text", "name").view()}
                {text(Field::Email, "email", "username").view()}
                {password.view()}
                <button class="button main">"Create account"</button>
            </form>
        </main>
    }
}
