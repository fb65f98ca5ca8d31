//! Accounts.

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{execute, failed, rows, try_execute},
    links::{self, Hash},
    retries::{self, Retry},
    scope::Scope,
    search_index,
    sessions::{self, NewSession},
    stored_user::user,
};
use crate::domain::{Email, Error, Name, Shortcuts, Theme, Timestamp, User, UserId};

/// What signing in needs to know of an account.
pub struct Credentials {
    /// Whose it is.
    pub user: User,
    /// Their password's PHC string.
    pub password_hash: String,
    /// Browsers that were known before this are not any more.
    pub devices_since: Timestamp,
    /// What they chose.
    pub theme: Theme,
}

#[derive(FromRow)]
struct CredentialsRow {
    id: Uuid,
    email: String,
    name: Option<String>,
    password_hash: String,
    devices_since: i64,
    theme: Option<String>,
}

/// Makes an account, begins its first session and uses up its invitation: all or nothing.
///
/// # Errors
/// [`Error::SignUpClosed`] where the invitation was used meanwhile; [`Error::EmailTaken`] where another has this e-mail in
/// whatever letter case, which the database decides; [`Error::KeyReused`] where the key of the request is taken.
pub async fn insert(
    db: &Db,
    user: &User,
    password_hash: &str,
    session: NewSession<'_>,
    invitation: Option<&Hash>,
    retry: Option<&Retry>,
) -> Result<(), Error> {
    let key = retry.map(|retry| retry.key.as_str());
    let mut conn = db.write(Scope::Newcomer { user: user.id, invitation, key }).await?;
    if let Some(invitation) = invitation {
        links::use_invitation_on(&mut conn, invitation, session.now).await?;
    }
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
    .map_err(taken_or_failed)?;
    if let Some(retry) = retry {
        retries::claim_sign_up(&mut conn, user.id, retry, session.now).await?;
    }
    sessions::insert_on(&mut conn, session).await?;
    conn.commit().await
}

/// The account with this e-mail, in whatever letter case.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn credentials(db: &Db, email: &Email) -> Result<Option<Credentials>, Error> {
    let mut conn = db.read(Scope::Email(email.key().as_ref())).await?;
    let row = rows!(
        fetch_optional,
        conn,
        CredentialsRow,
        "select id, email, name, password_hash, devices_since, theme
         from users
         where email_key = $1",
        email.key(),
    )?;
    row.map(|row| {
        Ok(Credentials {
            user: user(row.id, row.email, row.name)?,
            password_hash: row.password_hash,
            devices_since: Timestamp::from_millis(row.devices_since),
            theme: Theme::parse(row.theme.as_deref()),
        })
    })
    .transpose()
}

/// Begins a session for whoever knew the password of this hash, and says whether it did: a password that was changed while
/// an older one was being verified signs nobody in. The hash is replaced by one with today's parameters.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn sign_in(db: &Db, session: NewSession<'_>, verified: &str, today: &str) -> Result<bool, Error> {
    let mut conn = db.write(Scope::Person(session.owner)).await?;
    let found = execute!(
        conn,
        "update users
         set password_hash = $3
         where id = $1 and password_hash = $2",
        session.owner.uuid(),
        verified,
        today,
    )?;
    if found == 0 {
        return Ok(false);
    }
    sessions::insert_on(&mut conn, session).await?;
    conn.commit().await?;
    Ok(true)
}

/// The hash of a person's password.
///
/// # Errors
/// [`Error::SessionExpired`] where the account is gone; [`Error::Unavailable`].
pub async fn password_hash(db: &Db, owner: UserId) -> Result<String, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let row: Option<(String,)> =
        rows!(fetch_optional, conn, (String,), "select password_hash from users where id = $1", owner.uuid())?;
    row.map(|(hash,)| hash).ok_or(Error::SessionExpired)
}

