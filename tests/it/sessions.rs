//! Sessions: how long they last, and that ended means ended.

use axum::http::StatusCode;

use crate::{
    browser::Page,
    test_app::{DAY, PASSWORD, TestApp},
};

#[tokio::test]
async fn signing_out_ends_the_session_for_every_copy_of_the_cookie() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut thief = ann.copied();
    assert_eq!(thief.opens("/tasks").await.status, StatusCode::OK);
    let page = ann.submits("/fn/sign_out", &[]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/signin")));
    assert!(!ann.cookies.contains_key("cubby"));
    let page = thief.opens("/tasks?status=open").await;
    assert_eq!(
        (page.status, page.location()),
        (StatusCode::SEE_OTHER, Some("/signin?expired=1&next=%2Ftasks%3Fstatus%3Dopen"))
    );
    assert!(!thief.cookies.contains_key("cubby"));
    thief.opens("/signin?expired=1&next=%2Ftasks").await.shows("Session expired. Please sign in again.");
}

#[tokio::test]
async fn signing_out_twice_is_no_error() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut again = ann.copied();
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(again.submits("/fn/sign_out", &[]).await.location(), Some("/signin"));
    assert_eq!(app.browser().submits("/fn/sign_out", &[]).await.location(), Some("/signin"));
}

#[tokio::test]
async fn a_session_that_nobody_uses_expires_after_seven_days() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for _ in 0..3 {
        app.passes(DAY * 6);
        assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
    }
    app.passes(DAY * 7);
    assert_eq!(ann.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
}

#[tokio::test]
async fn a_session_expires_after_thirty_days_however_much_it_is_used() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for _ in 0..5 {
        app.passes(DAY * 5);
        assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
    }
    app.passes(DAY * 5);
    assert_eq!(ann.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
}

#[tokio::test]
async fn a_form_that_is_posted_after_the_session_ended_leads_to_signing_in_and_back() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut other = ann.copied();
    ann.submits("/fn/sign_out", &[]).await;
    let page = other.submits("/fn/add_task?status=open", &[("title", "Buy milk")]).await;
    assert_eq!(page.location(), Some("/signin?expired=1&next=%2Ftasks%3Fstatus%3Dopen"));
    let page = other.calls("/fn/add_task", &[("title", "Buy milk")]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_sign_in_is_a_session_of_its_own() {
    let app = TestApp::start().await;
    let mut phone = app.signed_up("ann").await;
    let mut laptop = app.browser();
    let fields = [("email", "ann@example.com"), ("password", PASSWORD)];
    laptop.submits("/fn/sign_in", &fields).await;
    assert_ne!(phone.cookies, laptop.cookies);
    phone.submits("/fn/sign_out", &[]).await;
    assert_eq!(laptop.opens("/tasks").await.status, StatusCode::OK);
}

/// Nobody holds it any more, or somebody who should not.
#[tokio::test]
async fn a_sign_in_ends_the_session_that_the_browser_had() {
    let app = TestApp::start().await;
    app.signed_up("bob").await;
    let mut ann = app.signed_up("ann").await;
    for (function, email) in [("sign_in", "ann"), ("sign_in", "bob"), ("sign_up", "eve")] {
        let mut thief = ann.copied();
        let email = format!("{email}@example.com");
        let page = ann.submits(&format!("/fn/{function}"), &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(page.location(), Some("/tasks"));
        assert_eq!(thief.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"), "{function}");
        ann.opens("/account").await.shows(&email);
    }
    // Whoever is not let in loses nothing.
    let mut eve = ann.copied();
    ann.tries("bob", "wrong-password").await;
    assert_eq!(eve.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_planted_cookie_is_replaced_at_sign_in() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mallory = app.signed_up("mallory").await;
    let mut victim = mallory.copied();
    victim.submits("/fn/sign_in", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    assert_ne!(victim.cookies, mallory.cookies);
    let page = victim.opens("/account").await;
    page.shows("ann@example.com");
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites() {
    let app = TestApp::start().await;
    let page = app.browser().submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    for (name, lasts) in [("cubby", "Max-Age=2592000"), ("cubby-device", "Max-Age=31536000")] {
        let cookie = page.set_cookie(name);
        for part in ["=ey", "HttpOnly", "SameSite=Lax", "Path=/", lasts] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure") && !cookie.contains("Domain"));
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_the_host() {
    let app = TestApp::start_with(&["--public-url", "https://cubby.test"]).await;
    let mut ann = app.browser();
    let page = ann.submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    for name in ["__Host-cubby", "__Host-cubby-device"] {
        let cookie = page.set_cookie(name);
        for part in ["=ey", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
    }
    let theme = ann.submits("/fn/set_theme", &[("theme", "dark")]).await;
    let zone = ann.calls("/fn/set_zone", &[("minutes", "60")]).await;
    let undo = ann.calls("/fn/add_task", &[("title", "Buy milk")]).await;
    for cookie in [theme, zone, undo].iter().flat_map(Page::set_cookies) {
        assert!(
            cookie.starts_with("__Host-cubby-") && cookie.contains("Secure") && cookie.contains("HttpOnly"),
            "{cookie}"
        );
    }
    let page = ann.opens("/tasks").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
    page.shows("data-theme=\"dark\"");
    page.shows("data-zone=\"60\"");
    page.shows("Undo");
    ann.calls("/fn/undo", &[("id", "019a0000-0000-7000-8000-000000000000")]).await;
    let [cleared] = ann.submits("/fn/sign_out", &[]).await.set_cookies().try_into().unwrap();
    assert!(
        cleared.starts_with("__Host-cubby=;") && cleared.contains("Secure") && cleared.contains("Path=/"),
        "{cleared}"
    );
}

#[tokio::test]
async fn where_https_is_required_no_form_is_accepted_without() {
    let app = TestApp::start_with(&["--require-https"]).await;
    let page = app.browser().submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.shows("only open over HTTPS");
    assert!(page.set_cookies().is_empty());
    app.browser().opens("/signin").await.shows("only open over HTTPS");
}

#[tokio::test]
async fn everybody_is_still_signed_in_after_a_restart() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    let cookies = ann.cookies.clone();
    let again = app.restarted().await;
    let mut ann = again.browser();
    ann.cookies = cookies;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn of_more_than_a_hundred_sessions_the_oldest_end() {
    let app = TestApp::start().await;
    let mut first = app.signed_up("ann").await;
    let mut second = app.browser();
    second.tries("ann", PASSWORD).await;
    for _ in 0..98 {
        app.browser().tries("ann", PASSWORD).await;
    }
    assert_eq!(first.opens("/tasks").await.status, StatusCode::OK);
    let mut last = app.browser();
    last.tries("ann", PASSWORD).await;
    assert_eq!(first.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    assert_eq!(second.opens("/tasks").await.status, StatusCode::OK);
    assert_eq!(last.opens("/account").await.text.matches("aria-label=\"End session: ").count(), 99);
}

#[tokio::test]
async fn whoever_reads_may_go_on_where_nothing_can_be_written() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    app.refuses("update of last_seen_at on sessions", "true").await;
    app.passes(DAY);
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
}
