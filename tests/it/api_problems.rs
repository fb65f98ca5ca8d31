//! Whatever is wrong with a call, the answer is a problem document, and nothing that can be sent makes a 500.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, StatusCode},
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;

use crate::{
    browser::Page,
    test_app::{PASSWORD, TestApp},
};

#[tokio::test]
async fn an_address_that_is_not_there_is_a_problem_too() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for path in
        ["/api", "/api/", "/api/nowhere", "/api/auth/nowhere", "/api/a/b/c/d/e", "/api/%00", "/api/%ff/tasks/%ff/x"]
    {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let page = ann.sends(method, path, &[], Body::empty()).await;
            page.is_problem(404, "not-found");
        }
    }
    for path in ["%ff", "%C3%28"] {
        ann.gets(&format!("{}/{path}", ann.tasks())).await.is_problem(404, "not-found");
    }
    for (method, path, allow) in [
        (Method::GET, "/api/auth/login", "POST"),
        (Method::PUT, "/api/auth/me", "GET,HEAD"),
        (Method::DELETE, &ann.tasks(), "GET,HEAD,POST"),
        (Method::PATCH, &format!("{}/1", ann.tasks()), "GET,HEAD,PUT,DELETE"),
        (Method::TRACE, &format!("{}/1/complete", ann.tasks()), "PATCH"),
        (Method::from_bytes(b"BREW").unwrap(), "/api/openapi.json", "GET,HEAD"),
    ] {
        let page = ann.sends(method, path, &[], Body::empty()).await;
        page.is_problem(405, "method-not-allowed");
        assert_eq!(page.header("allow"), Some(allow), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_cannot_be_read_says_why() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let json = ("content-type", "application/json");
    let post = |headers: Vec<(&'static str, &'static str)>, body: Vec<u8>| {
        let (ann, path) = (&ann, ann.tasks());
        async move { ann.sends(Method::POST, &path, &headers, Body::from(body)).await }
    };
    for kind in ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"] {
        post(vec![("content-type", kind)], br#"{"title":"x"}"#.to_vec())
            .await
            .is_problem(415, "unsupported-media-type");
    }
    post(vec![], br#"{"title":"x"}"#.to_vec()).await.is_problem(415, "unsupported-media-type");
    let page = post(vec![("content-type", "Application/JSON; charset=utf-8")], br#"{"title":"x"}"#.to_vec()).await;
    assert_eq!(page.status, StatusCode::CREATED);
    for broken in
        [&b""[..], b"{", b"title=x", b"{\"title\": \"\xff\xfe\"}", b"\x00", b"{\"title\": \"a\x00\"}", b"[[[["]
    {
        post(vec![json], broken.to_vec()).await.is_problem(400, "malformed");
    }
    let nested = format!(r#"{{"title": {}{}}}"#, "[".repeat(64), "]".repeat(64));
    for (other, field) in [
        (nested.as_str(), "title"),
        (r#"{"title": "\ud800"}"#, "title"),
        (r#"{"title": "\udc00\ud800"}"#, "title"),
        (r#"{"title": "a\u0000b"}"#, "title"),
        (r#"{"title": "a", "title": "b"}"#, "title"),
        (r#"{"title": 1e400}"#, "title"),
        (&format!(r#"{{"title": {}}}"#, "9".repeat(10_000)), "title"),
        (r#"{"title": "a", "due_date": -1e999999999}"#, "due_date"),
        (r#"{"title": "a", "nothing": 1e400}"#, "nothing"),
        ("[]", "body"),
        ("null", "body"),
        ("1e400", "body"),
        ("\"title\"", "body"),
    ] {
        post(vec![json], other.as_bytes().to_vec()).await.refuses(field);
    }
    let large = format!(r#"{{"title": "{}"}}"#, "x".repeat(64 * 1024));
    post(vec![json], large.clone().into_bytes()).await.is_problem(413, "too-large");
    // Without a length, as chunks come.
    let chunks = large
        .into_bytes()
        .chunks(1_000)
        .map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk)))
        .collect::<Vec<_>>();
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    ann.sends(Method::POST, &ann.tasks(), &[json], body).await.is_problem(413, "too-large");
    assert_eq!(ann.list("").await["total"], 1);
}

#[tokio::test]
async fn parameters_that_nobody_offers_are_refused_by_name() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for (query, field) in [
        ("status=late", "status"),
        ("status=", "status"),
        ("status=Open", "status"),
        ("status=open&status=open", "status"),
        ("priority=urgent", "priority"),
        ("priority=high&priority=", "priority"),
        ("sort=updated", "sort"),
        ("sort=--due", "sort"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=%2B5", "limit"),
        ("limit=1.0", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("offset=-1", "offset"),
        ("offset=1e3", "offset"),
        ("offset=1000001", "offset"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("sort=due&cursor=019a0000-0000-7000-8000-000000000000", "cursor"),
        ("cursor=d1.019a0000-0000-7000-8000-000000000000", "cursor"),
        ("search=a%00b", "search"),
        ("page=2", "page"),
        ("after=019a0000-0000-7000-8000-000000000000", "after"),
    ] {
        ann.gets(&format!("{}?{query}", ann.tasks())).await.refuses(field);
    }
    ann.gets(&format!("{}?search={}", ann.tasks(), "x".repeat(10_000))).await.refuses("search");
}

#[tokio::test]
async fn no_search_is_an_error() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    ann.adds("Buy milk NEAR the station").await;
    for search in [
        "\"",
        "''",
        "*",
        "milk*",
        "NEAR",
        "NEAR(a b)",
        "a AND",
        "OR",
        "NOT",
        "^milk",
        "words:milk",
        "{a}:b",
        "(",
        "-",
        "+",
        "\\",
        "%",
        "\u{202e}",
        "🦀",
        "%ff",
    ] {
        let search = form_urlencoded::byte_serialize(search.as_bytes()).collect::<String>();
        ann.list(&format!("?search={search}")).await;
    }
    assert_eq!(ann.lists("?search=%22milk%22%20NEAR*").await.len(), 1);
    assert_eq!(ann.lists("?search=!!!").await.len(), 0);
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for page in [
        ann.gets("/api/auth/me").await,
        ann.gets("/api/nowhere").await,
        app.script().gets("/api/auth/me").await,
        ann.posts("/api/auth/login", &json!([])).await,
        ann.gets("/api/openapi.json").await,
    ] {
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert!(page.header("content-security-policy").is_some() && page.header("server").is_none());
        assert!(page.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn a_request_without_a_host_is_answered() {
    let app = TestApp::start().await;
    let request = Request::builder().uri("/api/auth/me").body(Body::empty()).unwrap();
    Page::read(app.send(request).await).await.is_problem(401, "unauthorized");
}

#[tokio::test]
async fn where_https_is_required_nothing_is_accepted_without() {
    let app = TestApp::start_with(&["--require-https"]).await;
    let body = json!({ "email": "ann@example.com", "password": PASSWORD });
    let page = app.script().posts("/api/auth/register", &body).await;
    page.is_problem(403, "forbidden");
    page.shows("only open over HTTPS");
    assert_eq!(app.script().gets("/healthz").await.status, StatusCode::OK);
}

/// A law: no bytes in any place make a 500 or anything but an answer of ours.
#[test]
fn nothing_that_can_be_sent_breaks_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(TestApp::start());
    let ann = runtime.block_on(app.registered("ann"));
    let mut runner = TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let strategy = (
        0..5_usize,
        prop_oneof![any::<Vec<u8>>(), "[\\[\\]{}\",:\\\\u0-9a-f ]{0,60}".prop_map(String::into_bytes)],
        "[!-~]{0,30}",
        "[!-~]{0,30}",
    );
    runner
        .run(&strategy, |(method, body, id, header)| {
            let method = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE][method].clone();
            let id: String = form_urlencoded::byte_serialize(id.as_bytes()).collect();
            let headers = [
                ("content-type", "application/json"),
                ("if-match", header.as_str()),
                ("idempotency-key", header.as_str()),
            ];
            for path in [
                ann.tasks(),
                format!("{}/{id}", ann.tasks()),
                format!("{}/{id}/complete", ann.tasks()),
                format!("{}?search={id}&cursor={id}", ann.tasks()),
                format!("/api/{id}/tasks"),
            ] {
                let page = runtime.block_on(ann.sends(method.clone(), &path, &headers, Body::from(body.clone())));
                prop_assert!(page.status.as_u16() < 500, "{} {} {}", method, path, page.text);
                if page.status.is_client_error() {
                    prop_assert_eq!(page.header("content-type"), Some("application/problem+json"));
                }
            }
            Ok(())
        })
        .unwrap();
}
