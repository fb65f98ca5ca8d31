//! Requests that are sent again, and changes that are meant for one version.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    browser::Page,
    script::Script,
    test_app::{DAY, PASSWORD, TestApp},
};

const KEY: &str = "0b7a1c5e-8a55-4c0c-9a57-1f7f3a2d9f10";

async fn adds_with_key(ann: &Script<'_>, key: &str, body: &Value) -> Page {
    ann.says(Method::POST, &ann.tasks(), body, &[("idempotency-key", key)]).await
}

async fn registers_with_key(app: &TestApp, key: &str, body: &Value) -> Page {
    app.script().says(Method::POST, "/api/auth/register", body, &[("idempotency-key", key)]).await
}

#[tokio::test]
async fn a_task_that_is_sent_again_is_added_once() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let body = json!({ "title": "Buy milk", "due_date": "2026-12-24" });
    let first = adds_with_key(&ann, KEY, &body).await;
    assert_eq!(first.status, StatusCode::CREATED);
    ann.puts(first.location().unwrap(), &json!({ "title": "Changed meanwhile" })).await;
    app.passes(std::time::Duration::from_hours(23));
    let again = adds_with_key(&ann, KEY, &json!({ "due_date": "2026-12-24T00:00:00Z", "title": " Buy milk" })).await;
    assert_eq!(
        (again.status, again.location(), again.header("etag")),
        (first.status, first.location(), first.header("etag"))
    );
    assert_eq!(again.text, first.text);
    assert_eq!(ann.list("").await["total"], 1);
    for other in [json!({ "title": "Buy oats", "due_date": "2026-12-24" }), json!({ "title": "Buy milk" })] {
        adds_with_key(&ann, KEY, &other).await.is_problem(422, "key-reused");
    }
    adds_with_key(&ann, "undated", &json!({ "title": "x" })).await;
    let first_of_1970 = json!({ "title": "x", "due_date": "1970-01-01" });
    adds_with_key(&ann, "undated", &first_of_1970).await.is_problem(422, "key-reused");
    // Another person's key is another key.
    let bob = app.registered("bob").await;
    assert_eq!(adds_with_key(&bob, KEY, &json!({ "title": "Bob's" })).await.status, StatusCode::CREATED);
    // After a day it is forgotten.
    app.passes(DAY);
    assert_eq!(adds_with_key(&ann, KEY, &json!({ "title": "Buy oats" })).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_refused_request_does_not_use_its_key_up() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    adds_with_key(&ann, KEY, &json!({ "title": "" })).await.refuses("title");
    assert_eq!(adds_with_key(&ann, KEY, &json!({ "title": "x" })).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn sent_twice_at_the_same_moment_it_is_added_once() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for round in 0..10 {
        let body = json!({ "title": format!("Task {round}") });
        let key = format!("key-{round}");
        let (a, b, c) = tokio::join!(
            adds_with_key(&ann, &key, &body),
            adds_with_key(&ann, &key, &body),
            adds_with_key(&ann, &key, &body)
        );
        assert_eq!(a.status, StatusCode::CREATED);
        assert_eq!((&a.text, &b.text), (&b.text, &c.text));
        assert_eq!(ann.list("").await["total"], round + 1);
    }
}

#[tokio::test]
async fn a_key_is_visible_ascii_of_at_most_255_characters() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let long = "k".repeat(256);
    for key in ["", " ", "a b", "\u{e9}", long.as_str()] {
        adds_with_key(&ann, key, &json!({ "title": "x" })).await.refuses("Idempotency-Key");
    }
    let two = [("idempotency-key", "a"), ("idempotency-key", "b")];
    ann.says(Method::POST, &ann.tasks(), &json!({ "title": "x" }), &two).await.refuses("Idempotency-Key");
    assert_eq!(adds_with_key(&ann, &long[1..], &json!({ "title": "x" })).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_account_that_is_sent_again_is_made_once() {
    let app = TestApp::start().await;
    let body = json!({ "email": "ann@example.com", "password": PASSWORD, "name": "Ann" });
    let first = registers_with_key(&app, KEY, &body).await;
    let again = registers_with_key(&app, KEY, &body).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(first.json()["user"], again.json()["user"]);
    assert_ne!(first.json()["access_token"], again.json()["access_token"]);
    for page in [&first, &again] {
        assert_eq!(app.script().with_token_of(page).gets("/api/auth/me").await.status, StatusCode::OK);
    }
    for (field, value) in [("email", "bob@example.com"), ("password", "wrong-horse-8"), ("name", "Bob")] {
        let mut other = body.clone();
        other[field] = value.into();
        registers_with_key(&app, KEY, &other).await.is_problem(422, "key-reused");
    }
    registers_with_key(&app, "another-key", &body).await.is_problem(409, "email-taken");
    app.passes(DAY);
    registers_with_key(&app, KEY, &body).await.is_problem(409, "email-taken");
}

#[tokio::test]
async fn an_account_that_is_sent_twice_at_the_same_moment_is_made_once() {
    let app = TestApp::start().await;
    let body = json!({ "email": "ann@example.com", "password": PASSWORD });
    let (a, b) = tokio::join!(registers_with_key(&app, KEY, &body), registers_with_key(&app, KEY, &body));
    assert_eq!((a.status, b.status), (StatusCode::CREATED, StatusCode::CREATED), "{} {}", a.text, b.text);
    assert_eq!(a.json()["user"], b.json()["user"]);
}

#[tokio::test]
async fn no_token_is_kept_for_a_retry() {
    let app = TestApp::start().await;
    let body = json!({ "email": "ann@example.com", "password": PASSWORD });
    let page = registers_with_key(&app, KEY, &body).await;
    let token = page.json()["access_token"].as_str().unwrap().to_owned();
    app.state.db.close().await;
    for file in std::fs::read_dir(app.data_dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [token.as_str(), token.rsplit('.').next().unwrap(), PASSWORD] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
        }
    }
}

#[tokio::test]
async fn a_change_is_meant_for_the_version_that_it_names() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let address = ann.adds("Buy milk").await;
    let complete = format!("{address}/complete");
    let with = |tag: &'static str, method: Method, path: String, body: Value| {
        let ann = &ann;
        async move { ann.says(method, &path, &body, &[("if-match", tag)]).await }
    };
    let put = |tag, title: &str| with(tag, Method::PUT, address.clone(), json!({ "title": title }));
    assert_eq!(put("\"1\"", "Two").await.header("etag"), Some("\"2\""));
    for stale in ["\"1\"", "W/\"2\"", "2", "\"3\"", "", "nonsense", "\"\", \"9\""] {
        put(stale, "Three").await.is_problem(412, "stale");
        with(stale, Method::PATCH, complete.clone(), json!({ "is_completed": true })).await.is_problem(412, "stale");
        with(stale, Method::DELETE, address.clone(), Value::Null).await.is_problem(412, "stale");
    }
    assert_eq!(put("\"1\", \"2\"", "Three").await.header("etag"), Some("\"3\""));
    assert_eq!(put("*", "Four").await.header("etag"), Some("\"4\""));
    let page = with("\"4\"", Method::PATCH, complete, json!({ "is_completed": true })).await;
    assert_eq!(page.header("etag"), Some("\"5\""));
    assert_eq!(ann.gets(&address).await.header("etag"), Some("\"5\""));
    let gone = with("\"5\"", Method::DELETE, address.clone(), Value::Null).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    put("\"5\"", "Five").await.is_problem(404, "not-found");
}

#[tokio::test]
async fn of_two_who_change_one_version_one_is_told() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let address = ann.adds("Buy milk").await;
    let (one, two) = (json!({ "title": "One" }), json!({ "title": "Two" }));
    let headers = [("if-match", "\"1\"")];
    let (a, b) =
        tokio::join!(ann.says(Method::PUT, &address, &one, &headers), ann.says(Method::PUT, &address, &two, &headers));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}
