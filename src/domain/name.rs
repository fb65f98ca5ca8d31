//! What a person wants to be called.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Field, Problem, text};

/// Long enough for every name in full, short enough for a header.
pub(super) const MAX_CHARS: usize = 100;

/// A name of 1 to 100 characters, without the space around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// `None` where nothing was typed: a name is optional.
    ///
    /// # Errors
    /// [`Problem::NameTooLong`], [`Problem::Nul`].
    pub fn parse(raw: &str) -> Result<Option<Self>, Problem> {
        let name = raw.trim();
        if name.contains('\0') {
            Err(Problem::Nul(Field::Name))
        } else if text::chars(name) > MAX_CHARS {
            Err(Problem::NameTooLong)
        } else {
            Ok((!name.is_empty()).then(|| Self(name.to_owned())))
        }
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = &'static str;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        Self::parse(&raw).ok().flatten().ok_or("not a name")
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_may_be_left_out() {
        assert_eq!(Name::parse("  Ann  ").unwrap().unwrap().as_str(), "Ann");
        assert_eq!(Name::parse(" \t "), Ok(None));
    }

    #[test]
    fn a_name_has_at_most_100_characters() {
        assert!(Name::parse(&"é".repeat(100)).is_ok());
        assert_eq!(Name::parse(&"é".repeat(101)), Err(Problem::NameTooLong));
        assert_eq!(Name::parse("a\0b"), Err(Problem::Nul(Field::Name)));
    }
}
