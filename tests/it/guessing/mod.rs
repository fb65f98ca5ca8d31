//! Guessing passwords: how often, from where, and who is not bothered by it.

mod account;
mod address;
mod browser;
mod queue;

use axum::http::StatusCode;

use crate::browser::Page;

const WRONG: &str = "not-her-password";

/// How long the page says that one has to wait.
#[track_caller]
fn waits(page: &Page) -> u64 {
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds = page.header("retry-after").unwrap().parse().unwrap();
    page.shows(&format!("Too many attempts. Try again in {seconds} seconds"));
    seconds
}
