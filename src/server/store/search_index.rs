//! The index of words. What is deleted is only crossed out in it, and stays readable in the file until it is written anew.

use super::{
    Db,
    connection::{Connection, execute},
};
use crate::domain::Error;

/// Writes the index anew, without the words of what was deleted, and leaves no older page lying beside the database. An
/// index that nothing was deleted from stays as it is; one of 10,000 tasks takes some hundredths of a second.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget_deleted(db: &Db) -> Result<(), Error> {
    let mut conn = db.write().await?;
    forget_deleted_on(&mut conn).await?;
    conn.commit().await?;
    db.leave_no_trace().await
}

/// The same within somebody else's transaction, but for older pages.
pub(super) async fn forget_deleted_on(conn: &mut Connection) -> Result<(), Error> {
    execute!(conn, "insert into task_search (task_search) values ('optimize')").map(|_| ())
}
