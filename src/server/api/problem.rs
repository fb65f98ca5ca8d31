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

/// A kind of problem.
#[derive(Clone, Copy)]
pub struct Kind {
    /// What it is called in the address that explains it.
    pub name: &'static str,
    /// The same for all of the kind.
    pub title: &'static str,
    /// What it means, and what to do.
    pub meaning: &'static str,
}

const INVALID: Kind = Kind {
    name: "invalid",
    title: "Something sent is not right",
    meaning: "`errors` says what, by the name of the field or parameter. Mend it and send it again.",
};
const MALFORMED: Kind = Kind {
    name: "malformed",
    title: "The request could not be read",
    meaning: "The body is not JSON in UTF-8, or it is broken.",
};
const UNAUTHORIZED: Kind = Kind {
    name: "unauthorized",
    title: "A valid token is needed",
    meaning: "There is no token, or it has expired, was ended, or is not one of ours. Log in for a new one.",
};
const CREDENTIALS: Kind = Kind {
    name: "invalid-credentials",
    title: "Invalid credentials",
    meaning: "There is no account with this e-mail and password.",
};
const FORBIDDEN: Kind = Kind {
    name: "forbidden",
    title: "This is not yours",
    meaning: "The path names somebody other than the person of the token, or the request came over plain HTTP where HTTPS is required.",
};
const CLOSED: Kind = Kind {
    name: "sign-up-closed",
    title: "This Cubby takes no new accounts",
    meaning: "New accounts are made on the page of an invitation, if at all. Ask who runs it.",
};
const NOT_FOUND: Kind = Kind {
    name: "not-found",
    title: "There is nothing here",
    meaning: "No such address, or no such task among yours.",
};
const METHOD: Kind = Kind {
    name: "method-not-allowed",
    title: "This address cannot be used that way",
    meaning: "`Allow` says which methods it answers.",
};
const TAKEN: Kind = Kind {
    name: "email-taken",
    title: "Email already registered",
    meaning: "There is an account with this e-mail, in whatever letter case.",
};
const STALE: Kind = Kind {
    name: "stale",
    title: "The task was changed meanwhile",
    meaning: "The task is at another version than `If-Match` names. Get it again and decide anew.",
};
const TOO_LARGE: Kind =
    Kind { name: "too-large", title: "That is too much to send at once", meaning: "A body may have 64 KiB." };
const NOT_JSON: Kind = Kind {
    name: "unsupported-media-type",
    title: "Send JSON",
    meaning: "The body has to come as `Content-Type: application/json`.",
};
const KEY_REUSED: Kind = Kind {
    name: "key-reused",
    title: "This Idempotency-Key was used for another request",
    meaning: "A key belongs to one request, for 24 hours. Use a new one, such as a random UUID.",
};
const ATTEMPTS: Kind = Kind {
    name: "too-many-attempts",
    title: "Too many attempts",
    meaning: "`Retry-After` says how many seconds to wait.",
};
const UNAVAILABLE: Kind = Kind {
    name: "unavailable",
    title: "Cubby is briefly unavailable",
    meaning: "Try again after as many seconds as `Retry-After` says.",
};
const INTERNAL: Kind = Kind {
    name: "internal",
    title: "Something went wrong on our side",
    meaning: "The fault is ours; the log of the server has the cause.",
};

/// Every kind, for the page that explains them.
pub const KINDS: [Kind; 16] = [
    INVALID,
    MALFORMED,
    UNAUTHORIZED,
    CREDENTIALS,
    FORBIDDEN,
    CLOSED,
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
                Error::CrossSite | Error::HttpsRequired => FORBIDDEN,
                Error::SignUpClosed => CLOSED,
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
        let Kind { name, title, meaning } = self.kind();
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
            first.or(said).map_or(Cow::Borrowed(if name == CREDENTIALS.name { title } else { meaning }), Cow::Owned);
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
