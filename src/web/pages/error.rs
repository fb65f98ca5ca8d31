//! What went wrong, as a page: what happened, and the way on.

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Json, Redirect, Response},
};
use leptos::{either::Either, prelude::*};
use tower_cookies::Cookies;

use super::{Person, Visit, password_field::PasswordField, sign_in};
use crate::{
    domain::{Error, Field},
    server::{auth::cookie, http::navigation::wants_page, problem, state::AppState},
    web::attempt::Attempt,
};

/// Dresses every answer below that reports an error: a page for people, the error itself for islands.
pub async fn dress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let answer = next.run(Request::from_parts(parts.clone(), body)).await;
    // The router's own answers are plain text.
    let is_plain =
        answer.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let is_dressed = !is_plain && answer.extensions().get::<Error>().is_none();
    let Some(error) = problem::reported(&answer).filter(|_| !is_dressed) else {
        return answer;
    };
    if matches!(error, Error::SignedOut | Error::SessionExpired) && wants_page(&parts.headers) {
        if let Some(cookies) = parts.extensions.get::<Cookies>() {
            cookie::clear(cookies, &state.config);
        }
        let here = if parts.method == Method::GET {
            parts.uri.path_and_query().map_or("/tasks", |path| path.as_str())
        } else {
            "/tasks"
        };
        return Redirect::to(&sign_in::address(&error, here)).into_response();
    }
    let mut dressed = if wants_page(&parts.headers) || parts.method == Method::GET {
        let attempt = answer.extensions().get::<Attempt>().cloned();
        page(&state, &mut parts, &error, attempt).await
    } else {
        Json(&error).into_response()
    };
    *dressed.status_mut() = answer.status();
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = answer.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

async fn page(state: &AppState, parts: &mut Parts, error: &Error, attempt: Option<Attempt>) -> Response {
    let Ok(visit) = <Visit as FromRequestParts<AppState>>::from_request_parts(parts, state).await;
    let person = match error {
        // It would be asked of the database, which does not answer.
        Error::Unavailable => None,
        _ => <Person as OptionalFromRequestParts<AppState>>::from_request_parts(parts, state).await.ok().flatten(),
    };
    let person = person.map(|Person(person)| person);
    let home = if person.is_some() { ("/tasks", "Go to your tasks") } else { ("/", "Go to the front page") };
    let is_form = parts.method == Method::POST;
    let said = Said::of(error, is_form, attempt.as_ref().is_some_and(|attempt| typed(attempt).next().is_some()));
    let has_password = attempt.as_ref().is_some_and(|attempt| !passwords_of(attempt).is_empty());
    let main = move || view(said, home, attempt.as_ref());
    if has_password {
        visit.form_page(said.heading, person.as_ref(), main)
    } else {
        visit.page(said.heading, person.as_ref(), main)
    }
}

fn view(said: Said, home: (&'static str, &'static str), attempt: Option<&Attempt>) -> impl IntoView + use<> {
    let way_on = match attempt {
        Some(attempt) => Either::Left(again(attempt)),
        None => Either::Right(view! { <div class="actions"><a class="button main" href=home.0>{home.1}</a></div> }),
    };
    view! {
        <main id="main" class="blank">
            <svg class="drawing" viewBox="0 0 100 80" aria-hidden="true" inner_html=said.drawing></svg>
            <h1>{said.heading}</h1>
            <p>{said.words}</p>
            {way_on}
        </main>
    }
}

/// The same form with the same values, to be sent again to the same address. Passwords have to be typed again.
fn again(attempt: &Attempt) -> impl IntoView + use<> {
    let shown = typed(attempt)
        .map(|(field, value)| view! { <div><dt>{field.label()}</dt><dd dir="auto">{value}</dd></div> })
        .collect_view();
    let kept = attempt
        .values()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let passwords = passwords_of(attempt).into_iter().enumerate();
    let passwords = passwords.map(|(at, field)| PasswordField { is_first: at == 0, ..field }.view()).collect_view();
    let query = attempt.query.as_ref().map(|query| format!("?{query}")).unwrap_or_default();
    view! {
        <form class="form" method="post" action=format!("/fn/{}{query}", attempt.function)>
            <dl class="facts well">{shown}</dl>
            {kept}
            {passwords}
            <button class="button main">"Try again"</button>
        </form>
    }
}

