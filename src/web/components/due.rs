//! When something is due, in words.

use time::Date;

use crate::domain::{Task, Timestamp};

/// What stands beside a task with a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Due {
    pub class: &'static str,
    pub words: String,
    /// For `<time datetime>`.
    pub machine: String,
}

/// The due date of a task as it is said on a day; overdue is said only of what is still open.
#[must_use]
pub fn due(task: &Task, now: Timestamp) -> Option<Due> {
    let due = task.due_date?;
    let (day, today) = (due.day(), now.date());
    let late = day < today && !task.is_completed();
    let words = match (day - today).whole_days() {
        _ if late => format!("Overdue, {}", day_and_month(day, today)),
        0 => "Today".to_owned(),
        1 => "Tomorrow".to_owned(),
        2..7 => format!("{} {}", weekday(day), day_and_month(day, today)),
        _ => day_and_month(day, today),
    };
    let class = match () {
        () if late => "due late",
        () if day == today && !task.is_completed() => "due today",
        () => "due",
    };
    Some(Due { class, words, machine: due.input_value() })
}

/// A day, with its year where that is another one.
#[must_use]
pub fn day_and_month(day: Date, today: Date) -> String {
    let month = month(day);
    if day.year() == today.year() {
        format!("{} {month}", day.day())
    } else {
        format!("{} {month} {}", day.day(), day.year())
    }
}

/// How long it has been, as one says it on a day.
#[must_use]
pub fn ago(then: Timestamp, now: Timestamp, today: Date) -> String {
    let minutes = now.since(then).as_secs() / 60;
    match minutes {
        0 => "just now".to_owned(),
        1 => "a minute ago".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        60..120 => "an hour ago".to_owned(),
        120..1_440 => format!("{} hours ago", minutes / 60),
        _ => day_and_month(then.date(), today),
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
        let due = due(&task, now).unwrap();
        (due.words, due.class)
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
    fn only_what_is_open_is_overdue() {
        assert_eq!(said("2026-11-20", false), ("Overdue, 20 Nov".into(), "due late"));
        assert_eq!(said("2026-11-20", true), ("20 Nov".into(), "due"));
        assert_eq!(said("2026-11-21", true), ("Today".into(), "due"));
    }

    #[test]
    fn a_time_is_said_as_people_say_it() {
        let now = Timestamp::parse_rfc3339("2026-11-21T12:00:00Z").unwrap();
        for (then, words) in [
            ("2026-11-21T11:59:30Z", "just now"),
            ("2026-11-21T11:59:00Z", "a minute ago"),
            ("2026-11-21T11:40:00Z", "20 minutes ago"),
            ("2026-11-21T10:30:00Z", "an hour ago"),
            ("2026-11-21T02:00:00Z", "10 hours ago"),
            ("2026-11-09T02:00:00Z", "9 Nov"),
            ("2025-12-31T02:00:00Z", "31 Dec 2025"),
        ] {
            assert_eq!(ago(Timestamp::parse_rfc3339(then).unwrap(), now, now.date()), words);
        }
    }
}
