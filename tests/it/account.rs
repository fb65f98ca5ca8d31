//! The account page, by forms, without JavaScript.

use std::time::Duration;

use axum::http::{Extensions, HeaderMap, StatusCode};
use cubby::{
    domain::{Email, Error},
    server::{
        auth::{caller::Caller, token::Audience},
        store::{deleted_tasks, users},
    },
};

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
async fn a_name_is_changed_without_a_password() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let fields = [("name", " Ann <b> "), ("email", "ann@example.com"), ("current_password", "")];
    saves(&mut ann, "update_profile", &fields, "profile", "Profile saved.").await;
    ann.opens("/tasks").await.shows(">Ann &lt;b&gt;</span>");
    let fields = [("name", ""), ("email", "ann@example.com")];
    saves(&mut ann, "update_profile", &fields, "profile", "Profile saved.").await;
    ann.opens("/tasks").await.shows(">ann@example.com</span>");
    let long = "x".repeat(101);
    let page = ann.submits("/fn/update_profile", &[("name", &long), ("email", "ann")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_told_about(&page, "name", "Name must be at most 100 characters");
    is_told_about(&page, "email", "Invalid email format");
    assert!(page.field("email").contains("value=\"ann\""), "what was typed is kept");
}

#[tokio::test]
async fn another_email_asks_for_the_password_and_ends_no_session() {
    let app = TestApp::start().await;
    app.signed_up("bob").await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    for password in ["", "not-her-password"] {
        let fields = [("email", "new@example.com"), ("current_password", password)];
        let page = ann.submits("/fn/update_profile", &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_told_about(&page, "profile-password", "That is not your current password");
        assert!(page.field("email").contains("value=\"new@example.com\""));
    }
    let fields = [("email", "BOB@example.com"), ("current_password", PASSWORD)];
    let page = ann.submits("/fn/update_profile", &fields).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    is_told_about(&page, "email", "Email already registered");
    page.hides(PASSWORD);

    let fields = [("email", " Ann.New@example.com "), ("current_password", PASSWORD)];
    saves(&mut ann, "update_profile", &fields, "profile", "Profile saved.").await;
    phone.opens("/account").await.shows("value=\"Ann.New@example.com\"");
    assert_eq!(app.browser().tries("ann", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().tries("ann.new", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn another_password_ends_every_other_session_on_both_faces() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    let mut thief = ann.copied();
    let accounts = &app.state.accounts;
    let caller = Caller::program(&HeaderMap::new(), &Extensions::new());
    let now = app.state.clock.now();
    let script = accounts.sign_in(Audience::Api, &caller, "ann@example.com", PASSWORD, now).await.unwrap();
    assert!(accounts.current_user(Audience::Api, Some(&script.token), now).await.is_ok());

    let fields = [("current_password", PASSWORD), ("new_password", NEW)];
    let words = "Password changed. Every other device is signed out.";
    saves(&mut ann, "change_password", &fields, "password", words).await;
    assert_ne!(ann.cookies["cubby"], thief.cookies["cubby"], "a new session");
    for other in [&mut phone, &mut thief] {
        assert_eq!(other.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    }
    let refused = accounts.current_user(Audience::Api, Some(&script.token), now).await;
    assert_eq!(refused.err(), Some(Error::SessionExpired));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().tries("ann", NEW).await.location(), Some("/tasks"));
}

/// Whoever knew the old password may have made a browser known.
#[tokio::test]
async fn another_password_forgets_which_browsers_were_known() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    // Within the same second.
    app.passes(Duration::from_millis(1));
    ann.submits("/fn/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    for _ in 0..5 {
        app.browser().tries("ann", "wrong-password").await;
    }
    assert_eq!(phone.tries("ann", NEW).await.status, StatusCode::TOO_MANY_REQUESTS);
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(ann.tries("ann", NEW).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn a_password_that_cannot_be_changed_says_why() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    for (current, new, id, words) in [
        ("not-her-password", NEW, "current", "That is not your current password"),
        ("", NEW, "current", "That is not your current password"),
        (PASSWORD, "short", "new", "Password must be at least 8 characters"),
        (PASSWORD, "Password1", "new", "Password is too easy to guess"),
        (PASSWORD, "ann@example.com", "new", "Password is too easy to guess"),
        ("not-her-password", "short", "current", "That is not your current password"),
        ("not-her-password", "short", "new", "Password must be at least 8 characters"),
    ] {
        let page = ann.submits("/fn/change_password", &[("current_password", current), ("new_password", new)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_told_about(&page, id, words);
        page.hides(NEW);
    }
    assert_eq!(phone.opens("/tasks").await.status, StatusCode::OK);
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn whoever_took_over_a_session_cannot_guess_the_password_in_it() {
    let app = TestApp::start().await;
    let mut thief = app.signed_up("ann").await;
    let guesses = [
        ("update_profile", vec![("email", "eve@example.com"), ("current_password", "guess-1")]),
        ("change_password", vec![("current_password", "guess-2"), ("new_password", NEW)]),
        ("delete_account", vec![("current_password", "guess-3"), ("confirm", "DELETE")]),
    ];
    for (function, fields) in guesses.iter().cycle().take(10) {
        let page = thief.submits(&format!("/fn/{function}"), fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    for (function, fields) in &guesses {
        let page = thief.submits(&format!("/fn/{function}"), fields).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.header("retry-after").is_some());
        page.shows("Too many attempts. Try again in ");
    }
    let page = thief.submits("/fn/change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    // Its person is not locked out by it.
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
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
async fn a_session_is_ended_from_another_device() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    let page = ann.opens("/account").await;
    let id = page.text.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    saves(&mut ann, "end_session", &[("id", &id)], "session", "Session ended.").await;
    assert_eq!(phone.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    // Twice is no error.
    saves(&mut ann, "end_session", &[("id", &id)], "session", "Session ended.").await;
    ann.opens("/account").await.hides("Sign out everywhere else");
}

#[tokio::test]
async fn everywhere_else_is_signed_out_at_once() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let mut others = [on_a_phone(&app, "ann").await, on_a_phone(&app, "ann").await];
    saves(&mut ann, "end_other_sessions", &[], "sessions", "Signed out everywhere else.").await;
    for other in &mut others {
        assert_eq!(other.opens("/account").await.location(), Some("/signin?expired=1&next=%2Faccount"));
    }
    assert_eq!(bob.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn somebody_elses_session_cannot_be_ended() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    on_a_phone(&app, "ann").await;
    let page = ann.opens("/account").await;
    let id = page.text.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut bob = app.signed_up("bob").await;
    bob.opens("/account").await.hides("Safari on iPhone");
    bob.submits("/fn/end_session", &[("id", &id), ("user_id", "ann")]).await;
    ann.opens("/account").await.shows("Safari on iPhone");
}

#[tokio::test]
async fn an_account_is_deleted_by_its_password_and_the_word() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut phone = on_a_phone(&app, "ann").await;
    ann.adds("Buy milk").await;
    for (password, word, id, words) in [
        ("not-her-password", "DELETE", "delete-password", "That is not your current password"),
        (PASSWORD, "delete", "confirm", "Type the word DELETE, in capitals"),
        (PASSWORD, "", "confirm", "Type the word DELETE, in capitals"),
        ("", "", "confirm", "Type the word DELETE, in capitals"),
        ("", "", "delete-password", "That is not your current password"),
    ] {
        let page = ann.submits("/fn/delete_account", &[("current_password", password), ("confirm", word)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        is_told_about(&page, id, words);
    }
    let page = ann.submits("/fn/delete_account", &[("current_password", PASSWORD), ("confirm", " DELETE ")]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/signin?deleted=1")));
    assert!(ann.cookies.is_empty(), "{:?}", ann.cookies);
    ann.opens("/signin?deleted=1").await.shows("Your account is deleted, and everything in it.");
    assert_eq!(phone.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    assert_eq!(app.browser().tries("ann", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    let mut ann = app.signed_up("ann").await;
    assert_eq!(ann.sees_tasks("/tasks").await, [""; 0], "another account with the same e-mail begins anew");
}

/// The proof is in the file: not one of the words that were theirs is left anywhere beside the key.
#[tokio::test]
async fn of_a_deleted_account_nothing_is_left_in_the_database() {
    let app = TestApp::start().await;
    let mut bob = app.signed_up("bob").await;
    bob.adds("Bob stays here").await;
    let mut eve = app.browser().at("203.0.113.99");
    let fields =
        [("name", "Evelyn Unmistakable"), ("email", "evelyn.unmistakable@example.com"), ("password", PASSWORD)];
    eve.submits("/fn/sign_up", &fields).await;
    for number in 0..200 {
        let (title, text) = (format!("Unmistakable title {number}"), "Unmistakable text ".repeat(20));
        eve.calls("/fn/add_task", &[("title", &title), ("description", &text)]).await;
    }
    eve.opens("/tasks").await.shows("Unmistakable");
    app.browser().at("203.0.113.98").tries("evelyn.unmistakable", "wrong-password").await;
    assert!(app.held().to_lowercase().contains("unmistakable") && app.held().to_lowercase().contains("203.0.113.99"));
    let page = eve.submits("/fn/delete_account", &[("current_password", PASSWORD), ("confirm", "DELETE")]).await;
    assert_eq!(page.location(), Some("/signin?deleted=1"));
    let held = app.held().to_lowercase();
    assert!(!held.contains("unmistakable"), "something is left");
    assert!(!held.contains("203.0.113.99"), "an address is left");
    assert!(held.contains("bob stays here"));
    assert_eq!(bob.sees_tasks("/tasks").await, ["Bob stays here"]);
}

/// Few among many: the index does not write itself anew for them.
#[tokio::test]
async fn of_deleted_tasks_no_word_is_left_in_the_search_index() {
    // SQLite's index is a thing of its own; PostgreSQL has words in rows.
    let app = TestApp::over(None, &[]).await;
    let mut bob = app.signed_up("bob").await;
    for number in 0..60 {
        bob.adds(&format!("Bob stays here {number}")).await;
    }
    let mut eve = app.signed_up("eve").await;
    let now = app.state.clock.now();
    let owner = app.state.accounts.current_user(Audience::Web, Some(&eve.cookies["cubby"]), now).await.unwrap().user.id;
    let owner = owner.uuid().simple().to_string();
    // What two ids have in common is written once.
    let tail = &owner[20..];
    eve.adds("Zanzibar").await;
    assert!(app.held().to_lowercase().contains(tail), "words begin with whose they are");
    eve.submits("/fn/delete_account", &[("current_password", PASSWORD), ("confirm", "DELETE")]).await;
    assert!(!app.held().to_lowercase().contains("zanzibar") && !app.held().to_lowercase().contains(tail));

    let id = bob.adds("Quixotic").await;
    bob.calls("/fn/delete_task", &[("id", &id)]).await;
    assert!(app.held().to_lowercase().contains("quixotic"));
    app.forgets(app.state.clock.now()).await;
    assert!(app.held().to_lowercase().contains("quixotic"), "it can be restored");
    app.forgets(app.state.clock.now().plus(deleted_tasks::KEPT)).await;
    assert!(!app.held().to_lowercase().contains("quixotic"));
    assert_eq!(bob.sees_tasks("/tasks?search=stays").await.len(), 50);
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

/// A form that was opened before the e-mail was changed elsewhere does not bring the old one back.
#[tokio::test]
async fn whoever_changes_their_name_leaves_the_email_alone() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let accounts = &app.state.accounts;
    let now = app.state.clock.now();
    let before = accounts.current_user(Audience::Web, Some(&ann.cookies["cubby"]), now).await.unwrap();
    let fields = [("name", "ann"), ("email", "new@example.com"), ("current_password", PASSWORD)];
    ann.submits("/fn/update_profile", &fields).await;
    let caller = Caller::program(&HeaderMap::new(), &Extensions::new());
    accounts.update_profile(&before, &caller, "Ann", "ann@example.com", "", now).await.unwrap();
    let page = ann.opens("/account").await;
    assert!(page.field("name").contains("value=\"Ann\""));
    assert!(page.field("email").contains("value=\"new@example.com\""));
}

#[tokio::test]
async fn a_password_that_was_changed_meanwhile_confirms_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let now = app.state.clock.now();
    let owner = app.state.accounts.current_user(Audience::Web, Some(&ann.cookies["cubby"]), now).await.unwrap().user.id;
    let email = Email::parse("eve@example.com").unwrap();
    let db = &app.state.db;
    let changed = users::update_profile(db, owner, None, Some((&email, "another hash")), now).await;
    assert_eq!(changed, Err(Error::InvalidCredentials));
    assert_eq!(users::delete(db, owner, Some("another hash")).await, Err(Error::InvalidCredentials));
    let page = ann.opens("/account").await;
    assert!(page.field("name").contains("value=\"ann\"") && page.field("email").contains("value=\"ann@example.com\""));
}
