//! Another password, and who may not try to guess the old one.

use std::time::Duration;

use axum::http::{Extensions, HeaderMap, StatusCode};
use cubby::{
    domain::Error,
    server::auth::{caller::Caller, token::Audience},
};

use super::{NEW, is_told_about, on_a_phone, saves};
use crate::test_app::{PASSWORD, TestApp};

#[tokio::test]
async fn another_password_ends_every_other_session_on_both_faces() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    let mut thief = ann.copied();
    let accounts = &app.state.accounts;
    let caller = Caller::program(&HeaderMap::new(), &Extensions::new());
    let now = app.state.clock.now();
    let script = accounts.sign_in(Audience::Api, &caller, "ann@example.com", PASSWORD, now).await.unwrap();
    assert!(accounts.current_user(Audience::Api, Some(&script.token), now).await.is_ok());

    let fields = [("current_password", PASSWORD), ("new_password", NEW)];
    let words = "Password changed. Every other device is signed out.";
    saves(&mut ann, "change_password", &fields, "password", words).await;
    assert_ne!(ann.cookies["cubby"], thief.cookies["cubby"], "a new session");
    for other in [&mut phone, &mut thief] {
        assert_eq!(other.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    }
    let refused = accounts.current_user(Audience::Api, Some(&script.token), now).await;
    assert_eq!(refused.err(), Some(Error::SessionExpired));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().tries("ann", NEW).await.location(), Some("/tasks"));
}

/// Whoever knew the old password may have made a browser known.
#[tokio::test]
async fn another_password_forgets_which_browsers_were_known() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    // Within the same second.
    app.passes(Duration::from_millis(1));
    ann.submits("/fn/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    for _ in 0..5 {
        app.browser().tries("ann", "wrong-password").await;
    }
    assert_eq!(phone.tries("ann", NEW).await.status, StatusCode::TOO_MANY_REQUESTS);
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(ann.tries("ann", NEW).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn a_password_that_cannot_be_changed_says_why() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    for (current, new, id, words) in [
        ("not-her-password", NEW, "current", "That is not your current password"),
        ("", NEW, "current", "That is not your current password"),
        (PASSWORD, "short", "new", "Password must be at least 8 characters"),
        (PASSWORD, "Password1", "new", "Password is too easy to guess"),
        (PASSWORD, "ann@example.com", "new", "Password is too easy to guess"),
        ("not-her-password", "short", "current", "That is not your current password"),
        ("not-her-password", "short", "new", "Password must be at least 8 characters"),
    ] {
        let page = ann.submits("/fn/change_password", &[("current_password", current), ("new_password", new)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_told_about(&page, id, words);
        page.hides(NEW);
    }
    assert_eq!(phone.opens("/tasks").await.status, StatusCode::OK);
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_took_over_a_session_cannot_guess_the_password_in_it() {
    let app = TestApp::start().await;
    let mut thief = app.signed_up("ann").await;
    let guesses = [
        ("update_profile", vec![("email", "eve@example.com"), ("current_password", "guess-1")]),
        ("change_password", vec![("current_password", "guess-2"), ("new_password", NEW)]),
        ("delete_account", vec![("current_password", "guess-3"), ("confirm", "DELETE")]),
    ];
    for (function, fields) in guesses.iter().cycle().take(10) {
        let page = thief.submits(&format!("/fn/{function}"), fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for (function, fields) in &guesses {
        let page = thief.submits(&format!("/fn/{function}"), fields).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.header("retry-after").is_some());
        page.shows("Too many attempts. Try again in ");
    }
    let page = thief.submits("/fn/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    // Its person is not locked out by it.
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}