/// Changes what a person is called and, where they confirmed the password of a hash, what they are reached by: both or
/// neither.
///
/// # Errors
/// [`Error::InvalidCredentials`] where the hash is not the person's any more; [`Error::EmailTaken`] where another has this
/// e-mail; [`Error::Unavailable`].
pub async fn update_profile(
    db: &Db,
    owner: UserId,
    name: Option<&Name>,
    email: Option<(&Email, &str)>,
    now: Timestamp,
) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "update users
         set name = $2, updated_at = $3
         where id = $1",
        owner.uuid(),
        name.map(Name::as_str),
        now.millis(),
    )?;
    if let Some((email, confirmed)) = email {
        let found = try_execute!(
            conn,
            "update users
             set email = $3, email_key = $4
             where id = $1 and password_hash = $2",
            owner.uuid(),
            confirmed,
            email.as_str(),
            email.key(),
        )
        .map_err(taken_or_failed)?;
        if found == 0 {
            return Err(Error::InvalidCredentials);
        }
    }
    conn.commit().await
}

/// Keeps what a person chose.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn set_theme(db: &Db, owner: UserId, theme: Theme, now: Timestamp) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "update users
         set theme = $2, updated_at = $3
         where id = $1",
        owner.uuid(),
        theme.chosen(),
        now.millis(),
    )?;
    conn.commit().await
}

/// Keeps whether keys act by themselves.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn set_shortcuts(db: &Db, owner: UserId, shortcuts: Shortcuts, now: Timestamp) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "update users
         set shortcuts = $2, updated_at = $3
         where id = $1",
        owner.uuid(),
        shortcuts.chosen(),
        now.millis(),
    )?;
    conn.commit().await
}

/// Changes a password, ends every session and begins one, and forgets which browsers were known: all or nothing.
///
/// # Errors
/// [`Error::InvalidCredentials`] where the old hash is not the person's any more; [`Error::Unavailable`].
pub async fn change_password(db: &Db, session: NewSession<'_>, old: &str, new: &str) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(session.owner)).await?;
    let found = execute!(
        conn,
        "update users
         set password_hash = $3, devices_since = $4, updated_at = $4
         where id = $1 and password_hash = $2",
        session.owner.uuid(),
        old,
        new,
        session.now.millis(),
    )?;
    if found == 0 {
        return Err(Error::InvalidCredentials);
    }
    // A link that somebody was sent would undo the change.
    execute!(
        conn,
        "delete from reset_links
         where user_id = $1",
        session.owner.uuid(),
    )?;
    sessions::delete_all_on(&mut conn, session.owner).await?;
    sessions::insert_on(&mut conn, session).await?;
    conn.commit().await
}

/// Deletes a person with everything that is theirs; where they confirmed the password of a hash, only while it is theirs.
///
/// # Errors
/// [`Error::InvalidCredentials`] where the hash is not the person's any more; [`Error::Unavailable`].
pub async fn delete(db: &Db, owner: UserId, confirmed: Option<&str>) -> Result<(), Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    let found = execute!(
        conn,
        "delete from users
         where id = $1 and password_hash = coalesce($2, password_hash)",
        owner.uuid(),
        confirmed,
    )?;
    if found == 0 && confirmed.is_some() {
        return Err(Error::InvalidCredentials);
    }
    conn.commit().await?;
    search_index::forget_deleted_soon(db).await;
    Ok(())
}

/// The account with this e-mail, in whatever letter case.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn find(db: &Db, email: &Email) -> Result<Option<User>, Error> {
    credentials(db, email).await.map(|found| found.map(|found| found.user))
}

/// Everybody, in the order of signing up, with the time of it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db) -> Result<Vec<(User, Timestamp)>, Error> {
    let mut conn = db.read(Scope::Operator).await?;
    let rows = rows!(
        fetch_all,
        conn,
        (Uuid, String, Option<String>, i64),
        "select id, email, name, created_at
         from users
         order by created_at, id",
    )?;
    rows.into_iter()
        .map(|(id, email, name, created_at)| Ok((user(id, email, name)?, Timestamp::from_millis(created_at))))
        .collect()
}

fn taken_or_failed(cause: sqlx::Error) -> Error {
    match cause.as_database_error() {
        Some(violation) if violation.is_unique_violation() => Error::EmailTaken,
        _ => failed(cause),
    }
}
