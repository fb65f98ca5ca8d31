//! The index of words. What is deleted is only crossed out in it, and stays readable in the file until it is written anew.

use std::time::Duration;

use tokio::time::timeout;

use super::{Db, Engine, connection::execute, scope::Scope};
use crate::domain::Error;

/// Pages of the index that are written at once: some milliseconds, in which nobody else writes.
const STEP: i64 = 500;
/// How long whoever deletes an account waits for this.
const SOON: Duration = Duration::from_secs(5);

/// Writes the index anew, without the words of what was deleted.
///
/// SQLite does it step by step, others write between two steps, and no older page is left lying beside the database. An index
/// that nothing was deleted from stays as it is.
///
/// In PostgreSQL nobody reads or writes words meanwhile, so it is done up to 8 MiB, some ten thousand tasks; a larger index is
/// its operator's.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_deleted(db: &Db) -> Result<(), Error> {
    match &db.engine {
        Engine::Sqlite(sqlite) => {
            // A negative number begins, positive ones go on (SQLite FTS5, "The 'merge' Command").
            let mut pages = -STEP;
            while sqlite.merge_words(pages).await? {
                pages = STEP;
            }
            sqlite.leave_no_trace().await
        }
        Engine::Postgres(_) => {
            let mut conn = db.write(Scope::Nobody).await?;
            execute!(conn, "select cubby_forget_words()")?;
            conn.commit().await
        }
    }
}

/// SQLite's, after an account was deleted. What takes longer than a moment goes on by itself, and what fails is done by the
/// daily turn: the account is gone already.
pub(super) async fn forget_deleted_soon(db: &Db) {
    if matches!(db.engine, Engine::Postgres(_)) {
        return;
    }
    let db = db.clone();
    let tidying = tokio::spawn(async move {
        if let Err(error) = forget_deleted(&db).await {
            tracing::warn!(%error, "the words of a deleted account stay in the index until the daily turn");
        }
    });
    let _ = timeout(SOON, tidying).await;
}
