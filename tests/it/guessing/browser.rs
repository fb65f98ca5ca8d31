//! The counter of a browser that an account knows.

use std::time::Duration;

use axum::http::StatusCode;

use super::{WRONG, waits};
use crate::test_app::{PASSWORD, TestApp};

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_known_browser_may_fail_ten_times_an_hour() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await.at("203.0.113.7");
    ann.submits("/fn/sign_out", &[]).await;
    for _ in 0..10 {
        assert_eq!(ann.tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
        app.passes(MINUTE);
    }
    assert!(waits(&ann.tries("ann", PASSWORD).await).abs_diff(50 * 60) <= 1);
    // Its failures were nobody else's.
    assert_eq!(app.browser().at("203.0.113.7").tries("ann", PASSWORD).await.location(), Some("/tasks"));
    app.passes(MINUTE * 50);
    assert_eq!(ann.tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn what_a_browser_is_known_by_is_good_for_its_own_account_alone() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mallory = app.signed_up("mallory").await;
    for _ in 0..5 {
        app.browser().tries("ann", WRONG).await;
    }
    let own = mallory.cookies["cubby-device"].clone();
    let session = mallory.cookies["cubby"].clone();
    let [head, claims, signature] = own.split('.').collect::<Vec<_>>().try_into().unwrap();
    for device in [
        own.clone(),
        session,
        format!("{head}.{claims}."),
        format!("{head}.{}.{signature}", claims.to_lowercase()),
        "~".repeat(4_000),
        format!("{own}~{own}~{own}~{own}~{own}"),
        String::new(),
    ] {
        let mut browser = app.browser();
        browser.cookies.insert("cubby-device".into(), device);
        waits(&browser.tries("ann", PASSWORD).await);
    }
    // And it opens nothing.
    let mut browser = app.browser();
    browser.cookies.insert("cubby".into(), own);
    assert_eq!(browser.opens("/tasks").await.location(), Some("/signin?next=%2Ftasks"));
}

#[tokio::test]
async fn a_browser_is_known_to_everybody_who_signs_in_with_it() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    app.signed_up("bob").await;
    let mut family = app.browser();
    for name in ["ann", "bob", "ann"] {
        family.tries(name, PASSWORD).await;
        family.submits("/fn/sign_out", &[]).await;
    }
    for name in ["ann", "bob"] {
        for _ in 0..5 {
            app.browser().tries(name, WRONG).await;
        }
        waits(&app.browser().tries(name, PASSWORD).await);
        assert_eq!(family.tries(name, PASSWORD).await.location(), Some("/tasks"), "{name}");
        family.submits("/fn/sign_out", &[]).await;
    }
}
