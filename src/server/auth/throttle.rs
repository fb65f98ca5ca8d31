//! Who may guess once more, and when. Each try is counted before the password is looked at, so that many at the same
//! moment get no more tries than one after the other, and is given back where it was right.

use std::{net::IpAddr, time::Duration};

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::limit::Limit;
use crate::{
    domain::{DeviceId, Error, SessionId, Timestamp},
    server::{
        config::Guessing,
        store::{
            Db,
            tries::{self, Counter, Kind},
        },
    },
};

const HOUR: Duration = Duration::from_hours(1);

/// The counters of failures.
#[derive(Clone)]
pub struct Throttle {
    db: Db,
    account: Limit,
    browser: Limit,
    address: Limit,
    sign_ups: Limit,
}

/// What was counted for one try.
#[must_use = "a try that was right is given back"]
pub struct Stake(Vec<Counted>);

#[derive(Clone, Copy)]
struct Counted {
    key: Counter,
    limit: Limit,
}

impl Throttle {
    /// Over this database, with these numbers.
    #[must_use]
    pub fn new(db: Db, numbers: &Guessing) -> Self {
        Self {
            db,
            account: Limit::Doubling {
                free: numbers.account_tries,
                first: numbers.account_wait(),
                longest: numbers.account_max_wait(),
            },
            browser: Limit::Window { most: numbers.browser_tries_per_hour, length: HOUR },
            address: Limit::Bucket { most: numbers.address_tries, every: numbers.address_refill() },
            sign_ups: Limit::Window { most: numbers.signups_per_hour, length: HOUR },
        }
    }

    /// Counts a sign-in. A browser that the account knows has a counter of its own, so that its person can sign in while
    /// others lay siege to the account; whoever holds its cookie has signed in before. The e-mail is whatever was typed.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`], [`Error::Unavailable`].
    pub async fn sign_in(
        &self,
        email: &str,
        known: Option<DeviceId>,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Stake, Error> {
        let account = subject_of_email(email);
        let counted = match known {
            Some(device) => vec![self.by_browser(account, device.uuid())],
            None => [Counted { key: key(account, Kind::Account), limit: self.account }]
                .into_iter()
                .chain(
                    address
                        .map(|address| Counted { key: key(subject_of(address), Kind::Address), limit: self.address }),
                )
                .collect(),
        };
        self.count(counted, now).await
    }

    /// Counts a password asked for within a session: whoever took the session over may not guess it either.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`], [`Error::Unavailable`].
    pub async fn confirm(&self, email: &str, session: SessionId, now: Timestamp) -> Result<Stake, Error> {
        self.count(vec![self.by_browser(subject_of_email(email), session.uuid())], now).await
    }

    /// Counts a new account. A taken e-mail counts too, or it could be asked without end who has an account.
    ///
    /// # Errors
    /// [`Error::TooManyAttempts`], [`Error::Unavailable`].
    pub async fn sign_up(&self, address: Option<IpAddr>, now: Timestamp) -> Result<Stake, Error> {
        let counted =
            address.map(|address| Counted { key: key(subject_of(address), Kind::SignUp), limit: self.sign_ups });
        self.count(counted.into_iter().collect(), now).await
    }

    /// The password was right: what the person failed before is forgotten. An address only gets this try back, or an
    /// account of one's own would wash it clean. Where this cannot be written, whoever was let in stays in.
    pub async fn was_right(&self, Stake(counted): Stake, now: Timestamp) {
        if counted.is_empty() {
            return;
        }
        let keys: Vec<_> = counted.iter().map(|counted| counted.key).collect();
        let settled = tries::change(&self.db, &keys, now, |tallies| {
            for (tally, counted) in tallies.iter_mut().zip(&counted) {
                *tally = counted.limit.one_less(*tally, now);
                if tally.count == 0 || counted.key.kind != Kind::Address {
                    tally.until = now;
                }
            }
            Ok(())
        });
        if let Err(error) = settled.await {
            tracing::warn!(%error, "a try that was right stays counted");
        }
    }

    /// Forgets every failure with this e-mail.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn forget(&self, email: &str) -> Result<(), Error> {
        tries::forget(&self.db, &subject_of_email(email)).await.map(|_| ())
    }

    async fn count(&self, mut counted: Vec<Counted>, now: Timestamp) -> Result<Stake, Error> {
        if counted.is_empty() {
            return Ok(Stake(counted));
        }
        // In one order for everybody, so that no two wait for each other.
        counted.sort_unstable_by_key(|counted| counted.key);
        let keys: Vec<_> = counted.iter().map(|counted| counted.key).collect();
        tries::change(&self.db, &keys, now, |tallies| {
            let mut longest = None;
            for (tally, counted) in tallies.iter_mut().zip(&counted) {
                match counted.limit.one_more(*tally, now) {
                    Ok(more) => *tally = more,
                    Err(wait) => longest = longest.max(Some(wait)),
                }
            }
            longest.map_or(Ok(()), |wait| Err(too_many(wait)))
        })
        .await?;
        Ok(Stake(counted))
    }

    fn by_browser(&self, account: [u8; 32], part: Uuid) -> Counted {
        Counted { key: Counter { part, ..key(account, Kind::Browser) }, limit: self.browser }
    }
}

fn key(subject: [u8; 32], kind: Kind) -> Counter {
    Counter { subject, kind, part: Uuid::nil() }
}

/// Letter case tells nobody apart, in an e-mail or in what is none.
fn subject_of_email(email: &str) -> [u8; 32] {
    hash("email", email.trim().to_lowercase().as_bytes())
}

/// Who has an IPv6 address has the 64 bits below it too (RFC 6177).
fn subject_of(address: IpAddr) -> [u8; 32] {
    match address {
        IpAddr::V4(address) => hash("address", &address.octets()),
        IpAddr::V6(address) => hash("address", &(address.to_bits() >> 64).to_be_bytes()),
    }
}

fn hash(kind: &str, what: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(what).finalize().into()
}

fn too_many(wait: Duration) -> Error {
    let seconds = u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX);
    Error::TooManyAttempts { seconds: seconds.max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_64_bits_is_one_address_and_an_email_one_account() {
        let of = |address: &str| subject_of(address.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("203.0.113.7"), of("203.0.113.8"));
        assert_eq!(subject_of_email(" Ann@Example.com"), subject_of_email("ann@example.COM "));
    }

    #[test]
    fn a_wait_is_said_in_whole_seconds_that_are_enough() {
        assert_eq!(too_many(Duration::from_millis(29_001)), Error::TooManyAttempts { seconds: 30 });
        assert_eq!(too_many(Duration::from_millis(1)), Error::TooManyAttempts { seconds: 1 });
    }
}
