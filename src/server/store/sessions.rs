//! Sessions: which devices are signed in. A row keeps nothing that could be used to sign in.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    stored_user::user,
};
use crate::domain::{Error, SessionId, Timestamp, User, UserId};

/// A session that was not ended, with its person. Whether it has expired is the caller's to say.
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends however much it is used.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct SessionRow {
    user_id: Uuid,
    email: String,
    name: Option<String>,
    last_seen_at: i64,
    expires_at: i64,
}

/// A session to begin.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct NewSession {
    pub owner: UserId,
    pub id: SessionId,
    /// `web` or `api`.
    pub audience: &'static str,
    pub now: Timestamp,
    pub expires_at: Timestamp,
    /// Sessions last used before this have expired and are removed.
    pub idle_since: Timestamp,
}

/// Begins a session.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn insert(db: &Db, session: NewSession) -> Result<(), Error> {
    let mut conn = db.write().await?;
    insert_on(&mut conn, session).await?;
    conn.commit().await
}

/// Begins a session within somebody else's transaction, and removes the person's expired ones.
pub(super) async fn insert_on(conn: &mut Connection, session: NewSession) -> Result<(), Error> {
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and (expires_at <= $2 or last_seen_at <= $3)",
        session.owner.uuid(),
        session.now.millis(),
        session.idle_since.millis(),
    )?;
    execute!(
        conn,
        "insert into sessions (user_id, id, audience, created_at, last_seen_at, expires_at)
         values ($1, $2, $3, $4, $4, $5)",
        session.owner.uuid(),
        session.id.uuid(),
        session.audience,
        session.now.millis(),
        session.expires_at.millis(),
    )
    .map(|_| ())
}

/// The session, unless it was ended or is another audience's.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, owner: UserId, id: SessionId, audience: &str) -> Result<Option<Session>, Error> {
    let mut conn = db.read().await?;
    let row = rows!(
        fetch_optional,
        conn,
        SessionRow,
        "select users.id as user_id, users.email, users.name, sessions.last_seen_at, sessions.expires_at
         from sessions
         join users on users.id = sessions.user_id
         where sessions.user_id = $1 and sessions.id = $2 and sessions.audience = $3",
        owner.uuid(),
        id.uuid(),
        audience,
    )?;
    row.map(|row| {
        Ok(Session {
            user: user(row.user_id, row.email, row.name)?,
            last_seen_at: Timestamp::from_millis(row.last_seen_at),
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    })
    .transpose()
}

/// Notes that a session is in use.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn touch(db: &Db, owner: UserId, id: SessionId, now: Timestamp) -> Result<(), Error> {
    let mut conn = db.write().await?;
    execute!(
        conn,
        "update sessions
         set last_seen_at = $3
         where user_id = $1 and id = $2 and last_seen_at < $3",
        owner.uuid(),
        id.uuid(),
        now.millis(),
    )?;
    conn.commit().await
}

/// Ends a session; it is refused from the next request on.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn delete(db: &Db, owner: UserId, id: SessionId) -> Result<(), Error> {
    let mut conn = db.write().await?;
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    conn.commit().await
}
