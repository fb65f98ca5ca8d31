//! Tokens that are not ours, or not any more: each is as no token at all.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use cubby::{
    domain::{SessionId, Timestamp, UserId},
    server::auth::token::{Audience, Pointer, TokenKeys},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::Forge;
use crate::test_app::{KEY, TestApp};

#[tokio::test]
async fn a_token_that_is_not_exactly_ours_is_no_token() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let token = ann.cookies["cubby"].clone();
    let forge = || Forge::from(&token);
    let now = app.state.clock.now().seconds();
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
    let unsigned = BASE64_URL_SAFE_NO_PAD.encode(json!({"alg": "none", "typ": "JWT"}).to_string());

    let mut forged = vec![
        ("empty", String::new()),
        ("no parts", "x".into()),
        ("dots", "...".into()),
        ("no signature", format!("{header}.{claims}.")),
        ("two parts", format!("{header}.{claims}")),
        ("four parts", format!("{token}.x")),
        ("another signature", format!("{header}.{claims}.{}", signature.chars().rev().collect::<String>())),
        ("alg none", format!("{unsigned}.{claims}.")),
        ("alg none, signed", format!("{unsigned}.{claims}.{signature}")),
        ("huge", format!("{token}{}", "A".repeat(100_000))),
        ("another key", forge().signed(b"another key of at least 32 bytes, really")),
        ("empty key", forge().signed(b"")),
    ];
    for (name, value) in [
        ("alg", json!("none")),
        ("alg", json!("None")),
        ("alg", json!("HS384")),
        ("alg", json!("HS512")),
        ("alg", json!("RS256")),
        ("alg", json!("hs256")),
        ("alg", Value::Null),
        ("typ", json!("jwt")),
        ("typ", json!("at+jwt")),
        ("typ", Value::Null),
        ("kid", json!("other")),
        ("kid", json!("../../dev/null")),
        ("kid", Value::Null),
        ("jwk", json!({"kty": "oct", "k": "AA"})),
        ("jku", json!("https://evil.example/keys")),
        ("x5u", json!("https://evil.example/x")),
        ("x5c", json!(["AA"])),
        ("crit", json!(["exp"])),
        ("cty", json!("JWT")),
        ("zip", json!("DEF")),
        ("extra", json!(1)),
    ] {
        forged.push(("header", forge().header(name, value).signed(KEY)));
    }
    for (name, value) in [
        ("iss", json!("other")),
        ("iss", json!(["cubby"])),
        ("iss", Value::Null),
        ("aud", json!("api")),
        ("aud", json!(["web", "api"])),
        ("aud", Value::Null),
        ("sub", json!("ann")),
        ("sub", json!(1)),
        ("sub", Value::Null),
        ("sid", json!("x")),
        ("sid", Value::Null),
        ("exp", json!("never")),
        ("exp", json!(1.5e12)),
        ("exp", Value::Null),
        ("nbf", json!(now + 60)),
        ("nbf", json!("x")),
        ("nbf", Value::Null),
        ("iat", json!(now + 60)),
        ("iat", Value::Null),
        ("admin", json!(true)),
    ] {
        forged.push(("claim", forge().claim(name, value).signed(KEY)));
    }
    let mut ann = app.browser();
    ann.cookies.insert("cubby".into(), forge().signed(KEY));
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK, "what the forge does not change is good");

    for (what, token) in forged {
        let mut mallory = app.browser();
        mallory.cookies.insert("cubby".into(), token.clone());
        let page = mallory.opens("/tasks").await;
        assert_eq!(
            (page.status, page.location()),
            (StatusCode::SEE_OTHER, Some("/signin?next=%2Ftasks")),
            "{what} {token:.400}"
        );
        let mut mallory = app.browser();
        mallory.cookies.insert("cubby".into(), token);
        assert_eq!(mallory.calls("/fn/add_task", &[("title", "x")]).await.status, StatusCode::UNAUTHORIZED, "{what}");
    }
}

