//! The same task in two places at once, and a form whose session ended: nothing that was typed is lost.

use std::time::Duration;

use axum::http::StatusCode;

use crate::{
    browser::{Browser, Page},
    test_app::{PASSWORD, TestApp},
};

/// The value of the hidden field of this name.
fn hidden(page: &Page, name: &str) -> String {
    let value = page.field(name).split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    value.replace("&amp;", "&")
}

async fn version(browser: &mut Browser<'_>, id: &str) -> String {
    hidden(&browser.opens(&format!("/tasks/{id}")).await, "version")
}

#[tokio::test]
async fn the_later_of_two_edits_is_shown_both_versions_and_chooses() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let began = version(&mut ann, &id).await;
    let theirs = [("id", id.as_str()), ("version", &began), ("title", "Buy oat milk"), ("priority", "medium")];
    assert_eq!(ann.submits("/fn/update_task", &theirs).await.status, StatusCode::SEE_OTHER);
    let mine = [("id", id.as_str()), ("version", &began), ("title", "Buy soy milk"), ("priority", "high")];
    let page = ann.submits("/fn/update_task?status=open", &mine).await;
    assert_eq!(page.status, StatusCode::PRECONDITION_FAILED);
    for words in [
        "Changed elsewhere",
        "<mark>Buy soy milk</mark>",
        "<mark>Buy oat milk</mark>",
        "<mark>High</mark>",
        "Keep my version",
        "Keep the other version",
        "Saved just now",
    ] {
        page.shows(words);
    }
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy oat milk"], "nothing is written over");
    let kept = [
        ("id", id.clone()),
        ("version", hidden(&page, "version")),
        ("title", hidden(&page, "title")),
        ("priority", hidden(&page, "priority")),
    ];
    let kept: Vec<_> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(ann.submits("/fn/update_task?status=open", &kept).await.location(), Some("/tasks?status=open"));
    assert_eq!(ann.sees_tasks("/tasks?priority=high").await, ["Buy soy milk"]);
}

#[tokio::test]
async fn two_who_say_the_same_are_not_asked() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let fields = [("id", id.as_str()), ("version", "1"), ("title", "Buy oat milk")];
    for _ in 0..2 {
        assert_eq!(ann.submits("/fn/update_task", &fields).await.location(), Some("/tasks"));
    }
    let page = ann.calls("/fn/update_task", &[("id", &id), ("version", "1"), ("title", "Buy soy milk")]).await;
    assert_eq!(page.status, StatusCode::PRECONDITION_FAILED);
    page.shows("Stale");
}

#[tokio::test]
async fn a_wrong_field_does_not_forget_where_the_edit_began() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.calls("/fn/update_task", &[("id", &id), ("title", "Buy oat milk")]).await;
    let page = ann.submits("/fn/update_task", &[("id", &id), ("version", "1"), ("title", " ")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&page, "version"), "1");
}

