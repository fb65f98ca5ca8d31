//! The second wall: PostgreSQL keeps people apart also where the program forgets to.

use std::{sync::Arc, time::Duration};

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::{
    browser::Browser,
    line::Line,
    postgres::Database,
    psql::past,
    test_app::{PASSWORD, TestApp},
};

/// A program whose statements lose their owner on the way to its database.
async fn without_owners(database: Database) -> (TestApp, Line) {
    let line = Line::to(database.port());
    line.takes_the_owner();
    let url = database.url_at(line.port);
    let app = TestApp::over(Some(Arc::new(database)), &["--database-url", &url]).await;
    (app, line)
}

/// Every page, function and call that shows or changes something, tried by Bob with what is Ann's; all that he got to read.
async fn bob_tries_everything(app: &TestApp, bob: &mut Browser<'_>, [task, undo, session, ann]: [&str; 4]) -> String {
    let mut read = String::new();
    let task_page = format!("/tasks/{task}");
    for path in [
        "/",
        "/tasks",
        "/tasks?status=open",
        "/tasks?status=completed",
        "/tasks?priority=high",
        "/tasks?search=zanz",
        "/tasks?search=zanz&sort=title",
        "/tasks?sort=due",
        "/tasks?sort=-due",
        "/tasks?sort=title",
        "/tasks?sort=priority",
        "/tasks?sort=-created",
        "/tasks/deleted",
        "/dashboard",
        "/account",
        &task_page,
    ] {
        read += &bob.opens(path).await.text;
    }
    for (function, fields) in [
        ("complete_task", vec![("id", task), ("completed", "true")]),
        (
            "update_task",
            vec![("id", task), ("title", "Mine"), ("description", ""), ("priority", "low"), ("due_date", "")],
        ),
        ("delete_task", vec![("id", task)]),
        ("restore_task", vec![("id", task)]),
        ("undo", vec![("id", undo)]),
        (
            "bring_back",
            vec![("id", task), ("title", "Mine"), ("description", ""), ("priority", "low"), ("due_date", "")],
        ),
        ("set_shortcuts", vec![("shortcuts", "off")]),
        ("add_task", vec![("id", task), ("user_id", ann), ("title", "Bob's")]),
        ("end_session", vec![("id", session)]),
        ("end_other_sessions", vec![]),
        ("set_theme", vec![("theme", "dark")]),
        ("update_profile", vec![("name", "Bob"), ("email", "bob@example.com"), ("current_password", PASSWORD)]),
        ("change_password", vec![("current_password", PASSWORD), ("new_password", "another-horse-8")]),
        ("export", vec![]),
    ] {
        let path = format!("/fn/{function}");
        read += &bob.calls(&path, &fields).await.text;
        let page = bob.submits(&path, &fields).await;
        read += &page.text;
    }
    let script = app.script();
    let signed_in =
        script.posts("/api/auth/login", &json!({ "email": "bob@example.com", "password": "another-horse-8" })).await;
    let script = script.with_token_of(&signed_in);
    for owner in [script.user.as_str(), ann] {
        let list = format!("/api/{owner}/tasks");
        let one = format!("{list}/{task}");
        for query in ["", "?status=completed", "?search=zanz", "?sort=title", "?sort=-due&priority=medium"] {
            read += &script.gets(&format!("{list}{query}")).await.text;
        }
        let key = [("idempotency-key", "of-ann")];
        read += &script
            .says(Method::POST, &list, &json!({ "title": "Ann's zanzibar" }), &key)
            .await
            .text
            .replace("Ann's zanzibar", "");
        read += &script.gets(&one).await.text;
        read += &script.puts(&one, &json!({ "title": "Mine" })).await.text;
        read += &script.patches(&format!("{one}/complete"), &json!({ "is_completed": true })).await.text;
        read += &script.deletes(&one).await.text;
    }
    read += &script.gets("/api/auth/me").await.text;
    let left = [("current_password", "another-horse-8"), ("confirm", "DELETE")];
    let page = bob.submits("/fn/delete_account", &left).await;
    assert_eq!(page.location(), Some("/signin?deleted=1"), "{}", page.text);
    read
}

