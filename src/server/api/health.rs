//! Whether the program is there, and whether it can serve.

use axum::{extract::State, http::StatusCode};

use super::problem::Failure;
use crate::server::state::AppState;

/// Whether the program runs
#[utoipa::path(get, path = "/healthz", tag = "Health", responses((status = 200, description = "It runs")), security(()))]
pub async fn healthz() -> StatusCode {
    StatusCode::OK
}

/// Whether the database answers
///
/// # Errors
/// [`crate::domain::Error::Unavailable`] while it does not.
#[utoipa::path(get, path = "/readyz", tag = "Health", responses((status = 200, description = "It answers")), security(()))]
pub async fn readyz(State(state): State<AppState>) -> Result<StatusCode, Failure> {
    state.db.ping().await?;
    Ok(StatusCode::OK)
}
