//! The way out, and that nothing stays behind.

use axum::http::StatusCode;
use cubby::{
    domain::{Email, Error},
    server::{
        auth::token::Audience,
        store::{deleted_tasks, users},
    },
};

use super::{is_told_about, on_a_phone};
use crate::test_app::{PASSWORD, TestApp};

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
    // Of PostgreSQL's, `schemas` knows.
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
