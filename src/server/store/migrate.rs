//! Brings a database to the newest form. The steps are compiled in.

use std::fmt::Display;

use sqlx::{
    AssertSqlSafe, Connection, Executor, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migrator},
    postgres::PgConnectOptions,
};
use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{Opening, reach, task_rows::PUT_WORDS};
use crate::domain::{Search, SortKey, TaskDescription, TaskTitle};

static SQLITE: Migrator = sqlx_macros::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx_macros::migrate!("migrations/postgres");

/// What copies of Cubby that start at the same moment call their turn.
const TURN: i64 = 0x0063_7562_6279;

/// How many tasks are brought to the newest form at once.
const BATCH: i64 = 500;

#[derive(FromRow)]
struct TextRow {
    user_id: Uuid,
    id: Uuid,
    title: String,
    description: Option<String>,
}

/// What a database says of the steps that it has been through.
const KNOWN: &str = "select version, checksum from _sqlx_migrations where success order by version";

/// What to do where it is not opened.
const OLD: &str = "the database is of another version; `cubby migrate` brings it to this one, while Cubby does not run";

pub(super) async fn sqlite(writer: &SqlitePool, opening: Opening) -> Result<(), String> {
    match opening {
        Opening::Newest => {}
        Opening::AsItIs => return Ok(()),
        Opening::Current => {
            let known = sqlx::query_as(KNOWN).fetch_all(writer).await;
            return if is_newest(&SQLITE, known) { Ok(()) } else { Err(OLD.to_owned()) };
        }
    }
    let failed = |cause: &dyn Display| not_brought(cause);
    SQLITE.run(writer).await.map_err(|cause| failed(&cause))?;
    find_words(writer).await.map_err(|cause| failed(&cause))
}

/// Brings it to the newest form as the role that owns the tables, unless it has that form already: so a role that may only
/// read and write rows can start a copy.
pub(super) async fn postgres(
    program: &PgConnectOptions,
    owner: &PgConnectOptions,
    opening: Opening,
) -> Result<(), String> {
    let mut connection = reach::connect(program).await?;
    let known = sqlx::query_as(KNOWN).persistent(false).fetch_all(&mut connection).await;
    // What cannot be closed is closed by dropping it.
    let _ = connection.close().await;
    if is_newest(&POSTGRES, known) {
        return Ok(());
    }
    if opening != Opening::Newest {
        return Err(OLD.to_owned());
    }
    let mut connection = reach::connect(owner).await?;
    // One transaction, so that the turn lasts as long as the steps, also where a pooler is between.
    let steps = async {
        let mut transaction = connection.begin().await?;
        // A pooler's connection may hold statements of an earlier turn, by the names that this one will use.
        let turn = format!("deallocate all; select pg_advisory_xact_lock({TURN})");
        transaction.execute(sqlx::raw_sql(AssertSqlSafe(turn))).await?;
        Migrator { migrations: POSTGRES.migrations.clone(), locking: false, ..Migrator::DEFAULT }
            .run(&mut *transaction)
            .await?;
        transaction.execute("deallocate all").await?;
        Ok::<_, MigrateError>(transaction.commit().await?)
    };
    let brought = steps.await;
    let _ = connection.close().await;
    brought.map_err(|cause| match &cause {
        MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _)
            if reach::code(inner).as_deref() == Some("42501") =>
        {
            format!(
                "{} is not of this version, and {} may not change its tables: run `cubby migrate` with \
                 CUBBY_MIGRATION_URL naming the role that owns them",
                reach::name(owner),
                owner.get_username()
            )
        }
        _ => not_brought(&cause),
    })
}

fn is_newest(steps: &Migrator, known: Result<Vec<(i64, Vec<u8>)>, sqlx::Error>) -> bool {
    let newest = steps.iter().map(|step| (step.version, step.checksum.to_vec()));
    known.is_ok_and(|known| newest.eq(known))
}

fn not_brought(cause: &dyn Display) -> String {
    format!("the database could not be brought to this version: {cause}")
}

/// Says of tasks what they are sorted and found by, where a step has left that to the program: SQL cannot fold letters. Batch by
/// batch, so that one that was killed goes on at the next start.
async fn find_words(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut done = (Uuid::nil(), Uuid::nil());
    loop {
        let mut transaction = writer.begin_with("begin immediate").await?;
        let rows: Vec<TextRow> = sqlx::query_as(
            "select user_id, id, title, description
             from tasks
             where title_key = '' and (user_id, id) > ($1, $2)
             order by user_id, id
             limit $3",
        )
        .bind(done.0)
        .bind(done.1)
        .bind(BATCH)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &rows {
            put_words_of(&mut transaction, row).await?;
        }
        transaction.commit().await?;
        match rows.last() {
            Some(last) => done = (last.user_id, last.id),
            None => return Ok(()),
        }
    }
}

