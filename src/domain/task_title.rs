//! What a task is called.

use serde::{Deserialize, Serialize};

use super::{Field, Problem, text};

pub(super) const TITLE_MAX_CHARS: usize = 200;

/// 1 to 200 characters, without the space around them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TaskTitle(String);

impl TaskTitle {
    /// # Errors
    /// [`Problem::TitleRequired`], [`Problem::TitleTooLong`], [`Problem::Nul`].
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let title = raw.trim();
        if title.is_empty() {
            Err(Problem::TitleRequired)
        } else if title.contains('\0') {
            Err(Problem::Nul(Field::Title))
        } else if text::chars(title) > TITLE_MAX_CHARS {
            Err(Problem::TitleTooLong)
        } else {
            Ok(Self(title.to_owned()))
        }
    }

    /// A title that somebody writes now: there is something to be seen in it. What was stored or exported before that was asked
    /// for is still read.
    ///
    /// # Errors
    /// Those of [`Self::parse`].
    pub fn choose(raw: &str) -> Result<Self, Problem> {
        Self::parse(raw)
            .and_then(|title| if text::is_blank(&title.0) { Err(Problem::TitleRequired) } else { Ok(title) })
    }

    /// The title itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for TaskTitle {
    type Error = Problem;

    fn try_from(raw: String) -> Result<Self, Problem> {
        Self::parse(&raw)
    }
}

impl From<TaskTitle> for String {
    fn from(title: TaskTitle) -> Self {
        title.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_title_has_1_to_200_characters_after_trimming() {
        assert_eq!(TaskTitle::parse("  Buy milk \n").unwrap().as_str(), "Buy milk");
        for empty in ["", " \u{a0}\t"] {
            assert_eq!(TaskTitle::parse(empty), Err(Problem::TitleRequired));
        }
        for unseen in ["\u{200b}\u{feff}", "\u{1}"] {
            assert_eq!(TaskTitle::choose(unseen), Err(Problem::TitleRequired));
            assert!(TaskTitle::parse(unseen).is_ok(), "what is stored is read");
        }
        assert!(TaskTitle::choose("👩\u{200d}👧").is_ok());
        assert!(TaskTitle::parse(&"e\u{301}".repeat(200)).is_ok());
        assert_eq!(TaskTitle::parse(&"é".repeat(201)), Err(Problem::TitleTooLong));
        assert_eq!(TaskTitle::parse("a\0"), Err(Problem::Nul(Field::Title)));
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_is_accepted_is_accepted_again(raw in any::<String>()) {
            if let Ok(title) = TaskTitle::parse(&raw) {
                prop_assert_eq!(TaskTitle::parse(title.as_str()), Ok(title));
            }
        }
    }
}
