//! Tasks by forms and by server functions.

use axum::http::StatusCode;

use crate::test_app::TestApp;

#[tokio::test]
async fn a_task_is_added_with_all_that_was_said() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let fields = [
        ("title", " Renew passport "),
        ("description", "Two photos\r\nand the form"),
        ("priority", "high"),
        ("due_date", "2026-11-17"),
    ];
    let page = ann.submits("/fn/add_task", &fields).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")));
    let page = ann.opens("/tasks").await;
    assert_eq!(page.titles(), ["Renew passport"]);
    page.shows("1 open task");
    page.shows("data-priority=\"high\"");
    page.shows("Two photos\nand the form");
}

#[tokio::test]
async fn a_task_that_cannot_be_added_comes_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let long = "x".repeat(201);
    let long_text = "y".repeat(1_001);
    for (field, value, words) in [
        ("title", "  ", "Title is required"),
        ("title", long.as_str(), "Title must be at most 200 characters"),
        ("description", long_text.as_str(), "Description must be at most 1000 characters"),
        ("due_date", "tomorrow", "Invalid due date"),
        ("due_date", "2026-02-30", "Invalid due date"),
    ] {
        let mut fields = vec![
            ("title", "Buy milk"),
            ("description", "The blue one"),
            ("priority", "low"),
            ("due_date", "2026-12-24"),
        ];
        fields.iter_mut().find(|(name, _)| *name == field).unwrap().1 = value;
        let page = ann.submits("/fn/add_task?status=open", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.shows(words);
        page.shows("action=\"/fn/add_task?status=open\"");
        assert!(page.field(field).contains("aria-invalid=\"true\""));
        page.shows("<option value=\"low\" selected");
        if field != "description" {
            page.shows(">The blue one</textarea>");
        }
        if field != "title" {
            assert!(page.field("title").contains("value=\"Buy milk\""));
        }
    }
    assert_eq!(ann.sees_tasks("/tasks").await, [""; 0]);
}

#[tokio::test]
async fn a_task_is_completed_and_reopened() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.adds("Call Bob").await;
    let page = ann.submits("/fn/complete_task?status=open", &[("id", &id), ("completed", "true")]).await;
    assert_eq!(page.location(), Some("/tasks?status=open"));
    ann.opens("/tasks").await.shows("1 open task<");
    assert_eq!(ann.sees_tasks("/tasks?status=open").await, ["Call Bob"]);
    assert_eq!(ann.sees_tasks("/tasks?status=completed").await, ["Buy milk"]);
    // A second click of an impatient person changes nothing.
    ann.submits("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    ann.opens("/tasks").await.shows("1 open task<");
    ann.submits("/fn/complete_task", &[("id", &id), ("completed", "false")]).await;
    ann.opens("/tasks").await.shows("2 open tasks");
}

