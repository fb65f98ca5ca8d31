//! What day it is where the person is, and how a day is said there.

use time::Date;

use super::language::{Language, Style};
use crate::domain::{Task, Timestamp};

/// Somebody's own.
#[derive(Debug, Clone)]
pub struct Calendar {
    now: Timestamp,
    language: Language,
}

/// What stands beside a task with a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Due {
    pub class: &'static str,
    /// What is said before the day.
    pub lead: Option<&'static str>,
    pub day: String,
    /// Where the day is not in English.
    pub language: Option<String>,
    /// For `<time datetime>`.
    pub machine: String,
}

impl Calendar {
    /// At a time, as the clock of the person's place shows it.
    #[must_use]
    pub fn new(now: Timestamp, language: Language) -> Self {
        Self { now, language }
    }

    /// What day it is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// The due date of a task; overdue is said only of what is still open.
    #[must_use]
    pub fn due(&self, task: &Task) -> Option<Due> {
        let due = task.due_date?;
        let (day, today) = (due.day(), self.today());
        let is_late = day < today && !task.is_completed();
        let near = match (day - today).whole_days() {
            0 => Some("Today"),
            1 => Some("Tomorrow"),
            _ => None,
        };
        let words = match (day - today).whole_days() {
            2..7 => self.weekday(day),
            _ => self.day(day),
        };
        let class = match () {
            () if is_late => "due late",
            () if day == today && !task.is_completed() => "due today",
            () => "due",
        };
        Some(Due {
            class,
            lead: is_late.then_some("Overdue, "),
            day: near.map_or(words, str::to_owned),
            language: self.language.tag().filter(|_| near.is_none()).map(str::to_owned),
            machine: due.input_value(),
        })
    }

    /// A day, with its year where that is another one.
    #[must_use]
    pub fn day(&self, day: Date) -> String {
        let is_this_year = day.year() == self.today().year();
        let foreign = self.language.write(day, if is_this_year { Style::Day } else { Style::Year });
        foreign.unwrap_or_else(|| {
            let month = month(day);
            if is_this_year {
                format!("{} {month}", day.day())
            } else {
                format!("{} {month} {}", day.day(), day.year())
            }
        })
    }

    /// How long it has been, since a time on the same clock.
    #[must_use]
    pub fn ago(&self, then: Timestamp) -> String {
        let minutes = self.now.since(then).as_secs() / 60;
        match minutes {
            0 => "just now".to_owned(),
            1 => "a minute ago".to_owned(),
            2..60 => format!("{minutes} minutes ago"),
            60..120 => "an hour ago".to_owned(),
            120..1_440 => format!("{} hours ago", minutes / 60),
            _ => self.day(then.date()),
        }
    }

    fn weekday(&self, day: Date) -> String {
        let foreign = self.language.write(day, Style::Weekday);
        foreign.unwrap_or_else(|| format!("{} {}", weekday(day), self.day(day)))
    }
}

fn month(day: Date) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES.get(usize::from(u8::from(day.month())) - 1).copied().unwrap_or_default()
}

fn weekday(day: Date) -> &'static str {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    NAMES.get(usize::from(day.weekday().number_days_from_monday())).copied().unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{DueDate, Priority, TaskId, TaskTitle};

    #[allow(clippy::unwrap_used, reason = "a test that fails should stop where it failed")]
    fn said(due_date: &str, completed: bool) -> (String, &'static str) {
        said_in("en", due_date, completed)
    }

    #[allow(clippy::unwrap_used, reason = "a test that fails should stop where it failed")]
    fn said_in(language: &str, due_date: &str, completed: bool) -> (String, &'static str) {
        let now = Timestamp::parse_rfc3339("2026-11-21T23:59:00Z").unwrap();
        let task = Task {
            id: TaskId::new(Uuid::nil()),
            title: TaskTitle::parse("Buy milk").unwrap(),
            description: None,
            priority: Priority::Medium,
            due_date: DueDate::parse(due_date).unwrap(),
            created_at: now,
            updated_at: now,
            completed_at: completed.then_some(now),
            version: 1,
        };
        let due = Calendar::new(now, Language::of(language)).due(&task).unwrap();
        (format!("{}{}", due.lead.unwrap_or_default(), due.day), due.class)
    }

    #[test]
    fn a_date_is_said_as_a_person_would() {
        assert_eq!(said("2026-11-21", false), ("Today".into(), "due today"));
        assert_eq!(said("2026-11-22", false), ("Tomorrow".into(), "due"));
        assert_eq!(said("2026-11-23", false), ("Mon 23 Nov".into(), "due"));
        assert_eq!(said("2026-11-28", false), ("28 Nov".into(), "due"));
        assert_eq!(said("2027-01-02", false), ("2 Jan 2027".into(), "due"));
    }

    #[test]
    fn a_date_is_said_in_the_person_s_language() {
        assert_eq!(said_in("de", "2026-11-21", false), ("Today".into(), "due today"));
        assert_eq!(said_in("de", "2026-11-23", false), ("Mo., 23. Nov.".into(), "due"));
        assert_eq!(said_in("de", "2026-11-20", false), ("Overdue, 20. Nov.".into(), "due late"));
        assert_eq!(said_in("fr", "2027-03-02", false), ("2 mars 2027".into(), "due"));
    }

    #[test]
    fn only_what_is_open_is_overdue() {
        assert_eq!(said("2026-11-20", false), ("Overdue, 20 Nov".into(), "due late"));
        assert_eq!(said("2026-11-20", true), ("20 Nov".into(), "due"));
        assert_eq!(said("2026-11-21", true), ("Today".into(), "due"));
    }

    #[test]
    fn a_time_is_said_as_people_say_it() {
        let now = Timestamp::parse_rfc3339("2026-11-21T12:00:00Z").unwrap();
        let calendar = Calendar::new(now, Language::default());
        for (then, words) in [
            ("2026-11-21T11:59:30Z", "just now"),
            ("2026-11-21T11:59:00Z", "a minute ago"),
            ("2026-11-21T11:40:00Z", "20 minutes ago"),
            ("2026-11-21T10:30:00Z", "an hour ago"),
            ("2026-11-21T02:00:00Z", "10 hours ago"),
            ("2026-11-09T02:00:00Z", "9 Nov"),
            ("2025-12-31T02:00:00Z", "31 Dec 2025"),
        ] {
            assert_eq!(calendar.ago(Timestamp::parse_rfc3339(then).unwrap()), words);
        }
    }
}
