//! Counts what is answered, where somebody asked for it.

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};

use crate::server::{
    metrics::{MEDIA_TYPE, Metrics},
    problem,
};

/// Counts an answer by its route and how long it took to begin.
pub async fn answers(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    // Whoever asks can make methods up.
    let is_known = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
        .contains(request.method());
    let method = if is_known { request.method().to_string() } else { "other".to_owned() };
    let route = request.extensions().get::<MatchedPath>().cloned();
    let answer = next.run(request).await;
    metrics.count(&method, route.as_ref().map(MatchedPath::as_str), answer.status().as_u16(), began.elapsed());
    answer
}

/// What answers Prometheus, on an address of its own.
pub fn router(metrics: Arc<Metrics>) -> Router {
    let text = async move || match metrics.text() {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response(),
        Err(error) => problem::response(error),
    };
    Router::new().route("/metrics", get(text))
}
