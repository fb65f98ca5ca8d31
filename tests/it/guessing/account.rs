//! The counter of an account, for all browsers that it does not know.

use std::time::Duration;

use axum::http::{Extensions, HeaderMap, StatusCode};
use cubby::{
    domain::Error,
    server::auth::{caller::Caller, token::Audience},
};

use super::{WRONG, waits};
use crate::test_app::{PASSWORD, TestApp};

#[tokio::test]
async fn after_five_failures_each_wait_is_twice_as_long() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..5 {
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    for wait in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600] {
        let page = app.browser().tries("ann", PASSWORD).await;
        assert!(waits(&page).abs_diff(wait) <= 1, "the right password waits as well");
        assert!(page.field("email").contains("value=\"ann@example.com\""));
        assert!(page.set_cookies().is_empty());
        app.passes(Duration::from_secs(wait));
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    app.passes(Duration::from_hours(1));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn an_email_without_an_account_is_counted_alike() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mut courses = Vec::new();
    for name in ["ann", "nobody", "not an email "] {
        let mut course = Vec::new();
        for _ in 0..7 {
            let page = app.browser().tries(name, WRONG).await;
            let text = page.without_nonce().replace(&format!("{name}@example.com"), "");
            course.push((page.status, page.header("retry-after").map(str::to_owned), text));
        }
        courses.push(course);
    }
    assert_eq!(courses[0][5].0, StatusCode::TOO_MANY_REQUESTS);
    for course in &courses[1..] {
        for (one, other) in course.iter().zip(&courses[0]) {
            assert_eq!((one.0, one.1.is_some()), (other.0, other.1.is_some()));
        }
        assert_eq!(course[0], courses[0][0]);
    }
}

#[tokio::test]
async fn a_siege_bothers_neither_its_victim_nor_anybody_else() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await.at("198.51.100.1");
    ann.submits("/fn/sign_out", &[]).await;
    let mut refused = 0;
    for number in 0..1_000_u32 {
        let address = format!("203.{}.{}.7", number / 250, number % 250);
        let page = app.browser().at(&address).tries("ann", WRONG).await;
        refused += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
        if number == 500 {
            assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"), "at the first try");
            assert_eq!(bob.opens("/tasks").await.status, StatusCode::OK);
        }
        app.passes(Duration::from_millis(100));
    }
    assert!(refused > 990, "{refused}");
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"));
    assert_eq!(app.browser().at("198.51.100.2").tries("bob", PASSWORD).await.location(), Some("/tasks"));
    waits(&app.browser().at("198.51.100.3").tries("ann", PASSWORD).await);
}

#[tokio::test]
async fn being_right_is_never_counted_and_forgets_what_went_wrong_before() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..12 {
        assert_eq!(app.browser().at("203.0.113.7").tries("ann", PASSWORD).await.location(), Some("/tasks"));
    }
    for _ in 0..3 {
        for _ in 0..4 {
            assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
        }
        assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
    }
}

#[tokio::test]
async fn starting_anew_forgets_no_failure() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for _ in 0..5 {
        app.browser().tries("ann", WRONG).await;
    }
    let app = app.restarted().await;
    waits(&app.browser().tries("ann", PASSWORD).await);
}

#[tokio::test]
async fn the_numbers_are_settings() {
    let flags = ["--account-tries", "1", "--account-wait-seconds", "7", "--account-max-wait-seconds", "10"];
    let app = TestApp::start_with(&[&flags[..], &["--browser-tries-per-hour", "2"]].concat()).await;
    let mut ann = app.signed_up("ann").await;
    app.browser().tries("ann", WRONG).await;
    for wait in [7, 10, 10] {
        assert!(waits(&app.browser().tries("ann", WRONG).await).abs_diff(wait) <= 1);
        app.passes(Duration::from_secs(wait));
        assert_eq!(app.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        assert_eq!(ann.tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    waits(&ann.tries("ann", PASSWORD).await);
}

/// A program has no device cookie; what it tries counts as an unknown browser's.
#[tokio::test]
async fn a_program_is_an_unknown_browser() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let caller = Caller::program(&HeaderMap::new(), &Extensions::new());
    let accounts = &app.state.accounts;
    let now = app.state.clock.now();
    for _ in 0..5 {
        let refused = accounts.sign_in(Audience::Api, &caller, "ann@example.com", WRONG, now).await;
        assert_eq!(refused.err(), Some(Error::InvalidCredentials));
    }
    let refused = accounts.sign_in(Audience::Api, &caller, "ann@example.com", PASSWORD, now).await;
    assert_eq!(refused.err(), Some(Error::TooManyAttempts { seconds: 30 }));
    waits(&app.browser().tries("ann", PASSWORD).await);
}
