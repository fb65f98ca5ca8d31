//! The cookie that carries a token. Nothing of a session is ever in a URL or where scripts can read it.

use time::Duration;
use tower_cookies::{Cookie, Cookies, cookie::SameSite};

use crate::server::config::Config;

/// The prefix makes browsers hold it to Secure, Path=/ and this very host (RFC 6265bis section 4.1.3.2).
const OVER_HTTPS: &str = "__Host-cubby";
const OVER_HTTP: &str = "cubby";

/// The token that came with a request.
#[must_use]
pub fn read(cookies: &Cookies, config: &Config) -> Option<String> {
    cookies.get(name(config)).map(|cookie| cookie.value().to_owned())
}

/// Gives the browser a token to keep.
pub fn set(cookies: &Cookies, config: &Config, token: String) {
    let lasts = Duration::seconds(i64::from(config.session_max_days) * 24 * 60 * 60);
    cookies.add(build(config, token).max_age(lasts).build());
}

/// Takes it back.
pub fn clear(cookies: &Cookies, config: &Config) {
    cookies.remove(build(config, String::new()).build());
}

fn name(config: &Config) -> &'static str {
    if config.is_https() { OVER_HTTPS } else { OVER_HTTP }
}

fn build(config: &Config, value: String) -> tower_cookies::cookie::CookieBuilder<'static> {
    Cookie::build((name(config), value)).http_only(true).same_site(SameSite::Lax).path("/").secure(config.is_https())
}
