//! What a person is called and reached by.

use axum::http::{Extensions, HeaderMap, StatusCode};
use cubby::server::auth::{caller::Caller, token::Audience};

use super::{is_told_about, on_a_phone, saves};
use crate::test_app::{PASSWORD, TestApp};

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
