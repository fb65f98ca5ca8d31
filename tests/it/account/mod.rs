//! The account page, by forms, without JavaScript.

mod deletion;
mod devices;
mod password;
mod profile;

use axum::http::StatusCode;

use crate::{
    browser::{Browser, Page},
    test_app::{PASSWORD, TestApp},
};

const NEW: &str = "another-Horse-8";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

/// The same person in another browser, elsewhere.
async fn on_a_phone<'a>(app: &'a TestApp, name: &str) -> Browser<'a> {
    let mut phone = app.browser().at("198.51.100.24").called(SAFARI);
    assert_eq!(phone.tries(name, PASSWORD).await.location(), Some("/tasks"));
    phone
}

async fn saves(browser: &mut Browser<'_>, function: &str, fields: &[(&str, &str)], what: &str, words: &str) {
    let page = browser.submits(&format!("/fn/{function}"), fields).await;
    let address = format!("/account?saved={what}");
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some(address.as_str())), "{}", page.text);
    let page = browser.opens(&address).await;
    page.shows("role=\"status\"");
    page.shows(words);
}

/// What stands beside the field of this id.
#[track_caller]
fn is_told_about(page: &Page, id: &str, words: &str) {
    page.shows(&format!("id=\"{id}-error\""));
    page.shows(words);
    let field = page.text.split("<input").find(|field| field.contains(&format!(" id=\"{id}\""))).unwrap();
    assert!(field.contains("aria-invalid=\"true\"") && field.contains(&format!("{id}-error")), "{field}");
}

#[tokio::test]
async fn a_person_sees_who_they_are_and_where_they_are_signed_in() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await.at("203.0.113.7");
    on_a_phone(&app, "ann").await;
    let page = ann.opens("/account").await;
    assert!(page.field("name").contains("value=\"ann\""));
    assert!(page.field("email").contains("value=\"ann@example.com\""));
    for words in [
        "<strong>Firefox on Linux</strong> <span class=\"here small\">This device</span>",
        "<strong>Safari on iPhone</strong>",
        "198.51.100.24. Signed in ",
        ", last seen just now",
        "aria-label=\"End session: Safari on iPhone\"",
        ">Sign out everywhere else</button>",
        ">Save profile</button>",
        ">Save appearance</button>",
        ">Change password</button>",
        ">Delete account</button>",
        "Type DELETE to confirm",
    ] {
        page.shows(words);
    }
    page.hides("End session: Firefox");
}

#[tokio::test]
async fn a_theme_is_kept_with_the_account_and_in_the_browser() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    ann.opens("/account").await.shows("<html lang=\"en\"><head>");
    saves(&mut ann, "set_theme", &[("theme", "dark")], "appearance", "Appearance saved.").await;
    for browser in [&mut ann, &mut phone] {
        let page = browser.opens("/tasks").await;
        page.shows("<html lang=\"en\" data-theme=\"dark\">");
        page.shows("<meta name=\"color-scheme\" content=\"dark\">");
        page.shows("<meta name=\"theme-color\" content=\"#121815\">");
        page.hides("prefers-color-scheme");
    }
    ann.opens("/account").await.shows("value=\"dark\" checked");
    ann.submits("/fn/sign_out", &[]).await;
    ann.opens("/signin").await.shows("data-theme=\"dark\"");
    app.browser().opens("/signin").await.hides("data-theme");
    // Signing in brings it along.
    let mut laptop = on_a_phone(&app, "ann").await;
    laptop.submits("/fn/sign_out", &[]).await;
    laptop.opens("/signin").await.shows("data-theme=\"dark\"");

    for (theme, shown) in [("light", "<html lang=\"en\" data-theme=\"light\">"), ("system", "<html lang=\"en\"><head>")]
    {
        phone.submits("/fn/set_theme", &[("theme", theme)]).await;
        phone.opens("/nowhere").await.shows(shown);
    }
    phone.submits("/fn/set_theme", &[("theme", "\"><script>")]).await;
    phone.opens("/tasks").await.shows("<html lang=\"en\"><head>");
    let mut mallory = app.browser();
    mallory.cookies.insert("cubby-theme".into(), "dark\"><script>".into());
    mallory.opens("/signin").await.hides("data-theme");
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_changes_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut stale = ann.copied();
    let cookies = stale.cookies.clone();
    ann.submits("/fn/sign_out", &[]).await;
    for (function, fields) in [
        ("update_profile", vec![("name", "Mallory"), ("email", "ann@example.com")]),
        ("change_password", vec![("current_password", PASSWORD), ("new_password", NEW)]),
        ("set_theme", vec![("theme", "dark")]),
        ("end_other_sessions", vec![]),
        ("delete_account", vec![("current_password", PASSWORD), ("confirm", "DELETE")]),
    ] {
        stale.cookies.clone_from(&cookies);
        let page = stale.submits(&format!("/fn/{function}"), &fields).await;
        assert_eq!(page.location(), Some("/signin?expired=1&next=%2Faccount"), "{function}");
    }
    ann.tries("ann", PASSWORD).await;
    let page = ann.opens("/account").await;
    assert!(page.field("name").contains("value=\"ann\""));
    page.hides("data-theme=\"dark\"><head");
}

#[tokio::test]
async fn every_field_for_a_password_can_be_shown_where_scripts_run() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let pages = [(ann.opens("/account").await, 4), (app.browser().opens("/signin").await, 1)];
    for (page, fields) in pages.into_iter().chain([(app.browser().opens("/signup").await, 1)]) {
        assert_eq!(page.text.matches("type=\"password\"").count(), fields);
        let buttons = page.text.matches("type=\"button\" hidden aria-pressed=\"false\" aria-controls=").count();
        assert_eq!(buttons, fields, "one beside each, hidden until a script shows it");
        page.shows("<script type=\"module\" nonce=");
        page.hides("wasm\"");
    }
}
