//! Which of their tasks a person asks for. It lives in the address of the page.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Cursor, Priority, Search, Sort, Task};

/// Open, completed or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
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

impl FromStr for Status {
    type Err = &'static str;

    /// `pending` is what the program that Cubby replaces called open.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let word = if word == "pending" { "open" } else { word };
        let status = Self::ALL.into_iter().find(|status| status.as_str() == word);
        status.ok_or("Status must be open, completed or all")
    }
}

/// Which priorities a list shows: all, or those that were named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Priorities(u8);

impl Priorities {
    /// These, and one more.
    #[must_use]
    pub const fn and(self, priority: Priority) -> Self {
        Self(self.0 | 1 << priority.rank())
    }

    /// Whether only some are shown.
    #[must_use]
    pub const fn are_named(self) -> bool {
        self.0 != 0
    }

    /// Whether a task of this priority is shown.
    #[must_use]
    pub const fn admit(self, priority: Priority) -> bool {
        !self.are_named() || self.0 & 1 << priority.rank() != 0
    }
}

/// Which tasks, in which order, from where on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[allow(missing_docs)]
pub struct TaskQuery {
    pub status: Status,
    pub priorities: Priorities,
    pub search: Option<Search>,
    pub sort: Sort,
    /// The last task of the page before.
    pub after: Option<Cursor>,
}

/// A value of an address that nobody offers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct NotOffered {
    pub key: String,
    pub why: &'static str,
}

impl TaskQuery {
    /// How many tasks a page holds.
    pub const PAGE: u16 = 50;

    /// Reads the pairs of an address. What nobody offers is passed over, so that an old bookmark still shows tasks.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::read(pairs).0
    }

    /// The same, with what was passed over, for those who want to be told.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<NotOffered>) {
        let (mut query, mut not_offered) = (Self::default(), Vec::new());
        for (key, value) in pairs {
            if let Err(why) = query.set(key, value) {
                not_offered.push(NotOffered { key: key.to_owned(), why });
            }
        }
        // A place in another order is nowhere in this one.
        if query.after.as_ref().is_some_and(|cursor| cursor.sort() != query.sort) {
            query.after = None;
            let why = "Cursor must be the next_cursor of a list in the same order";
            not_offered.push(NotOffered { key: "cursor".to_owned(), why });
        }
        (query, not_offered)
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), &'static str> {
        match key {
            "status" => self.status = value.parse()?,
            "priority" => {
                let priority = value.parse().map_err(|_| "Priority must be low, medium or high")?;
                self.priorities = self.priorities.and(priority);
            }
            "search" => {
                // Whatever is wrong with it, the beginning can be looked for.
                self.search = Search::beginning(value);
                Search::parse(value)?;
            }
            "sort" => self.sort = value.parse()?,
            "after" | "cursor" => self.after = Some(value.parse()?),
            _ => return Err("There is no such parameter"),
        }
        Ok(())
    }

    /// The first page of the same tasks.
    #[must_use]
    pub fn first_page(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// Whether the list leaves out tasks that the tabs would show.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.search.is_some() || self.priorities.are_named()
    }

    /// The page of the same tasks after this one.
    #[must_use]
    pub fn page_after(&self, cursor: Cursor) -> Self {
        Self { after: Some(cursor), ..self.clone() }
    }
}

/// As it stands in an address: empty, or with its question mark.
impl fmt::Display for TaskQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sign = '?';
        let mut pair = |key: &str, value: &dyn fmt::Display| {
            let sign = std::mem::replace(&mut sign, '&');
            write!(f, "{sign}{key}={value}")
        };
        if self.status != Status::All {
            pair("status", &self.status.as_str())?;
        }
        if self.priorities.are_named() {
            for priority in Priority::ALL.into_iter().filter(|priority| self.priorities.admit(*priority)) {
                pair("priority", &priority.as_str())?;
            }
        }
        if let Some(search) = &self.search {
            pair("search", &Encoded(search.as_str()))?;
        }
        if self.sort != Sort::default() {
            pair("sort", &self.sort)?;
        }
        if let Some(after) = &self.after {
            pair("after", after)?;
        }
        Ok(())
    }
}

/// A text as a value of an address (RFC 3986 section 2.3: the rest is percent-encoded).
struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                fmt::Write::write_char(f, char::from(byte))
            } else {
                write!(f, "%{byte:02X}")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{SortBy, SortKey, TaskId};

    fn read(address: &str) -> TaskQuery {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(address.trim_start_matches('?').as_bytes()).into_owned().collect();
        TaskQuery::from_pairs(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }

    fn query() -> impl Strategy<Value = TaskQuery> {
        let parts = (0..3_usize, 0..8_u8, "\\PC{0,30}", 0..2_usize, any::<bool>(), any::<Option<u128>>());
        parts.prop_map(|(status, priorities, search, sort, is_turned, after)| TaskQuery {
            status: Status::ALL[status],
            priorities: Priorities(priorities),
            search: Search::beginning(&search),
            sort: Sort { by: SortBy::ALL[sort], is_turned },
            after: after.map(|id| Cursor {
                is_turned,
                key: if sort == 0 { SortKey::Created } else { SortKey::Due(None) },
                id: TaskId::new(Uuid::from_u128(id)),
            }),
        })
    }

    #[test]
    fn what_nobody_offers_is_passed_over() {
        let address = "?status=late&after=yesterday&colour=red&priority=&sort=up";
        assert_eq!(read(address), TaskQuery::default());
        for elsewhere in ["?sort=due", "?sort=-created", "?sort=-due"] {
            assert_eq!(read(&format!("{elsewhere}&after=00000000-0000-7000-8000-000000000000")).after, None);
        }
    }

    #[test]
    fn whoever_wants_to_be_told_is_told() {
        let pairs =
            [("status", "pending"), ("priority", "high"), ("priority", "urgent"), ("search", "a\0"), ("x", "1")];
        let (query, not_offered) = TaskQuery::read(pairs);
        assert_eq!((query.status, query.priorities), (Status::Open, Priorities::default().and(Priority::High)));
        assert_eq!(not_offered.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["priority", "search", "x"]);
    }

    proptest! {
        #[test]
        fn an_address_is_read_back_as_it_was_written(query in query()) {
            prop_assert_eq!(read(&query.to_string()), query);
        }
    }
}
