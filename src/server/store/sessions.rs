//! Sessions: which devices are signed in. A row keeps nothing that could be used to sign in.

use std::net::IpAddr;

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db, Revision,
    connection::{Connection, execute, rows},
    scope::Scope,
    stored_user::user,
};
use crate::domain::{Error, SessionId, Shortcuts, Theme, Timestamp, User, UserId};

/// A session that was not ended, with its person. Whether it has expired is the caller's to say.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose it is.
    pub user: User,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends however much it is used.
    pub expires_at: Timestamp,
    /// What its person chose.
    pub theme: Theme,
    /// Whether keys act by themselves for them.
    pub shortcuts: Shortcuts,
    /// Where its person's tasks have come to.
    pub tasks: Revision,
}

/// A session as its person sees it: one of the devices that they are signed in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is ended by.
    pub id: SessionId,
    /// Browser and system in words.
    pub agent: String,
    /// Where it signed in from.
    pub address: String,
    /// Since when it is signed in.
    pub signed_in_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
}

#[derive(FromRow)]
struct SessionRow {
    user_id: Uuid,
    email: String,
    name: Option<String>,
    theme: Option<String>,
    shortcuts: Option<String>,
    last_seen_at: i64,
    expires_at: i64,
    tasks_revision: i64,
}

#[derive(FromRow)]
struct OpenSessionRow {
    id: Uuid,
    agent: String,
    address: String,
    created_at: i64,
    last_seen_at: i64,
}

/// A session to begin.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct NewSession<'a> {
    pub owner: UserId,
    pub id: SessionId,
    /// `web` or `api`.
    pub audience: &'static str,
    /// Browser and system in words.
    pub agent: &'a str,
    pub address: IpAddr,
    pub now: Timestamp,
    pub expires_at: Timestamp,
    /// Sessions last used before this have expired and are removed.
    pub idle_since: Timestamp,
}

/// More devices than anybody signs in with: whoever signs in without end ends their own oldest sessions.
pub const MOST: u32 = 100;

/// Begins a session within somebody else's transaction, and removes the person's expired ones and what is too many.
pub(super) async fn insert_on(conn: &mut Connection, session: NewSession<'_>) -> Result<(), Error> {
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and (expires_at <= $2 or last_seen_at <= $3)",
        session.owner.uuid(),
        session.now.millis(),
        session.idle_since.millis(),
    )?;
    // The order of ids is the order of beginning. A script that signs in again and again ends no browser's session.
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and id in (
             select id
             from sessions
             where user_id = $1 and audience = $4
             order by id desc
             limit $2 offset $3
         )",
        session.owner.uuid(),
        i64::MAX,
        i64::from(MOST) - 1,
        session.audience,
    )?;
    execute!(
        conn,
        "insert into sessions (user_id, id, audience, created_at, last_seen_at, expires_at, agent, address)
         values ($1, $2, $3, $4, $4, $5, $6, $7)",
        session.owner.uuid(),
        session.id.uuid(),
        session.audience,
        session.now.millis(),
        session.expires_at.millis(),
        session.agent,
        session.address.to_string(),
    )
    .map(|_| ())
}

/// Which session is looked for: whose, which, and of which audience.
pub(super) type Question = (UserId, SessionId, &'static str);
/// The session, where there is one.
pub(super) type Answer = Result<Option<Session>, Error>;

/// The session, unless it was ended or is another audience's. Many requests of one session at once are one look.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, owner: UserId, id: SessionId, audience: &'static str) -> Answer {
    db.sessions.ask((owner, id, audience), async || read(db, owner, id, audience).await).await
}

async fn read(db: &Db, owner: UserId, id: SessionId, audience: &str) -> Answer {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let row = rows!(
        fetch_optional,
        conn,
        SessionRow,
        "select users.id as user_id, users.email, users.name, users.theme, users.shortcuts, users.tasks_revision,
                sessions.last_seen_at, sessions.expires_at
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
            theme: Theme::parse(row.theme.as_deref()),
            shortcuts: Shortcuts::parse(row.shortcuts.as_deref()),
            tasks: Revision::new(row.tasks_revision),
        })
    })
    .transpose()
}

/// Where a person is signed in, last used first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, owner: UserId, idle_since: Timestamp, now: Timestamp) -> Result<Vec<OpenSession>, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let rows = rows!(
        fetch_all,
        conn,
        OpenSessionRow,
        "select id, agent, address, created_at, last_seen_at
         from sessions
         where user_id = $1 and expires_at > $2 and last_seen_at > $3
         order by last_seen_at desc, id desc",
        owner.uuid(),
        now.millis(),
        idle_since.millis(),
    )?;
    let session = |row: OpenSessionRow| OpenSession {
        id: SessionId::new(row.id),
        agent: row.agent,
        address: row.address,
        signed_in_at: Timestamp::from_millis(row.created_at),
        last_seen_at: Timestamp::from_millis(row.last_seen_at),
    };
    Ok(rows.into_iter().map(session).collect())
}

/// Notes that a session is in use; while others write, the next request will do.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn touch(db: &Db, owner: UserId, id: SessionId, now: Timestamp) -> Result<(), Error> {
    let mut conn = db.write_soon(Scope::Person(owner)).await?;
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
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and id = $2",
        owner.uuid(),
        id.uuid(),
    )?;
    conn.commit().await
}

/// Ends every session of a person but one, on whichever face.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn delete_others(db: &Db, owner: UserId, own: SessionId) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "delete from sessions
         where user_id = $1 and id <> $2",
        owner.uuid(),
        own.uuid(),
    )?;
    conn.commit().await
}

/// Ends every session of a person within somebody else's transaction.
pub(super) async fn delete_all_on(conn: &mut Connection, owner: UserId) -> Result<(), Error> {
    execute!(conn, "delete from sessions where user_id = $1", owner.uuid()).map(|_| ())
}
