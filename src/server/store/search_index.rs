//! The index of words. What is deleted is only crossed out in it, and stays readable in the file until it is written anew.

use super::{
    Db, Engine,
    connection::{Connection, Runner, failed},
    scope::Scope,
};
use crate::domain::Error;

/// Writes SQLite's index anew, without the words of what was deleted, and leaves no older page lying beside the database. An
/// index that nothing was deleted from stays as it is; one of 10,000 tasks takes some hundredths of a second. In PostgreSQL
/// words are in rows like any other.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_deleted(db: &Db) -> Result<(), Error> {
    let mut conn = db.write(Scope::Nobody).await?;
    forget_deleted_on(&mut conn).await?;
    conn.commit().await?;
    leave_no_trace(db).await
}

/// The same within somebody else's transaction, but for older pages.
pub(super) async fn forget_deleted_on(conn: &mut Connection) -> Result<(), Error> {
    match conn.runner() {
        Runner::Sqlite(connection) => {
            let anew = sqlx::query("insert into task_search (task_search) values ('optimize')");
            anew.execute(connection).await.map(|_| ()).map_err(failed)
        }
        Runner::Postgres(_) => Ok(()),
    }
}

/// Leaves no older page lying beside the database.
pub(super) async fn leave_no_trace(db: &Db) -> Result<(), Error> {
    match &db.engine {
        Engine::Sqlite(sqlite) => sqlite.leave_no_trace().await,
        Engine::Postgres(_) => Ok(()),
    }
}
