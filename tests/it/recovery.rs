//! Choosing another password by a link.

use std::time::Duration;

use axum::http::StatusCode;
use cubby::{domain::Email, server::auth::recovery, server::store::users};

use crate::test_app::{PASSWORD, TestApp};

const NEW: &str = "another-Horse-8";

async fn link(app: &TestApp, email: &str) -> String {
    let user = users::find(&app.state.db, &Email::parse(email).unwrap()).await.unwrap().unwrap();
    recovery::make_link(&app.state.db, &user, app.state.clock.now()).await.unwrap()
}

fn token(link: &str) -> &str {
    link.split_once("token=").unwrap().1
}

#[tokio::test]
async fn a_link_is_good_once_and_signs_in() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let link = link(&app, "ann@example.com").await;
    assert_eq!(
        ann.opens("/tasks").await.location(),
        Some("/signin?expired=1&next=%2Ftasks"),
        "all sessions have ended"
    );
    let mut browser = app.browser();
    let page = browser.opens(&link).await;
    page.shows("For ann@example.com");
    page.shows(">Save new password</button>");
    let fields = [("token", token(&link)), ("new_password", "short")];
    let page = browser.submits("/fn/reset_password", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    page.shows("Password must be at least 8 characters");
    page.shows(&format!("name=\"token\" value=\"{}\"", token(&link)));
    let fields = [("token", token(&link)), ("new_password", NEW)];
    let page = browser.submits("/fn/reset_password", &fields).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks")));
    assert_eq!(browser.opens("/tasks").await.status, StatusCode::OK);

    let page = app.browser().submits("/fn/reset_password", &fields).await;
    assert_eq!(page.status, StatusCode::GONE);
    page.shows("This link is over");
    assert_eq!(app.browser().opens(&link).await.status, StatusCode::GONE);
    assert_eq!(app.browser().tries("ann", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(app.browser().tries("ann", NEW).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn a_link_lasts_an_hour_and_only_the_newest_is_good() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let first = link(&app, "ann@example.com").await;
    let second = link(&app, "ann@example.com").await;
    assert_eq!(app.browser().opens(&first).await.status, StatusCode::GONE);
    app.passes(Duration::from_mins(59));
    assert_eq!(app.browser().opens(&second).await.status, StatusCode::OK);
    app.passes(Duration::from_mins(1));
    assert_eq!(app.browser().opens(&second).await.status, StatusCode::GONE);
    let fields = [("token", token(&second)), ("new_password", NEW)];
    assert_eq!(app.browser().submits("/fn/reset_password", &fields).await.status, StatusCode::GONE);
    for address in ["/reset", "/reset?token=", "/reset?token=x", "/reset?token=%00"] {
        assert_eq!(app.browser().opens(address).await.status, StatusCode::GONE, "{address}");
    }
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_comes_first() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let link = link(&app, "ann@example.com").await;
    let (mut one, mut other) = (app.browser(), app.browser());
    let fields = [("token", token(&link)), ("new_password", NEW)];
    let pages = tokio::join!(one.submits("/fn/reset_password", &fields), other.submits("/fn/reset_password", &fields));
    let mut statuses = [pages.0.status.as_u16(), pages.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
}

#[tokio::test]
async fn a_closed_cubby_takes_no_new_accounts() {
    let app = TestApp::start_with(&["--signup", "closed"]).await;
    let page = app.browser().opens("/signup").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    page.shows("takes no new accounts");
    let fields = [("email", "ann@example.com"), ("password", PASSWORD)];
    for query in ["", "?invite=x"] {
        let page = app.browser().submits(&format!("/fn/sign_up{query}"), &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.shows("takes no new accounts");
    }
}
