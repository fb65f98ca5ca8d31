//! Accounts and tokens.

use axum::{
    extract::State,
    http::{Extensions, HeaderMap, StatusCode},
    response::{IntoResponse, Json, Response},
};

use super::{
    answers::{Session, User},
    body::Body,
    caller::Bearer,
    conditions::IdempotencyKey,
    problem::{Failure, Problem},
    requests::{Credentials, NewAccount},
};
use crate::server::{
    auth::{caller::Caller, token::Audience},
    state::AppState,
};

/// Make an account and sign in to it
///
/// With an `Idempotency-Key` the call can be sent again for 24 hours: it answers with the same account and a fresh token.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::sign_up_once`].
#[utoipa::path(
    post,
    path = "/auth/register",
    tag = "Accounts",
    params(("Idempotency-Key" = Option<String>, Header, description = "A name for this call, such as a random UUID", min_length = 1, max_length = 255, pattern = "^[!-~]{1,255}$")),
    request_body = NewAccount,
    responses(
        (status = 201, description = "The account, and a token", body = Session),
        (status = 403, description = "This Cubby takes no new accounts by this way", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is an account with this e-mail", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many new accounts from this address", body = Problem, content_type = "application/problem+json"),
    ),
    security(()),
)]
pub async fn register(
    State(state): State<AppState>,
    IdempotencyKey(key): IdempotencyKey,
    headers: HeaderMap,
    extensions: Extensions,
    Body(NewAccount { email, password, name }): Body<NewAccount>,
) -> Result<Response, Failure> {
    let now = state.clock.now();
    let accounts = &state.accounts;
    let caller = Caller::program(&headers, &extensions);
    let session = match key {
        Some(key) => accounts.sign_up_once(Audience::Api, &caller, (&name, &email, &password), key, now).await?,
        None => accounts.sign_up(Audience::Api, &caller, &name, &email, &password, now).await?,
    };
    Ok((StatusCode::CREATED, Json(Session::of(session, now))).into_response())
}

/// Sign in
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::sign_in`].
#[utoipa::path(
    post,
    path = "/auth/login",
    tag = "Accounts",
    request_body = Credentials,
    responses(
        (status = 200, description = "A token", body = Session),
        (status = 401, description = "Invalid credentials", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts", body = Problem, content_type = "application/problem+json"),
    ),
    security(()),
)]
pub async fn login(
    State(state): State<AppState>,
    headers: HeaderMap,
    extensions: Extensions,
    Body(Credentials { email, password }): Body<Credentials>,
) -> Result<Json<Session>, Failure> {
    let now = state.clock.now();
    let session =
        state.accounts.sign_in(Audience::Api, &Caller::program(&headers, &extensions), &email, &password, now).await?;
    Ok(Json(Session::of(session, now)))
}

/// End the session of the token
///
/// The token is refused from the next call on.
///
/// # Errors
/// [`crate::domain::Error::Unavailable`].
#[utoipa::path(
    post,
    path = "/auth/logout",
    tag = "Accounts",
    responses((status = 204, description = "The token is dead")),
)]
pub async fn logout(State(state): State<AppState>, Bearer(person): Bearer) -> Result<StatusCode, Failure> {
    state.accounts.sign_out(person.user.id, person.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The person of the token
#[utoipa::path(
    get,
    path = "/auth/me",
    tag = "Accounts",
    responses((status = 200, description = "The person", body = User)),
)]
pub async fn me(Bearer(person): Bearer) -> Json<User> {
    Json(person.user.into())
}
