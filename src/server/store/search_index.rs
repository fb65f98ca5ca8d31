//! The index of words. What is deleted is only crossed out in it, and stays readable in the file until it is written anew.

use super::{
    Db, Engine,
    connection::{Connection, Runner, execute, failed},
    scope::Scope,
};
use crate::domain::Error;

/// Writes the index anew, without the words of what was deleted. In SQLite one that nothing was deleted from stays as it is, one of
/// 10,000 tasks takes some hundredths of a second, and no older page is left lying beside the database. In PostgreSQL nobody reads or
/// writes words meanwhile, so it is done up to 8 MiB, some ten thousand tasks; a larger index is its operator's.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_deleted(db: &Db) -> Result<(), Error> {
    let mut conn = db.write(Scope::Nobody).await?;
    match &db.engine {
        Engine::Sqlite(_) => forget_deleted_on(&mut conn).await?,
        Engine::Postgres(_) => execute!(conn, "select cubby_forget_words()").map(|_| ())?,
    }
    conn.commit().await?;
    leave_no_trace(db).await
}

/// SQLite's, within somebody else's transaction, but for older pages.
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
