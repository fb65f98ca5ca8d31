//! The counters of an address, and which address that is.

use std::time::Duration;

use axum::http::{Method, StatusCode};

use super::{WRONG, waits};
use crate::{
    browser::form,
    test_app::{PASSWORD, TestApp},
};

#[tokio::test]
async fn an_address_may_fail_twenty_times_and_once_more_every_thirty_seconds() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for network in ["203.0.113.7", "2001:db8::"] {
        let is_v6 = network.contains(':');
        let address = |number: u32| if is_v6 { format!("{network}{number:x}") } else { network.to_owned() };
        for number in 0..20 {
            let page = app.browser().at(&address(number)).tries(&format!("{is_v6}{number}"), WRONG).await;
            assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        }
        assert!(waits(&app.browser().at(&address(21)).tries("ann", PASSWORD).await) <= 30);
        let elsewhere = if is_v6 { "2001:db8:0:1::1" } else { "203.0.113.8" };
        assert_eq!(app.browser().at(elsewhere).tries("ann", PASSWORD).await.location(), Some("/tasks"));
        app.passes(Duration::from_secs(30));
        // Who is right gives no try away.
        for _ in 0..3 {
            assert_eq!(app.browser().at(&address(22)).tries("ann", PASSWORD).await.location(), Some("/tasks"));
        }
        assert_eq!(app.browser().at(&address(23)).tries("eve", WRONG).await.status, StatusCode::UNAUTHORIZED);
        waits(&app.browser().at(&address(24)).tries("ann", PASSWORD).await);
    }
}

#[tokio::test]
async fn behind_a_proxy_that_is_not_named_nobody_locks_out_the_others() {
    let app = TestApp::start_with(&["--address-tries", "2"]).await;
    app.signed_up("ann").await;
    for number in 0..6 {
        assert_eq!(app.browser().tries(&format!("eve{number}"), WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn a_named_proxy_says_who_asks_and_a_stranger_does_not() {
    let app = TestApp::start_with(&["--address-tries", "2", "--trusted-proxies", "127.0.0.1, 10.0.0.0/8"]).await;
    app.signed_up("ann").await;
    let from = async |peer: &str, said: &str, name: &str| {
        let body = form(&[("email", &format!("{name}@example.com")), ("password", WRONG)]);
        let headers = [
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", said),
        ];
        app.browser().at(peer).sends(Method::POST, "/fn/sign_in", &headers, body).await.status.as_u16()
    };
    // What stands to the left of the proxy's own word is anybody's.
    assert_eq!(from("127.0.0.1", "1.1.1.1, 203.0.113.7", "a").await, 401);
    assert_eq!(from("127.0.0.1", "2.2.2.2, 203.0.113.7, 10.0.0.5", "b").await, 401);
    assert_eq!(from("127.0.0.1", "3.3.3.3, 203.0.113.7", "c").await, 429);
    assert_eq!(from("127.0.0.1", "203.0.113.8", "d").await, 401);
    // Loopback counts where a proxy names it.
    for (name, status) in [("e", 401), ("f", 401), ("g", 429)] {
        assert_eq!(from("127.0.0.1", "127.0.0.1", name).await, status);
    }
    // A stranger's header is not read.
    for (said, name, status) in [("4.4.4.4", "h", 401), ("5.5.5.5", "i", 401), ("6.6.6.6", "j", 429)] {
        assert_eq!(from("198.51.100.9", said, name).await, status);
    }
}

#[tokio::test]
async fn one_address_makes_sixty_accounts_an_hour() {
    let app = TestApp::start().await;
    let makes = async |number: u32, address: &str| {
        let email = format!("person{number}@example.com");
        app.browser().at(address).submits("/fn/sign_up", &[("email", &email), ("password", PASSWORD)]).await
    };
    for number in 0..30 {
        assert_eq!(makes(number, "203.0.113.7").await.status, StatusCode::SEE_OTHER);
        // To ask whether somebody has an account counts as well.
        assert_eq!(makes(number, "203.0.113.7").await.status, StatusCode::CONFLICT);
    }
    let page = makes(30, "203.0.113.7").await;
    assert!(waits(&page) <= 3_600);
    assert!(page.field("email").contains("value=\"person30@example.com\""));
    waits(&makes(0, "203.0.113.7").await);
    assert_eq!(makes(30, "203.0.113.8").await.status, StatusCode::SEE_OTHER);
    app.passes(Duration::from_hours(1));
    assert_eq!(makes(31, "203.0.113.7").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn what_is_typed_wrongly_makes_no_account_and_is_not_counted() {
    let app = TestApp::start_with(&["--signups-per-hour", "1"]).await;
    let mut ann = app.browser().at("203.0.113.7");
    for _ in 0..3 {
        let page = ann.submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", "short")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = ann.submits("/fn/sign_up", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}
