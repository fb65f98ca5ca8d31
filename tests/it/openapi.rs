//! The document that describes the API: it is kept as a file, and what it shows is what is answered.

use std::{collections::BTreeSet, fs, path::Path};

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use crate::test_app::TestApp;

const FILE: &str = "docs/openapi.json";

/// `RENEW=1 cargo test --features ssr openapi` writes the file anew.
#[tokio::test]
async fn the_document_is_the_one_that_is_kept() {
    let app = TestApp::start().await;
    let page = app.script().gets("/api/openapi.json").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, Some("application/json")));
    let document = format!("{}\n", serde_json::to_string_pretty(&page.json()).unwrap());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    if option_env_renew() {
        fs::write(&file, &document).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == document,
        "the API is not what {FILE} says; where that is meant, write it anew: RENEW=1 cargo test --features ssr openapi"
    );
}

#[expect(clippy::disallowed_methods, reason = "whoever runs the test says so")]
fn option_env_renew() -> bool {
    std::env::var_os("RENEW").is_some()
}

#[tokio::test]
async fn every_example_has_the_shape_of_a_real_answer() {
    let app = TestApp::start().await;
    let document = app.script().gets("/api/openapi.json").await.json();
    let example = |name: &str| document["components"]["schemas"][name]["example"].clone();
    let page = app.script().posts("/api/auth/register", &example("NewAccount")).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
    assert_eq!(shape(&page.json()), shape(&example("Session")));
    let ann = app.script().with_token_of(&page);
    let page = ann.posts("/api/auth/login", &example("Credentials")).await;
    assert_eq!(shape(&page.json()), shape(&example("Session")));
    assert_eq!(shape(&ann.gets("/api/auth/me").await.json()), shape(&example("User")));
    let page = ann.posts(&ann.tasks(), &example("NewTask")).await;
    assert_eq!(shape(&page.json()), shape(&example("Task")));
    for (name, value) in page.json().as_object().unwrap() {
        if !["id", "user_id", "created_at", "updated_at"].contains(&name.as_str()) {
            assert_eq!(*value, example("Task")[name], "{name}");
        }
    }
    let address = page.location().unwrap().to_owned();
    assert_eq!(
        shape(&ann.list("").await),
        shape(&json!({ "tasks": [example("Task")], "total": 1, "next_cursor": null }))
    );
    assert_eq!(ann.puts(&address, &example("TaskUpdate")).await.status, StatusCode::OK);
    assert_eq!(ann.patches(&format!("{address}/complete"), &example("Completion")).await.status, StatusCode::OK);
    assert_eq!(ann.posts(&ann.tasks(), &json!({ "title": "" })).await.json(), example("Problem"));
}

/// Names and kinds of values, without the values.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::Array(values) => values.iter().map(shape).collect::<Vec<_>>().into(),
        Value::String(_) => "text".into(),
        Value::Number(_) => "number".into(),
        Value::Bool(_) => "boolean".into(),
        Value::Null => Value::Null,
    }
}

#[tokio::test]
async fn every_call_is_in_the_document_and_the_other_way_round() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let document = ann.gets("/api/openapi.json").await.json();
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["summary"].is_string() && operation["operationId"].is_string(), "{method} {path}");
            described.insert(format!("{} {path}", method.to_uppercase()));
            let method: Method = method.to_uppercase().parse().unwrap();
            let real = path.replace("{user_id}", &ann.user).replace("{id}", "019a0000-0000-7000-8000-000000000000");
            let page = app.script().sends(method, &real, &[], Body::empty()).await;
            let status = page.status.as_u16().to_string();
            assert!(operation["responses"].get(&status).is_some(), "{path} answers {status}");
            let is_open = operation["security"].is_array();
            assert_eq!(page.status == StatusCode::UNAUTHORIZED, !is_open, "{path}");
        }
    }
    let promised = [
        "POST /api/auth/register",
        "POST /api/auth/login",
        "POST /api/auth/logout",
        "GET /api/auth/me",
        "GET /api/{user_id}/tasks",
        "POST /api/{user_id}/tasks",
        "GET /api/{user_id}/tasks/{id}",
        "PUT /api/{user_id}/tasks/{id}",
        "DELETE /api/{user_id}/tasks/{id}",
        "PATCH /api/{user_id}/tasks/{id}/complete",
        "GET /healthz",
        "GET /readyz",
    ];
    assert_eq!(described, promised.map(str::to_owned).into());
}

#[tokio::test]
async fn the_page_shows_every_call_and_explains_every_problem() {
    let app = TestApp::start().await;
    let document = app.script().gets("/api/openapi.json").await.json();
    let mut ann = app.signed_up("ann").await;
    for page in [app.browser().opens("/api/docs").await, ann.opens("/api/docs").await] {
        assert_eq!(page.status, StatusCode::OK);
        for (path, item) in document["paths"].as_object().unwrap() {
            page.shows(&format!("<code>{path}</code>"));
            for operation in item.as_object().unwrap().values() {
                page.shows(operation["summary"].as_str().unwrap());
            }
        }
        for kind in ["invalid", "malformed", "unauthorized", "not-found", "stale", "key-reused", "unavailable"] {
            page.shows(&format!("id=\"{kind}\""));
        }
    }
}
