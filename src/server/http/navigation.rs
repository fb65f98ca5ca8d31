//! Whether whoever asks wants something to show, and on whose page a script runs that asks.

use axum::http::{HeaderMap, header};

use crate::domain::UserId;

/// By this header a script of ours says whose page it runs on. Somebody else may have signed in in the browser since.
const PAGE_OWNER: &str = "cubby-person";

/// HTML comes first: data is only for who names it and no page, as islands and the scripts of pages do. Browsers name
/// `text/html`; many other clients say that they take anything.
#[must_use]
pub fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accept.contains("text/html") || !accept.contains("application/json")
}

/// Whose page a script asks from, where it says so.
#[must_use]
pub fn page_owner(headers: &HeaderMap) -> Option<UserId> {
    headers.get(PAGE_OWNER)?.to_str().ok()?.parse().ok()
}