/// What stands in the fields of a form, where anything does.
fn typed(attempt: &Attempt) -> impl Iterator<Item = (Field, String)> {
    [Field::Name, Field::Email, Field::Title, Field::Description, Field::DueDate]
        .into_iter()
        .filter_map(|field| Some((field, attempt.value(field).filter(|value| !value.is_empty())?.to_owned())))
}

/// The passwords that a form has, which are never kept.
fn passwords_of(attempt: &Attempt) -> Vec<PasswordField> {
    match attempt.function.as_str() {
        "sign_in" => vec![PasswordField::only("current-password")],
        "sign_up" => vec![PasswordField::only("new-password")],
        "change_password" => vec![PasswordField::current("current"), PasswordField::new_one()],
        "reset_password" => vec![PasswordField::new_one()],
        "delete_account" => vec![PasswordField::current("current")],
        // Another name needs none.
        "update_profile" if attempt.is_password_typed => vec![PasswordField::current("current")],
        _ => Vec::new(),
    }
}

/// The words and the picture for an error.
#[derive(Clone, Copy)]
struct Said {
    heading: &'static str,
    words: &'static str,
    drawing: &'static str,
}

impl Said {
    fn of(error: &Error, is_form: bool, is_kept: bool) -> Self {
        let (heading, words, drawing) = match error {
            Error::NotFound if is_form => {
                ("There is nothing here", "It may have been deleted. Nothing was changed.", AWAY)
            }
            Error::NotFound => ("There is nothing here", "The page has moved, or it never was.", AWAY),
            Error::CrossSite => {
                ("This stays closed", "The request did not come from this site, so nothing was changed.", SHUT)
            }
            Error::HttpsRequired => {
                ("This stays closed", "This Cubby is only open over HTTPS. Use its https:// address.", SHUT)
            }
            Error::SignUpClosed => {
                ("This stays closed", "This Cubby takes no new accounts without an invitation. Ask who runs it.", SHUT)
            }
            Error::LinkExpired => {
                ("This link is over", "It has been used, or its time is over. Ask for another one.", SHUT)
            }
            Error::MethodNotAllowed => ("This stays closed", "This address cannot be used that way.", SHUT),
            Error::Malformed => (
                "That could not be read",
                "The form did not arrive whole, so nothing was changed. Go back and send it again.",
                SHUT,
            ),
            Error::TooLarge => {
                ("That is too much at once", "Nothing was changed. Go back, shorten it, and send it again.", SHUT)
            }
            Error::Unavailable if is_kept => {
                ("Cubby is briefly unavailable", "What you typed is kept here. Try again in a moment.", ASLEEP)
            }
            Error::Unavailable => ("Cubby is briefly unavailable", "Nothing is lost. Try again in a moment.", ASLEEP),
            _ => ("Something went wrong", "The fault is ours, and nothing was changed. Try again in a moment.", ASLEEP),
        };
        Self { heading, words, drawing }
    }
}

const AWAY: &str = r#"<rect x="10" y="10" width="60" height="60" rx="15" stroke-dasharray="4 6.4"/><circle class="ball" cx="88" cy="63" r="7"/>"#;
const SHUT: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path d="M31 10v1a9 9 0 0 0 18 0v-1"/><path class="faint" d="M33 34h14"/></g>"#;
const ASLEEP: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle class="ball" cx="32" cy="57" r="7"/><path d="M43 44h6.5l-6.5 7.5h6.5M53 33h4.5l-4.5 5.5h4.5"/></g>"#;
