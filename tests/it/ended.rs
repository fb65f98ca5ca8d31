//! Ended means ended: a copy of the cookie is refused from the moment on that the end was answered, however it came.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::http::StatusCode;

use crate::{
    at_once::at_once,
    browser::Browser,
    test_app::{PASSWORD, TestApp},
};

const CONNECTIONS: usize = 16;
const REPLAYS: usize = 10_000;

/// Replays a cookie over many connections while `end` ends its session, and gives how often it got in before and after.
async fn replays(app: &TestApp, cookies: &Browser<'_>, end: impl Future<Output = ()>) -> (usize, usize) {
    let ended = Arc::new(AtomicBool::new(false));
    let (before, after) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let left = AtomicUsize::new(REPLAYS);
    let connection = async || {
        let mut thief = cookies.copied();
        let all = thief.cookies.clone();
        loop {
            let was_ended = ended.load(Ordering::SeqCst);
            if was_ended && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err() {
                return;
            }
            // A refusal takes the cookie away; a thief puts it back.
            thief.cookies.clone_from(&all);
            let got_in = thief.calls("/fn/end_session", &[("id", "019a0000-0000-7000-8000-000000000000")]).await.status
                == StatusCode::OK;
            let count = if was_ended { &after } else { &before };
            count.fetch_add(usize::from(got_in), Ordering::SeqCst);
            tokio::task::yield_now().await;
        }
    };
    let connections = at_once(std::array::from_fn::<_, CONNECTIONS, _>(|_| connection()));
    let end = async {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        end.await;
        ended.store(true, Ordering::SeqCst);
    };
    tokio::join!(connections, end);
    assert_eq!(left.load(Ordering::SeqCst), 0);
    assert_eq!(app.browser().opens("/healthz").await.status, StatusCode::OK);
    (before.into_inner(), after.into_inner())
}

#[tokio::test]
async fn after_signing_out() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let mut own = ann.copied();
    let (before, after) = Box::pin(replays(&app, &ann, async {
        assert_eq!(own.submits("/fn/sign_out", &[]).await.location(), Some("/signin"));
    }))
    .await;
    assert!(before > 0, "it was good while it lasted");
    assert_eq!(after, 0);
}

#[tokio::test]
async fn after_another_device_ended_it() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let mut phone = app.browser();
    phone.tries("ann", PASSWORD).await;
    let (before, after) = Box::pin(replays(&app, &ann, async {
        phone.submits("/fn/end_other_sessions", &[]).await;
    }))
    .await;
    assert!(before > 0);
    assert_eq!(after, 0);
    assert_eq!(phone.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_the_password_was_changed() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let mut own = ann.copied();
    let (before, after) = Box::pin(replays(&app, &ann, async {
        let fields = [("current_password", PASSWORD), ("new_password", "another-Horse-8")];
        assert_eq!(own.submits("/fn/change_password", &fields).await.location(), Some("/account?saved=password"));
    }))
    .await;
    assert!(before > 0);
    assert_eq!(after, 0);
    assert_eq!(own.opens("/tasks").await.status, StatusCode::OK);
}

#[tokio::test]
async fn after_the_account_was_deleted() {
    let app = TestApp::start().await;
    let ann = app.signed_up("ann").await;
    let mut own = ann.copied();
    let (before, after) = Box::pin(replays(&app, &ann, async {
        let fields = [("current_password", PASSWORD), ("confirm", "DELETE")];
        assert_eq!(own.submits("/fn/delete_account", &fields).await.location(), Some("/signin?deleted=1"));
    }))
    .await;
    assert!(before > 0);
    assert_eq!(after, 0);
}
