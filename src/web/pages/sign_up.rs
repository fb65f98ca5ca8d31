//! Making an account.

use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

use super::{Failure, Person, Visit, password_field::password_field};
use crate::{
    domain::{Error, Field},
    web::{attempt::Attempt, components::icon},
};

/// The form; who is signed in has no use for it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, person: Option<Person>) -> Result<Response, Failure> {
    if person.is_some() {
        return Ok(Redirect::to("/tasks").into_response());
    }
    let attempt = visit.attempt.clone();
    let shut = visit.shut().map(|error| error.to_string());
    Ok(visit.page("Create account", None, move || view(attempt.as_ref(), shut)))
}

fn view(attempt: Option<&Attempt>, shut: Option<String>) -> impl IntoView + use<> {
    let typed = |field| attempt.and_then(|attempt| attempt.value(field)).map(str::to_owned);
    let problem = |field| attempt.and_then(|attempt| attempt.problem(field));
    let notice = attempt
        .filter(|attempt| !matches!(attempt.error, Error::Invalid(_) | Error::EmailTaken))
        .map(|attempt| attempt.error.to_string())
        .or(shut);
    let first_wrong = [Field::Name, Field::Email, Field::Password].into_iter().find(|field| problem(*field).is_some());
    view! {
        <main id="main" class="narrow">
            <header>
                <h1>"Create account"</h1>
                <p class="soft">"Have one already? "<a href="/signin">"Sign in"</a></p>
            </header>
            {notice.map(|words| view! { <div class="notice bad" role="alert">{icon::alert()}<p>{words}</p></div> })}
            <form class="form" method="post" action="/fn/sign_up" novalidate>
                {text_field(Field::Name, "text", "name", typed(Field::Name), problem(Field::Name), first_wrong)}
                {text_field(Field::Email, "email", "username", typed(Field::Email), problem(Field::Email), first_wrong)}
                {password_field("new-password", problem(Field::Password), None, first_wrong == Some(Field::Password))}
                <button class="button main">"Create account"</button>
            </form>
        </main>
    }
}

fn text_field(
    field: Field,
    kind: &'static str,
    autocomplete: &'static str,
    value: Option<String>,
    problem: Option<String>,
    first_wrong: Option<Field>,
) -> impl IntoView {
    let name = field.name();
    let error_id = format!("{name}-error");
    let is_wrong = problem.is_some();
    let is_optional = field == Field::Name;
    view! {
        <div class="field">
            <label for=name>{field.label()}{is_optional.then(|| view! { " "<span class="optional">"optional"</span> })}</label>
            <input class="input" id=name name=name type=kind autocomplete=autocomplete value=value required=!is_optional
                autofocus=first_wrong == Some(field)
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| error_id.clone()) />
            {problem.map(|words| view! { <p class="error" id=error_id>{icon::alert()}{words}</p> })}
        </div>
    }
}
