//! The rows of a database that is not ours, as text, whichever engine it is in. It is only read.
//!
//! Statements go unprepared: so PostgreSQL, like SQLite, gives every value as text, whatever its column's type is, and a
//! pooler between needs to keep nothing.

use std::collections::HashMap;

use sqlx::{
    Column, ColumnIndex, Connection, Decode, PgConnection, Row, SqliteConnection, sqlite::SqliteConnectOptions,
};

use super::reach::{self, code};
use crate::server::config::OldDatabase;

/// An open database of another program.
pub(super) struct OldRows {
    engine: Engine,
    /// What it is called where something is said of it.
    name: String,
}

enum Engine {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// A row, by the names of its columns.
pub(super) struct OldRow(HashMap<String, Option<String>>);

impl OldRow {
    /// What stands in the first of these columns that there is.
    pub(super) fn text(&self, columns: &[&str]) -> Option<String> {
        columns.iter().find_map(|column| self.0.get(*column)).cloned().flatten()
    }
}

impl OldRows {
    /// # Errors
    /// One sentence for whoever asked.
    pub(super) async fn open(old: &OldDatabase) -> Result<Self, String> {
        match old {
            OldDatabase::Sqlite(file) => {
                let options = SqliteConnectOptions::new().filename(file).read_only(true);
                let opened = SqliteConnection::connect_with(&options).await;
                let name = file.display().to_string();
                match opened {
                    Ok(connection) => Ok(Self { engine: Engine::Sqlite(connection), name }),
                    Err(_) => Err(format!("{name} cannot be opened: name a file of SQLite that you may read")),
                }
            }
            OldDatabase::Postgres(url) => postgres(url).await,
        }
    }

    /// Every row of a table; `what` names it where it cannot be read.
    ///
    /// # Errors
    /// One sentence for whoever asked.
    pub(super) async fn read(&mut self, sql: &'static str, what: &str) -> Result<Vec<OldRow>, String> {
        let read = match &mut self.engine {
            Engine::Sqlite(connection) => {
                sqlx::raw_sql(sql).fetch_all(connection).await.map(|rows| rows.iter().map(as_text).collect())
            }
            Engine::Postgres(connection) => {
                sqlx::raw_sql(sql).fetch_all(connection).await.map(|rows| rows.iter().map(as_text).collect())
            }
        };
        let name = &self.name;
        read.map_err(|cause: sqlx::Error| match code(&cause).as_deref() {
            Some("42501") => format!("{name} does not show its {what} to this user: name one in the URL who owns them"),
            Some(_) => format!("{name} holds no {what}: see that it is the right database"),
            None => format!("{name} stopped answering while its {what} were read: try again"),
        })
    }

    pub(super) async fn close(self) {
        // What was only read cannot be lost.
        let _ = match self.engine {
            Engine::Sqlite(connection) => connection.close().await,
            Engine::Postgres(connection) => connection.close().await,
        };
    }
}

async fn postgres(url: &str) -> Result<OldRows, String> {
    let options = reach::options(url)?;
    let connection = reach::connect(&options).await?;
    Ok(OldRows { engine: Engine::Postgres(connection), name: reach::name(&options) })
}

fn as_text<R: Row>(row: &R) -> OldRow
where
    usize: ColumnIndex<R>,
    for<'r> String: Decode<'r, R::Database>,
{
    let value = |at| row.try_get_unchecked::<Option<String>, _>(at).ok().flatten();
    OldRow(row.columns().iter().map(|column| (column.name().to_owned(), value(column.ordinal()))).collect())
}