#[tokio::test]
async fn a_task_that_was_deleted_meanwhile_is_brought_back_with_what_was_typed() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    ann.calls("/fn/delete_task", &[("id", &id)]).await;
    let typed = [("id", id.as_str()), ("version", "2"), ("title", "Buy oat milk"), ("description", "Two")];
    let page = ann.submits("/fn/update_task", &typed).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.shows("This task was deleted while you were editing it. What you typed is still here.");
    assert!(page.field("title").contains("value=\"Buy oat milk\""));
    let page = ann.submits("/fn/bring_back", &[("id", &id), ("title", ""), ("description", "Two")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows("Title is required");
    page.shows(">Two</textarea>");
    ann.submits("/fn/bring_back", &typed).await;
    assert_eq!(ann.sees_tasks("/tasks?status=completed&search=oat").await, ["Buy oat milk"]);
    ann.opens("/tasks/deleted").await.hides("Restore");
    // One that is gone for good is added anew.
    let gone = [("id", "019a0000-0000-7000-8000-000000000000"), ("title", "Never was")];
    ann.submits("/fn/update_task", &gone).await.shows("Bring it back");
    ann.submits("/fn/bring_back", &gone).await;
    assert_eq!(ann.sees_tasks("/tasks?status=open").await, ["Never was"]);
}

/// Sends a form whose session has ended on to signing in, as a browser follows a 307: the same once more, there.
async fn is_sent_on(browser: &mut Browser<'_>, function: &str, fields: &[(&str, &str)]) -> (String, Page) {
    let page = browser.submits(function, fields).await;
    assert_eq!(page.status, StatusCode::TEMPORARY_REDIRECT);
    let address = page.location().unwrap().to_owned();
    let page = browser.submits(&address, fields).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    (address, page)
}

#[tokio::test]
async fn what_was_typed_comes_back_by_way_of_signing_in() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let mut elsewhere = ann.copied();
    elsewhere.submits("/fn/sign_out", &[]).await;
    let typed = [("id", id.as_str()), ("version", "1"), ("title", "Grüße & \"Küsse\""), ("description", "One\r\nTwo")];
    for (function, next, words) in [
        ("/fn/add_task?status=open", "/tasks?status=open", "You were signed out before this was saved."),
        ("/fn/update_task", &*format!("/tasks/{id}"), "You were signed out before this was saved."),
    ] {
        let (address, page) = is_sent_on(&mut ann, function, &typed).await;
        assert!(address.starts_with("/signin?expired=1&next="), "{address}");
        assert!(!address.contains("Gr"), "nothing of it is in an address");
        page.shows("Session expired. Please sign in again. What you typed is kept.");
        let kept = hidden(&page, "kept");
        // A wrong password loses nothing either.
        let action = page.text.split("action=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let wrong = [("email", "ann@example.com"), ("password", "wrong-password"), ("kept", &kept)];
        let page = ann.submits(&action, &wrong).await;
        assert_eq!(hidden(&page, "kept"), kept);
        let right = [("email", "ann@example.com"), ("password", PASSWORD), ("kept", &kept)];
        let page = ann.submits(&action, &right).await;
        assert_eq!((page.status, page.location()), (StatusCode::TEMPORARY_REDIRECT, Some(next)));
        let page = ann.submits(next, &right).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.shows(words);
        assert!(page.field("title").contains("value=\"Grüße &amp; &quot;Küsse&quot;\""), "{}", page.field("title"));
        page.shows("One\r\nTwo</textarea>");
        page.hides(PASSWORD);
        ann.submits("/fn/sign_out", &[]).await;
        ann.cookies.clone_from(&elsewhere.cookies);
        ann.tries("ann", PASSWORD).await;
        assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"], "nothing is done until it is sent again");
        let session = ann.copied();
        ann.submits("/fn/sign_out", &[]).await;
        ann.cookies = session.cookies;
    }
}

#[tokio::test]
async fn what_one_person_typed_is_not_given_to_another() {
    let app = TestApp::start().await;
    app.signed_up("bob").await;
    let mut ann = app.signed_up("ann").await;
    ann.copied().submits("/fn/sign_out", &[]).await;
    let (_, page) = is_sent_on(&mut ann, "/fn/add_task", &[("title", "Ann's secret")]).await;
    let kept = hidden(&page, "kept");
    let fields = [("email", "bob@example.com"), ("password", PASSWORD), ("kept", &kept)];
    let page = ann.submits("/fn/sign_in?next=%2Ftasks", &fields).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")));
    ann.opens("/tasks").await.hides("secret");
}

#[tokio::test]
async fn a_password_is_not_kept_and_no_other_form_is() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.copied().submits("/fn/sign_out", &[]).await;
    let fields = [("name", "Ann"), ("email", "new@example.com"), ("current_password", "hunter-22")];
    let (_, page) = is_sent_on(&mut ann, "/fn/update_profile", &fields).await;
    page.hides("hunter-22");
    assert!(hidden(&page, "kept").contains("new%40example.com"));
    // Nothing else is sent to a page.
    for (path, kept) in [("/tasks", "%2Ffn%2F=delete_account&confirm=DELETE"), ("/account", "x"), ("/tasks", "")] {
        let page = ann.submits(path, &[("kept", kept)]).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(ann.submits("/signin", &[("title", "x")]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn keys_can_be_switched_off() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let page = ann.opens("/tasks").await;
    page.shows("<dialog");
    page.shows("keyboard");
    assert_eq!(ann.submits("/fn/set_shortcuts", &[]).await.location(), Some("/account?saved=keyboard"));
    ann.opens("/account?saved=keyboard").await.shows("Keyboard saved.");
    assert!(!ann.opens("/account").await.field("shortcuts").contains("checked"));
    let page = ann.opens("/tasks").await;
    page.hides("<dialog");
    page.hides("keyboard");
    ann.submits("/fn/set_shortcuts", &[("shortcuts", "on")]).await;
    ann.opens("/tasks").await.shows("<dialog");
}

#[tokio::test]
async fn today_is_the_persons() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    // Noon in UTC.
    let day = 86_400_000;
    let until_noon = (day * 3 / 2 - app.state.clock.now().millis().rem_euclid(day)).rem_euclid(day);
    app.passes(Duration::from_millis(until_noon.unsigned_abs()));
    let date = |days: i64| (app.state.clock.now().date() + time::Duration::days(days)).to_string();
    ann.calls("/fn/add_task", &[("title", "Yesterday"), ("due_date", &date(-1))]).await;
    ann.calls("/fn/add_task", &[("title", "Tomorrow"), ("due_date", &date(1))]).await;
    // Minutes ahead of UTC; no place is further away than 14 hours.
    for (minutes, today, overdue) in
        [("0", 0, 1), ("-840", 1, 0), ("840", 1, 1), ("999999", 1, 1), ("-999999", 1, 0), ("x", 0, 1), ("", 0, 1)]
    {
        ann.cookies.insert("cubby-zone".to_owned(), minutes.to_owned());
        let page = ann.opens("/tasks").await;
        assert_eq!(page.text.matches("due today").count(), today, "{minutes}");
        assert_eq!(page.text.matches("Overdue").count(), overdue, "{minutes}");
    }
}
