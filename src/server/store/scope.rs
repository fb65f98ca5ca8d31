//! On whose behalf the database is asked. There is no connection without saying so.
//!
//! PostgreSQL shows a transaction the rows that its scope names and no others, whatever the statement says (the policies of
//! `migrations/postgres`). Scopes other than a person's are as narrow as what they are for: each asks for something that has
//! to be known whole. SQLite has no such wall; there, the statements alone name their owner.

use std::fmt;

use crate::domain::{Timestamp, UserId};

/// Whose rows there are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Nobody's.
    Nobody,
    /// What belongs to a person.
    Person(UserId),
    /// What belongs to a person, and of what their tasks are found by only what has these words, in hexadecimal digits. To read by:
    /// it stays so to the end of the transaction.
    Search { owner: UserId, words: &'a str },
    /// The account with this e-mail, as its key has it: somebody signs in.
    Email(&'a str),
    /// What the link with this hash is good for.
    Link(&'a [u8; 32]),
    /// What the request with this key made.
    Retry(&'a str),
    /// Somebody who makes an account, with the hash of their invitation and the key of their request.
    Newcomer { user: UserId, invitation: Option<&'a [u8; 32]>, key: Option<&'a str> },
    /// The counters of these hashes.
    Tries(&'a [[u8; 32]]),
    /// Everybody's account, to be listed for whoever runs the server.
    Operator,
    /// Whatever was over at this time.
    Forgotten(Timestamp),
}

/// As settings of a transaction. All that is written is a UUID, a number or hexadecimal digits, so nothing in it is SQL.
impl fmt::Display for Scope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Nobody => Ok(()),
            Self::Person(owner) => write!(f, "set local cubby.owner = '{}';", owner.uuid()),
            Self::Search { owner, words } => {
                Self::Person(owner).fmt(f)?;
                write!(
                    f,
                    "set local cubby.search = '{}';",
                    words.chars().filter(char::is_ascii_hexdigit).collect::<String>()
                )
            }
            Self::Email(key) => write!(f, "set local cubby.email = '{}';", Hex(key.as_bytes())),
            Self::Link(hash) => write!(f, "set local cubby.link = '{}';", Hex(hash)),
            Self::Retry(key) => write!(f, "set local cubby.key = '{}';", Hex(key.as_bytes())),
            Self::Newcomer { user, invitation, key } => {
                Self::Person(user).fmt(f)?;
                invitation.map_or(Ok(()), |hash| Self::Link(hash).fmt(f))?;
                key.map_or(Ok(()), |key| Self::Retry(key).fmt(f))
            }
            Self::Tries(subjects) => {
                f.write_str("set local cubby.subjects = '")?;
                for (at, subject) in subjects.iter().enumerate() {
                    write!(f, "{}{}", if at == 0 { "" } else { "," }, Hex(subject))?;
                }
                f.write_str("';")
            }
            Self::Operator => f.write_str("set local cubby.operator = 'on';"),
            Self::Forgotten(until) => write!(f, "set local cubby.forgotten = '{}';", until.millis()),
        }
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_somebody_types_is_digits_in_a_setting() {
        let scope = Scope::Email("a'; drop table users; --@example.com").to_string();
        let value = scope.strip_prefix("set local cubby.email = '").unwrap().strip_suffix("';").unwrap();
        assert!(value.chars().all(|sign| sign.is_ascii_hexdigit()), "{scope}");
        assert!(value.starts_with("61273b20"), "{scope}");
        let search =
            Scope::Search { owner: UserId::new(uuid::Uuid::nil()), words: "6d'; drop table users; --" }.to_string();
        assert!(search.ends_with("set local cubby.search = '6ddabee';"), "{search}");
    }

    #[test]
    fn scopes_of_more_than_one_thing_name_each() {
        assert_eq!(Scope::Nobody.to_string(), "");
        let tries = Scope::Tries(&[[1; 32], [255; 32]]).to_string();
        assert_eq!(tries, format!("set local cubby.subjects = '{},{}';", "01".repeat(32), "ff".repeat(32)));
        let user = UserId::new(uuid::Uuid::nil());
        let newcomer = Scope::Newcomer { user, invitation: Some(&[2; 32]), key: Some("k") }.to_string();
        assert_eq!(newcomer.matches("set local ").count(), 3, "{newcomer}");
    }
}
