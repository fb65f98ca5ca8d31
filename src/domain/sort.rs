//! The order of a list, and a place in it.

use std::{fmt, str::FromStr};

use super::{DueDate, Priority, Task, TaskId, Timestamp, text};

/// What a list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SortBy {
    /// Newest first.
    #[default]
    Created,
    /// Soonest first, undated last.
    Due,
    /// High first, and the newest of each.
    Priority,
    /// A to Z, without letter case and accents.
    Title,
}

impl SortBy {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Created, Self::Due, Self::Priority, Self::Title];

    /// The word in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Due => "due",
            Self::Priority => "priority",
            Self::Title => "title",
        }
    }

    /// The words of the choice.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Created => "Created",
            Self::Due => "Due date",
            Self::Priority => "Priority",
            Self::Title => "Title",
        }
    }

    /// The words of the choice, turned round.
    #[must_use]
    pub const fn turned_label(self) -> &'static str {
        match self {
            Self::Created => "Oldest first",
            Self::Due => "Latest due date first",
            Self::Priority => "Low priority first",
            Self::Title => "From Z to A",
        }
    }
}

/// An order, or that order turned round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct Sort {
    pub by: SortBy,
    /// From the other end: a `-` stands before it.
    pub is_turned: bool,
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_turned { "-" } else { "" })?;
        f.write_str(self.by.as_str())
    }
}

impl FromStr for Sort {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, is_turned) = text.strip_prefix('-').map_or((text, false), |word| (word, true));
        let by = SortBy::ALL.into_iter().find(|by| by.as_str() == word);
        by.map(|by| Self { by, is_turned })
            .ok_or("Sort must be created, due, priority or title, or one of them after a -")
    }
}

/// The last task of a page: what follows comes after it. It holds what the task was sorted by when the page was read, so
/// that the next page begins there whatever has become of the task.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Whether the list is turned round.
    pub is_turned: bool,
    /// What the task was sorted by.
    pub key: SortKey,
    /// The task.
    pub id: TaskId,
}

/// What a task is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum SortKey {
    /// The order of ids is the order of making.
    Created,
    Due(Option<DueDate>),
    Priority(Priority),
    /// The title, folded.
    Title(String),
}

impl SortKey {
    /// The order that it is a key of.
    #[must_use]
    pub const fn by(&self) -> SortBy {
        match self {
            Self::Created => SortBy::Created,
            Self::Due(_) => SortBy::Due,
            Self::Priority(_) => SortBy::Priority,
            Self::Title(_) => SortBy::Title,
        }
    }

    /// A title as it is sorted and stored.
    #[must_use]
    pub fn title(title: &str) -> String {
        text::fold(title)
    }
}

impl Cursor {
    /// The place of this task.
    #[must_use]
    pub fn at(task: &Task, sort: Sort) -> Self {
        let key = match sort.by {
            SortBy::Created => SortKey::Created,
            SortBy::Due => SortKey::Due(task.due_date),
            SortBy::Priority => SortKey::Priority(task.priority),
            SortBy::Title => SortKey::Title(SortKey::title(task.title.as_str())),
        };
        Self { is_turned: sort.is_turned, key, id: task.id }
    }

    /// The order that it is a place in.
    #[must_use]
    pub const fn sort(&self) -> Sort {
        Sort { by: self.key.by(), is_turned: self.is_turned }
    }
}

/// Letters, digits, `-` and `.` alone, so that it stands in an address as it is.
impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_turned { "-" } else { "" })?;
        match &self.key {
            SortKey::Created => {}
            SortKey::Due(None) => f.write_str("d.")?,
            SortKey::Due(Some(due)) => write!(f, "d{}.", due.moment().millis())?,
            SortKey::Priority(priority) => write!(f, "p{}.", priority.rank())?,
            SortKey::Title(title) => {
                f.write_str("t")?;
                title.bytes().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str(".")?;
            }
        }
        self.id.fmt(f)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or("Cursor must be the next_cursor of a list in the same order")
    }
}

fn parse(text: &str) -> Option<Cursor> {
    let (text, is_turned) = text.strip_prefix('-').map_or((text, false), |text| (text, true));
    let Some((key, id)) = text.split_once('.') else {
        return Some(Cursor { is_turned, key: SortKey::Created, id: text.parse().ok()? });
    };
    let id = id.parse().ok()?;
    let (kind, value) = key.split_at_checked(1)?;
    let key = match kind {
        "d" if value.is_empty() => SortKey::Due(None),
        "d" => SortKey::Due(Some(DueDate::at(Timestamp::try_from(value.parse::<i64>().ok()?).ok()?))),
        "p" => SortKey::Priority(Priority::from_rank(value.parse().ok()?)?),
        "t" => SortKey::Title(unhex(value)?),
        _ => return None,
    };
    Some(Cursor { is_turned, key, id })
}

fn unhex(text: &str) -> Option<String> {
    let digits = text.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()));
    let digits: Vec<u8> = digits.collect::<Option<_>>()?;
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(high * 16 + low),
        _ => None,
    });
    String::from_utf8(bytes.collect::<Option<_>>()?).ok().filter(|title| !title.contains('\0'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn key() -> impl Strategy<Value = SortKey> {
        prop_oneof![
            Just(SortKey::Created),
            any::<Option<i64>>()
                .prop_map(|millis| SortKey::Due(millis.map(|millis| DueDate::at(Timestamp::from_millis(millis))))),
            (0..3_i16).prop_map(|rank| SortKey::Priority(Priority::from_rank(rank).unwrap())),
            "[^\0]{1,40}".prop_map(|title| SortKey::Title(SortKey::title(&title))),
        ]
    }

    #[test]
    fn an_order_is_a_word_with_or_without_a_minus() {
        assert_eq!("-due".parse(), Ok(Sort { by: SortBy::Due, is_turned: true }));
        for text in ["", "-", "--due", "Due", "due,title", "updated"] {
            assert!(text.parse::<Sort>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back_as_it_was_written(is_turned in any::<bool>(), key in key(), id in any::<u128>()) {
            let cursor = Cursor { is_turned, key, id: TaskId::new(Uuid::from_u128(id)) };
            let text = cursor.to_string();
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)));
            prop_assert_eq!(text.parse(), Ok(cursor));
        }

        #[test]
        fn no_text_panics(text in any::<String>(), hex in "[dpt][0-9a-f-]{0,9}\\.[0-9a-f-]{36}") {
            let _ = (text.parse::<Cursor>(), hex.parse::<Cursor>());
        }
    }
}
