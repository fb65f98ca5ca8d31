//! What a server function may know of the request that asked for it.

use axum::http::{HeaderValue, header, request::Parts};
use leptos::context::use_context;
use leptos_axum::ResponseOptions;
use tower_cookies::Cookies;

use crate::{
    domain::{Done, Error, Theme, Timestamp},
    server::{
        auth::{accounts::SignedIn, caller::Caller, cookie, current_user::CurrentUser, token::Audience},
        problem,
        state::AppState,
    },
};

/// The request, the state, and the answer's headers.
pub struct Asked {
    /// The program's state.
    pub state: AppState,
    cookies: Cookies,
    parts: Parts,
    answer: ResponseOptions,
}

/// The request that this server function answers.
///
/// # Errors
/// [`Error::Internal`] outside of a request; [`Error::HttpsRequired`] where this one may not be answered.
pub fn asked() -> Result<Asked, Error> {
    let found = || Some((use_context::<AppState>()?, use_context::<Parts>()?, use_context::<ResponseOptions>()?));
    let (state, parts, answer) = found().ok_or_else(|| problem::internal("a server function", "has no request"))?;
    let cookies = parts
        .extensions
        .get::<Cookies>()
        .cloned()
        .ok_or_else(|| problem::internal("a server function", "has no cookies"))?;
    if state.config.is_shut() {
        return Err(Error::HttpsRequired);
    }
    Ok(Asked { state, cookies, parts, answer })
}

impl Asked {
    /// The person who asks.
    ///
    /// # Errors
    /// As [`crate::server::auth::accounts::Accounts::current_user`].
    pub async fn person(&self) -> Result<CurrentUser, Error> {
        let token = cookie::read(&self.cookies, &self.state.config);
        self.state.accounts.current_user(Audience::Web, token.as_deref(), self.now()).await
    }

    /// Who asks, as far as that can be seen from outside.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller::browser(&self.parts.headers, &self.parts.extensions, &self.state.config)
    }

    /// The same, with the invitation of the form's address.
    #[must_use]
    pub fn invited(&self) -> Caller {
        let mut caller = self.caller();
        caller.invitation = self.query("invite");
        caller
    }

    /// The time of the request.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.state.clock.now()
    }

    /// A value of the address that the form was posted to.
    #[must_use]
    pub fn query(&self, key: &str) -> Option<String> {
        let query = self.parts.uri.query()?;
        form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
    }

    /// Signs the browser in, and makes it known to the account. The session that it had ends: nobody holds it any more, but
    /// for whoever took it (OWASP ASVS 5.0, 7.2.4).
    pub async fn keep(&self, session: SignedIn) {
        let replaced = cookie::read(&self.cookies, &self.state.config);
        self.state.accounts.replaced(replaced.as_deref(), self.now()).await;
        cookie::set_theme(&self.cookies, &self.state.config, session.theme);
        cookie::set_devices(&self.cookies, &self.state.config, session.devices);
        cookie::set(&self.cookies, &self.state.config, session.token);
    }

    /// Signs the browser out.
    pub fn forget(&self) {
        self.offer_nothing();
        cookie::clear(&self.cookies, &self.state.config);
    }

    /// Signs the browser out, and makes it a stranger.
    pub fn forget_for_good(&self) {
        self.forget();
        cookie::clear_devices(&self.cookies, &self.state.config);
        self.keep_theme(Theme::System);
    }

    /// Offers to undo what was done, until something else is.
    pub fn offer(&self, done: &Done) {
        if let Some(offer) = done.offer {
            cookie::set_undo(&self.cookies, &self.state.config, offer.id);
        }
    }

    /// Offers it no longer.
    pub fn offer_nothing(&self) {
        cookie::clear_undo(&self.cookies, &self.state.config);
    }

    /// Keeps in the browser how many minutes its place is ahead of UTC.
    pub fn keep_zone(&self, minutes: i64) {
        cookie::set_zone(&self.cookies, &self.state.config, minutes);
    }

    /// Keeps a theme in the browser.
    pub fn keep_theme(&self, theme: Theme) {
        cookie::set_theme(&self.cookies, &self.state.config, theme);
    }

    /// Where a form goes next.
    pub fn go_to(&self, path: &str) {
        if let Ok(path) = HeaderValue::from_str(path) {
            self.answer.insert_header(header::LOCATION, path);
        }
    }
}
