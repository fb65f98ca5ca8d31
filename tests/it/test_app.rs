//! A program of its own for each test: a router over a fresh database in a folder that goes away with it.

use std::time::Duration;

use axum::{Router, body::Body, http::Request, response::Response};
use clap::Parser;
use cubby::{
    server::{
        auth::{accounts::Accounts, password::Hasher, token::TokenKeys},
        clock::Clock,
        config::{CommandLine, Config},
        state::AppState,
        store::Db,
    },
    startup::router,
};
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::browser::Browser;

pub const KEY: &[u8] = b"a key for tests, of 32 bytes and more";
pub const PASSWORD: &str = "correct-horse-7";

pub struct TestApp {
    pub state: AppState,
    pub data_dir: TempDir,
    pub hasher: Hasher,
    router: Router,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With flags of the command line.
    pub async fn start_with(flags: &[&str]) -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let config = config(flags);
        let db = Db::open(&format!("sqlite:{}", data_dir.path().join("cubby.db").display())).await.unwrap();
        Self::over(db, config, Clock::default(), data_dir)
    }

    /// The same data, opened by a program that starts anew.
    pub async fn restarted(self) -> Self {
        let Self { state, data_dir, .. } = self;
        state.db.close().await;
        let db = Db::open(&format!("sqlite:{}", data_dir.path().join("cubby.db").display())).await.unwrap();
        Self::over(db, (*state.config).clone(), state.clock.clone(), data_dir)
    }

    fn over(db: Db, config: Config, clock: Clock, data_dir: TempDir) -> Self {
        let hasher = Hasher::new().unwrap();
        let accounts = Accounts::new(db.clone(), TokenKeys::new(KEY, None), hasher.clone(), &config);
        let state = AppState::new(db, accounts, clock, config);
        Self { router: router(state.clone()).unwrap(), state, data_dir, hasher }
    }

    /// The database, past the program.
    pub async fn database(&self) -> SqliteConnection {
        let file = self.data_dir.path().join("cubby.db");
        SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap()
    }

    pub async fn send(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A browser that nobody has signed in with.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// A browser of somebody who has just made an account.
    pub async fn signed_up(&self, name: &str) -> Browser<'_> {
        let mut browser = self.browser();
        let email = format!("{name}@example.com");
        let page = browser.submits("/fn/sign_up", &[("name", name), ("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(page.location(), Some("/tasks"), "{}", page.text);
        browser
    }

    pub fn passes(&self, time: Duration) {
        self.state.clock.advance(time);
    }
}

pub fn config(flags: &[&str]) -> Config {
    CommandLine::try_parse_from(std::iter::once(&"cubby").chain(flags)).unwrap().config
}

pub const DAY: Duration = Duration::from_hours(24);
