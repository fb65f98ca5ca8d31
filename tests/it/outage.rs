//! When PostgreSQL is away: a clear answer within three seconds, and all is well by itself when it comes back.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::http::{Method, StatusCode};
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use tokio::{
    task::yield_now,
    time::{sleep, timeout},
};

use crate::{
    browser::{Browser, Page},
    line::{Cut, Line},
    postgres::{Cluster, Database},
    script::Script,
    test_app::{PASSWORD, TestApp},
};

/// So that tests need not wait for long.
const PATIENCE: [&str; 2] = ["--database-patience-ms", "700"];
const SOON: Duration = Duration::from_secs(3);

async fn soon(asked: impl Future<Output = Page>) -> Page {
    let began = Instant::now();
    let page = asked.await;
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
    page
}

fn is_unavailable(page: &Page) {
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{}", page.text);
    assert!(page.header("retry-after").is_some());
    page.hides("sqlx");
    page.hides("os error");
}

/// Everything that somebody can meet says so, and holds what was typed.
async fn all_say_so(app: &TestApp, ann: &mut Browser<'_>, script: &Script<'_>) {
    // The last processes of a server that was killed end a moment after it.
    let began = Instant::now();
    while app.browser().opens("/readyz").await.status == StatusCode::OK {
        assert!(began.elapsed() < Duration::from_secs(30), "the server does not go");
    }
    assert_eq!(soon(app.browser().opens("/healthz")).await.status, StatusCode::OK);
    is_unavailable(&soon(app.browser().opens("/readyz")).await);
    let page = soon(ann.opens("/tasks")).await;
    is_unavailable(&page);
    page.shows("<html");
    let page = soon(ann.submits("/fn/add_task", &[("title", "Typed while away"), ("priority", "high")])).await;
    is_unavailable(&page);
    page.shows("Typed while away");
    let fields = [("name", "Eve"), ("email", "eve@example.com"), ("password", PASSWORD)];
    let page = soon(app.browser().submits("/fn/sign_up", &fields)).await;
    is_unavailable(&page);
    page.shows("eve@example.com");
    page.hides(PASSWORD);
    is_unavailable(&soon(app.browser().tries("ann", PASSWORD)).await);
    for page in [
        soon(script.gets(&script.tasks())).await,
        soon(script.posts(&script.tasks(), &json!({ "title": "Typed while away" }))).await,
    ] {
        is_unavailable(&page);
        page.is_problem(503, "unavailable");
    }
    // A page that needs no database is there.
    assert_eq!(soon(app.browser().opens("/signin")).await.status, StatusCode::OK);
}

/// It is ready again, without anybody doing anything.
async fn recovers(app: &TestApp) {
    let began = Instant::now();
    while app.browser().opens("/readyz").await.status != StatusCode::OK {
        assert!(began.elapsed() < Duration::from_secs(30), "it does not recover");
    }
}

#[tokio::test]
async fn stopped_killed_and_started_again_nothing_that_was_acknowledged_is_lost() {
    let cluster = Cluster::start();
    let app = TestApp::over(Some(Arc::new(cluster.database())), &PATIENCE).await;
    let mut ann = app.signed_up("ann").await;
    let script = app.registered("bob").await;
    let mut acknowledged = Vec::new();
    let ways: [fn(&Cluster); 2] = [Cluster::stops, Cluster::is_killed];
    for (round, goes) in ways.into_iter().enumerate() {
        let title = format!("Acknowledged {round}");
        ann.adds(&title).await;
        acknowledged.insert(0, title);
        goes(&cluster);
        all_say_so(&app, &mut ann, &script).await;
        cluster.starts();
        recovers(&app).await;
        assert_eq!(ann.sees_tasks("/tasks").await, acknowledged);
    }
    assert_eq!(app.browser().tries("ann", PASSWORD).await.location(), Some("/tasks"));
}

async fn behind_a_line(flags: &[&str]) -> (TestApp, Line) {
    let database = Database::migrated();
    let line = Line::to(database.port());
    let url = database.url_at(line.port);
    let flags = [&PATIENCE[..], &["--database-url", &url], flags].concat();
    (TestApp::over(Some(Arc::new(database)), &flags).await, line)
}

/// Nothing comes back and nothing breaks: as when a machine has vanished from the network.
#[tokio::test]
async fn a_server_that_is_not_heard_of_is_away() {
    let (app, line) = behind_a_line(&["--database-connections", "2"]).await;
    let mut ann = app.signed_up("ann").await;
    let script = app.registered("bob").await;
    line.freezes();
    all_say_so(&app, &mut ann, &script).await;
    line.thaws();
    recovers(&app).await;
    ann.adds("Buy milk").await;
}

