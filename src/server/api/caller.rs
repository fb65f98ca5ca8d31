//! Whose request this is, by its token, and whether the path is theirs. As an argument of a handler each is a requirement.

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{HeaderMap, header, request::Parts},
};
use uuid::Uuid;

use super::problem::Failure;
use crate::{
    domain::{Error, TaskId, UserId},
    server::{
        auth::{current_user::CurrentUser, token::Audience},
        state::AppState,
        store::Revision,
    },
};

/// The person of the bearer token. Cookies are not looked at.
pub struct Bearer(pub CurrentUser);

impl FromRequestParts<AppState> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let token = bearer(&parts.headers);
        Ok(Self(state.accounts.current_user(Audience::Api, token, state.clock.now()).await?))
    }
}

/// The token of the one `Authorization` header (RFC 6750 section 2.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, token) = values.next()?.to_str().ok()?.split_once(' ')?;
    (values.next().is_none() && scheme.eq_ignore_ascii_case("bearer")).then(|| token.trim())
}

/// The person of the token, who is also the person of the path.
pub struct Owner {
    /// Who it is.
    pub id: UserId,
    /// Where their tasks have come to.
    pub tasks: Revision,
}

impl FromRequestParts<AppState> for Owner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Bearer(caller) = Bearer::from_request_parts(parts, state).await?;
        let named = uuid(parts, "user_id").await?.map(UserId::new);
        if named == Some(caller.user.id) {
            Ok(Self { id: caller.user.id, tasks: caller.tasks })
        } else {
            tracing::info!(user.id = %caller.user.id, "asked for what is another person's");
            Err(Failure::Forbidden)
        }
    }
}

/// The task that the path names. What cannot be an id is one that does not exist.
pub struct TaskPath(pub TaskId);

impl FromRequestParts<AppState> for TaskPath {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        uuid(parts, "id").await?.map(|id| Self(TaskId::new(id))).ok_or(Failure::Because(Error::NotFound))
    }
}

async fn uuid(parts: &mut Parts, name: &str) -> Result<Option<Uuid>, Failure> {
    // What is no text names nothing.
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Failure::Because(Error::NotFound))?;
    let text = params.iter().find(|(key, _)| *key == name).map_or("", |(_, text)| text);
    // With hyphens, as we write it: one thing has one address.
    Ok(Uuid::try_parse(text).ok().filter(|_| text.len() == uuid::fmt::Hyphenated::LENGTH))
}
