//! Two people on one server: nothing of the one is ever seen or changed by the other.

use axum::http::{Method, StatusCode};

use crate::test_app::{PASSWORD, TestApp};

const RANDOM_ID: &str = "019a0000-0000-7000-8000-000000000000";

/// Everything that answers 404 for a task of somebody else.
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

/// Somebody else may sign in in the same browser while a page of the one is open in it.
#[tokio::test]
async fn a_script_on_the_page_of_one_person_neither_reads_nor_writes_as_another() {
    let app = TestApp::start().await;
    let person = app.signed_up("ann").await.opens("/tasks").await.hidden("person");
    let mut bob = app.signed_up("bob").await;
    bob.adds("Bob's secret").await;
    let own = bob.opens("/tasks").await.hidden("person");
    for (owner, is_own) in [(&person, false), (&own, true)] {
        let headers = [("accept", "application/json"), ("sec-fetch-site", "same-origin"), ("cubby-person", owner)];
        let list = bob.sends(Method::GET, "/tasks", &headers, String::new()).await;
        assert_eq!(list.status == StatusCode::OK, is_own);
        assert_eq!(list.text.contains("Bob's secret"), is_own);
        let form = [&headers[..], &[("content-type", "application/x-www-form-urlencoded")]].concat();
        let added = bob.sends(Method::POST, "/fn/add_task", &form, "title=Typed".to_owned()).await;
        assert_eq!(added.status, if is_own { StatusCode::OK } else { StatusCode::UNAUTHORIZED });
    }
    assert_eq!(bob.sees_tasks("/tasks").await, ["Typed", "Bob's secret"]);
}

#[tokio::test]
async fn what_the_account_page_of_one_person_offers_is_not_done_to_another() {
    let app = TestApp::start().await;
    let person = app.signed_up("ann").await.opens("/account").await.hidden("person");
    let mut bob = app.signed_up("bob").await;
    bob.adds("Bob's secret").await;
    let password = ("current_password", PASSWORD);
    for (function, fields) in [
        ("/fn/export", &[] as &[_]),
        ("/fn/end_other_sessions", &[]),
        ("/fn/update_profile", &[("name", "Ann"), ("email", "other@example.com")]),
        ("/fn/set_theme", &[("theme", "dark")]),
        ("/fn/set_shortcuts", &[]),
        ("/fn/set_zone", &[("minutes", "60")]),
        ("/fn/change_password", &[password, ("new_password", "another 7 horses")]),
        ("/fn/delete_account", &[password, ("confirm", "DELETE")]),
    ] {
        let page = bob.submits(function, &[fields, &[("person", person.as_str())]].concat()).await;
        assert!(page.location().is_some_and(|path| path.starts_with("/signin")), "{function}");
        page.hides("secret");
    }
    let file = r#"{"format":"cubby","version":1,"tasks":[{"title":"Ann's own"}]}"#;
    let body = format!(
        "--x\r\nContent-Disposition: form-data; name=\"person\"\r\n\r\n{person}\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{file}\r\n--x--\r\n"
    );
    let headers = [
        ("accept", "text/html"),
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
    ];
    let page = bob.sends(Method::POST, "/fn/import", &headers, body).await;
    assert!(page.location().is_some_and(|path| path.starts_with("/signin")));
    assert_eq!(bob.sees_tasks("/tasks").await, ["Bob's secret"]);
}
