//! A form whose session ended: what was typed comes back to its person by way of signing in, and to nobody else.

use axum::http::StatusCode;

use crate::{
    browser::{Browser, Page},
    test_app::{PASSWORD, TestApp},
};

/// Whose page this browser sees, as its forms say.
async fn person(browser: &mut Browser<'_>) -> String {
    browser.opens("/tasks").await.hidden("person")
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
    let (id, person) = (ann.adds("Buy milk").await, person(&mut ann).await);
    let mut elsewhere = ann.copied();
    elsewhere.submits("/fn/sign_out", &[]).await;
    let typed = [
        ("person", person.as_str()),
        ("id", &id),
        ("version", "1"),
        ("title", "Grüße & \"Küsse\""),
        ("description", "One\r\nTwo"),
    ];
    for (function, next, words) in [
        ("/fn/add_task?status=open", "/tasks?status=open", "You were signed out before this was saved."),
        ("/fn/update_task", &*format!("/tasks/{id}"), "You were signed out before this was saved."),
    ] {
        let (address, page) = is_sent_on(&mut ann, function, &typed).await;
        assert!(address.starts_with("/signin?expired=1&next="), "{address}");
        assert!(!address.contains("Gr"), "nothing of it is in an address");
        page.shows("Session expired. Please sign in again. What you typed is kept.");
        let kept = page.hidden("kept");
        // A wrong password loses nothing either.
        let action = page.text.split("action=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let wrong = [("email", "ann@example.com"), ("password", "wrong-password"), ("kept", &kept)];
        let page = ann.submits(&action, &wrong).await;
        assert_eq!(page.hidden("kept"), kept);
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

/// Signs in with what the page for signing in keeps, and follows where it leads, as a browser does.
async fn signs_in(browser: &mut Browser<'_>, name: &str, kept: &str) -> Page {
    let email = format!("{name}@example.com");
    let fields = [("email", email.as_str()), ("password", PASSWORD), ("kept", kept)];
    let page = browser.submits("/fn/sign_in?next=%2Ftasks", &fields).await;
    assert_eq!(page.location(), Some("/tasks"));
    match page.status {
        StatusCode::TEMPORARY_REDIRECT => browser.submits("/tasks", &fields).await,
        _ => browser.opens("/tasks").await,
    }
}

/// However the session ended that it was typed in, and whoever was there in between.
#[tokio::test]
async fn what_one_person_typed_is_given_to_nobody_else() {
    let app = TestApp::start().await;
    app.signed_up("bob").await;
    app.signed_up("ann").await;
    for end in ["elsewhere", "elsewhere and seen", "in another tab", "by another person", "by one who left again"] {
        let mut browser = app.browser();
        browser.tries("ann", PASSWORD).await;
        let person = person(&mut browser).await;
        match end {
            "elsewhere" | "elsewhere and seen" => {
                browser.copied().submits("/fn/sign_out", &[]).await;
            }
            _ => {
                browser.submits("/fn/sign_out", &[]).await;
            }
        }
        match end {
            // The cookie of a session that is over is taken away by the first page.
            "elsewhere and seen" => assert!(browser.opens("/tasks").await.location().unwrap().contains("expired")),
            "by another person" => drop(browser.tries("bob", PASSWORD).await),
            "by one who left again" => {
                browser.tries("bob", PASSWORD).await;
                browser.submits("/fn/sign_out", &[]).await;
            }
            _ => {}
        }
        let typed = [("person", person.as_str()), ("title", "Ann's secret")];
        let (_, page) = is_sent_on(&mut browser, "/fn/add_task", &typed).await;
        let kept = page.hidden("kept");
        let mut other = browser.copied();
        signs_in(&mut other, "bob", &kept).await.hides("secret");
        assert_eq!(other.submits("/tasks", &[("kept", &kept)]).await.status, StatusCode::METHOD_NOT_ALLOWED, "{end}");
        assert!(other.sees_tasks("/tasks").await.is_empty(), "nothing is done in another's name: {end}");
        let page = signs_in(&mut browser, "ann", &kept).await;
        assert!(page.field("title").contains("value=\"Ann's secret\""), "{end}: {}", page.field("title"));
    }
}

#[tokio::test]
async fn a_form_that_does_not_say_whose_it_is_is_not_kept() {
    let app = TestApp::start().await;
    let page = app.browser().submits("/fn/add_task", &[("title", "Buy milk")]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/signin?next=%2Ftasks")));
    let page = app.browser().submits("/signin?next=%2Ftasks", &[("title", "Buy milk")]).await;
    assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn every_form_that_is_kept_says_whose_it_is() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let (id, person) = (ann.adds("Buy milk").await, person(&mut ann).await);
    let task = format!("/tasks/{id}");
    assert_eq!(ann.opens(&task).await.hidden("person"), person);
    assert_eq!(ann.opens("/account").await.hidden("person"), person);
    let edit = [("id", id.as_str()), ("version", "7"), ("title", "Buy oat milk")];
    let page = ann.submits("/fn/update_task", &edit).await;
    page.shows("Keep my version");
    assert_eq!(page.text.matches(&format!("name=\"person\" value=\"{person}\"")).count(), 2);
    ann.calls("/fn/delete_task", &[("id", &id)]).await;
    let page = ann.submits("/fn/update_task", &edit).await;
    page.shows("Bring it back");
    assert_eq!(page.hidden("person"), person);
}

#[tokio::test]
async fn a_password_is_not_kept_and_no_other_form_is() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let person = person(&mut ann).await;
    ann.copied().submits("/fn/sign_out", &[]).await;
    let fields =
        [("person", person.as_str()), ("name", "Ann"), ("email", "new@example.com"), ("current_password", "hunter-22")];
    let (_, page) = is_sent_on(&mut ann, "/fn/update_profile", &fields).await;
    page.hides("hunter-22");
    assert!(page.hidden("kept").contains("new%40example.com"));
    // Nothing else is sent to a page.
    for (path, kept) in [("/tasks", "%2Ffn%2F=delete_account&confirm=DELETE"), ("/account", "x"), ("/tasks", "")] {
        let page = ann.submits(path, &[("kept", kept)]).await;
        assert_eq!(page.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(ann.submits("/signin", &[("title", "x")]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}
