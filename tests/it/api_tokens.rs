//! Whose call it is: tokens that open nothing, and two people who never meet.

use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use serde_json::json;

use crate::test_app::{KEY, PASSWORD, TestApp};

const RANDOM_ID: &str = "019a0000-0000-7000-8000-000000000000";

/// Every call about a task, with the rest of its path and a good body.
fn calls() -> [(Method, &'static str, serde_json::Value); 4] {
    [
        (Method::GET, "", json!(null)),
        (Method::PUT, "", json!({ "title": "Mine now" })),
        (Method::PATCH, "/complete", json!({ "is_completed": true })),
        (Method::DELETE, "", json!(null)),
    ]
}

#[tokio::test]
async fn a_token_that_is_not_good_gets_one_answer_whatever_is_wrong_with_it() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let ended = app.registered("bob").await;
    ended.sends(Method::POST, "/api/auth/logout", &[], Body::empty()).await;
    let web = app.signed_up("cem").await.cookies["cubby"].clone();
    let bearer = |token: &str| format!("Bearer {token}");
    let token = &ann.token;
    let mut headers = vec![
        vec![],
        vec![bearer("")],
        vec!["Bearer".to_owned()],
        vec![bearer("x")],
        vec![bearer("x.y.z")],
        vec![bearer(&web)],
        vec![bearer(&ended.token)],
        vec![bearer(&token[..token.len() - 1])],
        vec![bearer(&format!("{token}A"))],
        vec![bearer(&"A".repeat(5_000))],
        vec![token.clone()],
        vec![format!("Basic {token}")],
        vec![format!("Bearer{token}")],
        vec![format!("Bearer {token} {token}")],
        vec![bearer(token), bearer(token)],
        vec!["Bearer \u{e9}".to_owned()],
    ];
    let good = TestApp::start().await;
    headers.push(vec![bearer(&good.registered("ann").await.token)]);
    let mut answers = Vec::new();
    for values in headers {
        let headers: Vec<_> = values.iter().map(|value| ("authorization", value.as_str())).collect();
        for (method, path) in [
            (Method::GET, "/api/auth/me".to_owned()),
            (Method::POST, "/api/auth/logout".to_owned()),
            (Method::GET, ann.tasks()),
            (Method::POST, ann.tasks()),
            (Method::PUT, format!("{}/{RANDOM_ID}", ann.tasks())),
        ] {
            let page = app.script().sends(method, &path, &headers, Body::empty()).await;
            page.is_problem(401, "unauthorized");
            assert_eq!(page.header("www-authenticate"), Some("Bearer"));
            answers.push(page.text);
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    // The scheme has no letter case (RFC 9110 section 11.1).
    let lower = format!("bearer {token}");
    let page = app.script().sends(Method::GET, "/api/auth/me", &[("authorization", &lower)], Body::empty()).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(KEY.len() >= 32);
}

#[tokio::test]
async fn neither_face_takes_what_is_for_the_other() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let mut browser = app.browser();
    browser.submits("/fn/sign_in", &[("email", "ann@example.com"), ("password", PASSWORD)]).await;
    // The cookie of a browser, and a token within a cookie.
    for cookie in [browser.cookies["cubby"].clone(), ann.token.clone()] {
        let cookie = format!("cubby={cookie}");
        let page = app.script().sends(Method::GET, &ann.tasks(), &[("cookie", &cookie)], Body::empty()).await;
        page.is_problem(401, "unauthorized");
    }
    let mut thief = app.browser();
    thief.cookies.insert("cubby".to_owned(), ann.token.clone());
    assert_eq!(thief.opens("/tasks").await.location(), Some("/signin?next=%2Ftasks"));
    let bearer = format!("Bearer {}", ann.token);
    let headers = [("accept", "text/html"), ("authorization", bearer.as_str())];
    let page = app.browser().sends(Method::GET, "/tasks", &headers, String::new()).await;
    assert_eq!(page.location(), Some("/signin?next=%2Ftasks"));
    // A cookie that comes along changes nothing.
    let cookie = format!("cubby={}", browser.cookies["cubby"]);
    let page = ann.sends(Method::GET, "/api/auth/me", &[("cookie", &cookie)], Body::empty()).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn a_call_may_come_from_any_site_since_no_cookie_is_looked_at() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for headers in [[("origin", "https://evil.example")], [("sec-fetch-site", "cross-site")]] {
        let page = ann.says(Method::POST, &ann.tasks(), &json!({ "title": "x" }), &headers).await;
        assert_eq!(page.status, StatusCode::CREATED);
        assert_eq!(page.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn somebody_elses_path_is_forbidden() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.registered("ann").await, app.registered("bob").await);
    let id = ann.adds("Ann's secret").await.rsplit('/').next().unwrap().to_owned();
    let mut answers = Vec::new();
    for user in
        [ann.user.as_str(), RANDOM_ID, "me", "1", "%00", &bob.user.replace('-', ""), &format!("%7B{}%7D", bob.user)]
    {
        for (method, rest, body) in calls() {
            for id in [id.as_str(), RANDOM_ID] {
                let page = bob.says(method.clone(), &format!("/api/{user}/tasks/{id}{rest}"), &body, &[]).await;
                page.is_problem(403, "forbidden");
                answers.push(page.text);
            }
        }
        for page in [
            bob.gets(&format!("/api/{user}/tasks")).await,
            bob.posts(&format!("/api/{user}/tasks"), &json!({ "title": "x" })).await,
        ] {
            page.is_problem(403, "forbidden");
            answers.push(page.text);
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(ann.lists("").await, ["Ann's secret"]);
}

#[tokio::test]
async fn somebody_elses_task_is_as_if_it_were_not_there() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.registered("ann").await, app.registered("bob").await);
    let address = ann.adds("Ann's secret").await;
    let before = ann.gets(&address).await.text;
    let id = address.rsplit('/').next().unwrap();
    for (method, rest, body) in calls() {
        for headers in [&[][..], &[("if-match", "\"1\"")]] {
            let mut answers = Vec::new();
            for id in [id, RANDOM_ID, "1", &id.replace('-', "")] {
                let page = bob.says(method.clone(), &format!("{}/{id}{rest}", bob.tasks()), &body, headers).await;
                page.is_problem(404, "not-found");
                let headers: Vec<_> =
                    page.headers.iter().filter(|(name, _)| *name != "content-security-policy").collect();
                answers.push(format!("{headers:?} {}", page.text));
            }
            assert!(answers.iter().all(|answer| *answer == answers[0]), "{method}");
        }
    }
    for query in ["", "?search=secret", "?search=ann", &format!("?cursor={id}"), "?sort=title"] {
        assert_eq!(bob.list(query).await, json!({ "tasks": [], "total": 0, "next_cursor": null }), "{query}");
    }
    assert_eq!(ann.gets(&address).await.text, before);
}

#[tokio::test]
async fn a_forged_token_costs_no_database_call() {
    let app = TestApp::start().await;
    app.state.db.close().await;
    let headers = [("authorization", "Bearer x.y.z")];
    let page = app.script().sends(Method::GET, "/api/auth/me", &headers, Body::empty()).await;
    page.is_problem(401, "unauthorized");
}
