//! A form that came back: what was typed, and why it was not done.

use serde::{Deserialize, Serialize};

use crate::domain::{Error, Field, UserId};

/// One try of a form. It never holds a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The server function that was asked.
    pub function: String,
    /// Why it was not done.
    pub error: Error,
    /// What stood in the form's address after the path.
    pub query: Option<String>,
    /// Whether a password was typed. Which one is forgotten.
    pub is_password_typed: bool,
    values: Vec<(String, String)>,
}

impl Attempt {
    /// The hidden field that names whose page a form stood on.
    pub const PERSON: &str = "person";

    /// Keeps what was typed, all but passwords.
    #[must_use]
    pub fn new(function: String, error: Error, typed: Vec<(String, String)>) -> Self {
        let (passwords, values): (Vec<_>, _) = typed.into_iter().partition(|(name, _)| name.contains("password"));
        let is_password_typed = passwords.iter().any(|(_, value)| !value.is_empty());
        Self { function, error, query: None, is_password_typed, values }
    }

    /// The same of a form with this query in its address.
    #[must_use]
    pub fn with_query(self, query: Option<&str>) -> Self {
        Self { query: query.map(str::to_owned), ..self }
    }

    /// What was typed in one field.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field.name()).map(|(_, value)| value.as_str())
    }

    /// What stood in a field of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&str> {
        self.values().find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// What is wrong with one field, in words.
    #[must_use]
    pub fn problem(&self, field: Field) -> Option<String> {
        self.error.problem(field).map(|problem| problem.to_string())
    }

    /// Whose page the form stood on, as far as it says.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        self.named(Self::PERSON).and_then(|id| id.parse().ok())
    }

    /// Every field by its name, in the order of the form.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_kept() {
        let typed = [("email", "ann@example.com"), ("password", "hunter22"), ("new_password", "hunter33")];
        let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let attempt = Attempt::new("sign_in".into(), Error::InvalidCredentials, typed);
        assert_eq!(attempt.values().collect::<Vec<_>>(), [("email", "ann@example.com")]);
        assert!(attempt.is_password_typed && !format!("{attempt:?}").contains("hunter"));
    }
}