#[tokio::test]
async fn every_field_of_a_task_can_be_edited() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let page = ann.opens(&format!("/tasks/{id}?status=open")).await;
    assert!(page.field("title").contains("value=\"Buy milk\""));
    let fields = [
        ("id", id.as_str()),
        ("title", "Buy oat milk"),
        ("description", "Two"),
        ("priority", "low"),
        ("due_date", "2031-01-02"),
    ];
    let page = ann.submits("/fn/update_task?status=open", &fields).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks?status=open")));
    let page = ann.opens(&format!("/tasks/{id}")).await;
    assert!(page.field("title").contains("value=\"Buy oat milk\""));
    assert!(page.field("due_date").contains("value=\"2031-01-02\""));
    page.shows(">Two</textarea>");
    page.shows("<option value=\"low\" selected");
    let page = ann.submits("/fn/update_task", &[("id", &id), ("title", ""), ("description", "Kept")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows("Title is required");
    page.shows(">Kept</textarea>");
    page.shows("Edit task");
}

#[tokio::test]
async fn a_deleted_task_is_gone() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    assert_eq!(ann.submits("/fn/delete_task", &[("id", &id)]).await.location(), Some("/tasks"));
    assert_eq!(ann.sees_tasks("/tasks").await, [""; 0]);
    assert_eq!(ann.opens(&format!("/tasks/{id}")).await.status, StatusCode::NOT_FOUND);
    let page = ann.submits("/fn/delete_task", &[("id", &id)]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_overdue_task_is_marked() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let page = ann.calls("/fn/add_task", &[("title", "Late"), ("due_date", "2001-01-01")]).await;
    let done: serde_json::Value = serde_json::from_str(&page.text).unwrap();
    let page = ann.opens("/tasks").await;
    page.shows("Overdue, ");
    page.shows("1 Jan 2001");
    ann.calls("/fn/complete_task", &[("id", done["task"]["id"].as_str().unwrap()), ("completed", "true")]).await;
    ann.opens("/tasks").await.hides("Overdue");
}

#[tokio::test]
async fn a_long_list_has_pages_that_show_every_task_once() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for number in 0..120 {
        ann.adds(&format!("Task {number}")).await;
    }
    let mut seen = Vec::new();
    let mut path = "/tasks?status=open".to_owned();
    loop {
        let page = ann.opens(&path).await;
        assert!(page.titles().len() <= 50);
        seen.extend(page.titles());
        // What is added meanwhile does not push others to the next page.
        ann.adds("Newcomer").await;
        match page.text.split("rel=\"next\" href=\"").nth(1) {
            Some(rest) => path = rest.split('"').next().unwrap().replace("&amp;", "&"),
            None => break,
        }
    }
    let expected: Vec<_> = (0..120).rev().map(|number| format!("Task {number}")).collect();
    assert_eq!(seen, expected);
    let page = ann.opens("/tasks?after=00000000-0000-7000-8000-000000000000").await;
    page.shows("No more tasks");
}

#[tokio::test]
async fn empty_lists_are_friendly() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let page = ann.opens("/tasks").await;
    page.shows("Nothing here yet");
    page.shows("<search hidden");
    let id = ann.adds("Buy milk").await;
    ann.opens("/tasks?status=completed").await.shows("Nothing completed yet");
    ann.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    ann.opens("/tasks?status=open").await.shows("All done");
}

#[tokio::test]
async fn what_people_write_is_shown_as_text() {
    let app = TestApp::start().await;
    for (number, text) in [
        "<script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onfocus='alert(1)",
        "<!-- -->",
        "</title><script>",
        "{{7*7}}",
        "&lt;b&gt;",
        "javascript:alert(1)",
        "\u{202e}olleh",
    ]
    .into_iter()
    .enumerate()
    {
        let mut ann = app.browser();
        let email = format!("ann{number}@example.com");
        ann.submits("/fn/sign_up", &[("name", text), ("email", &email), ("password", crate::test_app::PASSWORD)]).await;
        ann.submits("/fn/add_task", &[("title", text), ("description", text)]).await;
        let list = ann.opens("/tasks").await;
        let id = list.text.split("href=\"/tasks/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let edit = ann.opens(&format!("/tasks/{id}")).await;
        let refused = ann.submits("/fn/update_task", &[("id", &id), ("title", ""), ("description", text)]).await;
        let again = ann.submits("/fn/add_task", &[("title", &format!("{text}{}", "x".repeat(200)))]).await;
        let account = ann.opens("/account").await;
        for page in [list, edit, refused, again, account] {
            if text.contains('<') {
                page.hides(text);
            }
            for markup in ["<script>", "<img", "</textarea><script", "</title><script"] {
                assert!(!page.text.contains(markup), "{markup} of {text}");
            }
        }
    }
}

#[tokio::test]
async fn what_changes_nothing_leaves_the_offer() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    for _ in 0..2 {
        ann.submits("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
        ann.opens("/tasks").await.shows("Task completed");
    }
}
