//! The two engines hold the same things: every step of the one has its twin, and every column of the one is in the other.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use cubby::server::store::{search_index, sweep};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqliteConnection, postgres::PgRow};

use crate::{
    line::Line, postgres::Database, postgres_server as postgres, psql::past, test_app::TestApp, walls::matrix,
};

/// Table and column: whether it may be null, what it holds, whether it belongs to the key.
type Columns = BTreeMap<(String, String), (bool, &'static str, bool)>;

#[test]
fn both_have_the_same_steps() {
    let steps = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|step| step.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(steps("sqlite"), steps("postgres"));
    assert!(steps("sqlite").len() >= 5);
}

/// How each finds words is its own.
fn is_particular(table: &str, column: &str) -> bool {
    table.starts_with("task_search") || table == "_sqlx_migrations" || (table == "task_words" && column == "n")
}

/// What PostgreSQL held before searches asked an index is found by it.
#[test]
fn words_from_before_are_found() {
    const ANN: &str = "019a0000-0000-7000-8000-00000000000a";
    const TASK: &str = "019a0000-0000-7000-8000-00000000000b";
    let database = Database::create();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut steps: Vec<_> = fs::read_dir(folder).unwrap().map(|step| step.unwrap().path()).collect();
    steps.sort();
    let (before, after) = steps.split_at(12);
    let run = |steps: &[PathBuf]| steps.iter().for_each(|step| database.runs(&fs::read_to_string(step).unwrap()));
    run(before);
    database.grants_rows_to_user();
    database.past_the_wall_runs(&format!(
        "insert into users (id, email, email_key, password_hash, created_at, updated_at)
         values ('{ANN}', 'a@b.cd', 'a@b.cd', '', 0, 0);
         insert into tasks (user_id, id, title, priority, created_at, updated_at) values ('{ANN}', '{TASK}', 'x', 1, 0, 0);
         insert into task_words (user_id, id, words) values ('{ANN}', '{TASK}', 'buy milk {} 牛乳を買う iphone用ケーフ\u{3099}ル')",
        "x".repeat(3_000)
    ));
    run(after);
    let found = |owner: &str, word: &str| {
        let word = word.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        past(
            &database.url(),
            &format!(
                "set cubby.owner = '{owner}'; set cubby.search = '{word}';
                 select count(*) || ' of ' || coalesce(max(bucket), -1) from task_words"
            ),
        )
    };
    let may = format!("has_table_privilege('{}', 'task_words', 'select, insert, update, delete')", postgres::USER);
    assert_eq!(database.asks(&may), "true");
    assert_eq!(found(ANN, "mil"), "1 of 1");
    assert_eq!(found(ANN, "buy milk"), "1 of 1");
    assert_eq!(found(ANN, "iphone 用ケ ーフ\u{3099} 乳を を買 う"), "1 of 1");
    assert_eq!(found(ANN, &"x".repeat(2_000)), "1 of 1");
    assert_eq!(found(ANN, ""), "1 of 1");
    assert_eq!(found(ANN, "oats"), "0 of -1");
    assert_eq!(found("019a0000-0000-7000-8000-00000000000c", "mil"), "0 of -1");
}

/// PostgreSQL's index keeps the words of what is deleted until it is built anew.
#[tokio::test]
async fn words_of_what_is_deleted_leave_the_index() {
    let database = Arc::new(Database::migrated());
    let app = TestApp::over(Some(database.clone()), &["--database-url", &database.url()]).await;
    let mut ann = app.signed_up("ann").await;
    ann.adds("Buy milk").await;
    let id = ann.adds("Zanzibar").await;
    let holds = |word: &str| {
        database.past_the_wall_runs("checkpoint");
        let index = "pg_read_binary_file(pg_relation_filepath('task_words_search'))";
        database.asks(&format!("position('{word}'::bytea in {index}) > 0")) == "true"
    };
    assert!(holds("zanzibar"));
    ann.calls("/fn/delete_task", &[("id", &id)]).await;
    // Whoever began before, in any database of the server, might still look at what is gone; in a day nobody does.
    for _ in 0..1_000 {
        search_index::forget_deleted(&app.state.db).await.unwrap();
        if !holds("zanzibar") {
            break;
        }
    }
    assert!(holds("milk") && !holds("zanzibar"));
    assert_eq!(ann.sees_tasks("/tasks?search=mil").await, ["Buy milk"]);
}

fn kind(name: &str) -> &'static str {
    match name.to_lowercase().as_str() {
        "blob" | "uuid" | "bytea" => "bytes",
        "integer" | "bigint" | "smallint" => "number",
        "text" => "text",
        _ => panic!("{name}"),
    }
}

