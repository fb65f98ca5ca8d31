//! Words that want to be more than words: fields nobody asked for, headers, markup.

use super::Forge;
use crate::test_app::{PASSWORD, TestApp};

/// What is not asked for is not listened to.
#[tokio::test]
async fn a_form_says_no_more_than_its_fields() {
    let app = TestApp::start().await;
    let mut bob = app.signed_up("bob").await;
    let id = Forge::from(&bob.cookies["cubby"]).claims["sub"].as_str().unwrap().to_owned();
    let mut ann = app.signed_up("ann").await;
    let more = [("id", id.as_str()), ("user_id", &id), ("user[id]", &id), ("theme", "dark"), ("password_hash", "x")];
    let more = more.into_iter().chain([("password", "other-Horse-9"), ("is_admin", "true"), ("devices_since", "9")]);
    let fields: Vec<_> = [("name", "Ann"), ("email", "ann@example.com")].into_iter().chain(more).collect();
    let page = ann.submits(&format!("/fn/update_profile?user_id={id}"), &fields).await;
    assert_eq!(page.location(), Some("/account?saved=profile"));
    ann.opens("/account").await.hides("<html lang=\"en\" data-theme");
    let page = bob.opens("/account").await;
    assert!(page.field("name").contains("value=\"bob\"") && page.field("email").contains("value=\"bob@example.com\""));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

/// No line that somebody writes becomes a header.
#[tokio::test]
async fn no_text_becomes_a_header() {
    let app = TestApp::start().await;
    let line = "x\r\nSet-Cookie: cubby=evil\r\n\r\n<script>";
    let mut ann = app.signed_up("ann").await;
    let mut answers = vec![
        app.browser().opens("/signin?next=%2Ftasks%0d%0aSet-Cookie:%20cubby=evil").await,
        app.browser().opens("/account?%0d%0aSet-Cookie:%20cubby=evil").await,
        app.browser().opens("/reset?token=%0d%0aSet-Cookie:%20cubby=evil").await,
        app.browser().submits("/fn/sign_in?next=%2F%0d%0aSet-Cookie:x", &[("email", line), ("password", line)]).await,
        app.browser().submits("/fn/sign_up?invite=%0d%0ax", &[("name", line), ("email", line)]).await,
    ];
    for (function, fields) in [
        ("update_profile", vec![("name", line), ("email", "ann@example.com")]),
        ("set_theme", vec![("theme", line)]),
        ("add_task", vec![("title", line), ("description", line)]),
        ("reset_password", vec![("token", line), ("new_password", line)]),
    ] {
        answers.push(ann.submits(&format!("/fn/{function}"), &fields).await);
    }
    answers.push(ann.submits("/fn/export", &[]).await);
    for answer in answers {
        assert!(answer.set_cookies().iter().all(|cookie| !cookie.contains("evil")), "{:?}", answer.headers);
        assert!(answer.location().is_none_or(|to| to.starts_with('/') && !to.contains(['\r', '\n'])));
        answer.hides("<script>\r");
    }
}

/// What a browser calls itself is seen on a page too.
#[tokio::test]
async fn the_name_of_a_browser_is_no_markup() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for agent in
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "Firefox/<b>1</b> Linux", "&lt;x&gt;/1"]
    {
        let mut other = app.browser().called(agent);
        other.tries("ann", PASSWORD).await;
    }
    let page = ann.opens("/account").await;
    for markup in ["<script>alert", "<img", "<b>1", "onerror"] {
        page.hides(markup);
    }
    page.shows("Unknown browser");
    page.shows("<strong>Firefox on Linux</strong>");
}
