//! REST, for scripts and other clients: JSON and a bearer token, over the same functions as the pages.

pub mod answers;
mod auth;
mod body;
mod caller;
mod conditions;
mod document;
mod health;
mod list_query;
pub mod problem;
mod requests;
mod tasks;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Json, Response},
    routing::{any, get},
};
use serde_json::Value;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    domain::Error,
    server::{api::problem::Failure, state::AppState},
};

/// The `OpenAPI` document.
#[derive(Clone)]
pub struct Document(pub Arc<Value>);

/// Every call, and the document that describes them: a handler says both in one place.
pub fn router(state: &AppState) -> (Router<AppState>, Document) {
    let calls = OpenApiRouter::new()
        .routes(routes!(auth::register))
        .routes(routes!(auth::login))
        .routes(routes!(auth::logout))
        .routes(routes!(auth::me))
        .routes(routes!(tasks::list, tasks::add))
        .routes(routes!(tasks::get, tasks::update, tasks::delete))
        .routes(routes!(tasks::complete))
        .layer(from_fn_with_state(state.clone(), require_https))
        .route("/openapi.json", get(openapi))
        .fallback(nothing_here);
    let (router, document) = OpenApiRouter::with_openapi(document::frame())
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .nest("/api", calls)
        // The root of the nest with its slash is not in the nest.
        .route("/api/", any(nothing_here))
        .split_for_parts();
    let document = Document(Arc::new(document::finished(document)));
    (router.layer(Extension(document.clone())), document)
}

async fn openapi(Extension(Document(document)): Extension<Document>) -> Json<Arc<Value>> {
    Json(document)
}

async fn nothing_here() -> Failure {
    Error::NotFound.into()
}

/// Where only HTTPS is open, no password and no token is taken without.
async fn require_https(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if state.config.is_shut() {
        return Failure::from(Error::HttpsRequired).into_response();
    }
    next.run(request).await
}
