//! The headers of every page, good or bad.

use axum::http::{Method, StatusCode};
use leptos::server_fn::axum::server_fn_paths;

use crate::{
    browser::Page,
    test_app::{PASSWORD, TestApp},
};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut nobody = app.browser();
    let mut pages = Vec::new();
    for path in ["/", "/signin", "/signup", "/tasks", "/nowhere", "/favicon.svg", "/healthz", "/api/docs"] {
        pages.push(nobody.opens(path).await);
    }
    for path in ["/tasks", "/account", "/tasks/1", "/"] {
        pages.push(ann.opens(path).await);
    }
    pages.push(ann.submits("/fn/add_task", &[("title", "")]).await);
    pages.push(ann.submits("/fn/add_task", &[("title", "Buy milk")]).await);
    pages.push(ann.calls("/fn/add_task", &[("title", "")]).await);
    pages.push(ann.submits("/fn/delete_task", &[("id", "x")]).await);
    pages.push(nobody.sends(Method::POST, "/fn/sign_in", &[("accept", "text/html")], String::new()).await);
    for page in &pages {
        carries_them(page);
    }
}

fn carries_them(page: &Page) {
    let policy = page.header("content-security-policy").unwrap();
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), Some(value));
    }
    assert!(page.header("permissions-policy").is_some());
    assert!(page.header("server").is_none());
    assert!(page.header("cache-control").is_some());
    for inline in [" style=", "<style", " onclick=", " onload=", "javascript:"] {
        page.hides(inline);
    }
    for script in page.text.split("<script").skip(1).filter(|script| !script.starts_with(" type=\"application/json\""))
    {
        assert!(script.contains(&format!("nonce=\"{nonce}\"")));
    }
    let behind = |word: &'static str| page.text.split(word).skip(1).filter_map(|rest| rest.split('"').next());
    for address in behind("src=\"").chain(behind("href=\"")) {
        assert!(!address.contains("//"), "{address} is a third party");
    }
}

#[tokio::test]
async fn a_nonce_is_used_once() {
    let app = TestApp::start().await;
    let first = app.browser().opens("/").await;
    let second = app.browser().opens("/").await;
    assert_ne!(first.header("content-security-policy"), second.header("content-security-policy"));
}

#[tokio::test]
async fn what_is_made_for_a_person_is_not_stored() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for path in ["/tasks", "/tasks/deleted", "/account", "/nowhere"] {
        assert_eq!(ann.opens(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
    assert_eq!(ann.submits("/fn/add_task", &[("title", "")]).await.header("cache-control"), Some("no-store"));
}

/// Every address that takes a form: all functions that there are, and the pages that a kept form goes through.
fn forms() -> Vec<String> {
    let mut forms: Vec<_> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert!(forms.len() >= 19, "the test has lost sight of the functions: {forms:?}");
    forms.extend(["/fn/export", "/fn/import", "/signin", "/tasks", "/tasks/1", "/account"].map(str::to_owned));
    forms
}

#[tokio::test]
async fn forms_are_taken_from_this_site_alone() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let refused: [&[(&str, &str)]; 7] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "http://cubby.test")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://cubby.test.evil.example")],
        &[],
    ];
    for form in forms() {
        for headers in refused {
            for accept in ["text/html", "application/json"] {
                let mut headers = headers.to_vec();
                headers.extend([("accept", accept), ("content-type", "application/x-www-form-urlencoded")]);
                let body = format!("id={id}&title=Stolen&completed=true&email=a@b.cd&password=long-enough-7");
                let page = ann.sends(Method::POST, &form, &headers, body).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{form} {headers:?}");
                page.shows(if accept == "text/html" { "did not come from this site" } else { "CrossSite" });
            }
        }
    }
    assert_eq!(ann.sees_tasks("/tasks?status=open").await, ["Buy milk"]);
    let same_host = [
        ("accept", "text/html"),
        ("origin", "http://cubby.test"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let page = ann.sends(Method::POST, "/fn/add_task", &same_host, "title=Mine".to_owned()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_address_that_people_open_may_post_through_a_proxy() {
    let app = TestApp::start_with(&["--public-url", "https://tasks.example.com"]).await;
    let headers = [
        ("accept", "text/html"),
        ("origin", "https://tasks.example.com"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let page = app.browser().sends(Method::POST, "/fn/sign_in", &headers, "email=a%40b.cd&password=x".to_owned()).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nothing_is_changed_by_asking() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let cookies = ann.cookies.clone();
    let before = ann.opens("/account").await.without_nonce();
    let query = format!(
        "id={id}&title=x&completed=true&theme=dark&minutes=60&name=x&email=ann%40example.com&password={PASSWORD}\
         &current_password={PASSWORD}&new_password=another-Horse-8&confirm=DELETE&token=x"
    );
    for form in forms() {
        for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE] {
            let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
            let page = ann.sends(method.clone(), &format!("{form}?{query}"), &headers, String::new()).await;
            assert!(!page.status.is_server_error(), "{method} {form}");
            assert!(
                method != Method::TRACE || page.status == StatusCode::METHOD_NOT_ALLOWED,
                "{form}: {}",
                page.status
            );
            assert_eq!(ann.cookies, cookies, "{method} {form}");
        }
    }
    assert_eq!(ann.sees_tasks("/tasks?status=open").await, ["Buy milk"]);
    assert_eq!(ann.opens("/account").await.without_nonce(), before);
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn pages_are_sent_compressed_to_those_who_ask() {
    let app = TestApp::start().await;
    let page = app
        .browser()
        .sends(Method::GET, "/signin", &[("accept", "text/html"), ("accept-encoding", "zstd")], String::new())
        .await;
    assert_eq!(page.header("content-encoding"), Some("zstd"));
}
