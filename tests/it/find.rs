//! Finding tasks on the page: what narrows the list, what is marked, what is said, and what nobody offers.

use axum::http::{Method, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::{
    browser::{Browser, Page},
    test_app::TestApp,
};

async fn with_tasks(app: &TestApp) -> Browser<'_> {
    let mut ann = app.signed_up("ann").await;
    for (title, description, priority, due) in [
        ("Buy milk", "Two bottles", "high", "2031-01-02"),
        ("Call Bob", "about the Milkshake", "low", ""),
        ("Éclairs for tea", "", "medium", "2030-01-02"),
        ("Renew passport", "", "high", ""),
    ] {
        let fields = [("title", title), ("description", description), ("priority", priority), ("due_date", due)];
        ann.calls("/fn/add_task", &fields).await;
    }
    ann
}

/// What the script of the page asks for.
async fn fetches(browser: &mut Browser<'_>, path: &str) -> Page {
    browser.sends(Method::GET, path, &[("accept", "application/json")], String::new()).await
}

#[tokio::test]
async fn filter_priority_search_and_order_combine() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    for (path, titles) in [
        ("/tasks?search=milk", &["Call Bob", "Buy milk"] as &[_]),
        ("/tasks?search=MILK&priority=high", &["Buy milk"]),
        ("/tasks?search=ecl", &["Éclairs for tea"]),
        ("/tasks?search=bot+mi", &["Buy milk"]),
        ("/tasks?priority=high&sort=title", &["Buy milk", "Renew passport"]),
        ("/tasks?sort=due", &["Éclairs for tea", "Buy milk", "Call Bob", "Renew passport"]),
        ("/tasks?status=completed&search=milk", &[]),
        (
            "/tasks?status=&priority=&search=&sort=created",
            &["Renew passport", "Éclairs for tea", "Call Bob", "Buy milk"],
        ),
    ] {
        assert_eq!(ann.sees_tasks(path).await, titles, "{path}");
    }
}

#[tokio::test]
async fn any_part_of_a_text_without_spaces_is_found() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for title in ["明日牛乳を買う", "豆乳とiPhone用ケーブル", "ซื้อนมพรุ่งนี้", "우유를 사기"]
    {
        ann.adds(title).await;
    }
    for (search, titles) in [
        ("牛乳", &["明日牛乳を買う"] as &[_]),
        ("買う", &["明日牛乳を買う"]),
        ("乳", &["豆乳とiPhone用ケーブル", "明日牛乳を買う"]),
        ("iphone用ケーブル", &["豆乳とiPhone用ケーブル"]),
        ("牛豆", &[]),
        ("นม", &["ซื้อนมพรุ่งนี้"]),
        ("우유", &["우유를 사기"]),
    ] {
        let path = format!("/tasks?search={}", utf8_percent_encode(search, NON_ALPHANUMERIC));
        assert_eq!(ann.sees_tasks(&path).await, titles, "{search}");
    }
    ann.opens("/tasks?search=%E4%B9%B3").await.shows("明日牛<mark>乳</mark>を買う");
}

#[tokio::test]
async fn the_form_holds_what_was_asked_for() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    let page = ann.opens("/tasks?status=open&priority=high&search=milk&sort=due").await;
    assert!(page.field("search").contains("value=\"milk\""));
    page.shows("<option value=\"high\" selected>High</option>");
    page.shows("<option value=\"due\" selected>Due date</option>");
    page.shows("<input type=\"hidden\" name=\"status\" value=\"open\">");
    page.shows("<details open class=\"refine\">");
    page.shows("1 task: open, high priority, with “milk”, by due date.");
    page.shows("href=\"/tasks?status=completed&amp;priority=high&amp;search=milk&amp;sort=due\"");
    // What is done there leads back there.
    page.shows("action=\"/fn/complete_task?status=open&amp;priority=high&amp;search=milk&amp;sort=due\"");
    let plain = ann.opens("/tasks").await;
    plain.hides("class=\"found\"");
    plain.hides("<details open");
}

#[tokio::test]
async fn what_was_found_is_marked() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    let page = ann.opens("/tasks?search=milk").await;
    page.shows("<mark>milk</mark>");
    page.shows("<mark>Milk</mark>");
    ann.opens("/tasks?search=ECL").await.shows("<mark>Écl</mark>");
    ann.opens("/tasks").await.hides("<mark>");
    ann.calls("/fn/add_task", &[("title", "<b>milk</b>")]).await;
    let page = ann.opens("/tasks?search=milk").await;
    page.shows("&lt;b&gt;");
    page.hides("<b>");
}

#[tokio::test]
async fn where_nothing_matches_there_is_a_way_back() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    let page = ann.opens("/tasks?search=zebra").await;
    page.shows("Nothing matches");
    page.shows("0 tasks: with “zebra”.");
    page.shows("No task here has “zebra” in its title or description.");
    page.shows("<a href=\"/tasks\" class=\"button\">Show all tasks</a>");
    ann.opens("/tasks?status=completed&priority=low").await.shows("No task here has that priority.");
}

#[tokio::test]
async fn the_script_gets_what_the_page_shows() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    let answer = fetches(&mut ann, "/tasks?search=milk&status=open").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let swap: Value = serde_json::from_str(&answer.text).unwrap();
    let shelf = &swap["shelf"];
    assert_eq!(shelf["tasks"].as_array().unwrap().len(), 2);
    assert_eq!((&shelf["total"], &shelf["open"]), (&2.into(), &4.into()));
    assert_eq!(shelf["query"], "?status=open&search=milk");
    assert_eq!(shelf["found"][1]["title"], serde_json::json!([4, 8]));
    assert!(!swap["pages"].as_str().unwrap().contains("<a"));
    assert_eq!(fetches(&mut app.browser(), "/tasks").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_nobody_offers_shows_a_sensible_page() {
    let app = TestApp::start().await;
    let mut ann = with_tasks(&app).await;
    let mut bob = app.signed_up("bob").await;
    let theirs = bob.adds("Bob's").await;
    for path in [
        "/tasks?status=late&priority=urgent&sort=colour&x=1&after=",
        "/tasks?status=open&status=completed&status=all",
        &format!("/tasks?after={theirs}&sort=due"),
        "/tasks?after=t00.00000000-0000-7000-8000-000000000000&sort=title",
        "/tasks?search=%00&sort=%F0%28",
        "/tasks?%",
    ] {
        assert_eq!(ann.sees_tasks(path).await.len(), 4, "{path}");
    }
    let long = "é".repeat(10_000);
    let page = ann.opens(&format!("/tasks?{}", crate::browser::form(&[("search", &long)]))).await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows("Nothing matches");
    for operators in [
        "\"",
        "*",
        "milk NEAR bob",
        "milk AND",
        "title:milk",
        "milk*",
        "-milk",
        "(milk",
        "'; drop table tasks; --",
        "&",
        ":",
        "\\",
    ] {
        let page = ann.opens(&format!("/tasks?{}", crate::browser::form(&[("search", operators)]))).await;
        assert_eq!(page.status, StatusCode::OK, "{operators}");
        page.shows("id=\"search\"");
    }
    assert_eq!(ann.sees_tasks("/tasks?search=%22milk%22*").await.len(), 2);
}

#[tokio::test]
async fn a_search_without_a_letter_says_so() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("😀 party").await;
    ann.opens("/tasks?search=%F0%9F%98%80").await.shows("A search goes by letters and digits, and “😀” has none.");
    ann.opens("/tasks?search=milk").await.shows("No task here has “milk” in its title or description.");
}