async fn put_words_of(writer: &mut SqliteConnection, row: &TextRow) -> Result<(), sqlx::Error> {
    let description = row.description.as_deref().and_then(|text| TaskDescription::parse(text).ok().flatten());
    let words = TaskTitle::parse(&row.title).map(|title| Search::words_of(&title, description.as_ref()));
    sqlx::query(
        "update tasks
         set title_key = $3
         where user_id = $1 and id = $2",
    )
    .bind(row.user_id)
    .bind(row.id)
    .bind(SortKey::title(&row.title))
    .execute(&mut *writer)
    .await?;
    sqlx::query(PUT_WORDS.sqlite)
        .bind(row.user_id)
        .bind(row.id)
        .bind(words.unwrap_or_default())
        .execute(&mut *writer)
        .await
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqlitePoolOptions;

    use super::*;

    /// A database in the form of the first so many steps.
    async fn brought_by(steps: usize, folder: &tempfile::TempDir) -> SqlitePool {
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("cubby.db").display());
        let pool = SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        let steps = SQLITE.iter().take(steps).cloned().collect::<Vec<_>>();
        Migrator { migrations: steps.into(), ..Migrator::DEFAULT }.run(&pool).await.unwrap();
        sqlx::query(
            "insert into users (id, email, email_key, password_hash, created_at, updated_at)
             values (x'01010101010101010101010101010101', 'a@b.cd', 'a@b.cd', '', 0, 0)",
        )
        .execute(&pool)
        .await
        .unwrap();
        pool
    }

    #[tokio::test]
    async fn words_from_before_are_numbered_in_the_order_of_making() {
        let folder = tempfile::tempdir().unwrap();
        let pool = brought_by(12, &folder).await;
        for byte in [5, 2, 9, 4] {
            let id = Uuid::from_bytes([byte; 16]);
            for statement in [
                "insert into tasks (user_id, id, title, title_key, priority, created_at, updated_at)
                 values (x'01010101010101010101010101010101', $1, 'Milk', 'milk', 1, 0, 0)",
                "insert into task_words (user_id, id, words) values (x'01010101010101010101010101010101', $1, 'milk')",
            ] {
                sqlx::query(statement).bind(id).execute(&pool).await.unwrap();
            }
        }
        sqlite(&pool, Opening::Newest).await.unwrap();
        let found = "select hex(substr(id, 1, 1)) from task_search cross join task_words on n = task_search.rowid >> 3
                     where task_search match '\"01010101010101010101010101010101mil\"*' order by task_search.rowid";
        let found: Vec<String> = sqlx::query_scalar(found).fetch_all(&pool).await.unwrap();
        assert_eq!(found, ["02", "04", "05", "09"]);
    }

    #[tokio::test]
    async fn a_database_from_before_is_sorted_counted_and_searched_like_a_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let pool = brought_by(1, &folder).await;
        sqlx::query(
            "insert into tasks (user_id, id, title, priority, created_at, updated_at)
             values (x'01010101010101010101010101010101', x'02020202020202020202020202020202', 'Éclair', 1, 0, 0)",
        )
        .execute(&pool)
        .await
        .unwrap();
        sqlite(&pool, Opening::Newest).await.unwrap();
        sqlite(&pool, Opening::Newest).await.unwrap();
        let key: String = sqlx::query_scalar("select title_key from tasks where user_id = $1")
            .bind(Uuid::from_bytes([1; 16]))
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(key, "eclair");
        let count: i64 =
            sqlx::query_scalar("select tasks from task_counts where bucket = 1").fetch_one(&pool).await.unwrap();
        assert_eq!(count, 1);
        let found =
            "select count(*) from task_search where task_search match '\"01010101010101010101010101010101ecl\"*'";
        assert_eq!(sqlx::query_scalar::<_, i64>(found).fetch_one(&pool).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn words_without_spaces_from_before_are_found_in_all_their_parts() {
        let folder = tempfile::tempdir().unwrap();
        let pool = brought_by(14, &folder).await;
        for (byte, title) in [(2, "牛乳を買う"), (3, "buy milk")] {
            for statement in [
                "insert into tasks (user_id, id, title, title_key, priority, created_at, updated_at)
                 values (x'01010101010101010101010101010101', $1, $2, $2, 1, 0, 0)",
                "insert into task_words (user_id, id, words, n)
                 values (x'01010101010101010101010101010101', $1, $2, (select count(*) + 1 from task_words))",
            ] {
                sqlx::query(statement).bind(Uuid::from_bytes([byte; 16])).bind(title).execute(&pool).await.unwrap();
            }
        }
        sqlite(&pool, Opening::Newest).await.unwrap();
        let words: Vec<(i64, String)> =
            sqlx::query_as("select n, words from task_words order by n").fetch_all(&pool).await.unwrap();
        assert_eq!(words, [(1, "牛乳 乳を を買 買う う".to_owned()), (2, "buy milk".to_owned())]);
        let found =
            "select count(*) from task_search where task_search match '\"01010101010101010101010101010101を買\"*'";
        assert_eq!(sqlx::query_scalar::<_, i64>(found).fetch_one(&pool).await.unwrap(), 1);
        let keys: Vec<String> =
            sqlx::query_scalar("select title_key from tasks order by id").fetch_all(&pool).await.unwrap();
        assert_eq!(keys, ["牛乳を買う", "buy milk"]);
    }
}
