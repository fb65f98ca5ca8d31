//! What the log says of a request: from where, for what, how it went, how long it took. Never a query, a body, a cookie or
//! a token.

use std::time::Instant;

use axum::{extract::Request, middleware::Next, response::Response};
use tracing::Instrument;

use super::client::Client;

/// Logs the request once it is answered. Whatever is logged meanwhile says from where it was asked for.
pub async fn requests(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let client = request.extensions().get().map(|client: &Client| client.address);
    let span = tracing::info_span!("request", client = client.map(tracing::field::display));
    let began = Instant::now();
    async {
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
    .instrument(span)
    .await
}
