//! What pages can ask the server to do. A form posts to these as an island calls them.
#![allow(missing_docs, reason = "the macro makes a struct of a function's arguments")]

pub mod account;
#[cfg(feature = "ssr")]
pub mod request;
pub mod session;
pub mod tasks;

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::domain::Error;

impl FromServerFnError for Error {
    type Encoder = crate::web::json::JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Malformed,
            _ => Self::Internal,
        }
    }

    #[cfg(feature = "ssr")]
    fn status_code(&self) -> axum::http::StatusCode {
        self.status()
    }
}
