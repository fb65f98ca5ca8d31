//! What the two programs that Cubby replaces have stored: Better Auth's people and FastAPI's tasks.
//! Their columns differ from version to version, so each is looked for by the names that it has had.

use std::collections::HashMap;

use super::old_rows::{OldRow, OldRows};
use crate::{domain::Timestamp, server::config::OldDatabase};

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
pub async fn users(old: &OldDatabase) -> Result<Vec<OldUser>, String> {
    const PEOPLE: &str = "people of Better Auth (the tables user and account)";
    let mut old = OldRows::open(old).await?;
    let users = old.read(r#"select * from "user""#, PEOPLE).await?;
    let accounts = old.read(r#"select * from "account""#, PEOPLE).await?;
    old.close().await;
    let mut passwords: HashMap<String, String> = accounts
        .iter()
        .filter(|row| row.text(&["providerId", "provider_id"]).as_deref() == Some("credential"))
        .filter_map(|row| Some((row.text(&["userId", "user_id"])?, row.text(&["password"])?)))
        .collect();
    let user = |row: &OldRow| {
        let id = row.text(&["id"])?;
        Some(OldUser {
            password: passwords.remove(&id),
            email: row.text(&["email"])?,
            name: row.text(&["name"]),
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
pub async fn tasks(old: &OldDatabase) -> Result<Vec<OldTask>, String> {
    let mut old = OldRows::open(old).await?;
    let rows = old.read(r#"select * from "tasks" order by "id""#, "tasks of FastAPI (the table tasks)").await?;
    old.close().await;
    let task = |row: &OldRow| {
        Some(OldTask {
            owner: row.text(&["user_id", "userId", "owner_id"])?,
            title: row.text(&["title"])?,
            description: row.text(&["description"]),
            is_completed: row.text(&["is_completed", "completed"]).is_some_and(|word| is_true(&word)),
            priority: row.text(&["priority"]),
            due_at: time(row, &["due_date", "due_at"]),
            created_at: time(row, &["created_at", "createdAt"]),
            updated_at: time(row, &["updated_at", "updatedAt"]),
        })
    };
    Ok(rows.iter().filter_map(task).collect())
}

/// As SQLite, people and PostgreSQL write it.
fn is_true(word: &str) -> bool {
    ["1", "true", "t"].contains(&word)
}

/// Better Auth and SQLAlchemy write moments as text or as a number, with and without a zone, which is then UTC.
fn time(row: &OldRow, columns: &[&str]) -> Option<Timestamp> {
    moment(row.text(columns)?.trim())
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
    let zone = match rest.find(['Z', 'z', '+', '-']).map(|at| rest.len() - at) {
        None => "Z",
        // PostgreSQL's `+00`.
        Some(3) => ":00",
        Some(_) => "",
    };
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
            "2026-01-02 03:04:05+00",
            "2026-01-02 03:04:05.000001+00",
            "2026-01-01 21:34:05-05:30",
            "1767323045000",
            "1767323045",
        ];
        for text in moments {
            assert_eq!(moment(text).map(Timestamp::rfc3339).as_deref(), Some("2026-01-02T03:04:05Z"), "{text}");
        }
        assert_eq!(moment("2026-01-02").map(Timestamp::rfc3339).as_deref(), Some("2026-01-02T00:00:00Z"));
        assert_eq!(moment(&i64::MIN.to_string()), Some(Timestamp::from_millis(i64::MIN)));
        for text in ["", "never", "2026-13-01", "::", "infinity", "0044-03-15 00:00:00+00 BC", "2026-01-02 03:04:05+é"]
        {
            assert_eq!(moment(text), None);
        }
    }
}
