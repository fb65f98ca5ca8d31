//! Where a person is signed in.

use axum::http::StatusCode;

use super::{on_a_phone, saves};
use crate::test_app::TestApp;

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
