//! Headers that say under which condition a request is meant: `If-Match` and `Idempotency-Key`.

use std::collections::BTreeMap;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};

use super::problem::Failure;
use crate::{domain::Task, server::state::AppState};

/// The version of a task, as a header.
#[must_use]
pub fn etag(task: &Task) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{}\"", task.version)).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The versions for which a change is meant; none where any will do.
pub struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Whether the change is meant for the task as it stands.
    #[must_use]
    pub fn admits(&self, task: &Task) -> bool {
        self.0.as_ref().is_none_or(|tags| {
            // Tags are compared whole: a weak one matches nothing (RFC 9110 section 13.1.1).
            tags.iter().any(|tag| tag == "*" || etag(task).as_bytes() == tag.as_bytes())
        })
    }
}

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        Ok(Self(if_match(&parts.headers)))
    }
}

fn if_match(headers: &HeaderMap) -> Option<Vec<String>> {
    headers.contains_key(header::IF_MATCH).then(|| {
        let values = headers.get_all(header::IF_MATCH).iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).map(|tag| tag.trim().to_owned()).collect()
    })
}

/// What a client calls a request that it may send again.
pub struct IdempotencyKey(pub Option<String>);

impl IdempotencyKey {
    /// Room for every usual kind of id.
    pub const MAX_BYTES: usize = 255;
    const NAME: HeaderName = HeaderName::from_static("idempotency-key");
}

impl FromRequestParts<AppState> for IdempotencyKey {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        let mut values = parts.headers.get_all(Self::NAME).iter();
        let Some(value) = values.next() else { return Ok(Self(None)) };
        let is_key = |key: &&HeaderValue| {
            (1..=Self::MAX_BYTES).contains(&key.len()) && key.as_bytes().iter().all(u8::is_ascii_graphic)
        };
        match Some(value).filter(is_key).and_then(|key| key.to_str().ok()) {
            Some(key) if values.next().is_none() => Ok(Self(Some(key.to_owned()))),
            _ => {
                let why = "Idempotency-Key must be one key of 1 to 255 visible ASCII characters".to_owned();
                Err(Failure::Misshapen(BTreeMap::from([("Idempotency-Key".to_owned(), vec![why])])))
            }
        }
    }
}
