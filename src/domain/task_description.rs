//! What is to be said of a task beyond its title.

use serde::{Deserialize, Serialize};

use super::{Field, Problem, text};

pub(super) const DESCRIPTION_MAX_CHARS: usize = 1_000;

/// 1 to 1,000 characters, without the space around them, lines ended by a line feed alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskDescription(String);

impl TaskDescription {
    /// `None` where nothing was typed.
    ///
    /// # Errors
    /// [`Problem::DescriptionTooLong`], [`Problem::Nul`].
    pub fn parse(raw: &str) -> Result<Option<Self>, Problem> {
        // Forms end lines with CR LF (HTML Living Standard, "normalize newlines"), which would count twice.
        let description = raw.lines().collect::<Vec<_>>().join("\n");
        let description = description.trim();
        if description.contains('\0') {
            Err(Problem::Nul(Field::Description))
        } else if text::chars(description) > DESCRIPTION_MAX_CHARS {
            Err(Problem::DescriptionTooLong)
        } else {
            Ok((!description.is_empty()).then(|| Self(description.to_owned())))
        }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TaskDescription {
    type Error = &'static str;

    fn try_from(raw: String) -> Result<Self, Self::Error> {
        Self::parse(&raw).ok().flatten().ok_or("not a description")
    }
}

impl From<TaskDescription> for String {
    fn from(description: TaskDescription) -> Self {
        description.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_description_has_at_most_1000_characters_and_may_be_left_out() {
        assert_eq!(TaskDescription::parse(" \r\n "), Ok(None));
        assert_eq!(TaskDescription::parse("a\r\nb").unwrap().unwrap().as_str(), "a\nb");
        assert!(TaskDescription::parse(&"a\r\n".repeat(500)).is_ok());
        assert_eq!(TaskDescription::parse(&"x".repeat(1_001)), Err(Problem::DescriptionTooLong));
        assert_eq!(Problem::DescriptionTooLong.to_string(), "Description must be at most 1000 characters");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_accepted_is_accepted_again(raw in any::<String>()) {
            if let Ok(Some(description)) = TaskDescription::parse(&raw) {
                prop_assert_eq!(TaskDescription::parse(description.as_str()), Ok(Some(description)));
            }
        }
    }
}
