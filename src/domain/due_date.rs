//! When a task is due.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use super::{Problem, Timestamp};

/// A due date. The page works in whole days (midnight UTC); scripts may say a time of day, which is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DueDate(Timestamp);

impl DueDate {
    /// Due at this moment.
    #[must_use]
    pub const fn at(moment: Timestamp) -> Self {
        Self(moment)
    }

    /// A day as date inputs write it, `2026-11-21`; `None` where nothing was chosen.
    ///
    /// # Errors
    /// [`Problem::DueDateInvalid`] for anything that is not a day in the years 1 to 9999.
    pub fn parse(raw: &str) -> Result<Option<Self>, Problem> {
        let text = raw.trim();
        if text.is_empty() {
            return Ok(None);
        }
        parse_day(text).map(|day| Some(Self(Timestamp::at_midnight(day)))).ok_or(Problem::DueDateInvalid)
    }

    /// This day; where that is the day of the other one, the other, which may have a time of day too.
    #[must_use]
    pub fn or_same_day(self, other: Option<Self>) -> Self {
        other.filter(|other| other.day() == self.day()).unwrap_or(self)
    }

    /// The moment.
    #[must_use]
    pub const fn moment(self) -> Timestamp {
        self.0
    }

    /// The day.
    #[must_use]
    pub fn day(self) -> Date {
        self.0.date()
    }

    /// The day as date inputs write it.
    #[must_use]
    pub fn input_value(self) -> String {
        let day = self.day();
        format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
    }
}

fn parse_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !plain(year, 4) || !plain(month, 2) || !plain(day, 2) || year == "0000" {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_may_be_left_out() {
        assert_eq!(DueDate::parse("  "), Ok(None));
    }

    #[test]
    fn what_is_not_a_day_is_refused() {
        for raw in [
            "2026-02-30",
            "0000-01-01",
            "10000-01-01",
            "2026-1-1",
            "-026-01-01",
            "21.11.2026",
            "2026-11-21T00:00",
            "2026-11-21-1",
        ] {
            assert_eq!(DueDate::parse(raw), Err(Problem::DueDateInvalid), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn a_day_comes_back_as_it_was_typed(year in 1..=9999, month in 1..=12, day in 1..=28) {
            let typed = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(DueDate::parse(&typed).unwrap().unwrap().input_value(), typed);
        }

        #[test]
        fn no_text_panics(raw in any::<String>()) {
            let _ = DueDate::parse(&raw);
        }
    }
}
