//! Two people on one server: nothing of the one is ever seen or changed by the other.

use axum::http::StatusCode;

use crate::test_app::TestApp;

const RANDOM_ID: &str = "019a0000-0000-7000-8000-000000000000";

/// Everything that names a task.
const FUNCTIONS: [(&str, &[(&str, &str)]); 4] = [
    ("/fn/complete_task", &[("completed", "true")]),
    ("/fn/update_task", &[("title", "Mine now"), ("description", ""), ("priority", "low"), ("due_date", "")]),
    ("/fn/delete_task", &[]),
    ("/fn/restore_task", &[]),
];

#[tokio::test]
async fn somebody_elses_task_is_as_if_it_were_not_there() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let id = ann.adds("Ann's secret").await;
    let before = ann.opens(&format!("/tasks/{id}")).await.text;

    for (function, fields) in FUNCTIONS {
        let with = |id| fields.iter().copied().chain([("id", id)]).collect::<Vec<_>>();
        for browser_form in [true, false] {
            let (theirs, none) = if browser_form {
                (bob.submits(function, &with(&id)).await, bob.submits(function, &with(RANDOM_ID)).await)
            } else {
                (bob.calls(function, &with(&id)).await, bob.calls(function, &with(RANDOM_ID)).await)
            };
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{function}");
            // A form that comes back says again what it asked for.
            assert_eq!(theirs.text.replace(&id, RANDOM_ID), none.text, "{function}");
            theirs.hides("secret");
        }
    }
    let theirs = bob.opens(&format!("/tasks/{id}")).await;
    let none = bob.opens(&format!("/tasks/{RANDOM_ID}")).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(theirs.text, none.text);
    assert_eq!(bob.sees_tasks("/tasks").await, [""; 0]);
    assert_eq!(bob.sees_tasks(&format!("/tasks?after={id}")).await, [""; 0]);
    assert_eq!(ann.opens(&format!("/tasks/{id}")).await.text, before);
}

#[tokio::test]
async fn who_is_not_signed_in_changes_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let mut nobody = app.browser();
    for (function, fields) in FUNCTIONS.into_iter().chain([("/fn/add_task", [("title", "x")].as_slice())]) {
        let fields: Vec<_> = fields.iter().copied().chain([("id", id.as_str())]).collect();
        assert_eq!(nobody.calls(function, &fields).await.status, StatusCode::UNAUTHORIZED, "{function}");
        let page = nobody.submits(function, &fields).await;
        assert!(page.location().unwrap().starts_with("/signin?next="), "{function}");
    }
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_user_id_in_a_form_is_not_listened_to() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let id = ann.adds("Ann's").await;
    bob.calls("/fn/add_task", &[("title", "Bob's"), ("user_id", &id), ("owner", &id), ("id", &id)]).await;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Ann's"]);
    assert_eq!(bob.sees_tasks("/tasks").await, ["Bob's"]);
}
