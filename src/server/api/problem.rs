//! What went wrong, as RFC 9457 has it. Every error of this face is one of these, also those that axum or a layer makes.

use std::{borrow::Cow, collections::BTreeMap};

use axum::{
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{domain::Error, server::problem};

/// Why a request was not done.
#[derive(Debug, Clone)]
pub enum Failure {
    /// What can go wrong on either face.
    Because(Error),
    /// What was sent has the wrong shape: sentences by the name of the field or parameter.
    Misshapen(BTreeMap<String, Vec<String>>),
    /// The path names somebody else.
    Forbidden,
    /// The body is something other than JSON.
    NotJson,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Because(error)
    }
}

/// An error as `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "/api/docs#invalid",
    "title": "Something sent is not right",
    "status": 422,
    "detail": "Title is required",
    "errors": { "title": ["Title is required"] }
}))]
pub struct Problem {
    /// The kind of problem; its address leads to what it means.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    kind: String,
    /// The same words for every problem of this kind.
    title: &'static str,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened this time.
    detail: Cow<'static, str>,
    /// For 422: what is wrong, by the name of the field or parameter.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    errors: BTreeMap<String, Vec<String>>,
}

/// A kind of problem: its name in the address, its title, what it means and what to do.
pub type Kind = (&'static str, &'static str, &'static str);

const INVALID: Kind = (
    "invalid",
    "Something sent is not right",
    "`errors` says what, by the name of the field or parameter. Mend it and send it again.",
);
const MALFORMED: Kind =
    ("malformed", "The request could not be read", "The body is not JSON in UTF-8, or it is broken.");
const UNAUTHORIZED: Kind = (
    "unauthorized",
    "A valid token is needed",
    "There is no token, or it has expired, was ended, or is not one of ours. Log in for a new one.",
);
const CREDENTIALS: Kind =
    ("invalid-credentials", "Invalid credentials", "There is no account with this e-mail and password.");
const FORBIDDEN: Kind = (
    "forbidden",
    "This is not yours",
    "The path names somebody other than the person of the token, or the request came over plain HTTP where HTTPS is required.",
);
const NOT_FOUND: Kind = ("not-found", "There is nothing here", "No such address, or no such task among yours.");
const METHOD: Kind =
    ("method-not-allowed", "This address cannot be used that way", "`Allow` says which methods it answers.");
const TAKEN: Kind =
    ("email-taken", "Email already registered", "There is an account with this e-mail, in whatever letter case.");
const STALE: Kind = (
    "stale",
    "The task was changed meanwhile",
    "The task is at another version than `If-Match` names. Get it again and decide anew.",
);
const TOO_LARGE: Kind = ("too-large", "That is too much to send at once", "A body may have 64 KiB.");
const NOT_JSON: Kind =
    ("unsupported-media-type", "Send JSON", "The body has to come as `Content-Type: application/json`.");
const KEY_REUSED: Kind = (
    "key-reused",
    "This Idempotency-Key was used for another request",
    "A key belongs to one request, for 24 hours. Use a new one, such as a random UUID.",
);
const ATTEMPTS: Kind = ("too-many-attempts", "Too many attempts", "`Retry-After` says how many seconds to wait.");
const UNAVAILABLE: Kind =
    ("unavailable", "Cubby is briefly unavailable", "Try again after as many seconds as `Retry-After` says.");
const INTERNAL: Kind =
    ("internal", "Something went wrong on our side", "The fault is ours; the log of the server has the cause.");

/// Every kind, for the page that explains them.
pub const KINDS: [Kind; 15] = [
    INVALID,
    MALFORMED,
    UNAUTHORIZED,
    CREDENTIALS,
    FORBIDDEN,
    NOT_FOUND,
    METHOD,
    TAKEN,
    STALE,
    TOO_LARGE,
    NOT_JSON,
    KEY_REUSED,
    ATTEMPTS,
    UNAVAILABLE,
    INTERNAL,
];

impl Failure {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Because(error) => error.status(),
            Self::Misshapen(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        }
    }

    const fn kind(&self) -> Kind {
        match self {
            Self::Misshapen(_) => INVALID,
            Self::Forbidden => FORBIDDEN,
            Self::NotJson => NOT_JSON,
            Self::Because(error) => match error {
                Error::Invalid(_) => INVALID,
                Error::Malformed => MALFORMED,
                // One answer, whatever was wrong with the token.
                Error::SignedOut | Error::SessionExpired => UNAUTHORIZED,
                Error::InvalidCredentials => CREDENTIALS,
                Error::CrossSite | Error::HttpsRequired | Error::SignUpClosed => FORBIDDEN,
                Error::NotFound | Error::LinkExpired => NOT_FOUND,
                Error::MethodNotAllowed => METHOD,
                Error::EmailTaken => TAKEN,
                Error::Stale | Error::UndoOver | Error::UndoStale | Error::Interrupted => STALE,
                Error::TooLarge => TOO_LARGE,
                Error::KeyReused => KEY_REUSED,
                Error::TooManyAttempts { .. } => ATTEMPTS,
                Error::Unavailable | Error::Offline => UNAVAILABLE,
                Error::Internal => INTERNAL,
            },
        }
    }

    fn errors(self) -> BTreeMap<String, Vec<String>> {
        match self {
            Self::Misshapen(errors) => errors,
            Self::Because(Error::Invalid(problems)) => {
                let mut errors = BTreeMap::<String, Vec<String>>::new();
                for problem in problems {
                    errors.entry(problem.field().name().to_owned()).or_default().push(problem.to_string());
                }
                errors
            }
            _ => BTreeMap::new(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        let (name, title, meaning) = self.kind();
        let retry_after = match &self {
            Self::Because(error) => error.retry_after(),
            _ => None,
        };
        let said = match &self {
            Self::Because(error @ (Error::TooManyAttempts { .. } | Error::HttpsRequired)) => Some(error.to_string()),
            _ => None,
        };
        let errors = self.errors();
        let first = errors.values().flatten().next().cloned();
        // Words that fit the field, or else what the kind means.
        let detail =
            first.or(said).map_or(Cow::Borrowed(if name == CREDENTIALS.0 { title } else { meaning }), Cow::Owned);
        let document = Problem { kind: format!("/api/docs#{name}"), title, status: status.as_u16(), detail, errors };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Makes a problem of every answer below that reports an error in another form: the router's own, a layer's, a panic's.
pub async fn dress(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let is_dressed =
        answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/problem+json");
    let Some(error) = problem::reported(&answer).filter(|_| !is_dressed) else {
        return answer;
    };
    let allow = answer.headers().get(header::ALLOW).cloned();
    let mut dressed = Failure::from(error).into_response();
    if let Some(allow) = allow {
        dressed.headers_mut().insert(header::ALLOW, allow);
    }
    dressed
}