#[tokio::test]
async fn whoever_goes_away_while_a_server_is_slow_leaves_the_other_connections_alone() {
    // As many as there may be: another is made only where one was given up.
    let (app, line) = behind_a_line(&["--database-connections", "2"]).await;
    let made = line.connections();
    line.freezes();
    let two_at_once = async {
        while line.connections() == made {
            yield_now().await;
        }
        line.thaws();
    };
    let (mut one, mut other) = (app.browser(), app.browser());
    tokio::join!(one.opens("/readyz"), other.opens("/readyz"), two_at_once);
    let made = line.connections();
    line.freezes();
    let left = timeout(Duration::from_millis(100), app.browser().opens("/readyz")).await;
    assert!(left.is_err());
    line.thaws();
    assert_eq!(app.browser().opens("/readyz").await.status, StatusCode::OK);
    assert_eq!(line.connections(), made);
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_middle_loses_and_doubles_nothing() {
    let (app, line) = behind_a_line(&[]).await;
    let ann = app.registered("ann").await;
    ann.adds("Before").await;
    let body = json!({ "title": "Buy milk" });
    for (cut, key) in [(Cut::Before, "first"), (Cut::After, "second")] {
        // The message ends there: reading is `read committed`.
        line.breaks_at("commit\0", cut);
        let key = [("idempotency-key", key)];
        is_unavailable(&soon(ann.says(Method::POST, &ann.tasks(), &body, &key)).await);
        // Whoever is not answered asks again, and there is one task.
        let again = soon(ann.says(Method::POST, &ann.tasks(), &body, &key)).await;
        assert_eq!(again.status, StatusCode::CREATED, "{}", again.text);
    }
    assert_eq!(ann.lists("").await, ["Buy milk", "Buy milk", "Before"]);
}

/// A connection that broke while nobody used it is not noticed at all.
#[tokio::test]
async fn connections_from_before_a_restart_are_passed_over() {
    let app = TestApp::over(Some(Arc::new(Database::migrated())), &[]).await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    app.postgres.as_ref().unwrap().cuts_everybody_off();
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"]);
}

/// A lock in another connection keeps the only connection, and who comes next has it for as long again: so whoever comes after
/// them finds none in time, whatever they ask for.
#[tokio::test]
async fn a_statement_that_takes_too_long_and_a_pool_that_is_full_are_said() {
    let flags = ["--database-connections", "1"];
    let app = TestApp::over(Some(Arc::new(Database::migrated())), &flags).await;
    let patience = app.state.config.storage.patience();
    let (ann, bob, dee) = (app.registered("ann").await, app.registered("bob").await, app.registered("dee").await);
    let mut cem = app.signed_up("cem").await;
    let mut blocking = PgConnection::connect(&app.postgres.as_ref().unwrap().url()).await.unwrap();
    blocking.execute("begin; lock table sessions in access exclusive mode").await.unwrap();
    let (first, second) = (patience * 2 / 5, patience * 3 / 5);
    let full = async {
        sleep(second).await;
        let (list, tasks, body) = (dee.tasks(), dee.tasks(), json!({ "title": "Typed meanwhile" }));
        let fields = [("title", "Typed meanwhile"), ("priority", "high"), ("description", "All of it")];
        let (mut eve, mut probe, mut beside) = (app.browser(), app.browser(), cem.copied());
        tokio::join!(
            soon(probe.opens("/readyz")),
            soon(eve.tries("eve", PASSWORD)),
            soon(cem.submits("/fn/add_task", &fields)),
            // It waits for what the form asks, who this is, and then for itself.
            soon(beside.opens("/tasks")),
            soon(dee.gets(&list)),
            soon(dee.posts(&tasks, &body)),
        )
    };
    let (anns, bobs) = (ann.tasks(), bob.tasks());
    let next = async {
        sleep(first).await;
        soon(bob.gets(&bobs)).await
    };
    let (slow, next, (ready, signing_in, form, page, list, added)) = tokio::join!(soon(ann.gets(&anns)), next, full);
    for page in [&slow, &next, &ready, &signing_in, &form, &page, &list, &added] {
        is_unavailable(page);
    }
    for page in [&slow, &next, &ready, &list, &added] {
        page.is_problem(503, "unavailable");
    }
    for typed in ["Typed meanwhile", "All of it"] {
        form.shows(typed);
    }
    signing_in.shows("eve@example.com");
    // Who needs no database has not noticed.
    assert_eq!(soon(app.browser().opens("/healthz")).await.status, StatusCode::OK);
    assert_eq!(soon(app.browser().opens("/signin")).await.status, StatusCode::OK);

    blocking.execute("rollback").await.unwrap();
    recovers(&app).await;
    assert_eq!(dee.lists("").await, [""; 0], "what was refused was not done");
    cem.adds("Typed again").await;
    assert_eq!(cem.sees_tasks("/tasks").await, ["Typed again"]);
}

/// After a failover the old server may take no writes any more: reading goes on, writing is refused until there is a better one.
#[tokio::test]
async fn a_server_that_only_reads_is_read() {
    let app = TestApp::over(Some(Arc::new(Database::migrated())), &PATIENCE).await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    let database = app.postgres.as_ref().unwrap();
    database.only_reads("on");
    database.cuts_everybody_off();
    assert_eq!(soon(ann.opens("/tasks")).await.titles(), ["Buy milk"]);
    let page = soon(ann.submits("/fn/add_task", &[("title", "Typed while away")])).await;
    is_unavailable(&page);
    page.shows("Typed while away");
    database.only_reads("off");
    ann.adds("Call Bob").await;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Call Bob", "Buy milk"]);
}