async fn of_sqlite() -> Columns {
    let app = TestApp::over(None, &[]).await;
    let file = app.data_dir.path().join("cubby.db");
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let rows: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "select tables.name, columns.name, columns.type, columns.\"notnull\" or columns.pk > 0, columns.pk
         from sqlite_schema as tables, pragma_table_xinfo(tables.name) as columns
         where tables.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    columns(rows)
}

async fn of_postgres() -> Columns {
    let database = Database::migrated();
    let mut connection = PgConnection::connect(&database.url()).await.unwrap();
    let rows: Vec<(String, String, String, bool, i64)> = sqlx::query_as(
        "select table_name::text, column_name::text, data_type::text, is_nullable = 'NO',
             coalesce((
                 select array_position(conkey, ordinal_position::smallint)
                 from pg_constraint
                 where contype = 'p' and conrelid = table_name::regclass
             ), 0)::bigint
         from information_schema.columns
         where table_schema = 'public'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    columns(rows)
}

fn columns(rows: Vec<(String, String, String, bool, i64)>) -> Columns {
    rows.into_iter()
        .filter(|(table, column, ..)| !is_particular(table, column))
        .map(|(table, column, kind_name, is_set, key)| {
            // A generated column is never null in either, though only one of them says so.
            let is_set = is_set || ["due_key", "bucket"].contains(&column.as_str());
            // SQLite's index of words calls rows by numbers, and has this key beside.
            let is_key = key > 0 || (table == "task_words" && ["user_id", "id"].contains(&column.as_str()));
            ((table, column), (is_set, kind(&kind_name), is_key))
        })
        .collect()
}

#[tokio::test]
async fn both_have_the_same_columns() {
    let (sqlite, postgres) = (of_sqlite().await, of_postgres().await);
    for (column, meaning) in &sqlite {
        assert_eq!(Some(meaning), postgres.get(column), "{column:?}");
    }
    assert_eq!(sqlite.len(), postgres.len());
    assert!(sqlite.len() > 40);
}

/// No statement that the program sends has to read a table through to find what it is about: with reading through forbidden
/// as far as it can be, the plan for unknown values finds an index for each.
#[tokio::test]
async fn no_statement_reads_a_table_through() {
    let database = Database::migrated();
    let line = Line::to(database.port());
    let (url, owner) = (database.url_at(line.port), database.url());
    let app = TestApp::over(Some(Arc::new(database)), &["--database-url", &url]).await;
    matrix(&app).await;
    sweep::forget(&app.state.db, app.state.clock.now()).await.unwrap();
    let mut connection = PgConnection::connect(&owner).await.unwrap();
    connection
        .execute("set enable_seqscan = off; set plan_cache_mode = force_generic_plan; set jit = off")
        .await
        .unwrap();
    let statements = line.statements();
    assert!(statements.len() > 40, "the test has lost sight of the statements: {}", statements.len());
    for (statement, types) in statements {
        let names: Vec<_> = types.iter().map(|number| format!("%{number}%")).collect();
        let mut prepare = format!("prepare statement ({}) as {statement}", names.join(", "));
        for number in &types {
            let name: String = sqlx::query_scalar(AssertSqlSafe(format!("select {number}::oid::regtype::text")))
                .fetch_one(&mut connection)
                .await
                .unwrap();
            prepare = prepare.replace(&format!("%{number}%"), &name);
        }
        let prepare = prepare.replace(" ()", "");
        connection.execute(sqlx::raw_sql(AssertSqlSafe(prepare))).await.unwrap();
        let nulls = vec!["null"; types.len()].join(", ");
        let explain = format!("explain (costs off) execute statement ({nulls})").replace(" ()", "");
        let plan: Vec<PgRow> = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
        let plan = plan.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>().join("\n");
        assert!(!plan.contains("Seq Scan"), "{statement}\n{plan}");
        if statement.contains("union all") {
            assert!(plan.contains("Merge Append") && !plan.contains("Sort  "), "{statement}\n{plan}");
        }
        connection.execute("deallocate statement").await.unwrap();
    }
}
