//! The table of pages.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    response::{Redirect, Response},
    routing::{get, post},
};

use crate::{
    domain::Error,
    server::{http::assets, problem, state::AppState},
    web::{
        form_post::{self, Pages},
        kept_form,
        pages::{account, api_docs, deleted, home, reset, sign_in, sign_up, task, tasks, transfer},
    },
};

/// Every address that a person can open.
pub fn pages() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/signup", get(sign_up::show))
        .route("/signin", get(sign_in::show))
        .route("/reset", get(reset::show))
        .route("/tasks", get(tasks::show))
        .route("/tasks/deleted", get(deleted::show))
        .route("/tasks/{id}", get(task::show))
        .route("/account", get(account::show))
        .route("/api/docs", get(api_docs::show))
        .route("/dashboard", get(tasks::dashboard))
}

/// Every address that a form can be posted to. A form that was not accepted comes back to its page, also by way of
/// signing in.
pub fn forms(state: &AppState) -> Router<AppState> {
    let pages = Pages(pages().with_state(state.clone()));
    Router::new()
        .route("/fn/{function}", post(form_post::post).get(form_post::get))
        .route("/signin", post(kept_form::hold))
        .route("/tasks", post(kept_form::give_back))
        .route("/tasks/{id}", post(kept_form::give_back))
        .route("/account", post(kept_form::give_back))
        .layer(axum::Extension(pages))
}

/// Files that people take along and bring back. They are larger than forms.
pub fn files() -> Router<AppState> {
    let page = || async { Redirect::to("/account") };
    Router::new()
        .route("/fn/export", post(transfer::export).get(page))
        .route("/fn/import", post(transfer::import).get(page))
        .layer(DefaultBodyLimit::disable())
}

/// What is not a page: a file that the program carries, or nothing.
pub async fn file(request: Request) -> Response {
    if assets::has(request.uri().path()) { assets::serve(&request) } else { problem::response(Error::NotFound) }
}
