//! Many at the same moment: what is counted, hashed and written, and in which order.

use axum::http::StatusCode;
use cubby::{
    domain::{Email, User, UserId},
    server::{
        auth::better_auth,
        store::archive::{self, Newcomer, Run},
    },
};
use futures_util::future::join_all;

use super::WRONG;
use crate::test_app::{PASSWORD, TestApp};

/// Counted before it is hashed: many at the same moment are as many one after the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_at_the_same_moment_get_no_more_tries_than_one() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    let pages = join_all((0..16).map(|_| async { app.browser().tries("ann", WRONG).await })).await;
    let looked_at = pages.iter().filter(|page| page.status == StatusCode::UNAUTHORIZED).count();
    assert_eq!(looked_at, 5);
}

/// A flood of passwords that is too much for the cores is no load on the database.
#[tokio::test]
async fn what_finds_no_place_in_the_queue_writes_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let before = app.written();
    let places: Vec<_> = std::iter::from_fn(|| app.hasher.place().ok()).collect();
    let fields = [("email", "eve@example.com"), ("password", PASSWORD)];
    for page in [
        app.browser().at("203.0.113.7").tries("ann", WRONG).await,
        app.browser().at("203.0.113.7").submits("/fn/sign_up", &fields).await,
        ann.submits("/fn/delete_account", &[("current_password", WRONG), ("confirm", "DELETE")]).await,
    ] {
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.header("retry-after").is_some());
    }
    assert!(app.written() == before);
    drop(places);
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

/// Each of them hashes the old password anew; only one can be the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_old_hash_is_made_anew_by_many_sign_ins_at_once() {
    let app = TestApp::start().await;
    // Made by Node's `crypto.scryptSync`, of the password of all tests.
    let old = "000102030405060708090a0b0c0d0e0f:1903b6e83ea872f9dd26a170f59a136027b5372647a3e9cba5483c696d8a87a5a9a600022930975208efbe0b0fccdaf7355227545037eaacf43bcddd60e1a973";
    let now = app.state.clock.now();
    let newcomer = Newcomer {
        user: User {
            id: UserId::new("019a0000-0000-7000-8000-000000000001".parse().unwrap()),
            email: Email::parse("ann@example.com").unwrap(),
            name: None,
        },
        password_hash: better_auth::stored(old).unwrap(),
        created_at: now,
        tasks: Vec::new(),
    };
    archive::admit(&app.state.db, &[newcomer], Run::Commit, now).await.unwrap();
    for page in join_all((0..4).map(|_| async { app.browser().tries("ann", PASSWORD).await })).await {
        assert_eq!(page.location(), Some("/tasks"), "{} {:?}", page.status, page.headers);
    }
}

#[tokio::test]
async fn whoever_was_right_is_signed_in_also_where_the_counter_cannot_be_settled() {
    let app = TestApp::start().await;
    app.signed_up("ann").await;
    app.refuses("update on tries", "new.count < old.count").await;
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}
