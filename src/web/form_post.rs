//! A form that the browser posts by itself. It speaks to the same server function as an island does; what comes back
//! is turned into a page: the next one by redirect, or the same one with what was typed and what is wrong.

use std::convert::Infallible;

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::{Path, Request, State, rejection::PathRejection},
    http::{Extensions, HeaderValue, Method, Uri, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use leptos::{context::provide_context, server_fn};
use tower::ServiceExt;
use tower_cookies::Cookies;

use super::{
    attempt::Attempt,
    pages::{kept, reset, sign_in},
};
use crate::{
    domain::{Error, UserId},
    server::{
        auth::cookie,
        http::{
            headers::Nonce,
            navigation::{page_owner, wants_page},
        },
        problem,
        state::AppState,
    },
};

/// No answer of a server function is larger.
const MAX_ANSWER: usize = 64 * 1024;

/// Posts of `/fn/…`: an island gets the function's own answer, a browser gets a page.
pub async fn post(State(state): State<AppState>, Extension(pages): Extension<Pages>, request: Request) -> Response {
    if server_fn::axum::get_server_fn_service(request.uri().path(), Method::POST).is_none() {
        return problem::response(Error::NotFound);
    }
    if wants_page(request.headers()) {
        return page(state, pages, request).await;
    }
    if is_anothers(page_owner(request.headers()), request.extensions(), &state) {
        return problem::response(Error::SignedOut);
    }
    call(state, request).await
}

/// A reload of what a post brought, or an old bookmark of it.
pub async fn get(function: Result<Path<String>, PathRejection>, uri: Uri) -> Response {
    match function {
        Ok(Path(function)) => Redirect::to(&page_of(&function, &[], uri.query())).into_response(),
        Err(_) => problem::response(Error::NotFound),
    }
}

/// The pages that a form can come back to.
#[derive(Clone)]
pub struct Pages(pub Router);

async fn call(state: AppState, request: Request) -> Response {
    leptos_axum::handle_server_fns_with_context(move || provide_context(state.clone()), request).await.into_response()
}

async fn page(state: AppState, Pages(pages): Pages, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return problem::response(Error::TooLarge);
    };
    let function = parts.uri.path().trim_start_matches("/fn/").to_owned();
    let typed: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let page = page_of(&function, &typed, parts.uri.query());
    let mut attempt = Attempt::new(function, Error::SignedOut, typed);
    if !is_anothers(attempt.person(), &parts.extensions, &state) {
        let mut asked = parts.clone();
        // The function's own answer is wanted, not the redirects that Leptos makes for forms.
        asked.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let answer = call(state.clone(), Request::from_parts(asked, Body::from(body))).await;
        if answer.status().is_success() {
            return go_on(&state, &parts, &attempt, &answer);
        }
        attempt.error = match to_bytes(answer.into_body(), MAX_ANSWER).await {
            Ok(body) => serde_json::from_slice(&body).unwrap_or(Error::Malformed),
            Err(_) => Error::Internal,
        };
    }
    match attempt.error {
        Error::SignedOut | Error::SessionExpired => {
            let address = sign_in::address(&attempt.error, &page);
            if kept::is_kept(&attempt) { Redirect::temporary(&address) } else { Redirect::to(&address) }.into_response()
        }
        // Its page offers to bring it back.
        Error::NotFound if attempt.function == "update_task" => come_back(pages, parts, &page, attempt).await,
        Error::NotFound
        | Error::Malformed
        | Error::Internal
        | Error::HttpsRequired
        | Error::SignUpClosed
        | Error::LinkExpired => problem::response(attempt.error),
        Error::Unavailable => {
            let mut response = problem::response(Error::Unavailable);
            response.extensions_mut().insert(attempt.with_query(parts.uri.query()));
            response
        }
        _ => come_back(pages, parts, &page, attempt).await,
    }
}

/// To where the function says, with the form that was kept while its person signed in.
fn go_on(state: &AppState, parts: &Parts, attempt: &Attempt, answer: &Response) -> Response {
    let said = answer.headers().get(header::LOCATION).and_then(|path| path.to_str().ok());
    let next = said.map_or_else(|| with_query("/tasks", parts.uri.query()), str::to_owned);
    let path = next.split('?').next().unwrap_or_default();
    match given_back(attempt, path, whose(&parts.extensions, state)) {
        Some(_) => Redirect::temporary(&next),
        None => Redirect::to(&next),
    }
    .into_response()
}

/// The form that was kept in this one, on the page where it stands and for the person who filled it in: nobody else who
/// signs in after them is given it.
pub(super) fn given_back(attempt: &Attempt, path: &str, person: Option<UserId>) -> Option<Attempt> {
    let kept = attempt.named(kept::FIELD).and_then(kept::read)?;
    let values: Vec<_> = kept.values().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let is_here = page_of(&kept.function, &values, None) == path;
    (is_here && kept.person().is_some() && kept.person() == person).then_some(kept)
}

/// Whose browser this is, also when their session is over. Nothing opens by it.
pub(super) fn whose(extensions: &Extensions, state: &AppState) -> Option<UserId> {
    let token = extensions.get::<Cookies>().and_then(|cookies| cookie::read(cookies, &state.config));
    state.accounts.whose(token.as_deref(), state.clock.now())
}

/// Whether somebody else has signed in in this browser since the page was opened.
fn is_anothers(wrote: Option<UserId>, extensions: &Extensions, state: &AppState) -> bool {
    wrote.zip(whose(extensions, state)).is_some_and(|(wrote, sends)| wrote != sends)
}

async fn come_back(pages: Router, parts: Parts, page: &str, attempt: Attempt) -> Response {
    let Ok::<_, Infallible>(response) = pages.oneshot(same_page(parts, page, attempt)).await;
    response
}

/// The request for the page that the form stands on, by the same person, with what came of the form.
pub(super) fn same_page(parts: Parts, page: &str, attempt: Attempt) -> Request {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = page.parse().unwrap_or_default();
    *request.headers_mut() = parts.headers;
    let extensions = request.extensions_mut();
    extensions.insert(attempt);
    // Not all of them: what the router found in the form's address would be taken for the page's.
    if let Some(cookies) = parts.extensions.get::<Cookies>() {
        extensions.insert(cookies.clone());
    }
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        extensions.insert(nonce.clone());
    }
    request
}

/// The page that a function's form stands on. The form's address carries the page's query.
pub(super) fn page_of(function: &str, typed: &[(String, String)], query: Option<&str>) -> String {
    let path = match function {
        "sign_up" => "/signup".to_owned(),
        "sign_in" => "/signin".to_owned(),
        "update_profile" | "set_theme" | "set_shortcuts" | "set_zone" | "change_password" | "end_session"
        | "end_other_sessions" | "delete_account" => "/account".to_owned(),
        "reset_password" => {
            let token = typed.iter().find(|(name, _)| name == "token").map_or("", |(_, token)| token.as_str());
            return reset::address(token);
        }
        "restore_task" => "/tasks/deleted".to_owned(),
        "update_task" | "bring_back" => {
            let id = typed
                .iter()
                .find(|(name, _)| name == "id")
                .and_then(|(_, id)| id.parse::<crate::domain::TaskId>().ok());
            id.map_or_else(|| "/tasks".to_owned(), |id| format!("/tasks/{id}"))
        }
        _ => "/tasks".to_owned(),
    };
    with_query(&path, query)
}

fn with_query(path: &str, query: Option<&str>) -> String {
    query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"))
}
