//! Which of their tasks a person asks for. It lives in the address of the page.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Task, TaskId};

/// Open, completed or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Status {
    #[default]
    All,
    Open,
    Completed,
}

impl Status {
    /// In the order of the tabs.
    pub const ALL: [Self; 3] = [Self::All, Self::Open, Self::Completed];

    /// The word on the tab.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Open => "Open",
            Self::Completed => "Completed",
        }
    }

    /// The word in the address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Completed => "completed",
        }
    }

    /// Whether a task belongs here.
    #[must_use]
    pub const fn admits(self, task: &Task) -> bool {
        match self {
            Self::All => true,
            Self::Open => !task.is_completed(),
            Self::Completed => task.is_completed(),
        }
    }
}

/// A page of tasks, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct TaskQuery {
    pub status: Status,
    /// The last task of the page before: what follows is older.
    pub after: Option<TaskId>,
}

impl TaskQuery {
    /// How many tasks a page holds.
    pub const PAGE: u16 = 50;

    /// Reads the pairs of an address. What nobody offers is passed over, so that an old bookmark still shows tasks.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut query = Self::default();
        for (key, value) in pairs {
            match key {
                "status" => {
                    query.status = Status::ALL.into_iter().find(|status| status.as_str() == value).unwrap_or_default();
                }
                "after" => query.after = value.parse().ok(),
                _ => {}
            }
        }
        query
    }

    /// The first page of the same tasks.
    #[must_use]
    pub const fn first_page(self) -> Self {
        Self { after: None, ..self }
    }
}

/// As it stands in an address: empty, or with its question mark.
impl fmt::Display for TaskQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sign = '?';
        if self.status != Status::All {
            write!(f, "{sign}status={}", self.status.as_str())?;
            sign = '&';
        }
        if let Some(after) = self.after {
            write!(f, "{sign}after={after}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn read(address: &str) -> TaskQuery {
        let pairs = address.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
        TaskQuery::from_pairs(pairs)
    }

    #[test]
    fn what_nobody_offers_is_passed_over() {
        assert_eq!(read("?status=late&after=yesterday&colour=red"), TaskQuery::default());
    }

    proptest! {
        #[test]
        fn an_address_is_read_back_as_it_was_written(status in 0..3_usize, after in any::<Option<u128>>()) {
            let query = TaskQuery { status: Status::ALL[status], after: after.map(|id| TaskId::new(Uuid::from_u128(id))) };
            prop_assert_eq!(read(&query.to_string()), query);
        }
    }
}
