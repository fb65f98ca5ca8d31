//! Many copies of the program on one PostgreSQL.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::json;

use crate::{
    postgres::Database,
    process::{Program, command, refused},
    test_app::{PASSWORD, TestApp},
};

const WRONG: &str = "wrong-horse-7";

/// Two copies, as behind a balancer that sends every request to another one.
async fn two() -> (TestApp, TestApp) {
    let here = TestApp::over(Some(Arc::new(Database::migrated())), &[]).await;
    let there = here.copy().await;
    (here, there)
}

#[tokio::test]
async fn who_signs_in_here_works_there_and_is_refused_there_once_the_session_ends_here() {
    let (here, there) = two().await;
    let mut ann_here = here.signed_up("ann").await;
    let mut elsewhere = there.browser();
    elsewhere.cookies.clone_from(&ann_here.cookies);
    let id = elsewhere.adds("Buy milk").await;
    assert_eq!(ann_here.sees_tasks("/tasks").await, ["Buy milk"]);
    ann_here.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    assert_eq!(elsewhere.sees_tasks("/tasks?status=completed").await, ["Buy milk"]);
    assert_eq!(elsewhere.sees_tasks("/tasks?search=milk").await, ["Buy milk"]);
    ann_here.submits("/fn/sign_out", &[]).await;
    let replay = elsewhere.cookies.clone();
    for _ in 0..20 {
        elsewhere.cookies.clone_from(&replay);
        assert_eq!(elsewhere.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    }
}

#[tokio::test]
async fn a_password_that_is_changed_here_ends_everything_there() {
    let (here, there) = two().await;
    let mut ann = here.signed_up("ann").await;
    let login = json!({ "email": "ann@example.com", "password": PASSWORD });
    let script = there.script();
    let script = script.with_token_of(&there.script().posts("/api/auth/login", &login).await);
    script.adds("Buy milk").await;
    ann.submits("/fn/change_password", &[("current_password", PASSWORD), ("new_password", "another-horse-8")]).await;
    assert_eq!(script.gets(&script.tasks()).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(there.script().posts("/api/auth/login", &login).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_was_guessed_here_counts_there() {
    let (here, there) = two().await;
    here.signed_up("ann").await;
    for _ in 0..3 {
        assert_eq!(here.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    for _ in 0..2 {
        assert_eq!(there.browser().tries("ann", WRONG).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(here.browser().tries("ann", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(there.browser().tries("ann", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    here.passes(Duration::from_secs(31));
    assert_eq!(there.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

#[tokio::test]
async fn one_request_sent_to_both_makes_one_task() {
    let (here, there) = two().await;
    let ann = here.registered("ann").await;
    let mut there_too = there.script();
    there_too.token.clone_from(&ann.token);
    let (path, body, key) = (ann.tasks(), json!({ "title": "Buy milk" }), [("idempotency-key", "once")]);
    let (first, second) =
        tokio::join!(ann.says(Method::POST, &path, &body, &key), there_too.says(Method::POST, &path, &body, &key),);
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::CREATED), "{}", second.text);
    assert_eq!(first.json(), second.json());
    assert_eq!(ann.lists("").await, ["Buy milk"]);
}

/// Tasks that go from bucket to bucket in both directions: nobody waits for somebody who waits for them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_changes_of_one_person_at_once_all_succeed() {
    let (here, there) = two().await;
    let ann = here.registered("ann").await;
    let mut there_too = there.script();
    there_too.token.clone_from(&ann.token);
    let mut tasks = Vec::new();
    for number in 0..8 {
        tasks.push(ann.adds(&format!("Task {number}")).await);
    }
    for round in 0..3 {
        let changes = std::array::from_fn::<_, 8, _>(|at| {
            let script = if at % 2 == 0 { &ann } else { &there_too };
            let change = json!({ "is_completed": (at + round) % 2 == 0 });
            let path = format!("{}/complete", tasks[at]);
            async move { script.patches(&path, &change).await.status }
        });
        for status in join_all(changes).await {
            assert_eq!(status, StatusCode::OK);
        }
    }
    let counts: Vec<_> = ["open", "completed"].into_iter().map(|status| format!("?status={status}")).collect();
    let mut total = 0;
    for query in &counts {
        let list = ann.list(query).await;
        assert_eq!(list["total"].as_u64(), list["tasks"].as_array().map(|tasks| tasks.len() as u64));
        total += list["total"].as_u64().unwrap();
    }
    assert_eq!(total, 8);
}

/// Both change one task from the version that they saw: the second is told.
#[tokio::test]
async fn of_two_changes_of_one_version_one_is_refused() {
    let (here, there) = two().await;
    let ann = here.registered("ann").await;
    let mut there_too = there.script();
    there_too.token.clone_from(&ann.token);
    let task = ann.adds("Buy milk").await;
    let tag = ann.gets(&task).await.header("etag").unwrap().to_owned();
    let condition = [("if-match", tag.as_str())];
    let body = json!({ "title": "Buy oat milk" });
    let other = json!({ "title": "Buy rice milk" });
    let (first, second) = tokio::join!(
        ann.says(Method::PUT, &task, &body, &condition),
        there_too.says(Method::PUT, &task, &other, &condition),
    );
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

/// What a copy has kept of lists is not taken for what an older backup holds, nor for what comes after it. A copy goes on
/// while the test waits for the tools.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_is_restored_under_running_copies_is_what_they_show() {
    let (here, there) = two().await;
    let database = here.postgres.as_ref().unwrap();
    let ann = here.registered("ann").await;
    let mut there_too = there.script();
    there_too.token.clone_from(&ann.token);
    there_too.user.clone_from(&ann.user);
    ann.adds("In the backup").await;
    let file = here.data_dir.path().join("backup.dump");
    let does = |tool: &str, flags: &[&str]| {
        let output = database.tool(tool).args(flags).arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    does("pg_dump", &["--format=custom", "--file"]);
    ann.adds("Too late for it").await;
    for copy in [&ann, &there_too] {
        assert_eq!(copy.lists("").await, ["Too late for it", "In the backup"]);
    }
    does("pg_restore", &["--clean", "--single-transaction"]);
    // The other copy still has the list of before.
    assert_eq!(ann.lists("").await, ["In the backup"]);
    ann.adds("After it").await;
    for copy in [&ann, &there_too] {
        assert_eq!(copy.lists("").await, ["After it", "In the backup"]);
    }
}

const KEY: &str = "one key for all copies, long enough";

#[test]
fn two_copies_started_at_once_on_an_empty_database_serve() {
    let database = Database::create();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let url = database.url();
    let flags = ["--database-url", &url, "--secret-key", KEY];
    let copies = std::thread::scope(|threads| {
        let starting = [&folders[0], &folders[1]].map(|folder| threads.spawn(|| Program::start(folder.path(), &flags)));
        starting.map(|copy| copy.join().unwrap())
    });
    let cookie = copies[0].signs_up("ann@example.com");
    assert!(copies[1].posts("/fn/add_task", &[("title", "Buy milk")], &cookie).unwrap().starts_with("HTTP/1.1 200"));
    assert!(copies[0].opens("/tasks", &cookie).unwrap().contains("Edit Buy milk\""));
    for copy in copies {
        assert_eq!(copy.stops(), Some(0));
    }
}

#[test]
fn a_copy_with_another_key_says_so_at_its_start() {
    let database = Database::create();
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let first = Program::start(folder.path(), &["--database-url", &url, "--secret-key", KEY]);
    let another = "another key for one copy, long enough";
    let why = refused(folder.path(), &["--database-url", &url, "--secret-key", another]);
    assert!(why.contains("the other copies on this database sign with another key"), "{why}");
    // The key that a copy makes for itself is another, too.
    assert!(refused(folder.path(), &["--database-url", &url]).contains("CUBBY_SECRET_KEY"));
    assert_eq!(first.stops(), Some(0));
    let flags = ["--database-url", &url, "--secret-key", another, "--previous-secret-key", KEY];
    let replaced = Program::start(folder.path(), &flags);
    assert!(refused(folder.path(), &["--database-url", &url, "--secret-key", KEY]).contains("another key"));
    assert_eq!(replaced.stops(), Some(0));
}

#[test]
fn commands_work_on_postgres_too() {
    let database = Database::create();
    let folder = tempfile::tempdir().unwrap();
    let url = database.url();
    let says = |flags: &[&str]| {
        let output = command(folder.path(), flags).env("DATABASE_URL", &url).output().unwrap();
        assert!(output.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(says(&["migrate"]), "The database is up to date.\n");
    let program = Program::start(folder.path(), &["--database-url", &url]);
    let cookie = program.signs_up("ann@example.com");
    program.signs_up("bob@example.com");
    assert_eq!(says(&["user", "list"]).lines().count(), 2);
    let file = folder.path().join("export.json");
    std::fs::write(&file, r#"{"format":"cubby","version":1,"tasks":[{"title":"Buy milk"},{"title":"Call Bob"}]}"#)
        .unwrap();
    says(&["import", file.to_str().unwrap(), "--email", "ann@example.com"]);
    assert!(program.opens("/tasks", &cookie).unwrap().contains("Edit Call Bob\""));
    says(&["user", "unlock", "ann@example.com"]);
    assert!(says(&["user", "reset-password", "ann@example.com"]).contains("/reset?token="));
    assert!(program.opens("/tasks", &cookie).unwrap().contains("location: /signin?expired=1"));
    assert!(says(&["user", "delete", "bob@example.com"]).contains("Deleted bob@example.com"));
    assert!(says(&["doctor"]).contains("database: answers"));
    let superuser = database.url_past_the_wall();
    let sick = command(folder.path(), &["doctor", "--database-url", &superuser]).output().unwrap();
    let said = String::from_utf8(sick.stdout).unwrap();
    assert!(said.contains("BAD   database: PostgreSQL's policies do not bind the role"), "{said}");
    for (flags, words) in [
        (["backup", "copy.db"], "pg_dump"),
        (["restore", "copy.db"], "pg_restore"),
        (["--database-url", "postgres://nobody@127.0.0.1:1/x"], "no PostgreSQL answers at 127.0.0.1:1"),
    ] {
        let output = command(folder.path(), &flags).env("DATABASE_URL", &url).output().unwrap();
        assert!(!output.status.success());
        assert!(String::from_utf8(output.stderr).unwrap().contains(words), "{flags:?}");
    }
}

/// The role that serves may not change tables; the one that owns them is asked for.
#[test]
fn two_roles_share_the_work() {
    let database = Database::create();
    let folder = tempfile::tempdir().unwrap();
    database.grants_rows_to_user();
    let serves = database.url_with(|options| options.username(crate::postgres_server::USER));
    let why = refused(folder.path(), &["--database-url", &serves]);
    assert!(why.contains("CUBBY_MIGRATION_URL"), "{why}");
    let owner = database.url();
    let flags = ["migrate", "--database-url", &serves, "--migration-url", &owner];
    assert!(command(folder.path(), &flags).status().unwrap().success());
    database.grants_rows_to_user();
    let program = Program::start(folder.path(), &["--database-url", &serves]);
    let cookie = program.signs_up("ann@example.com");
    assert!(program.posts("/fn/add_task", &[("title", "Buy milk")], &cookie).unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(program.stops(), Some(0));
}
