//! A program of its own for each test: a router over a fresh database that goes away with it.
//!
//! `CUBBY_TEST_ENGINE=postgres` puts every one of them into PostgreSQL; `make test` runs all tests once without it and once
//! with it.

use std::{process::Command, sync::Arc, time::Duration};

use axum::{Router, body::Body, http::Request, response::Response};
use clap::Parser;
use cubby::{
    domain::Timestamp,
    server::{
        auth::{accounts::Accounts, password::Hasher, token::TokenKeys},
        clock::Clock,
        config::{CommandLine, Config},
        state::AppState,
        store::{Db, Opening, search_index, sweep},
    },
    startup::router,
};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::{browser::Browser, postgres::Database, process};

pub const KEY: &[u8] = b"a key for tests, of 32 bytes and more";
pub const PASSWORD: &str = "correct-horse-7";

pub struct TestApp {
    pub state: AppState,
    pub data_dir: Arc<TempDir>,
    pub hasher: Hasher,
    /// Where the data is, unless it is in a file of the folder.
    pub postgres: Option<Arc<Database>>,
    router: Router,
}

/// Whether these tests are about PostgreSQL.
pub fn on_postgres() -> bool {
    #[allow(clippy::disallowed_methods, reason = "tests have no settings")]
    std::env::var("CUBBY_TEST_ENGINE").is_ok_and(|engine| engine == "postgres")
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With flags of the command line.
    pub async fn start_with(flags: &[&str]) -> Self {
        let postgres = on_postgres().then(|| Arc::new(Database::migrated()));
        Self::over(postgres, flags).await
    }

    /// With its data in this PostgreSQL, or in a file.
    pub async fn over(postgres: Option<Arc<Database>>, flags: &[&str]) -> Self {
        let data_dir = tempfile::tempdir().unwrap();
        let mut config = config(flags);
        config.data_dir = data_dir.path().to_owned();
        if let Some(database) = &postgres
            && config.storage.database_url.is_none()
        {
            config.storage.database_url = Some(database.url().as_str().into());
        }
        Self::with(config, Clock::default(), Arc::new(data_dir), postgres).await
    }

    /// The same data, opened by a program that starts anew.
    pub async fn restarted(self) -> Self {
        self.state.db.close().await;
        let Self { state, data_dir, postgres, .. } = self;
        Self::with((*state.config).clone(), state.clock.clone(), data_dir, postgres).await
    }

    /// Another copy of the program on the same database.
    pub async fn copy(&self) -> Self {
        let config = (*self.state.config).clone();
        Self::with(config, self.state.clock.clone(), self.data_dir.clone(), self.postgres.clone()).await
    }

    async fn with(config: Config, clock: Clock, data_dir: Arc<TempDir>, postgres: Option<Arc<Database>>) -> Self {
        let db = Db::open(&config, Opening::Newest).await.unwrap();
        let hasher = Hasher::new().unwrap();
        let accounts = Accounts::new(db.clone(), TokenKeys::new(KEY, None), hasher.clone(), &config);
        let state = AppState::new(db, accounts, clock, config);
        Self { router: router(state.clone()).unwrap(), state, data_dir, hasher, postgres }
    }

    /// Does something to the database past the program.
    pub async fn runs(&self, sql: &str) {
        match &self.postgres {
            Some(database) => database.past_the_wall_runs(sql),
            None => drop(sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.file().await).await.unwrap()),
        }
    }

    /// Does what must not be, past the program, and gives why it is refused.
    pub async fn is_refused(&self, sql: &str) -> String {
        match &self.postgres {
            Some(database) => database.is_refused(sql),
            None => sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.file().await).await.unwrap_err().to_string(),
        }
    }

    /// Refuses one kind of change from now on, such as `update on tries`, where something is so of `old` and `new`.
    pub async fn refuses(&self, change: &str, so: &str) {
        self.runs(&match self.postgres {
            Some(_) => format!(
                "create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
                 create trigger refused before {change} for each row when ({so}) execute function refuse()"
            ),
            None => format!("create trigger refused before {change} when {so} begin select raise(abort, 'no'); end"),
        })
        .await;
    }

    /// Everything that lies in the folder of the data, or in the tables of PostgreSQL, as text.
    pub fn held(&self) -> String {
        if let Some(database) = &self.postgres {
            return database.asks("select database_to_xml(true, true, '')");
        }
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(self.data_dir.path()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// What is another after each write to the counters and accounts.
    pub fn written(&self) -> String {
        match &self.postgres {
            Some(database) => database.asks(
                "select string_agg(xmin::text, ',') from (select xmin from tries union all select xmin from users) as rows",
            ),
            None => format!("{:?}", std::fs::read(self.data_dir.path().join("cubby.db-wal")).unwrap()),
        }
    }

    /// The program as a process, over the same data.
    pub fn command(&self, flags: &[&str]) -> Command {
        let mut command = process::command(self.data_dir.path(), flags);
        if let Some(database) = &self.postgres {
            command.env("DATABASE_URL", database.url());
        }
        command
    }

    /// The words in SQLite's index, and of how many tasks each is; the index is found to be in order. PostgreSQL sees to its own.
    pub async fn indexed(&self) -> Vec<(String, i64)> {
        if self.postgres.is_some() {
            return Vec::new();
        }
        let mut file = self.file().await;
        for statement in [
            "insert into task_search (task_search) values ('integrity-check')",
            "create virtual table temp.indexed using fts5vocab (main, task_search, row)",
        ] {
            sqlx::query(statement).execute(&mut file).await.unwrap();
        }
        sqlx::query_as("select term, doc from indexed order by term").fetch_all(&mut file).await.unwrap()
    }

    async fn file(&self) -> SqliteConnection {
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

    /// What the program does by itself once in a while, at this time.
    pub async fn forgets(&self, now: Timestamp) {
        sweep::forget(&self.state.db, now).await.unwrap();
        search_index::forget_deleted(&self.state.db).await.unwrap();
    }

    pub fn passes(&self, time: Duration) {
        self.state.clock.advance(time);
    }
}

pub fn config(flags: &[&str]) -> Config {
    CommandLine::try_parse_from(std::iter::once(&"cubby").chain(flags)).unwrap().config
}

pub const DAY: Duration = Duration::from_hours(24);
