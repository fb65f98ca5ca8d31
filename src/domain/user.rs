//! A person with an account.

use serde::{Deserialize, Serialize};

use super::{Email, Name, UserId};

/// What others on the way may know of a person: nothing secret is in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct User {
    pub id: UserId,
    pub email: Email,
    pub name: Option<Name>,
}

impl User {
    /// How the page calls them: by name, or else by e-mail.
    #[must_use]
    pub fn called(&self) -> &str {
        self.name.as_ref().map_or(self.email.as_str(), Name::as_str)
    }
}
