//! Signing up and in by forms, without JavaScript: the words, the statuses, what comes back.

use axum::http::{Method, StatusCode};

use crate::test_app::{PASSWORD, TestApp};

#[tokio::test]
async fn signing_up_signs_in() {
    let app = TestApp::start().await;
    let mut ann = app.browser();
    let page =
        ann.submits("/fn/sign_up", &[("name", " Ann "), ("email", " Ann@Example.com "), ("password", PASSWORD)]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")));
    let page = ann.opens("/tasks").await;
    assert_eq!(page.status, StatusCode::OK);
    page.shows(">Ann</span>");
    page.shows("0 open tasks");
    page.shows("Nothing here yet");
    ann.opens("/account").await.shows("Ann@Example.com");
}

#[tokio::test]
async fn what_is_typed_wrongly_comes_back_with_the_reason_beside_the_field() {
    let app = TestApp::start().await;
    app.signed_up("taken").await;
    let long_email = format!("{}@example.com", "a".repeat(250));
    let long_password = "x".repeat(129);
    for (email, password, status, field, words) in [
        ("TAKEN@example.com", PASSWORD, 409, "email", "Email already registered"),
        ("ann@example", PASSWORD, 422, "email", "Invalid email format"),
        (&long_email, PASSWORD, 422, "email", "Invalid email format"),
        ("", PASSWORD, 422, "email", "Invalid email format"),
        ("ann@example.com", "seven77", 422, "password", "Password must be at least 8 characters"),
        ("ann@example.com", "", 422, "password", "Password must be at least 8 characters"),
        ("ann@example.com", &long_password, 422, "password", "Password must be at most 128 characters"),
        ("ann@example.com", "Password1", 422, "password", "Password is too easy to guess"),
        ("ann@example.com", "Ann@Example.com", 422, "password", "Password is too easy to guess"),
        ("ann@example.com", "ANN LINDQVIST", 422, "password", "Password is too easy to guess"),
    ] {
        let page = app
            .browser()
            .submits("/fn/sign_up", &[("name", "Ann Lindqvist"), ("email", email), ("password", password)])
            .await;
        assert_eq!(page.status.as_u16(), status, "{email} {words}");
        page.shows(words);
        page.shows("<title>Error: Create account");
        assert!(page.field(field).contains("aria-invalid=\"true\""));
        assert!(page.field(field).contains(&format!("aria-describedby=\"{field}-error\"")));
        assert!(page.field(field).contains("autofocus"));
        assert!(page.field("name").contains("value=\"Ann Lindqvist\""));
        assert!(page.field("email").contains(&format!("value=\"{email}\"")));
        assert!(!page.field("password").contains("value"));
        if password.len() > 8 {
            assert!(email == password || !page.text.contains(&format!("\"{password}\"")));
        }
        assert!(page.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn signing_in_goes_where_the_person_was_going() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    for (next, to) in [
        ("", "/tasks"),
        ("?next=%2Faccount", "/account"),
        ("?next=%2Ftasks%3Fstatus%3Dopen%26after%3D1", "/tasks?status=open&after=1"),
        ("?next=%2F%2Fevil.example", "/tasks"),
        ("?next=%2F%5Cevil.example", "/tasks"),
        ("?next=https%3A%2F%2Fevil.example", "/tasks"),
        ("?next=%2F%09%2Fevil.example", "/tasks"),
        ("?next=%2Ftasks%0d%0aSet-Cookie%3A+x", "/tasks"),
    ] {
        let mut ann = app.browser();
        // The form carries it on.
        let page = ann.opens(&format!("/signin{next}")).await;
        let action =
            page.text.split("action=\"/fn/sign_in").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let page =
            ann.submits(&format!("/fn/sign_in{action}"), &[("email", "ANN@example.com"), ("password", PASSWORD)]).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some(to)), "{next}");
        let page = app
            .browser()
            .submits(&format!("/fn/sign_in{next}"), &[("email", "ann@example.com"), ("password", PASSWORD)])
            .await;
        assert_eq!(page.location(), Some(to), "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_are_told_alike() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let mut pages = Vec::new();
    for (email, password) in [
        ("ann@example.com", "wrong-password"),
        ("ann@example.com", "short"),
        ("ann@example.com", &"x".repeat(5_000)),
        ("bob@example.com", "wrong-password"),
        ("not an email", "wrong-password"),
        ("ann@example.com", ""),
    ] {
        let page =
            app.browser().submits("/fn/sign_in?next=%2Faccount", &[("email", email), ("password", password)]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        page.shows("Invalid credentials");
        page.shows("action=\"/fn/sign_in?next=%2Faccount\"");
        assert!(page.field("email").contains(&format!("value=\"{email}\"")));
        assert!(page.set_cookies().is_empty());
        pages.push(page.without_nonce().replace(email, ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[tokio::test]
async fn two_people_cannot_have_one_email_however_fast_they_are() {
    let app = TestApp::start().await;
    let mut browsers: Vec<_> = (0..4).map(|_| app.browser()).collect();
    let fields = [("email", "ann@example.com"), ("password", PASSWORD)];
    let [a, b, c, d] = browsers.as_mut_slice() else { unreachable!() };
    let pages = tokio::join!(
        a.submits("/fn/sign_up", &fields),
        b.submits("/fn/sign_up", &fields),
        c.submits("/fn/sign_up", &fields),
        d.submits("/fn/sign_up", &fields)
    );
    let mut statuses = [pages.0.status, pages.1.status, pages.2.status, pages.3.status].map(|status| status.as_u16());
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409, 409, 409]);
}

#[tokio::test]
async fn a_broken_form_is_told_so() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let html = [
        ("accept", "text/html"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    for (path, body) in [
        ("/fn/complete_task", ""),
        ("/fn/complete_task", "id=1&completed=true"),
        ("/fn/complete_task", "id=019a0000-0000-7000-8000-000000000000&completed=perhaps"),
        ("/fn/delete_task", "id=%00"),
        ("/fn/update_task", "title=x"),
    ] {
        let page = ann.sends(Method::POST, path, &html, body.to_owned()).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path} {body}");
        page.shows("could not be read");
    }
    let json = [("accept", "text/html"), ("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
    let page = ann.sends(Method::POST, "/fn/add_task", &json, "{}".to_owned()).await;
    assert!(page.status.is_client_error());
    let page = ann.sends(Method::POST, "/fn/add_task", &html, "title=%ff%fe&description=%".to_owned()).await;
    assert!(page.status.is_client_error() || page.status == StatusCode::SEE_OTHER);
    let page = ann.submits("/fn/no_such_thing", &[]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_huge_body_is_refused() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let huge = "x".repeat(65 * 1024);
    let page = ann.submits("/fn/add_task", &[("title", "Buy milk"), ("description", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    page.shows("too much");
    assert_eq!(ann.sees_tasks("/tasks").await, [""; 0]);
}

#[tokio::test]
async fn the_address_of_a_form_leads_to_its_page() {
    let app = TestApp::start().await;
    for (path, to) in [
        ("/fn/sign_in?next=%2Faccount", "/signin?next=%2Faccount"),
        ("/fn/sign_up", "/signup"),
        ("/fn/add_task?status=open", "/tasks?status=open"),
    ] {
        let page = app.browser().opens(path).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some(to)));
    }
}
