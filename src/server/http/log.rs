//! A line for each request: who asked for what, how it went, how long it took. Never a query, a body, a cookie or a token.

use std::time::Instant;

use axum::{extract::Request, middleware::Next, response::Response};

/// Logs the request once it is answered.
pub async fn requests(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let millis = began.elapsed().as_millis();
    if response.status().is_server_error() {
        tracing::warn!(%method, path, status, millis, "answered");
    } else {
        tracing::debug!(%method, path, status, millis, "answered");
    }
    response
}