#[tokio::test]
async fn a_good_signature_over_a_session_that_is_not_there_gets_in_nowhere() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let bob = app.signed_up("bob").await;
    let [ann, bob] = [&ann, &bob].map(|person| Forge::from(&person.cookies["cubby"]).claims);
    for (sub, sid) in [(&ann["sub"], &bob["sid"]), (&bob["sub"], &ann["sid"]), (&ann["sid"], &ann["sub"])] {
        let pointer = Pointer {
            user: sub.as_str().unwrap().parse::<UserId>().unwrap(),
            session: sid.as_str().unwrap().parse::<SessionId>().unwrap(),
        };
        let now = app.state.clock.now();
        let token =
            TokenKeys::new(KEY, None).issue(Audience::Web, pointer, now, now.plus(Duration::from_mins(1))).unwrap();
        let mut mallory = app.browser();
        mallory.cookies.insert("cubby".into(), token);
        let page = mallory.opens("/tasks").await;
        assert_eq!(page.location(), Some("/signin?expired=1&next=%2Ftasks"));
    }
}

/// A second cookie of the same name, from a neighbour's site, is not listened to where the name is bound to the host.
#[tokio::test]
async fn a_tossed_cookie_signs_nobody_in() {
    let app = TestApp::start_with(&["--public-url", "https://cubby.test"]).await;
    let ann = app.signed_up("ann").await;
    let mallory = app.signed_up("mallory").await;
    let mut victim = app.browser();
    let tossed = mallory.cookies["__Host-cubby"].clone();
    victim.cookies.insert("__Host-cubby".into(), ann.cookies["__Host-cubby"].clone());
    for name in ["cubby", "__host-cubby", "__Secure-cubby", "__Host-cubby ", "__Host-cubby2"] {
        victim.cookies.insert(name.into(), tossed.clone());
    }
    victim.opens("/account").await.shows("ann@example.com");
    victim.cookies.remove("__Host-cubby").unwrap();
    assert_eq!(victim.opens("/account").await.location(), Some("/signin?next=%2Faccount"));
    // Browsers let a neighbour set these, and some servers trim the space away.
    for space in ["\u{2000}", "\u{a0}", "\u{feff}"] {
        let mut victim = app.browser();
        victim.cookies.insert(format!("{space}__Host-cubby"), tossed.clone());
        assert_eq!(victim.opens("/account").await.location(), Some("/signin?next=%2Faccount"));
    }
}

/// A signature is checked before the database is asked.
#[tokio::test]
async fn a_forged_token_costs_no_database_call() {
    let app = TestApp::start().await;
    app.state.db.close().await;
    let mut mallory = app.browser();
    mallory.cookies.insert("cubby".into(), "x.y.z".into());
    assert_eq!(mallory.opens("/tasks").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_bearer_token_opens_no_page() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let bearer = format!("Bearer {}", ann.cookies["cubby"]);
    let headers = [("accept", "text/html"), ("authorization", bearer.as_str())];
    let page = app.browser().sends(Method::GET, "/tasks", &headers, String::new()).await;
    assert_eq!(page.location(), Some("/signin?next=%2Ftasks"));
}

#[tokio::test]
async fn the_cookie_of_the_other_scheme_is_not_looked_at() {
    let app = TestApp::start_with(&["--public-url", "https://cubby.test"]).await;
    let mut ann = app.signed_up("ann").await;
    let token = ann.cookies.remove("__Host-cubby").unwrap();
    ann.cookies.insert("cubby".into(), token);
    assert_eq!(ann.opens("/tasks").await.location(), Some("/signin?next=%2Ftasks"));
}

proptest! {
    /// One changed byte anywhere, and it is nobody's.
    #[test]
    fn no_change_of_a_token_is_accepted(at in any::<prop::sample::Index>(), byte in 0x21_u8..0x7f) {
        let keys = TokenKeys::new(KEY, None);
        let now = Timestamp::from_millis(1_790_000_000_000);
        let pointer = Pointer { user: UserId::new(uuid::Uuid::from_u128(1)), session: SessionId::new(uuid::Uuid::from_u128(2)) };
        let token = keys.issue(Audience::Web, pointer, now, now.plus(Duration::from_mins(1))).unwrap();
        let mut changed = token.clone().into_bytes();
        let at = at.index(changed.len());
        changed[at] = byte;
        let changed = String::from_utf8(changed).unwrap();
        prop_assert!(changed == token || keys.verify(Audience::Web, &changed, now).is_err());
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let keys = TokenKeys::new(KEY, None);
        prop_assert!(keys.verify(Audience::Web, &text, Timestamp::from_millis(0)).is_err());
    }
}
