//! Taking everything along as a file, and bringing it back.

use std::{pin::pin, time::Duration};

use axum::http::{Method, StatusCode};
use cubby::server::{archive::MAX_TASKS, store};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    browser::{Browser, Page},
    test_app::{PASSWORD, TestApp},
};

async fn exports(browser: &mut Browser<'_>) -> (Page, Value) {
    let page = browser.submits("/fn/export", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    let file = serde_json::from_str(&page.text).unwrap();
    (page, file)
}

/// Posts a file as a browser does.
pub async fn imports(browser: &mut Browser<'_>, file: &str) -> Page {
    let headers = [
        ("accept", "text/html"),
        ("content-type", "multipart/form-data; boundary=----x7"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = format!(
        "------x7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../etc/passwd\"\r\nContent-Type: application/json\r\n\r\n{file}\r\n------x7--\r\n"
    );
    browser.sends(Method::POST, "/fn/import", &headers, body).await
}

fn file(tasks: &Value) -> Value {
    json!({ "format": "cubby", "version": 1, "tasks": tasks })
}

#[tokio::test]
async fn everything_about_a_person_is_in_one_file() {
    let app = TestApp::start().await;
    let mut bob = app.signed_up("bob").await;
    bob.adds("Bob's own").await;
    let mut ann = app.signed_up("ann").await.at("203.0.113.7");
    ann.submits("/fn/set_theme", &[("theme", "dark")]).await;
    let fields = [
        ("title", "Müll \"raus\" </script>"),
        ("description", "Two\nlines"),
        ("priority", "high"),
        ("due_date", "2031-01-02"),
    ];
    ann.calls("/fn/add_task", &fields).await;
    let id = ann.adds("Done").await;
    ann.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;

    let (page, file) = exports(&mut ann).await;
    assert_eq!(page.header("content-type"), Some("application/json"));
    assert!(page.header("content-disposition").unwrap().starts_with("attachment; filename=\"cubby-20"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!((&file["format"], &file["version"]), (&json!("cubby"), &json!(1)));
    assert_eq!(file["account"]["email"], "ann@example.com");
    assert_eq!((&file["account"]["name"], &file["account"]["theme"]), (&json!("ann"), &json!("dark")));
    assert_eq!(file["sessions"][0]["agent"], "Firefox on Linux");
    let tasks = file["tasks"].as_array().unwrap();
    assert_eq!(tasks.len(), 2);
    assert_eq!(tasks[0]["title"], "Müll \"raus\" </script>");
    assert_eq!(tasks[0]["due_date"], "2031-01-02T00:00:00Z");
    assert_eq!((&tasks[1]["is_completed"], tasks[1]["completed_at"].is_string()), (&json!(true), true));
    for secret in ["argon2", "Bob's", "bob@example.com", ann.cookies["cubby"].as_str()] {
        page.hides(secret);
    }
}

#[tokio::test]
async fn a_file_restores_a_list_of_any_length_in_another_account_once() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let many: Vec<_> = (0..1_234)
        .map(|number| json!({ "title": format!("Task {number}"), "created_at": format!("2026-01-01T00:{:02}:{:02}Z", number / 60 % 60, number % 60) }))
        .collect();
    let page = imports(&mut ann, &file(&json!(many)).to_string()).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/account?saved=import&tasks=1234")));
    ann.opens("/account?saved=import&tasks=1234").await.shows("1234 tasks imported.");
    let (page, first) = exports(&mut ann).await;
    assert_eq!(first["tasks"].as_array().unwrap().len(), 1_234);
    assert_eq!(imports(&mut ann, &page.text).await.location(), Some("/account?saved=import&tasks=0"));

    for app in [app, TestApp::start().await] {
        let mut eve = app.browser();
        eve.submits("/fn/sign_up", &[("email", "eve@example.com"), ("password", PASSWORD)]).await;
        assert_eq!(imports(&mut eve, &page.text).await.location(), Some("/account?saved=import&tasks=1234"));
        let (_, second) = exports(&mut eve).await;
        assert_eq!(second["tasks"], first["tasks"]);
        assert_eq!(second["account"]["name"], "ann", "what was not said before");
        assert_eq!(second["account"]["email"], "eve@example.com");
    }
}

#[tokio::test]
async fn a_file_that_is_not_whole_and_right_changes_nothing_and_says_why() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Kept").await;
    let (page, _) = exports(&mut ann).await;
    let one = |task: Value| file(&json!([{ "title": "Good" }, task])).to_string();
    let (whole, second) = ("is not a whole file that Cubby exported", "Task 2 of the file is not one");
    for (text, words) in [
        (String::new(), whole),
        ("null".to_owned(), whole),
        ("{}".to_owned(), whole),
        (page.text[..page.text.len() / 2].to_owned(), whole),
        (page.text.replace("\"cubby\"", "\"other\""), whole),
        (page.text.replace("\"version\":1", "\"version\":2"), "from another version of Cubby"),
        (page.text.replace("\"version\":1", "\"version\":\"1\""), whole),
        ("[".repeat(100_000), whole),
        (format!("{{\"format\":\"cubby\",\"version\":1,\"tasks\":{}{}}}", "[".repeat(500), "]".repeat(500)), whole),
        (file(&json!({})).to_string(), whole),
        (one(json!({ "title": "" })), second),
        (one(json!({ "title": "x".repeat(201) })), second),
        (one(json!({ "title": "x", "description": "y".repeat(1_001) })), second),
        (one(json!({ "title": "a\0b" })), second),
        (one(json!({ "title": "x", "priority": "HIGH" })), second),
        (one(json!({ "title": "x", "due_date": "tomorrow" })), second),
        (one(json!({ "title": "x", "created_at": "2026-99-01T00:00:00Z" })), second),
        (one(json!({ "title": 7 })), whole),
    ] {
        let page = imports(&mut ann, &text).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:.80}");
        page.shows(words);
        page.shows("so nothing was imported");
        assert!(page.field("file").contains("aria-invalid=\"true\""));
        page.shows(">Export my data</button>");
    }
    assert_eq!(ann.sees_tasks("/tasks").await, ["Kept"]);
    let huge = "x".repeat(17 * 1024 * 1024);
    assert_eq!(imports(&mut ann, &huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_hostile_file_reaches_nobody_else_and_is_shown_as_text() {
    let app = TestApp::start().await;
    let mut bob = app.signed_up("bob").await;
    let id = bob.adds("Bob's own").await;
    let mut eve = app.signed_up("eve").await;
    let mut hostile = file(&json!([
        { "id": id, "title": "Taken over", "user_id": "019a0000-0000-7000-8000-000000000000" },
        { "id": "00000000-0000-0000-0000-000000000000", "title": "Nil" },
        { "id": "ffffffff-ffff-ffff-ffff-ffffffffffff", "title": "Max" },
        { "id": "'; drop table tasks; --", "title": "<script>alert(1)</script>", "description": "</textarea><script>" },
    ]));
    hostile["account"] = json!({ "id": "x", "email": "bob@example.com", "name": "<b>Eve", "password_hash": "x" });
    assert_eq!(imports(&mut eve, &hostile.to_string()).await.location(), Some("/account?saved=import&tasks=4"));
    let list = eve.opens("/tasks").await;
    list.hides("<script>alert");
    assert_eq!(list.titles().len(), 4);
    eve.opens("/account").await.shows("eve@example.com");
    assert_eq!(bob.sees_tasks("/tasks").await, ["Bob's own"]);
}

#[tokio::test]
async fn who_is_not_signed_in_or_comes_from_elsewhere_gets_no_file() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut nobody = app.browser();
    assert!(nobody.submits("/fn/export", &[]).await.location().unwrap().starts_with("/signin?"));
    assert!(imports(&mut nobody, &file(&json!([])).to_string()).await.location().unwrap().starts_with("/signin?"));
    for path in ["/fn/export", "/fn/import"] {
        assert_eq!(ann.opens(path).await.location(), Some("/account"), "nothing is sent or changed by a GET");
        let headers = [("accept", "text/html"), ("sec-fetch-site", "cross-site")];
        let page = ann.sends(Method::POST, path, &headers, String::new()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_file_with_more_tasks_than_one_may_hold_is_refused() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let of = |tasks: usize| {
        let tasks = vec!["{\"title\":\"x\"}"; tasks].join(",");
        format!("{{\"format\":\"cubby\",\"version\":1,\"tasks\":[{tasks}]}}")
    };
    // What is too much is not even looked at.
    for text in [of(MAX_TASKS + 1), of(MAX_TASKS).replace("}]}", "},7]}")] {
        let page = imports(&mut ann, &text).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows("That file has too many tasks, so nothing was imported");
    }
    let address = format!("/account?saved=import&tasks={MAX_TASKS}");
    assert_eq!(imports(&mut ann, &of(MAX_TASKS)).await.location(), Some(address.as_str()));
}

#[tokio::test]
async fn one_file_is_imported_at_a_time_and_few_are_read() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let text = file(&json!([{ "title": "Buy milk" }])).to_string();
    let places = app.state.uploads.acquire_many(4).await.unwrap();
    let page = imports(&mut ann, &text).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.header("retry-after").is_some());
    page.shows("Cubby is briefly unavailable");
    drop(places);
    let turn = store::archive::turn(&app.state.db).await.unwrap();
    let mut import = pin!(imports(&mut ann, &text));
    assert!(timeout(Duration::from_millis(100), &mut import).await.is_err());
    drop(turn);
    assert_eq!(import.await.location(), Some("/account?saved=import&tasks=1"));
}

#[tokio::test]
async fn an_id_of_another_kind_is_the_same_task_each_time() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let tasks = ["7d444840-9dc0-41d1-b245-5ffdce74fad2", "T-1"];
    let tasks = tasks.map(|id| json!({ "id": id, "title": id, "created_at": "2020-01-01T00:00:00Z" }));
    let text = file(&json!(tasks)).to_string();
    assert_eq!(imports(&mut ann, &text).await.location(), Some("/account?saved=import&tasks=2"));
    assert_eq!(imports(&mut ann, &text).await.location(), Some("/account?saved=import&tasks=0"));
}