/// All that Ann has, but for when she was seen.
fn hers(database: &Database, ann: &str) -> String {
    let tables =
        ["tasks", "task_words", "task_counts", "task_keys", "sessions", "reset_links", "deleted_tasks", "undo_steps"]
            .map(|table| {
                format!("select '{table}', to_jsonb({table}) - 'last_seen_at' from {table} where user_id = '{ann}'")
            });
    let account = format!("select 'users', to_jsonb(users) from users where id = '{ann}'");
    database.asks(&format!(
        "select jsonb_agg(rows order by rows::text) from ({} union all {account}) as rows",
        tables.join(" union all ")
    ))
}

/// What Bob got to read, and whether what is Ann's is as it was.
pub async fn matrix(app: &TestApp) -> (String, bool) {
    let database = app.postgres.as_ref().unwrap();
    let mut ann = app.browser().called("Annsbrowser/1.0");
    ann.submits("/fn/sign_up", &[("name", "Anneliese"), ("email", "ann@example.com"), ("password", PASSWORD)]).await;
    let task = ann.adds("Ann's zanzibar").await;
    let done = ann.adds("Another zanzibar of hers").await;
    ann.calls("/fn/complete_task", &[("id", &done), ("completed", "true")]).await;
    let gone = ann.adds("A zanzibar that is gone").await;
    ann.calls("/fn/delete_task", &[("id", &gone)]).await;
    let id = database.asks("select id from users");
    let session = database.asks("select id from sessions");
    let undo = database.asks("select max(id::text) from undo_steps");
    database.past_the_wall_runs(&format!(
        "insert into reset_links values ('{id}', '\\x01', 1);
         insert into task_keys values ('{id}', 'of-ann', '\\x02', '{task}', 9000000000000)"
    ));
    let before = hers(database, &id);
    let mut bob = app.signed_up("bob").await;
    let read = bob_tries_everything(app, &mut bob, [&task, &undo, &session, &id]).await;
    (read, hers(database, &id) == before)
}

#[tokio::test]
async fn with_the_owner_taken_out_of_every_statement_nothing_leaks() {
    let (app, line) = without_owners(Database::migrated()).await;
    let (read, is_as_before) = matrix(&app).await;
    assert!(line.taken() > 30, "only {} statements have lost their owner", line.taken());
    for hers in ["zanzibar", "Anneliese", "ann@example.com", "Annsbrowser"] {
        assert!(!read.contains(hers), "Bob has read {hers}");
    }
    assert!(is_as_before, "Bob has changed what is Ann's");
}

/// The proof would see a leak: with both walls down there is one.
#[tokio::test]
async fn with_the_policies_gone_too_it_leaks() {
    let database = Database::migrated();
    for table in ["users", "sessions", "tasks", "task_counts", "task_words", "task_keys", "reset_links"] {
        database.runs(&format!("alter table {table} disable row level security"));
    }
    let (app, _line) = without_owners(database).await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Ann's zanzibar").await;
    let mut bob = app.signed_up("bob").await;
    assert_eq!(bob.sees_tasks("/tasks").await, ["Ann's zanzibar"]);
    assert_eq!(bob.calls("/fn/end_other_sessions", &[]).await.status, StatusCode::OK);
    assert_eq!(ann.opens("/tasks").await.status, StatusCode::SEE_OTHER);
}

/// Every table but two is behind the wall, for its owner too; nobody sees a row without saying who they are.
#[tokio::test]
async fn without_a_scope_there_is_no_row() {
    let app = TestApp::over(Some(Arc::new(Database::migrated())), &[]).await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    app.browser().tries("ann", "wrong-horse-7").await;
    let database = app.postgres.as_ref().unwrap();
    let open = database.asks(
        "select string_agg(relname, ' ' order by relname) from pg_class
         where relnamespace = 'public'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)",
    );
    assert_eq!(open, "_sqlx_migrations signing_key");
    for table in ["users", "sessions", "tasks", "task_counts", "task_words", "tries"] {
        assert_ne!(database.asks(&format!("select count(*) from {table}")), "0", "{table}");
        assert_eq!(past(&database.url(), &format!("select count(*) from {table}")), "0", "{table}");
    }
    let id = database.asks("select id from users");
    let of = |scope: &str, table: &str| past(&database.url(), &format!("{scope}; select count(*) from {table}"));
    assert_eq!(of(&format!("set cubby.owner = '{id}'"), "tasks"), "1");
    assert_eq!(of("set cubby.owner = '019a0000-0000-7000-8000-000000000000'", "tasks"), "0");
    assert_eq!(of("set cubby.operator = 'on'", "users"), "1");
    assert_eq!(of("set cubby.operator = 'on'", "sessions"), "0");
    let email = "ann@example.com".bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert_eq!(of(&format!("set cubby.email = '{email}'"), "users"), "1");
    assert_eq!(of(&format!("set cubby.email = '{email}'"), "tasks"), "0");
    assert_eq!(of("set cubby.forgotten = '9000000000000000'", "tasks"), "0");
}

