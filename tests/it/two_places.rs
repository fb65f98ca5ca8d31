//! The same task in two places at once: nothing that was typed is lost.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;

use crate::{
    browser::Browser,
    test_app::{PASSWORD, TestApp},
};

async fn version(browser: &mut Browser<'_>, id: &str) -> String {
    browser.opens(&format!("/tasks/{id}")).await.hidden("version")
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
        ("version", page.hidden("version")),
        ("title", page.hidden("title")),
        ("priority", page.hidden("priority")),
    ];
    let kept: Vec<_> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(ann.submits("/fn/update_task?status=open", &kept).await.location(), Some("/tasks?status=open"));
    assert_eq!(ann.sees_tasks("/tasks?priority=high").await, ["Buy soy milk"]);
}

#[tokio::test]
async fn whoever_chooses_knows_that_the_task_was_completed() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.submits("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    let page = ann.submits("/fn/update_task", &[("id", &id), ("version", "1"), ("title", "Buy oat milk")]).await;
    page.shows("The task is completed, whichever you keep.");
    let newest = page.hidden("version");
    ann.submits("/fn/update_task", &[("id", &id), ("version", &newest), ("title", "Buy oat milk")]).await;
    assert_eq!(ann.sees_tasks("/tasks?status=completed").await, ["Buy oat milk"]);
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
    assert_eq!(page.hidden("version"), "1");
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
    // Pressed twice, or brought back elsewhere meanwhile, it is there once.
    ann.submits("/fn/bring_back", &typed).await;
    assert_eq!(ann.sees_tasks("/tasks?search=milk").await, ["Buy oat milk"]);
    let page = ann.submits("/fn/bring_back", &[("id", &id), ("title", "Buy rice milk")]).await;
    assert_eq!(page.status, StatusCode::PRECONDITION_FAILED);
    page.shows("Keep my version");
    // One that is gone for good is added anew.
    let gone = [("id", "019a0000-0000-7000-8000-000000000000"), ("title", "Never was")];
    ann.submits("/fn/update_task", &gone).await.shows("Bring it back");
    ann.submits("/fn/bring_back", &gone).await;
    assert_eq!(ann.sees_tasks("/tasks?status=open").await, ["Never was"]);
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
        page.shows("data-zone=\"");
        assert_eq!(page.text.matches("due today").count(), today, "{minutes}");
        assert_eq!(page.text.matches("Overdue").count(), overdue, "{minutes}");
    }
    // It is said by the script of the page, and kept where no script can read it.
    let page = ann.calls("/fn/set_zone", &[("minutes", "-840")]).await;
    assert!(page.set_cookie("cubby-zone").contains("HttpOnly"));
    ann.opens("/tasks").await.shows("data-zone=\"-840\"");
    ann.opens("/tasks").await.shows("due today");
    // Without scripts its person says it.
    assert_eq!(ann.submits("/fn/set_zone", &[("minutes", "345")]).await.location(), Some("/account?saved=clock"));
    let page = ann.opens("/account?saved=clock").await;
    page.shows("Clock saved.");
    page.shows("<option value=\"345\" selected>");
    assert_eq!(page.text.matches("UTC+").count() + page.text.matches("UTC\u{2212}").count(), 39);
}

#[tokio::test]
async fn a_form_that_leaves_the_day_as_it_is_leaves_the_time_of_day_too() {
    let app = TestApp::start().await;
    let script = app.registered("ann").await;
    let mut ann = app.browser();
    ann.tries("ann", PASSWORD).await;
    let evening = json!({ "title": "Buy milk", "due_date": "2031-01-02T18:30:00Z" });
    let path = script.adds_task(&evening).await;
    let id = path.rsplit('/').next().unwrap();
    let page = ann.opens(&format!("/tasks/{id}")).await;
    assert!(page.field("due_date").contains("value=\"2031-01-02\""));
    for (title, day, due) in [
        ("Buy oat milk", "2031-01-02", json!("2031-01-02T18:30:00Z")),
        ("Buy oat milk", "2031-01-03", json!("2031-01-03T00:00:00Z")),
        ("Buy oat milk", "", json!(null)),
    ] {
        ann.calls("/fn/update_task", &[("id", id), ("title", title), ("due_date", day)]).await;
        assert_eq!(script.gets(&path).await.json()["due_date"], due);
    }
    // A script says moments, midnight too.
    script.puts(&path, &evening).await;
    script.puts(&path, &json!({ "due_date": "2031-01-02T00:00:00Z" })).await;
    assert_eq!(script.gets(&path).await.json()["due_date"], "2031-01-02T00:00:00Z");
}
