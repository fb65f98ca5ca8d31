//! Which key signs the tokens of this database, by its name: copies of Cubby find out at their start that theirs is another.

use super::{
    Db,
    connection::{execute, rows},
    scope::Scope,
};
use crate::domain::{Error, Timestamp};

/// Says which key this copy signs with, and gives whether that goes with the others'. The first copy decides; a key that
/// takes the place of the one before it takes it for all.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn agree(db: &Db, current: &str, previous: Option<&str>, now: Timestamp) -> Result<bool, Error> {
    let mut conn = db.write(Scope::Nobody).await?;
    execute!(
        conn,
        "insert into signing_key (id, kid, since)
         values (1, $1, $2)
         on conflict (id) do update
         set kid = excluded.kid, since = excluded.since
         where signing_key.kid = $3",
        current,
        now.millis(),
        previous,
    )?;
    let (kid,) = rows!(fetch_one, conn, (String,), "select kid from signing_key where id = 1")?;
    conn.commit().await?;
    Ok(kid == current)
}
