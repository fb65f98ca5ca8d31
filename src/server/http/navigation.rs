//! Whether whoever asks wants something to show.

use axum::http::{HeaderMap, header};

/// HTML comes first: data is only for who names it and no page, as islands and the scripts of pages do. Browsers name
/// `text/html`; many other clients say that they take anything.
#[must_use]
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html") || !accept.contains("application/json")
}
