//! Counters of what went wrong, for limits on guessing. A row holds the hash of an e-mail or an address, never the text.

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, execute, rows},
    scope::Scope,
};
use crate::domain::{Error, Timestamp};

/// The kinds of counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Sign-ins to an account from browsers that it does not know.
    Account,
    /// Sign-ins from one browser that it knows, or passwords asked for in one session.
    Browser,
    /// Sign-ins from an address.
    Address,
    /// New accounts from an address.
    SignUp,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Browser => "browser",
            Self::Address => "address",
            Self::SignUp => "sign_up",
        }
    }
}

/// Which counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counter {
    /// The hash of whose it is.
    pub subject: [u8; 32],
    /// What is counted.
    pub kind: Kind,
    /// The browser or session that is counted, where it is not everybody's.
    pub part: Uuid,
}

/// How far a counter has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u32,
    /// From when, or until when: the limit knows.
    pub since: Timestamp,
    /// When it says nothing any more.
    pub until: Timestamp,
}

#[derive(FromRow)]
struct TallyRow {
    count: i64,
    since: i64,
    until: i64,
}

/// Lets `change` look at some counters and move them on, while nobody else does. An error leaves them as they were.
///
/// # Errors
/// Those of `change`; [`Error::Unavailable`].
pub async fn change<T>(
    db: &Db,
    keys: &[Counter],
    now: Timestamp,
    change: impl FnOnce(&mut [Tally]) -> Result<T, Error>,
) -> Result<T, Error> {
    let subjects: Vec<_> = keys.iter().map(|key| key.subject).collect();
    let mut conn = db.write(Scope::Tries(&subjects)).await?;
    let mut tallies = Vec::with_capacity(keys.len());
    for key in keys {
        tallies.push(locked(&mut conn, key, now).await?);
    }
    let outcome = change(&mut tallies)?;
    for (key, tally) in keys.iter().zip(tallies) {
        execute!(
            conn,
            "update tries
             set count = $4, since = $5, until = $6
             where subject = $1 and counter = $2 and part = $3",
            key.subject.as_slice(),
            key.kind.as_str(),
            key.part,
            i64::from(tally.count),
            tally.since.millis(),
            tally.until.millis(),
        )?;
    }
    conn.commit().await?;
    Ok(outcome)
}

/// The counter as it is. Its row is written so that others wait for it, also on engines where many write at once.
async fn locked(conn: &mut Connection, key: &Counter, now: Timestamp) -> Result<Tally, Error> {
    let row = rows!(
        fetch_one,
        conn,
        TallyRow,
        "insert into tries (subject, counter, part, count, since, until)
         values ($1, $2, $3, 0, $4, $4)
         on conflict (subject, counter, part) do update
         set count = case when tries.until <= $4 then 0 else tries.count end
         returning count, since, until",
        key.subject.as_slice(),
        key.kind.as_str(),
        key.part,
        now.millis(),
    )?;
    Ok(Tally {
        count: u32::try_from(row.count).unwrap_or(u32::MAX),
        since: Timestamp::from_millis(row.since),
        until: Timestamp::from_millis(row.until),
    })
}

/// Forgets everything that was counted for a subject.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn forget(db: &Db, subject: &[u8; 32]) -> Result<u64, Error> {
    let mut conn = db.write(Scope::Tries(&[*subject])).await?;
    let forgotten = execute!(conn, "delete from tries where subject = $1", subject.as_slice())?;
    conn.commit().await?;
    Ok(forgotten)
}
