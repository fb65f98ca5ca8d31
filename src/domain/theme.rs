//! Light or dark.

use serde::{Deserialize, Serialize};

/// What a person chose; the system's choice unless they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// As the page offers them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in forms and in the cookie.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The word on the page.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The theme of this word; the system's for any other, and for none.
    #[must_use]
    pub fn parse(raw: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|theme| Some(theme.as_str()) == raw).unwrap_or_default()
    }

    /// The word, unless it is the system's choice, of which nothing has to be said.
    #[must_use]
    pub fn chosen(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}