/// A row of one person cannot point at another's, whoever writes it.
#[tokio::test]
async fn a_reference_from_person_to_person_cannot_be() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    app.signed_up("bob").await;
    let task = ann.adds("Buy milk").await.replace('-', "");
    let literal = |hex: &str| if app.postgres.is_some() { format!("'{hex}'") } else { format!("x'{hex}'") };
    let (bob, task) = ("(select id from users where email_key = 'bob@example.com')", literal(&task));
    let crossing = format!("insert into task_words (user_id, id, words) values ({bob}, {task}, 'x')");
    let why = app.is_refused(&crossing).await;
    assert!(why.to_lowercase().contains("foreign key"), "{why}");
}

/// The role that serves need not own anything.
#[tokio::test]
async fn a_role_that_only_reads_and_writes_rows_is_enough() {
    let database = Database::migrated();
    database.grants_rows_to_user();
    let url = database.url_with(|options| options.username(crate::postgres_server::USER));
    let app = TestApp::over(Some(Arc::new(database)), &["--database-url", &url]).await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    assert_eq!(ann.sees_tasks("/tasks?search=mil").await, ["Buy milk"]);
    let page = ann.submits("/fn/delete_account", &[("current_password", PASSWORD), ("confirm", "DELETE")]).await;
    assert_eq!(page.location(), Some("/signin?deleted=1"));
}

/// Whom policies do not bind, statements do: what is theirs is found, and nothing else.
#[tokio::test]
async fn one_wall_stands_without_the_other() {
    let database = Database::migrated();
    let url = database.url_past_the_wall();
    let app = TestApp::over(Some(Arc::new(database)), &["--database-url", &url]).await;
    let (mut ann, mut bob) = (app.signed_up("ann").await, app.signed_up("bob").await);
    for title in ["Buy milk", "Call Mira"] {
        ann.adds(title).await;
    }
    bob.adds("Buy milk too").await;
    assert_eq!(ann.sees_tasks("/tasks?search=buy&status=open").await, ["Buy milk"]);
    assert_eq!(ann.sees_tasks("/tasks?search=c&sort=title").await, ["Call Mira"]);
    assert_eq!(bob.sees_tasks("/tasks?search=mil").await, ["Buy milk too"]);
    assert!(bob.opens("/tasks?search=mil").await.text.contains("1 task: with"));
}

/// A message that begins, who is asking, the list, and an end that nobody waits for. A search is said and counted first.
#[tokio::test]
async fn a_list_costs_one_round_trip_more_than_its_statement() {
    let database = Database::migrated();
    let line = Line::to(database.port());
    let url = database.url_at(line.port);
    let app = TestApp::over(Some(Arc::new(database)), &["--database-url", &url, "--database-connections", "1"]).await;
    let ann = app.registered("ann").await;
    ann.adds("Buy milk").await;
    for (query, most) in [("?limit=50", 4), ("?sort=due", 4), ("?search=milk", 5)] {
        for is_prepared in [false, true] {
            let before = line.trips();
            ann.lists(query).await;
            if is_prepared {
                let trips = line.trips() - before;
                assert!(trips <= most, "{query} costs {trips} messages");
            }
            // What changed is read anew.
            ann.adds("Buy milk").await;
        }
    }
    // Who writes while they read, that they were here, do not keep the only connection from themselves.
    app.passes(Duration::from_mins(2));
    assert_eq!(ann.lists("?limit=1").await, ["Buy milk"]);
    assert!(line.statements().keys().any(|statement| statement.starts_with("update sessions")));
}
