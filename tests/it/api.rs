//! Each call as a script makes it: what it does, what it answers.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use crate::test_app::{DAY, PASSWORD, TestApp};

#[tokio::test]
async fn registering_makes_an_account_that_both_faces_know() {
    let app = TestApp::start().await;
    let body = json!({ "email": " Ann@Example.com ", "password": PASSWORD, "name": "Ann" });
    let page = app.script().posts("/api/auth/register", &body).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
    let session = page.json();
    assert_eq!(session["token_type"], "bearer");
    assert_eq!(session["expires_in"], 30 * 24 * 60 * 60);
    assert_eq!(session["user"]["email"], "Ann@Example.com");
    assert_eq!(session["user"]["name"], "Ann");
    let ann = app.script().with_token_of(&page);
    assert_eq!(ann.gets("/api/auth/me").await.json(), session["user"]);

    let mut browser = app.browser();
    browser.submits("/fn/sign_in", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    ann.adds("Buy milk").await;
    assert_eq!(browser.sees_tasks("/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn an_account_that_cannot_be_is_refused_with_everything_that_is_wrong() {
    let app = TestApp::start().await;
    app.registered("ann").await;
    let register = |body: Value| {
        let script = app.script();
        async move { script.posts("/api/auth/register", &body).await }
    };
    let page = register(json!({ "email": "no", "password": "short", "name": "x".repeat(101) })).await;
    assert_eq!(page.refuses("email"), "Invalid email format");
    assert_eq!(page.refuses("password"), "Password must be at least 8 characters");
    assert_eq!(page.refuses("name"), "Name must be at most 100 characters");
    let page = register(json!({ "email": "ANN@example.com", "password": PASSWORD })).await;
    page.is_problem(409, "email-taken");
    assert_eq!(page.json()["title"], "Email already registered");
    assert_eq!(register(json!({ "password": PASSWORD })).await.refuses("email"), "This is required");
    let page = register(json!({ "email": 1, "password": PASSWORD, "admin": true })).await;
    assert_eq!(page.refuses("email"), "This must be a text");
    assert_eq!(page.refuses("admin"), "There is no such field");
    let page = register(json!({ "email": "bob@example.com", "password": "password1", "name": null })).await;
    assert!(page.refuses("password").starts_with("Password is too easy to guess"));
}

#[tokio::test]
async fn logging_in_gives_a_token_and_logging_out_kills_it() {
    let app = TestApp::start().await;
    app.registered("ann").await;
    let body = json!({ "email": "ANN@example.com", "password": PASSWORD });
    let page = app.script().posts("/api/auth/login", &body).await;
    assert_eq!(page.status, StatusCode::OK);
    let (ann, copy) = (app.script().with_token_of(&page), app.script().with_token_of(&page));
    assert_eq!(ann.gets("/api/auth/me").await.status, StatusCode::OK);
    let page = ann.sends(Method::POST, "/api/auth/logout", &[], Body::empty()).await;
    assert_eq!((page.status, page.text.as_str()), (StatusCode::NO_CONTENT, ""));
    copy.gets("/api/auth/me").await.is_problem(401, "unauthorized");
    copy.gets(&copy.tasks()).await.is_problem(401, "unauthorized");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_are_told_alike() {
    let app = TestApp::start().await;
    app.registered("ann").await;
    let mut answers = Vec::new();
    for (email, password) in [("ann@example.com", "wrong-password"), ("bob@example.com", PASSWORD), ("no email", "x")] {
        let page = app.script().posts("/api/auth/login", &json!({ "email": email, "password": password })).await;
        assert_eq!(page.is_problem(401, "invalid-credentials")["detail"], "Invalid credentials");
        assert_eq!(page.header("www-authenticate"), Some("Bearer"));
        answers.push(page.text);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test]
async fn a_token_expires_as_a_session_does() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    app.passes(DAY * 6);
    assert_eq!(ann.gets("/api/auth/me").await.status, StatusCode::OK);
    app.passes(DAY * 7);
    ann.gets("/api/auth/me").await.is_problem(401, "unauthorized");
}

#[tokio::test]
async fn a_task_is_added_with_all_that_was_said() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let body = json!({
        "title": " Renew passport ", "description": "Two photos", "priority": "high", "due_date": "2026-11-17T10:00:00+02:00"
    });
    let page = ann.posts(&ann.tasks(), &body).await;
    assert_eq!((page.status, page.header("etag")), (StatusCode::CREATED, Some("\"1\"")));
    let task = page.json();
    let address = format!("{}/{}", ann.tasks(), task["id"].as_str().unwrap());
    assert_eq!(page.location(), Some(address.as_str()));
    assert_eq!(task["user_id"], ann.user);
    assert_eq!(task["title"], "Renew passport");
    assert_eq!(task["description"], "Two photos");
    assert_eq!((&task["is_completed"], &task["completed_at"]), (&json!(false), &Value::Null));
    assert_eq!(task["priority"], "high");
    assert_eq!(task["due_date"], "2026-11-17T08:00:00Z");
    assert!(task["created_at"].as_str().unwrap().ends_with('Z') && task["created_at"] == task["updated_at"]);
    let page = ann.gets(&address).await;
    assert_eq!((page.status, page.header("etag")), (StatusCode::OK, Some("\"1\"")));
    assert_eq!(page.json(), task);
}

#[tokio::test]
async fn little_has_to_be_said_of_a_task() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for body in [
        json!({ "title": "x" }),
        json!({ "title": "x", "description": null, "due_date": null }),
        json!({ "title": "x", "description": "" }),
    ] {
        let task = ann.gets(&ann.adds_task(&body).await).await.json();
        assert_eq!(task["priority"], "medium");
        assert_eq!((&task["description"], &task["due_date"]), (&Value::Null, &Value::Null));
    }
    let task = ann.gets(&ann.adds_task(&json!({ "title": "x", "due_date": "2026-12-24" })).await).await.json();
    assert_eq!(task["due_date"], "2026-12-24T00:00:00Z");
}

#[tokio::test]
async fn a_task_that_cannot_be_is_refused_with_everything_that_is_wrong() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let page = ann
        .posts(
            &ann.tasks(),
            &json!({ "title": " ", "description": "x".repeat(1_001), "priority": "urgent", "due_date": "soon", "id": 1 }),
        )
        .await;
    for (field, words) in [
        ("title", "Title is required"),
        ("description", "Description must be at most 1000 characters"),
        ("priority", "Priority must be low, medium or high"),
        ("due_date", "Invalid due date"),
        ("id", "There is no such field"),
    ] {
        assert_eq!(page.refuses(field), words);
    }
    for (field, value) in [
        ("title", json!("x".repeat(201))),
        ("title", json!(null)),
        ("title", json!(["x"])),
        ("title", json!("a\0b")),
        ("description", json!("a\0b")),
        ("description", json!(1)),
        ("priority", json!(null)),
        ("priority", json!("High")),
        ("priority", json!(2)),
        ("due_date", json!("")),
        ("due_date", json!(1_790_000_000)),
        ("due_date", json!("0000-12-31T00:00:00Z")),
        ("due_date", json!("10000-01-01T00:00:00Z")),
        ("due_date", json!("0001-01-01T00:00:00+00:01")),
        ("due_date", json!("9999-12-31T23:59:59-00:01")),
        ("due_date", json!("2026-02-30T00:00:00Z")),
        ("due_date", json!("2026-02-28T00:00:00")),
        ("due_date", json!(" 2026-02-28")),
    ] {
        let mut body = json!({ "title": "Buy milk" });
        body[field] = value;
        ann.posts(&ann.tasks(), &body).await.refuses(field);
        let address = ann.adds("Buy milk").await;
        ann.puts(&address, &body).await.refuses(field);
        assert_eq!(ann.deletes(&address).await.status, StatusCode::NO_CONTENT);
    }
    assert_eq!(ann.lists("").await, [""; 0]);
}

#[tokio::test]
async fn put_changes_what_is_named_and_null_takes_away() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let whole =
        json!({ "title": "Buy milk", "description": "Blue", "priority": "low", "due_date": "2026-12-24T00:00:00Z" });
    let address = ann.adds_task(&whole).await;
    app.passes(DAY);
    let page = ann.puts(&address, &json!({ "title": "Buy oat milk" })).await;
    assert_eq!((page.status, page.header("etag")), (StatusCode::OK, Some("\"2\"")));
    let task = page.json();
    assert_eq!(task["title"], "Buy oat milk");
    assert_eq!(
        (&task["description"], &task["priority"], &task["due_date"]),
        (&whole["description"], &whole["priority"], &whole["due_date"])
    );
    assert_ne!(task["updated_at"], task["created_at"]);
    let task = ann.puts(&address, &json!({ "description": null, "due_date": null })).await.json();
    assert_eq!(
        (&task["description"], &task["due_date"], &task["priority"]),
        (&Value::Null, &Value::Null, &json!("low"))
    );
    let page = ann.puts(&address, &json!({})).await;
    assert_eq!((page.header("etag"), page.json()), (Some("\"3\""), task));
    let page = ann.puts(&address, &json!({ "title": "x", "user_id": ann.user, "created_at": null })).await;
    assert_eq!(page.refuses("user_id"), "There is no such field");
    assert_eq!(page.refuses("created_at"), "There is no such field");
    assert_eq!(ann.puts(&address, &json!({ "title": null })).await.refuses("title"), "Title is required");
}

