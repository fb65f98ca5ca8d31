//! Accounts.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{execute, failed, rows, try_execute},
    sessions::{self, NewSession},
    stored_user::user,
};
use crate::domain::{Email, Error, Name, Timestamp, User, UserId};

/// What signing in needs to know of an account.
pub struct Credentials {
    /// Whose it is.
    pub user: User,
    /// Their password's PHC string.
    pub password_hash: String,
    /// Browsers that were known before this are not any more.
    pub devices_since: Timestamp,
}

#[derive(FromRow)]
struct CredentialsRow {
    id: Uuid,
    email: String,
    name: Option<String>,
    password_hash: String,
    devices_since: i64,
}

/// Makes an account and begins its first session: both or neither.
///
/// # Errors
/// [`Error::EmailTaken`] where another has this e-mail in whatever letter case; the database decides.
pub async fn insert(db: &Db, user: &User, password_hash: &str, session: NewSession) -> Result<(), Error> {
    let mut conn = db.write().await?;
    try_execute!(
        conn,
        "insert into users (id, email, email_key, name, password_hash, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $6)",
        user.id.uuid(),
        user.email.as_str(),
        user.email.key(),
        user.name.as_ref().map(Name::as_str),
        password_hash,
        session.now.millis(),
    )
    .map_err(|cause| match cause.as_database_error() {
        Some(violation) if violation.is_unique_violation() => Error::EmailTaken,
        _ => failed(cause),
    })?;
    sessions::insert_on(&mut conn, session).await?;
    conn.commit().await
}

/// The account with this e-mail, in whatever letter case.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn credentials(db: &Db, email: &Email) -> Result<Option<Credentials>, Error> {
    let mut conn = db.read().await?;
    let row = rows!(
        fetch_optional,
        conn,
        CredentialsRow,
        "select id, email, name, password_hash, devices_since
         from users
         where email_key = $1",
        email.key(),
    )?;
    row.map(|row| {
        Ok(Credentials {
            user: user(row.id, row.email, row.name)?,
            password_hash: row.password_hash,
            devices_since: Timestamp::from_millis(row.devices_since),
        })
    })
    .transpose()
}

/// Replaces a password's hash by one of the same password with today's parameters.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn rehash(db: &Db, owner: UserId, old: &str, new: &str) -> Result<(), Error> {
    let mut conn = db.write().await?;
    execute!(
        conn,
        "update users
         set password_hash = $3
         where id = $1 and password_hash = $2",
        owner.uuid(),
        old,
        new,
    )?;
    conn.commit().await
}
