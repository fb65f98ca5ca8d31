//! An e-mail address.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Problem;

/// RFC 5321 section 4.5.3.1.3, less the angle brackets.
const MAX_CHARS: usize = 254;
/// RFC 5321 section 4.5.3.1.1.
const LOCAL_MAX_CHARS: usize = 64;
/// RFC 1035 section 2.3.4.
const LABEL_MAX_CHARS: usize = 63;

/// An e-mail address as it was typed, without the space around it. Compare two by [`Email::key`].
///
/// The form is the one that browsers accept (HTML Living Standard, "valid e-mail address"), with at least
/// two labels after the `@` and no empty part between dots before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`Problem::EmailInvalid`] for anything that is not one address of at most 254 characters.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let text = raw.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(Problem::EmailInvalid)?;
        if text.len() <= MAX_CHARS && is_local(local) && is_domain(domain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::EmailInvalid)
        }
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of one address have in common.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

fn is_local(local: &str) -> bool {
    local.len() <= LOCAL_MAX_CHARS && local.split('.').all(is_atom)
}

fn is_atom(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
}

fn is_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_MAX_CHARS).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Email {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_people_have_are_accepted() {
        for raw in [
            "ann@example.com",
            "  Ann.Lindqvist+tasks@Example.CO.UK ",
            "o'neil@xn--bcher-kva.example",
            "a@b.c",
            "1_2-3@4.5",
        ] {
            assert_eq!(Email::parse(raw).unwrap().as_str(), raw.trim());
        }
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        for raw in [
            "",
            "ann",
            "ann@",
            "@example.com",
            "ann@example",
            "ann@@example.com",
            "a b@example.com",
            "ann@exa mple.com",
            "ann@-example.com",
            "ann@example-.com",
            "ann@.com",
            "ann@example.com.",
            "ann..l@example.com",
            ".ann@example.com",
            "ann.@example.com",
            "ann@exam\u{0}ple.com",
            "ann@example.com\r\nBcc: x@y.z",
            "<ann@example.com>",
            "änn@example.com",
            "ann@example.com,bob@example.com",
        ] {
            assert_eq!(Email::parse(raw), Err(Problem::EmailInvalid), "{raw:?}");
        }
    }

    #[test]
    fn the_limit_is_254_characters() {
        let domain = format!("{0}.{0}.{0}", "d".repeat(63));
        let longest = format!("{}@{domain}.c", "l".repeat(254 - domain.len() - 3));
        assert_eq!(longest.len(), 254);
        assert!(Email::parse(&longest).is_ok());
        assert_eq!(Email::parse(&format!("{longest}c")), Err(Problem::EmailInvalid));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_accepted_is_accepted_again(raw in any::<String>()) {
            if let Ok(email) = Email::parse(&raw) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
            }
        }

        #[test]
        fn letter_case_does_not_tell_two_people_apart(raw in "[a-zA-Z]{1,9}@[a-zA-Z]{1,9}\\.[a-z]{2}") {
            let upper = Email::parse(&raw.to_uppercase()).unwrap();
            prop_assert_eq!(Email::parse(&raw).unwrap().key(), upper.key());
        }
    }
}