#[tokio::test]
async fn completing_is_done_and_undone() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let address = ann.adds("Buy milk").await;
    let complete = format!("{address}/complete");
    let done = ann.patches(&complete, &json!({ "is_completed": true })).await.json();
    assert_eq!(done["is_completed"], true);
    assert_eq!(done["completed_at"], done["updated_at"]);
    app.passes(DAY);
    assert_eq!(ann.patches(&complete, &json!({ "is_completed": true })).await.json(), done);
    let open = ann.patches(&complete, &json!({ "is_completed": false })).await.json();
    assert_eq!((&open["is_completed"], &open["completed_at"]), (&json!(false), &Value::Null));
    for body in
        [json!({}), json!({ "is_completed": null }), json!({ "is_completed": "true" }), json!({ "is_completed": 1 })]
    {
        ann.patches(&complete, &body).await.refuses("is_completed");
    }
}

#[tokio::test]
async fn a_deleted_task_is_gone() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let address = ann.adds("Buy milk").await;
    let page = ann.deletes(&address).await;
    assert_eq!((page.status, page.text.as_str()), (StatusCode::NO_CONTENT, ""));
    ann.deletes(&address).await.is_problem(404, "not-found");
    ann.gets(&address).await.is_problem(404, "not-found");
    ann.puts(&address, &json!({ "title": "x" })).await.is_problem(404, "not-found");
    assert_eq!(ann.list("").await, json!({ "tasks": [], "total": 0, "next_cursor": null }));
}

#[tokio::test]
async fn the_program_says_whether_it_can_serve() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(app.script().gets(path).await.status, StatusCode::OK);
        let page = app.script().sends(Method::POST, path, &[], Body::empty()).await;
        page.is_problem(405, "method-not-allowed");
        assert_eq!(page.header("allow"), Some("GET,HEAD"));
    }
    let ann = app.registered("ann").await;
    app.state.db.close().await;
    assert_eq!(app.script().gets("/healthz").await.status, StatusCode::OK);
    let login = json!({ "email": "ann@example.com", "password": PASSWORD });
    for page in [
        app.script().gets("/readyz").await,
        ann.gets("/api/auth/me").await,
        ann.gets(&ann.tasks()).await,
        ann.posts(&ann.tasks(), &json!({ "title": "x" })).await,
        app.script().posts("/api/auth/login", &login).await,
    ] {
        page.is_problem(503, "unavailable");
        assert!(page.header("retry-after").is_some());
    }
}
