//! How a [`domain::Error`](crate::domain::Error) is said over HTTP, and where its inner cause is logged.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::domain::Error;

impl Error {
    /// The status of the answer that carries this.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::InvalidCredentials | Self::SignedOut | Self::SessionExpired => StatusCode::UNAUTHORIZED,
            Self::EmailTaken | Self::UndoStale | Self::Interrupted => StatusCode::CONFLICT,
            Self::CrossSite | Self::HttpsRequired | Self::SignUpClosed => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Stale => StatusCode::PRECONDITION_FAILED,
            Self::LinkExpired | Self::UndoOver => StatusCode::GONE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyAttempts { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable | Self::Offline => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds to wait before trying again, where waiting helps.
    #[must_use]
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooManyAttempts { seconds } => Some(*seconds),
            Self::Unavailable => Some(2),
            _ => None,
        }
    }
}

/// Logs what the person is not told, and gives what they are.
pub fn internal(what: &'static str, cause: impl std::fmt::Display) -> Error {
    tracing::error!(%cause, "{what}");
    Error::Internal
}

/// An answer that still has to be dressed: by a page, or by a JSON body, whichever the asking face speaks.
#[must_use]
pub fn response(error: Error) -> Response {
    let mut response = error.status().into_response();
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response.extensions_mut().insert(error);
    response
}

/// What an answer reports, also one that a ready-made layer or the router made.
#[must_use]
pub fn reported(response: &Response) -> Option<Error> {
    response.extensions().get::<Error>().cloned().or_else(|| match response.status() {
        StatusCode::BAD_REQUEST => Some(Error::Malformed),
        StatusCode::NOT_FOUND => Some(Error::NotFound),
        StatusCode::METHOD_NOT_ALLOWED => Some(Error::MethodNotAllowed),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Error::TooLarge),
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Some(Error::Unavailable),
        status if status.is_server_error() => Some(Error::Internal),
        _ => None,
    })
}
