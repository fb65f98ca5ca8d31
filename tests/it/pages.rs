//! The table of pages: who sees what, with which status.

use axum::http::{Method, StatusCode};

use crate::test_app::{PASSWORD, TestApp};

#[tokio::test]
async fn the_front_page_offers_two_doors() {
    let app = TestApp::start().await;
    let page = app.browser().opens("/").await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(">Create account</a>");
    page.shows(">Sign in</a>");
}

#[tokio::test]
async fn pages_without_islands_load_no_webassembly() {
    let app = TestApp::start().await;
    for path in ["/", "/signup", "/signin", "/nowhere"] {
        app.browser().opens(path).await.hides("wasm");
    }
    for path in ["/", "/nowhere"] {
        app.browser().opens(path).await.hides("<script");
    }
    let mut ann = app.signed_up("ann").await;
    ann.opens("/account").await.hides("wasm");
    ann.opens("/tasks").await.shows("<script type=\"module\"");
}

#[tokio::test]
async fn who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let app = TestApp::start().await;
    for (path, to) in [
        ("/tasks", "/signin?next=%2Ftasks"),
        ("/tasks?status=open&x=1", "/signin?next=%2Ftasks%3Fstatus%3Dopen%26x%3D1"),
        ("/tasks/019a0000-0000-7000-8000-000000000000", "/signin?next=%2Ftasks%2F019a0000-0000-7000-8000-000000000000"),
        ("/account", "/signin?next=%2Faccount"),
        ("/dashboard", "/signin?next=%2Ftasks"),
    ] {
        let page = app.browser().opens(path).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some(to)), "{path}");
    }
}

#[tokio::test]
async fn who_is_signed_in_is_sent_to_their_tasks() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for path in ["/", "/signup", "/signin", "/signin?next=%2Faccount", "/dashboard"] {
        let page = ann.opens(path).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")), "{path}");
    }
}

#[tokio::test]
async fn the_header_of_a_signed_in_page_names_the_person() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for path in ["/tasks", "/account", "/nowhere"] {
        let page = ann.opens(path).await;
        page.shows(">ann</span>");
        page.shows(">Account</a>");
        page.shows(">Sign out</button>");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_styled_page() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut nobody = app.browser();
    for path in [
        "/nowhere",
        "/tasks/x/y",
        "/pkg/none.js",
        "/manifest.json",
        "/.env",
        "/fn",
        "/%00",
        "/%ff",
        "/..%2f..%2fetc%2fpasswd",
    ] {
        for browser in [&mut ann, &mut nobody] {
            let page = browser.opens(path).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
            page.shows("There is nothing here");
            page.shows("stylesheet");
        }
    }
    for path in ["/tasks/1", "/tasks/not-a-uuid", "/tasks/019a0000-0000-7000-8000-000000000000"] {
        assert_eq!(ann.opens(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_answer_says_so() {
    let app = TestApp::start().await;
    let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    for (method, path) in [("POST", "/tasks"), ("DELETE", "/signin"), ("PUT", "/fn/add_task")] {
        let page = app.browser().sends(method.parse().unwrap(), path, &headers, String::new()).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert!(page.header("allow").is_some());
        page.shows("cannot be used that way");
    }
}

#[tokio::test]
async fn a_client_that_takes_anything_gets_pages() {
    let app = TestApp::start().await;
    let anything = ("accept", "*/*");
    let form = [anything, ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let mut ann = app.browser();
    let page = ann.sends(Method::GET, "/tasks", &[anything], String::new()).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/signin?next=%2Ftasks")));
    let fields = format!("email=ann@example.com&password={PASSWORD}");
    let page = ann.sends(Method::POST, "/fn/sign_up", &form, fields).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")));
    let page = ann.sends(Method::POST, "/fn/add_task", &form, "title=Buy+milk".to_owned()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    for headers in [&[anything][..], &[]] {
        ann.sends(Method::GET, "/tasks", headers, String::new()).await.shows("aria-label=\"Delete Buy milk\"");
    }
    let page = ann.sends(Method::POST, "/fn/add_task", &form, "title=".to_owned()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows("Title is required");
}

#[tokio::test]
async fn unknown_query_values_show_the_list() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    for query in
        ["status=late", "after=yesterday", "after=%00", "status", "%ff=%ff", "status=open&status=open", "&&&=&"]
    {
        assert_eq!(ann.sees_tasks(&format!("/tasks?{query}")).await, ["Buy milk"], "{query}");
    }
}

#[tokio::test]
async fn the_program_says_whether_it_lives_and_is_ready() {
    let app = TestApp::start().await;
    assert_eq!(app.browser().opens("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.browser().opens("/readyz").await.status, StatusCode::OK);
    app.state.db.close().await;
    assert_eq!(app.browser().opens("/healthz").await.status, StatusCode::OK);
    let page = app.browser().opens("/readyz").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.header("retry-after").is_some());
}

#[tokio::test]
async fn when_the_database_is_away_a_page_says_so_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    app.state.db.close().await;
    let page = ann.opens("/tasks").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.shows("Cubby is briefly unavailable");
    let page = ann.submits("/fn/add_task", &[("title", "Book the <train>"), ("description", "Window seats")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.shows("Cubby is briefly unavailable");
    page.shows("name=\"title\" value=\"Book the &lt;train&gt;\"");
    page.shows("Window seats");
    page.hides("sqlx");
    let page =
        app.browser().submits("/fn/sign_in", &[("email", "ann@example.com"), ("password", "correct-horse-7")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.shows("value=\"ann@example.com\"");
    page.hides("correct-horse-7");
    assert_eq!(app.browser().opens("/signin").await.status, StatusCode::OK);

    // Whatever is sent again goes to the same address, with every password that the form has.
    let email = ("email", "ann@example.com");
    let (password, current, new) = ("password", "current_password", "new_password");
    for (form, fields, passwords) in [
        ("sign_in?next=%2Faccount", vec![email, (password, "hunter-22")], &[password][..]),
        ("sign_up?invite=abc", vec![email, (password, "hunter-22")], &[password]),
        ("change_password", vec![(current, "hunter-22"), (new, "hunter-33")], &[current, new]),
        ("reset_password", vec![("token", "abc"), (new, "hunter-33")], &[new]),
        ("delete_account", vec![(current, "hunter-22"), ("confirm", "DELETE")], &[current]),
        ("update_profile", vec![email, (current, "hunter-22")], &[current]),
        ("update_profile", vec![email, (current, "")], &[]),
    ] {
        let page = ann.submits(&format!("/fn/{form}"), &fields).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        page.shows(&format!("action=\"/fn/{form}\""));
        page.hides("hunter");
        assert_eq!(page.text.matches("type=\"password\"").count(), passwords.len(), "{form}");
        for name in passwords {
            assert!(page.field(name).contains("required"), "{form}");
        }
    }
}

#[tokio::test]
async fn what_is_no_text_names_no_page() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for path in ["/%ff", "/tasks/%ff", "/fn/%ff"] {
        assert_eq!(ann.opens(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
