//! The cookies. Nothing of a session is ever in a URL or where scripts can read it.

use time::Duration;
use tower_cookies::{
    Cookie, Cookies,
    cookie::{CookieBuilder, SameSite},
};

use crate::{
    domain::{Theme, UndoId},
    server::{config::Config, store::undo_steps},
};

/// What a cookie is called. Over HTTPS the prefix makes browsers hold it to Secure, Path=/ and this very host (RFC 6265bis
/// section 4.1.3.2); over HTTP they refuse it.
struct Name {
    over_https: &'static str,
    over_http: &'static str,
}

const SESSION: Name = Name { over_https: "__Host-cubby", over_http: "cubby" };
/// What a browser is known by at sign-in. It stays when a session ends.
const DEVICES: Name = Name { over_https: "__Host-cubby-device", over_http: "cubby-device" };
/// The theme, for pages that nobody is signed in on.
const THEME: Name = Name { over_https: "__Host-cubby-theme", over_http: "cubby-theme" };
/// What was done last, and can be undone.
const UNDO: Name = Name { over_https: "__Host-cubby-undo", over_http: "cubby-undo" };
/// How many minutes the place of this browser is ahead of UTC, which its script says.
const ZONE: Name = Name { over_https: "__Host-cubby-zone", over_http: "cubby-zone" };

/// No place is further ahead or behind.
const MAX_ZONE: i64 = 14 * 60;
/// How long a browser is known that does not sign in again.
pub(super) const DEVICES_LAST: std::time::Duration = std::time::Duration::from_hours(365 * 24);

/// The token that came with a request.
#[must_use]
pub fn read(cookies: &Cookies, config: &Config) -> Option<String> {
    get(cookies, config, &SESSION)
}

/// Gives the browser a token to keep.
pub fn set(cookies: &Cookies, config: &Config, token: String) {
    let lasts = Duration::days(i64::from(config.session_max_days));
    cookies.add(build(config, &SESSION, token).max_age(lasts).build());
}

/// Takes it back.
pub fn clear(cookies: &Cookies, config: &Config) {
    cookies.remove(build(config, &SESSION, String::new()).build());
}

/// The notes by which accounts know this browser.
#[must_use]
pub fn read_devices(cookies: &Cookies, config: &Config) -> Option<String> {
    get(cookies, config, &DEVICES)
}

/// Gives the browser its notes to keep.
pub fn set_devices(cookies: &Cookies, config: &Config, notes: String) {
    keep(cookies, config, &DEVICES, notes, DEVICES_LAST);
}

/// Takes the notes back.
pub fn clear_devices(cookies: &Cookies, config: &Config) {
    cookies.remove(build(config, &DEVICES, String::new()).build());
}

/// The theme that was chosen in this browser.
#[must_use]
pub fn read_theme(cookies: &Cookies, config: &Config) -> Theme {
    Theme::parse(get(cookies, config, &THEME).as_deref())
}

/// Keeps the theme in this browser; of the system's choice nothing is kept.
pub fn set_theme(cookies: &Cookies, config: &Config, theme: Theme) {
    match theme.chosen() {
        Some(word) => keep(cookies, config, &THEME, word.to_owned(), DEVICES_LAST),
        None => forget(cookies, config, &THEME),
    }
}

/// What was done last in this browser. It says nothing of the task, and only its person can undo it.
#[must_use]
pub fn read_undo(cookies: &Cookies, config: &Config) -> Option<UndoId> {
    get(cookies, config, &UNDO)?.parse().ok()
}

/// Keeps what was done last.
pub fn set_undo(cookies: &Cookies, config: &Config, id: UndoId) {
    keep(cookies, config, &UNDO, id.to_string(), undo_steps::KEPT);
}

/// Forgets it.
pub fn clear_undo(cookies: &Cookies, config: &Config) {
    forget(cookies, config, &UNDO);
}

/// How many minutes the clock of this browser's place is ahead of UTC, as far as the browser has said.
#[must_use]
pub fn read_zone(cookies: &Cookies, config: &Config) -> i64 {
    let said = get(cookies, config, &ZONE).and_then(|minutes| minutes.parse::<i64>().ok());
    said.unwrap_or_default().clamp(-MAX_ZONE, MAX_ZONE)
}

/// Keeps it.
pub fn set_zone(cookies: &Cookies, config: &Config, minutes: i64) {
    keep(cookies, config, &ZONE, minutes.clamp(-MAX_ZONE, MAX_ZONE).to_string(), DEVICES_LAST);
}

impl Name {
    fn under(&self, config: &Config) -> &'static str {
        if config.is_https() { self.over_https } else { self.over_http }
    }
}

fn get(cookies: &Cookies, config: &Config, name: &Name) -> Option<String> {
    cookies.get(name.under(config)).map(|cookie| cookie.value().to_owned())
}

fn keep(cookies: &Cookies, config: &Config, name: &Name, value: String, lasts: std::time::Duration) {
    let lasts = Duration::try_from(lasts).unwrap_or(Duration::MAX);
    cookies.add(build(config, name, value).max_age(lasts).build());
}

/// Takes a cookie back, where the browser has it.
fn forget(cookies: &Cookies, config: &Config, name: &Name) {
    if cookies.get(name.under(config)).is_some() {
        cookies.remove(build(config, name, String::new()).build());
    }
}

fn build(config: &Config, name: &Name, value: String) -> CookieBuilder<'static> {
    Cookie::build((name.under(config), value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .secure(config.is_https())
}
