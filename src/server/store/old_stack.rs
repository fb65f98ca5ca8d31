//! The databases of the two programs that Cubby replaces, as SQLite files: Better Auth's people and FastAPI's tasks.
//! They are only read. Their columns differ from version to version, so each is looked for by the names that it has had.

use std::path::Path;

use sqlx::{
    Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use super::sqlite_pool;
use crate::domain::Timestamp;

/// Somebody with an account there.
#[allow(missing_docs)]
pub struct OldUser {
    pub id: String,
    pub email: String,
    pub name: Option<String>,
    /// As Better Auth writes it; none where they signed in by other means.
    pub password: Option<String>,
    pub created_at: Option<Timestamp>,
}

/// A task there.
#[allow(missing_docs)]
pub struct OldTask {
    pub owner: String,
    pub title: String,
    pub description: Option<String>,
    pub is_completed: bool,
    pub priority: Option<String>,
    pub due_at: Option<Timestamp>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
}

/// Everybody in Better Auth's database.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn users(file: &Path) -> Result<Vec<OldUser>, String> {
    let old = open(file).await?;
    let wrong = |cause| format!("{} is no database of Better Auth: {cause}", file.display());
    let users = sqlx::query(r#"select * from "user""#).fetch_all(&old).await.map_err(wrong)?;
    let accounts = sqlx::query(r#"select * from "account""#).fetch_all(&old).await.map_err(wrong)?;
    old.close().await;
    let passwords: Vec<(String, String)> = accounts
        .iter()
        .filter(|row| text(row, &["providerId", "provider_id"]).as_deref() == Some("credential"))
        .filter_map(|row| Some((text(row, &["userId", "user_id"])?, text(row, &["password"])?)))
        .collect();
    let user = |row: &SqliteRow| {
        let id = text(row, &["id"])?;
        Some(OldUser {
            password: passwords.iter().find(|(owner, _)| *owner == id).map(|(_, password)| password.clone()),
            email: text(row, &["email"])?,
            name: text(row, &["name"]),
            created_at: time(row, &["createdAt", "created_at"]),
            id,
        })
    };
    Ok(users.iter().filter_map(user).collect())
}

/// Every task in FastAPI's database.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn tasks(file: &Path) -> Result<Vec<OldTask>, String> {
    let old = open(file).await?;
    let rows = sqlx::query(r#"select * from "tasks" order by "id""#)
        .fetch_all(&old)
        .await
        .map_err(|cause| format!("{} holds no tasks of the old service: {cause}", file.display()))?;
    old.close().await;
    let task = |row: &SqliteRow| {
        Some(OldTask {
            owner: text(row, &["user_id", "userId", "owner_id"])?,
            title: text(row, &["title"])?,
            description: text(row, &["description"]),
            is_completed: text(row, &["is_completed", "completed"]).is_some_and(|word| word == "1" || word == "true"),
            priority: text(row, &["priority"]),
            due_at: time(row, &["due_date", "due_at"]),
            created_at: time(row, &["created_at", "createdAt"]),
            updated_at: time(row, &["updated_at", "updatedAt"]),
        })
    };
    Ok(rows.iter().filter_map(task).collect())
}

async fn open(file: &Path) -> Result<SqlitePool, String> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let opened = sqlite_pool(1).connect_with(options).await;
    opened.map_err(|cause| format!("{} cannot be opened: {cause}", file.display()))
}

/// What stands in the first of these columns that there is, whatever its type.
fn text(row: &SqliteRow, columns: &[&str]) -> Option<String> {
    columns.iter().find_map(|column| row.try_get_unchecked::<Option<String>, _>(*column).ok()).flatten()
}

/// Better Auth and SQLAlchemy write moments as text or as a number, with and without a zone, which is then UTC.
fn time(row: &SqliteRow, columns: &[&str]) -> Option<Timestamp> {
    moment(text(row, columns)?.trim())
}

fn moment(text: &str) -> Option<Timestamp> {
    /// Seconds would reach this in the year 5138, milliseconds did in 1973.
    const FIRST_OF_MILLIS: i64 = 100_000_000_000;
    if let Ok(number) = text.parse::<i64>() {
        return Some(Timestamp::from_millis(if number < FIRST_OF_MILLIS {
            number.saturating_mul(1_000)
        } else {
            number
        }));
    }
    let text = text.replacen(' ', "T", 1);
    let (day, rest) = text.split_once('T').unwrap_or((&text, "00:00:00"));
    let zone = if rest.contains(['Z', 'z', '+', '-']) { "" } else { "Z" };
    Timestamp::parse_rfc3339(&format!("{day}T{rest}{zone}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_either_program_writes_it() {
        let moments = [
            "2026-01-02T03:04:05.000Z",
            "2026-01-02 03:04:05",
            "2026-01-02 03:04:05.000000",
            "2026-01-02T05:04:05+02:00",
            "1767323045000",
            "1767323045",
        ];
        for text in moments {
            assert_eq!(moment(text).map(Timestamp::rfc3339).as_deref(), Some("2026-01-02T03:04:05Z"), "{text}");
        }
        assert_eq!(moment("2026-01-02").map(Timestamp::rfc3339).as_deref(), Some("2026-01-02T00:00:00Z"));
        assert_eq!(moment(&i64::MIN.to_string()), Some(Timestamp::from_millis(i64::MIN)));
        for text in ["", "never", "2026-13-01", "::"] {
            assert_eq!(moment(text), None);
        }
    }
}
