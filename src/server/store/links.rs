//! Links that are good once: to choose another password, to make an account. Only their hashes are kept.

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
    sessions::{self, NewSession},
    stored_user::user,
};
use crate::domain::{Error, Theme, Timestamp, User, UserId};

/// What is kept of a link.
pub type Hash = [u8; 32];

#[derive(FromRow)]
struct OwnerRow {
    email: String,
    name: Option<String>,
    theme: Option<String>,
}

/// Keeps a person's link to choose another password, in place of one from before, and ends all their sessions.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert_reset(db: &Db, owner: UserId, hash: &Hash, expires_at: Timestamp) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "insert into reset_links (user_id, token_hash, expires_at)
         values ($1, $2, $3)
         on conflict (user_id) do update
         set token_hash = excluded.token_hash, expires_at = excluded.expires_at",
        owner.uuid(),
        hash.as_slice(),
        expires_at.millis(),
    )?;
    sessions::delete_all_on(&mut conn, owner).await?;
    conn.commit().await
}

/// Whose link this is, while it is good.
///
/// # Errors
/// [`Error::LinkExpired`]; [`Error::Unavailable`].
pub async fn owner_of_reset(db: &Db, hash: &Hash, now: Timestamp) -> Result<(User, Theme), Error> {
    let mut conn = db.read(Scope::Link(hash)).await?;
    let (owner,) = rows!(
        fetch_optional,
        conn,
        (Uuid,),
        "select user_id
         from reset_links
         where token_hash = $1 and expires_at > $2",
        hash.as_slice(),
        now.millis(),
    )?
    .ok_or(Error::LinkExpired)?;
    conn.also(Scope::Person(UserId::new(owner))).await?;
    let row = rows!(
        fetch_optional,
        conn,
        OwnerRow,
        "select email, name, theme
         from users
         where id = $1",
        owner,
    )?
    .ok_or(Error::LinkExpired)?;
    Ok((user(owner, row.email, row.name)?, Theme::parse(row.theme.as_deref())))
}

/// Uses a link: the password is another, every session ends and one begins, no browser is known any more.
///
/// # Errors
/// [`Error::LinkExpired`] where it was used meanwhile; [`Error::Unavailable`].
pub async fn use_reset(db: &Db, session: NewSession<'_>, hash: &Hash, password_hash: &str) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(session.owner)).await?;
    // The person first, as whoever changes or deletes an account does: so two at once wait for each other in one order.
    execute!(
        conn,
        "update users
         set password_hash = $2, devices_since = $3, updated_at = $3
         where id = $1",
        session.owner.uuid(),
        password_hash,
        session.now.millis(),
    )?;
    let found = execute!(
        conn,
        "delete from reset_links
         where user_id = $1 and token_hash = $2 and expires_at > $3",
        session.owner.uuid(),
        hash.as_slice(),
        session.now.millis(),
    )?;
    if found == 0 {
        // What is not committed is rolled back.
        return Err(Error::LinkExpired);
    }
    sessions::delete_all_on(&mut conn, session.owner).await?;
    sessions::insert_on(&mut conn, session).await?;
    conn.commit().await
}

/// Keeps an invitation.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert_invitation(db: &Db, hash: &Hash, expires_at: Timestamp) -> Result<(), Error> {
    let mut conn = db.write(Scope::Link(hash)).await?;
    execute!(
        conn,
        "insert into invitations (token_hash, expires_at)
         values ($1, $2)",
        hash.as_slice(),
        expires_at.millis(),
    )?;
    conn.commit().await
}

/// Whether an invitation is good.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn is_invited(db: &Db, hash: &Hash, now: Timestamp) -> Result<bool, Error> {
    let mut conn = db.read(Scope::Link(hash)).await?;
    let row: Option<(i64,)> = rows!(
        fetch_optional,
        conn,
        (i64,),
        "select expires_at
         from invitations
         where token_hash = $1 and expires_at > $2",
        hash.as_slice(),
        now.millis(),
    )?;
    Ok(row.is_some())
}

/// Uses an invitation within somebody else's transaction.
pub(super) async fn use_invitation_on(conn: &mut Connection, hash: &Hash, now: Timestamp) -> Result<(), Error> {
    let found = execute!(
        conn,
        "delete from invitations
         where token_hash = $1 and expires_at > $2",
        hash.as_slice(),
        now.millis(),
    )?;
    if found == 0 { Err(Error::SignUpClosed) } else { Ok(()) }
}
