//! The cookie that carries a token. Nothing of a session is ever in a URL or where scripts can read it.

use time::Duration;
use tower_cookies::{Cookie, Cookies, cookie::SameSite};

use crate::{
    domain::{Theme, Timestamp, UndoId},
    server::{config::Config, store::undo_steps},
};

/// The prefix makes browsers hold it to Secure, Path=/ and this very host (RFC 6265bis section 4.1.3.2).
const OVER_HTTPS: &str = "__Host-cubby";
const OVER_HTTP: &str = "cubby";

/// What a browser is known by at sign-in. It stays when a session ends.
const DEVICES_OVER_HTTPS: &str = "__Host-cubby-device";
const DEVICES_OVER_HTTP: &str = "cubby-device";
/// The theme, for pages that nobody is signed in on.
const THEME: &str = "cubby-theme";
/// What was done last, and can be undone.
const UNDO: &str = "cubby-undo";
/// How many minutes this browser is ahead of UTC, which its script says.
const ZONE: &str = "cubby-zone";
/// No place is further ahead or behind.
const MAX_ZONE: i64 = 14 * 60;
/// How long a browser is known that does not sign in again.
pub(super) const DEVICES_LAST: std::time::Duration = std::time::Duration::from_hours(365 * 24);

/// The token that came with a request.
#[must_use]
pub fn read(cookies: &Cookies, config: &Config) -> Option<String> {
    cookies.get(name(config)).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser a token to keep.
pub fn set(cookies: &Cookies, config: &Config, token: String) {
    let lasts = Duration::days(i64::from(config.session_max_days));
    cookies.add(build(config, name(config), token).max_age(lasts).build());
}

/// Takes it back.
pub fn clear(cookies: &Cookies, config: &Config) {
    cookies.remove(build(config, name(config), String::new()).build());
}

/// The notes by which accounts know this browser.
#[must_use]
pub fn read_devices(cookies: &Cookies, config: &Config) -> Option<String> {
    cookies.get(devices_name(config)).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser its notes to keep.
pub fn set_devices(cookies: &Cookies, config: &Config, notes: String) {
    let lasts = Duration::try_from(DEVICES_LAST).unwrap_or(Duration::MAX);
    cookies.add(build(config, devices_name(config), notes).max_age(lasts).build());
}

/// Takes the notes back.
pub fn clear_devices(cookies: &Cookies, config: &Config) {
    cookies.remove(build(config, devices_name(config), String::new()).build());
}

/// The theme that was chosen in this browser.
#[must_use]
pub fn read_theme(cookies: &Cookies) -> Theme {
    cookies.get(THEME).map(|cookie| Theme::parse(cookie.value())).unwrap_or_default()
}

/// Keeps the theme in this browser; of the system's choice nothing is kept.
pub fn set_theme(cookies: &Cookies, config: &Config, theme: Theme) {
    match theme.chosen() {
        Some(word) => {
            let lasts = Duration::try_from(DEVICES_LAST).unwrap_or(Duration::MAX);
            cookies.add(build(config, THEME, word.to_owned()).max_age(lasts).build());
        }
        None if cookies.get(THEME).is_some() => cookies.remove(build(config, THEME, String::new()).build()),
        None => {}
    }
}

/// What was done last in this browser. It says nothing of the task, and only its person can undo it.
#[must_use]
pub fn read_undo(cookies: &Cookies) -> Option<UndoId> {
    cookies.get(UNDO)?.value().parse().ok()
}

/// Keeps what was done last.
pub fn set_undo(cookies: &Cookies, config: &Config, id: UndoId) {
    let lasts = Duration::try_from(undo_steps::KEPT).unwrap_or(Duration::MAX);
    cookies.add(build(config, UNDO, id.to_string()).max_age(lasts).build());
}

/// Forgets it.
pub fn clear_undo(cookies: &Cookies, config: &Config) {
    if cookies.get(UNDO).is_some() {
        cookies.remove(build(config, UNDO, String::new()).build());
    }
}

/// The time as the clock of this browser's place shows it, as far as the browser has said where it is.
#[must_use]
pub fn local(cookies: &Cookies, now: Timestamp) -> Timestamp {
    let minutes = cookies.get(ZONE).and_then(|cookie| cookie.value().parse::<i64>().ok()).unwrap_or_default();
    Timestamp::from_millis(now.millis() + minutes.clamp(-MAX_ZONE, MAX_ZONE) * 60_000)
}

fn name(config: &Config) -> &'static str {
    if config.is_https() { OVER_HTTPS } else { OVER_HTTP }
}

fn devices_name(config: &Config) -> &'static str {
    if config.is_https() { DEVICES_OVER_HTTPS } else { DEVICES_OVER_HTTP }
}

fn build(config: &Config, name: &'static str, value: String) -> tower_cookies::cookie::CookieBuilder<'static> {
    Cookie::build((name, value)).http_only(true).same_site(SameSite::Lax).path("/").secure(config.is_https())
}
