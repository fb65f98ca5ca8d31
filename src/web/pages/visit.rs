//! What a page may know of the request that asks for it.

use std::convert::Infallible;

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts},
    http::{HeaderMap, Uri, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use leptos::prelude::IntoView;
use tower_cookies::Cookies;

use super::document::{self, Document, Scripts};
use crate::{
    domain::{Error, TaskQuery, Theme, Timestamp, UndoId, UserId},
    server::{
        auth::{cookie, current_user::CurrentUser, token::Audience},
        http::{
            headers::Nonce,
            navigation::{page_owner, wants_page},
        },
        problem,
        state::AppState,
    },
    web::{
        attempt::Attempt,
        components::{calendar::Calendar, language::Language},
    },
};

/// One request for a page.
pub struct Visit {
    /// The program's state.
    pub state: AppState,
    /// The form that came back, where one did.
    pub attempt: Option<Attempt>,
    /// Whether a page is asked for; a script asks for data.
    pub wants_page: bool,
    /// Whose page the script runs on that asks, where one does.
    pub page_owner: Option<UserId>,
    /// The language of the person's days.
    pub language: Language,
    /// What was done last in this browser.
    pub undo: Option<UndoId>,
    cookies: Option<Cookies>,
    uri: Uri,
    nonce: String,
    /// What this browser chose, where nobody is signed in.
    theme: Theme,
}

impl Visit {
    /// The time of the request.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// A moment as the clock of the person's place shows it.
    #[must_use]
    pub fn local(&self, moment: Timestamp) -> Timestamp {
        moment.ahead(self.zone())
    }

    /// The person's own.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        Calendar::new(self.local(self.now()), self.language.clone())
    }

    /// How many minutes that clock is ahead of UTC.
    #[must_use]
    pub fn zone(&self) -> i64 {
        self.cookies.as_ref().map(|cookies| cookie::read_zone(cookies, &self.state.config)).unwrap_or_default()
    }

    /// Why no form is accepted, where none is.
    #[must_use]
    pub fn shut(&self) -> Option<Error> {
        self.state.config.is_shut().then_some(Error::HttpsRequired)
    }

    /// The query of the address, as pairs.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
    }

    /// The list of tasks that the address asks for.
    #[must_use]
    pub fn task_query(&self) -> TaskQuery {
        TaskQuery::from_pairs(self.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// One value of the address.
    #[must_use]
    pub fn query(&self, key: &str) -> Option<String> {
        self.pairs().into_iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The page, whole. Where a form came back, the status says why.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: &str,
        person: Option<&CurrentUser>,
        main: impl FnOnce() -> V,
    ) -> Response {
        self.answer(title, person, Scripts::None, main)
    }

    /// A page with fields for passwords.
    pub fn form_page<V: IntoView + 'static>(
        &self,
        title: &str,
        person: Option<&CurrentUser>,
        main: impl FnOnce() -> V,
    ) -> Response {
        self.answer(title, person, Scripts::ShowPassword, main)
    }

    /// The page with the list.
    pub fn list_page<V: IntoView + 'static>(
        &self,
        title: &str,
        person: &CurrentUser,
        main: impl FnOnce() -> V,
    ) -> Response {
        self.answer(title, Some(person), Scripts::List(person.shortcuts), main)
    }

    /// A piece of a page, as HTML.
    pub fn piece<V: IntoView + 'static>(&self, view: impl FnOnce() -> V) -> String {
        document::piece(view)
    }

    fn answer<V: IntoView + 'static>(
        &self,
        title: &str,
        person: Option<&CurrentUser>,
        scripts: Scripts,
        main: impl FnOnce() -> V,
    ) -> Response {
        let error = self.attempt.as_ref().map(|attempt| &attempt.error);
        let title = if error.is_some() { format!("Error: {title}") } else { title.to_owned() };
        let document = Document {
            title: &title,
            nonce: &self.nonce,
            person: person.map(|person| &person.user),
            theme: person.map_or(self.theme, |person| person.theme),
            path: self.uri.path(),
            scripts,
        };
        let status = error.map(Error::status).unwrap_or_default();
        let mut response = (status, Html(document::render(&document, main))).into_response();
        if let Some(seconds) = error.and_then(Error::retry_after) {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let cookies = parts.extensions.get::<Cookies>();
        Ok(Self {
            state: state.clone(),
            attempt: parts.extensions.get().cloned(),
            wants_page: wants_page(&parts.headers),
            page_owner: page_owner(&parts.headers),
            language: language(&parts.headers),
            undo: cookies.and_then(|cookies| cookie::read_undo(cookies, &state.config)),
            cookies: cookies.cloned(),
            uri: parts.uri.clone(),
            nonce: parts.extensions.get().map(|Nonce(nonce)| nonce.clone()).unwrap_or_default(),
            theme: cookies.map(|cookies| cookie::read_theme(cookies, &state.config)).unwrap_or_default(),
        })
    }
}

fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
    accepted.map(Language::accepted).unwrap_or_default()
}

/// Somebody who is signed in: as an argument of a page it is the requirement to be.
pub struct Person(pub CurrentUser);

impl FromRequestParts<AppState> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let token = parts.extensions.get::<Cookies>().and_then(|cookies| cookie::read(cookies, &state.config));
        Ok(Self(state.accounts.current_user(Audience::Web, token.as_deref(), state.clock.now()).await?))
    }
}

impl OptionalFromRequestParts<AppState> for Person {
    type Rejection = Failure;

    /// Nobody where nobody is signed in; only a fault is an error.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Option<Self>, Failure> {
        match <Self as FromRequestParts<AppState>>::from_request_parts(parts, state).await {
            Ok(person) => Ok(Some(person)),
            Err(Failure(Error::SignedOut | Error::SessionExpired)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

/// Why there is no page; [`super::error::dress`] makes one of it.
#[derive(Debug)]
pub struct Failure(pub Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        problem::response(self.0)
    }
}
