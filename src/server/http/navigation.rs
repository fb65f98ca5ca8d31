//! Whether it is a browser that asks, for something to show.

use axum::http::{HeaderMap, header};

/// Browsers name `text/html` when they open a page or post a form; islands and scripts do not.
#[must_use]
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}
