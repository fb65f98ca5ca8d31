//! Everything about one person, to be taken along and brought back.

use sqlx_macros::FromRow;
use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
    statement::columns,
    stored_user::user,
    task_rows::{self, TaskRow},
};
use crate::domain::{Error, Name, Shortcuts, Task, TaskId, Theme, Timestamp, User, UserId};

/// Tasks in one piece.
pub const PIECE: i64 = 500;

/// An account with what only its person asks for.
#[allow(missing_docs)]
pub struct Account {
    pub user: User,
    pub theme: Theme,
    pub shortcuts: Shortcuts,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
struct AccountRow {
    email: String,
    name: Option<String>,
    theme: Option<String>,
    shortcuts: Option<String>,
    created_at: i64,
    updated_at: i64,
}

/// The account.
///
/// # Errors
/// [`Error::SessionExpired`] where it is gone; [`Error::Unavailable`].
pub async fn account(db: &Db, owner: UserId) -> Result<Account, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let row = rows!(
        fetch_optional,
        conn,
        AccountRow,
        "select email, name, theme, shortcuts, created_at, updated_at
         from users
         where id = $1",
        owner.uuid(),
    )?
    .ok_or(Error::SessionExpired)?;
    Ok(Account {
        user: user(owner.uuid(), row.email, row.name)?,
        theme: Theme::parse(row.theme.as_deref()),
        shortcuts: Shortcuts::parse(row.shortcuts.as_deref()),
        created_at: Timestamp::from_millis(row.created_at),
        updated_at: Timestamp::from_millis(row.updated_at),
    })
}

/// Some of a person's tasks, in the order of making; none where there are no more.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn tasks_after(db: &Db, owner: UserId, after: Option<TaskId>) -> Result<Vec<Task>, Error> {
    let mut conn = db.read(Scope::Person(owner)).await?;
    let rows = rows!(
        fetch_all,
        conn,
        TaskRow,
        concat!(
            "select ",
            columns!(),
            "
         from tasks
         where user_id = $1 and id > $2
         order by id
         limit $3"
        ),
        owner.uuid(),
        after.map_or(Uuid::nil(), TaskId::uuid),
        PIECE,
    )?;
    rows.into_iter().map(Task::try_from).collect()
}

/// The turn to bring a file, given back when dropped.
#[must_use = "a turn is there to be used"]
pub struct Turn {
    _held: OwnedSemaphorePermit,
}

/// Waits for the turn: one file at a time, for each keeps the only writer from everybody else while it is written.
///
/// # Errors
/// [`Error::Unavailable`] where there will be no turn any more.
pub async fn turn(db: &Db) -> Result<Turn, Error> {
    match db.imports.clone().acquire_owned().await {
        Ok(held) => Ok(Turn { _held: held }),
        Err(_) => Err(Error::Unavailable),
    }
}

/// Brings tasks back to a person, and their name and theme where they have none: all or nothing. Tasks that are there
/// already stay as they are. Gives how many came.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn restore(
    db: &Db,
    _turn: Turn,
    owner: UserId,
    (name, theme): (Option<&str>, Theme),
    tasks: &[Task],
    run: Run,
    now: Timestamp,
) -> Result<u64, Error> {
    let mut conn = db.write(Scope::Person(owner)).await?;
    execute!(
        conn,
        "update users
         set name = coalesce(name, $2), theme = coalesce(theme, $3), updated_at = $4
         where id = $1",
        owner.uuid(),
        name,
        theme.chosen(),
        now.millis(),
    )?;
    let came = insert_on(&mut conn, owner, tasks).await?;
    // What is not committed is rolled back.
    if run == Run::Commit {
        conn.commit().await?;
    }
    Ok(came)
}

/// Whether what is done stays done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// Only to see what would be.
    Dry,
    /// For good.
    Commit,
}

/// Somebody from elsewhere, with what was theirs there.
#[allow(missing_docs)]
pub struct Newcomer {
    pub user: User,
    pub password_hash: String,
    pub created_at: Timestamp,
    pub tasks: Vec<Task>,
}

/// Lets newcomers in: all or nothing. Gives which of them came; the others' e-mails are taken.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn admit(db: &Db, newcomers: &[Newcomer], run: Run, now: Timestamp) -> Result<Vec<bool>, Error> {
    let mut conn = db.write(Scope::Nobody).await?;
    let mut came = Vec::with_capacity(newcomers.len());
    for newcomer in newcomers {
        let user = &newcomer.user;
        conn.also(Scope::Person(user.id)).await?;
        let made = execute!(
            conn,
            "insert into users (id, email, email_key, name, password_hash, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (email_key) do nothing",
            user.id.uuid(),
            user.email.as_str(),
            user.email.key(),
            user.name.as_ref().map(Name::as_str),
            &newcomer.password_hash,
            newcomer.created_at.millis(),
            now.millis(),
        )?;
        if made > 0 {
            insert_on(&mut conn, user.id, &newcomer.tasks).await?;
        }
        came.push(made > 0);
    }
    if run == Run::Commit {
        conn.commit().await?;
    }
    Ok(came)
}

/// In the order of making, so that their words are found in it. Gives how many came.
async fn insert_on(conn: &mut Connection, owner: UserId, tasks: &[Task]) -> Result<u64, Error> {
    let mut tasks: Vec<_> = tasks.iter().collect();
    tasks.sort_by_key(|task| task.id);
    let mut came = 0;
    for task in tasks {
        came += task_rows::insert_on(conn, owner, task).await?;
    }
    Ok(came)
}
