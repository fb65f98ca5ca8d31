//! People of Better Auth and their FastAPI tasks, brought over from SQLite files made as those programs make them.

use std::path::Path;

use axum::http::StatusCode;
use cubby::{domain::Email, server::store::users};
use sqlx::{Connection, Executor, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{process::refused, test_app::TestApp};

/// Of "correct-horse-7", made by Node's `crypto.scryptSync` as Better Auth calls it.
pub const HASH: &str = "000102030405060708090a0b0c0d0e0f:1903b6e83ea872f9dd26a170f59a136027b5372647a3e9cba5483c696d8a87a5a9a600022930975208efbe0b0fccdaf7355227545037eaacf43bcddd60e1a973";

async fn made(file: &Path, sql: &str) {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    let mut old = SqliteConnection::connect_with(&options).await.unwrap();
    old.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.unwrap();
    old.close().await.unwrap();
}

async fn old_stack(folder: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    let (users, tasks) = (folder.join("auth.db"), folder.join("tasks.db"));
    let sql = format!(
        r#"create table "user" ("id" text primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null, "updatedAt" date not null);
        create table "account" ("id" text primary key, "accountId" text not null, "providerId" text not null, "userId" text not null, "accessToken" text, "password" text, "createdAt" date not null, "updatedAt" date not null);
        insert into "user" values
            ('u1', 'Ann', 'Ann@example.com', 0, null, '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z'),
            ('u2', '', 'social@example.com', 1, null, 1767323045000, 1767323045000),
            ('u3', 'Here', 'HERE@example.com', 1, null, '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z'),
            ('u4', 'Odd', 'no e-mail', 1, null, '2026-01-02T03:04:05.000Z', '2026-01-02T03:04:05.000Z');
        insert into "account" values
            ('a1', 'u1', 'credential', 'u1', null, '{HASH}', '2026-01-02', '2026-01-02'),
            ('a2', 'x', 'github', 'u2', 'secret', null, '2026-01-02', '2026-01-02'),
            ('a3', 'u3', 'credential', 'u3', null, '{HASH}', '2026-01-02', '2026-01-02');"#
    );
    made(&users, &sql).await;
    let sql = r#"create table "tasks" ("id" integer primary key, "user_id" varchar not null, "title" varchar(200) not null, "description" varchar(1000), "is_completed" boolean not null, "priority" varchar, "due_date" datetime, "created_at" datetime not null, "updated_at" datetime not null);
        insert into "tasks" values
            (1, 'u1', 'First', null, 0, 'HIGH', '2031-01-02 00:00:00.000000', '2026-02-01 10:00:00.000000', '2026-02-01 10:00:00.000000'),
            (2, 'u1', 'Second', 'Two', 1, 'low', null, '2026-02-02 10:00:00', '2026-02-03 10:00:00'),
            (3, 'u1', '   ', null, 0, null, null, '2026-02-02 10:00:00', '2026-02-03 10:00:00'),
            (4, 'u3', 'Of somebody who is here', null, 0, null, null, '2026-02-02 10:00:00', '2026-02-03 10:00:00'),
            (5, 'u9', 'Of nobody', null, 0, null, null, '2026-02-02 10:00:00', '2026-02-03 10:00:00');"#;
    made(&tasks, sql).await;
    (users, tasks)
}

pub fn says(app: &TestApp, flags: &[&str]) -> String {
    let output = app.command(flags).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn people_come_with_their_passwords_and_tasks() {
    let app = TestApp::start().await;
    let mut here = app.signed_up("here").await;
    let folder = tempfile::tempdir().unwrap();
    let (users, tasks) = old_stack(folder.path()).await;
    let flags = ["import-old", users.to_str().unwrap(), "--tasks", tasks.to_str().unwrap()];
    let dry = says(&app, &[&flags[..], &["--dry-run"]].concat());
    assert!(dry.starts_with("2 people and 2 tasks would come."), "{dry}");
    assert_eq!(app.browser().tries("ann", "correct-horse-7").await.status, StatusCode::UNAUTHORIZED, "only said");

    let said = says(&app, &flags);
    for words in [
        "2 people and 2 tasks came.",
        "1 of them have no password here",
        "left: a task of Ann@example.com is none that Cubby takes",
        "left: HERE@example.com has an account here already; nothing of theirs was touched",
        "left: \"no e-mail\" is no e-mail that Cubby takes",
        "left: 1 tasks belong to nobody who came",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains(HASH) && !said.contains("secret"));

    let mut ann = app.browser();
    assert_eq!(ann.tries("ann", "Correct-horse-7").await.status, StatusCode::UNAUTHORIZED);
    let hash = async || {
        let found = users::credentials(&app.state.db, &Email::parse("ann@example.com").unwrap()).await;
        found.unwrap().unwrap().password_hash
    };
    assert!(hash().await.starts_with("better-auth:"));
    assert_eq!(ann.tries("ann", "correct-horse-7").await.location(), Some("/tasks"));
    assert!(hash().await.starts_with("$argon2id$"), "hashed anew");
    assert_eq!(app.browser().tries("ann", "correct-horse-7").await.location(), Some("/tasks"));
    assert_eq!(ann.sees_tasks("/tasks").await, ["Second", "First"]);
    assert_eq!(ann.sees_tasks("/tasks?status=completed").await, ["Second"]);
    ann.opens("/tasks").await.shows("data-priority=\"high\"");
    ann.opens("/account").await.shows("value=\"Ann\"");
    for password in ["", "secret", "correct-horse-7"] {
        assert_eq!(app.browser().tries("social", password).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(here.sees_tasks("/tasks").await, [""; 0], "who was here before is not somebody of the same e-mail");
    assert!(says(&app, &flags).starts_with("0 people and 0 tasks came."), "a second time nothing is new");
}

#[test]
fn a_file_of_something_else_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text");
    std::fs::write(&text, "no database").unwrap();
    for file in [text.to_str().unwrap(), "/nowhere/at/all"] {
        let said = refused(folder.path(), &["import-old", file]);
        assert!(!said.contains("panicked") && said.contains(file), "{said}");
    }
}
