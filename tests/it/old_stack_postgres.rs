//! People of Better Auth and their FastAPI tasks, brought over from PostgreSQL, in tables as those programs make them.

use axum::http::StatusCode;
use sqlx::postgres::PgSslMode;

use crate::{
    old_stack::{HASH, says},
    postgres::Database,
    postgres_server::free_port,
    process::refused,
    test_app::TestApp,
};

fn people(database: &Database) {
    database.runs(&format!(
        r#"create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz default current_timestamp not null);
        create table "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text, "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz not null);
        insert into "user" ("id", "name", "email", "emailVerified", "createdAt") values
            ('7VqzkLMq8Xw3RtY1', 'Ann', 'Ann@example.com', false, '2026-01-02 03:04:05.678+00'),
            ('Hq2nW0pLs5TgUe9d', '', 'social@example.com', true, '2026-01-02 05:04:05+02');
        insert into "account" ("id", "accountId", "providerId", "userId", "accessToken", "password", "updatedAt") values
            ('a1', '7VqzkLMq8Xw3RtY1', 'credential', '7VqzkLMq8Xw3RtY1', null, '{HASH}', now()),
            ('a2', '583231', 'github', 'Hq2nW0pLs5TgUe9d', 'secret', null, now());"#
    ));
}

/// Numbered, in UTC without saying so, with SQLAlchemy's type for an enum.
const PLAIN_TASKS: &str = r"
    create type priority as enum ('LOW', 'MEDIUM', 'HIGH');
    create table tasks (id serial primary key, user_id varchar not null, title varchar(200) not null, description varchar(1000), completed boolean not null, priority priority, due_date timestamp, created_at timestamp not null, updated_at timestamp not null);
    insert into tasks (user_id, title, description, completed, priority, due_date, created_at, updated_at) values
        ('7VqzkLMq8Xw3RtY1', 'First', null, false, 'HIGH', '2031-01-02 00:00:00', '2026-02-01 10:00:00.123456', '2026-02-01 10:00:00.123456'),
        ('7VqzkLMq8Xw3RtY1', 'Second', 'Two, über alles', true, 'LOW', null, '2026-02-02 10:00:00', '2026-02-03 10:00:00'),
        ('nobody', 'Of nobody', null, false, null, null, '2026-02-02 10:00:00', '2026-02-03 10:00:00');";

/// With UUIDs and zones.
const ZONED_TASKS: &str = r"
    create table tasks (id uuid primary key default gen_random_uuid(), user_id text not null, title text not null, description text, is_completed boolean default false, priority text, due_date date, created_at timestamptz, updated_at timestamptz);
    insert into tasks (user_id, title, description, is_completed, priority, due_date, created_at, updated_at) values
        ('7VqzkLMq8Xw3RtY1', 'First', null, false, 'high', '2031-01-02', '2026-02-01 12:00:00.123456+02', '2026-02-01 10:00:00+00'),
        ('7VqzkLMq8Xw3RtY1', 'Second', 'Two, über alles', true, 'low', null, '2026-02-02 05:00:00-05', '2026-02-03 10:00:00+00'),
        ('nobody', 'Of nobody', null, null, null, null, null, null);";

