//! The numbers that SECURITY.md promises, as they are in this program with these settings.

use super::{
    archive,
    auth::{password, recovery::LINK_LASTS, token},
    config::{Config, GivenKey},
    http::limits,
    store::sessions,
};

/// What each number is about, and the number with its unit.
#[must_use]
pub fn numbers(config: &Config) -> Vec<(&'static str, String)> {
    let guessing = &config.guessing;
    vec![
        (
            "Password hash",
            format!(
                "Argon2id, {} KiB, {} passes, {} lane, {}-byte salt, {}-byte output",
                password::MEMORY_KIB,
                password::PASSES,
                password::LANES,
                password::SALT_BYTES,
                password::OUTPUT_BYTES
            ),
        ),
        ("Hashes at a time", format!("one a core, {} waiting for each", password::QUEUE_PER_CORE)),
        ("Key", format!("HS256, at least {} bytes", GivenKey::MIN_BYTES)),
        ("Clocks may differ by", format!("{} s", token::LEEWAY)),
        ("Session without use", format!("{} days", config.session_idle_days)),
        ("Session at most", format!("{} days", config.session_max_days)),
        ("Sessions of one person", format!("{} in browsers and as many of the API, the oldest end", sessions::MOST)),
        ("Failed sign-ins to an account from unknown browsers", format!("{} without a wait", guessing.account_tries)),
        (
            "Waits after that",
            format!("{} s, doubling up to {} s", guessing.account_wait_seconds, guessing.account_max_wait_seconds),
        ),
        ("Failed sign-ins from a known browser", format!("{} an hour", guessing.browser_tries_per_hour)),
        (
            "Failed sign-ins from an address (/32, /64)",
            format!("{} at once, one more every {} s", guessing.address_tries, guessing.address_refill_seconds),
        ),
        ("New accounts from an address", format!("{} an hour", guessing.signups_per_hour)),
        ("Link to reset a password", format!("good once, for {} minutes", LINK_LASTS.as_secs() / 60)),
        ("Body of a request", format!("{} KiB", limits::BODY / 1_024)),
        ("File that is imported", format!("{} MiB, {} tasks", limits::FILE / 1_048_576, archive::MAX_TASKS)),
        ("Time for a request", format!("{} s", limits::REQUEST.as_secs())),
        ("Time to import a file", format!("{} s", limits::IMPORT.as_secs())),
        ("Time for its headers", format!("{} s", limits::HEADERS.as_secs())),
        ("Headers of a request", format!("{} KiB", limits::HEADERS_SIZE / 1_024)),
        ("Connections", limits::CONNECTIONS.to_string()),
    ]
}