/// Imports, signs in with the old password and finds all that there was.
async fn all_come(flags: &[&str]) {
    let app = TestApp::start().await;
    let dry = says(&app, &[flags, &["--dry-run"]].concat());
    assert!(dry.starts_with("2 people and 2 tasks would come."), "{dry}");
    assert_eq!(app.browser().tries("ann", "correct-horse-7").await.status, StatusCode::UNAUTHORIZED, "only said");

    let said = says(&app, flags);
    assert!(said.starts_with("2 people and 2 tasks came."), "{said}");
    assert!(said.contains("1 of them have no password here"), "{said}");
    assert!(said.contains("left: 1 tasks belong to nobody who came"), "{said}");
    assert!(!said.contains(HASH) && !said.contains("secret"), "{said}");

    let mut ann = app.browser();
    assert_eq!(ann.tries("ann", "Correct-horse-7").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(ann.tries("ann", "correct-horse-7").await.location(), Some("/tasks"));
    assert_eq!(ann.sees_tasks("/tasks").await, ["Second", "First"]);
    assert_eq!(ann.sees_tasks("/tasks?status=completed").await, ["Second"]);
    assert_eq!(ann.sees_tasks("/tasks?priority=high").await, ["First"]);
    let exported = ann.submits("/fn/export", &[]).await;
    for words in [
        "\"Ann\"",
        "2026-01-02T03:04:05.678Z",
        "2031-01-02",
        "2026-02-01T10:00:00.123Z",
        "2026-02-02T10:00:00Z",
        "2026-02-03T10:00:00Z",
        "Two, über alles",
    ] {
        assert!(exported.text.contains(words), "{words}: {}", exported.text);
    }
    assert_eq!(app.browser().tries("social", "secret").await.status, StatusCode::UNAUTHORIZED);
    assert!(says(&app, flags).starts_with("0 people and 0 tasks came."), "a second time nothing is new");
}

#[tokio::test]
async fn people_come_from_one_postgresql_with_their_passwords_and_tasks() {
    let old = Database::create();
    people(&old);
    old.runs(PLAIN_TASKS);
    all_come(&["import-old", &old.url()]).await;
}

#[tokio::test]
async fn people_come_from_two_postgresqls_by_the_addresses_of_sqlalchemy() {
    let (users, tasks) = (Database::create(), Database::create());
    people(&users);
    tasks.runs(ZONED_TASKS);
    let users = users.url().replacen("postgres://", "postgresql://", 1);
    let tasks = tasks.url().replacen("postgres://", "postgresql+asyncpg://", 1);
    all_come(&["import-old", &users, "--tasks", &tasks]).await;
}

#[test]
fn what_is_wrong_with_a_postgresql_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (old, empty) = (Database::create(), Database::create());
    people(&old);
    old.runs(PLAIN_TASKS);
    let closed = Database::create();
    people(&closed);
    closed.runs(r#"revoke all on "user" from current_user"#);
    let port = free_port();
    let good = old.url();
    let cases = [
        (old.url_with(|to| to.port(port)), &good, format!(":{port}: see host and port in the URL")),
        (old.url_with(|to| to.host("nowhere.invalid")), &good, "no PostgreSQL answers at nowhere.invalid".into()),
        (old.url_with(|to| to.password("wrong-password")), &good, " in: see user and password in the URL".into()),
        (old.url_with(|to| to.username("somebody")), &good, "does not let somebody in".into()),
        (old.url_with(|to| to.database("not_there")), &good, "has no database not_there".into()),
        (old.url_with(|to| to.ssl_mode(PgSslMode::VerifyFull)), &good, "see sslmode and sslrootcert".into()),
        (empty.url(), &good, "holds no people of Better Auth (the tables user and account)".into()),
        (closed.url(), &good, "does not show its people of Better Auth".into()),
        (good.clone(), &empty.url(), "holds no tasks of FastAPI (the table tasks)".into()),
        ("postgres://[".into(), &good, "the URL of PostgreSQL cannot be read".into()),
        ("postgres://x@127.0.0.1:port/x".into(), &good, "the URL of PostgreSQL cannot be read".into()),
    ];
    for (users, tasks, words) in cases {
        let said = refused(folder.path(), &["import-old", &users, "--tasks", tasks]);
        assert!(said.contains(&words), "{words}: {said}");
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
        for driver in ["panicked", "error returned", "os error", "authentication failed", "does not exist", "relation"]
        {
            assert!(!said.contains(driver), "{driver}: {said}");
        }
        assert!(!said.contains("wrong-password") && !said.contains("kinds"), "a password: {said}");
    }
}
