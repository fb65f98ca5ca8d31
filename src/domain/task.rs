//! A task, and what a person may write in one.

use serde::{Deserialize, Serialize};

use super::{DueDate, Error, Priority, TaskDescription, TaskId, TaskTitle, Timestamp};

/// One task of one person. Whose it is is not in it: nobody is ever shown another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Task {
    pub id: TaskId,
    pub title: TaskTitle,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<TaskDescription>,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<DueDate>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// When it was completed; an open task has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// Raised by every change, so that two who change the same task notice.
    pub version: u32,
}

impl Task {
    /// Whether there is nothing left to do.
    #[must_use]
    pub const fn is_completed(&self) -> bool {
        self.completed_at.is_some()
    }

    /// This task with what a person wrote in its place.
    #[must_use]
    pub fn rewritten(self, draft: TaskDraft, now: Timestamp) -> Self {
        Self {
            title: draft.title,
            description: draft.description,
            priority: draft.priority,
            due_date: draft.due_date.map(|day| day.or_same_day(self.due_date)),
            updated_at: now,
            ..self
        }
    }
}

/// What is to become of a task: what is named changes, the rest stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct TaskChanges {
    pub title: Option<TaskTitle>,
    /// `Some(None)` takes it away.
    pub description: Option<Option<TaskDescription>>,
    pub priority: Option<Priority>,
    pub due_date: Option<DueChange>,
    pub is_completed: Option<bool>,
}

/// What is to become of a due date; none takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueChange {
    /// This moment, as scripts say it.
    Moment(Option<DueDate>),
    /// This day, as forms say it: a task that is due on it already keeps its time of day.
    Day(Option<DueDate>),
}

impl DueChange {
    fn of(self, due_date: Option<DueDate>) -> Option<DueDate> {
        match self {
            Self::Moment(moment) => moment,
            Self::Day(day) => day.map(|day| day.or_same_day(due_date)),
        }
    }
}

impl TaskChanges {
    /// Completes a task, or reopens it.
    #[must_use]
    pub fn completed(is_completed: bool) -> Self {
        Self { is_completed: Some(is_completed), ..Self::default() }
    }

    /// What becomes of this task; nothing where it says all that already. A task that is completed twice was completed the
    /// first time.
    #[must_use]
    pub fn of(self, task: &Task, now: Timestamp) -> Option<Task> {
        let completed_at = match self.is_completed {
            Some(true) => task.completed_at.or(Some(now)),
            Some(false) => None,
            None => task.completed_at,
        };
        let same = task.clone();
        let changed = Task {
            title: self.title.unwrap_or(same.title),
            description: self.description.unwrap_or(same.description),
            priority: self.priority.unwrap_or(same.priority),
            due_date: self.due_date.map_or(same.due_date, |change| change.of(same.due_date)),
            completed_at,
            ..*task
        };
        (changed != *task).then(|| Task { updated_at: now, version: task.version.saturating_add(1), ..changed })
    }
}

impl From<TaskDraft> for TaskChanges {
    fn from(draft: TaskDraft) -> Self {
        Self {
            title: Some(draft.title),
            description: Some(draft.description),
            priority: Some(draft.priority),
            due_date: Some(DueChange::Day(draft.due_date)),
            is_completed: None,
        }
    }
}

/// What a person decides of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskDraft {
    pub title: TaskTitle,
    pub description: Option<TaskDescription>,
    pub priority: Priority,
    pub due_date: Option<DueDate>,
}

impl TaskDraft {
    /// A new task that says this.
    #[must_use]
    pub fn into_task(self, id: TaskId, now: Timestamp) -> Task {
        let Self { title, description, priority, due_date } = self;
        Task {
            id,
            title,
            description,
            priority,
            due_date,
            created_at: now,
            updated_at: now,
            completed_at: None,
            version: 1,
        }
    }

    /// Reads the four fields of a form; a priority that is left out is Medium.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong, not just the first.
    pub fn parse(title: &str, description: &str, priority: &str, due_date: &str) -> Result<Self, Error> {
        let priority = if priority.is_empty() { Ok(Priority::default()) } else { priority.parse() };
        match (TaskTitle::choose(title), TaskDescription::parse(description), priority, DueDate::parse(due_date)) {
            (Ok(title), Ok(description), Ok(priority), Ok(due_date)) => {
                Ok(Self { title, description, priority, due_date })
            }
            (title, description, priority, due_date) => {
                let problems = [title.err(), description.err(), priority.err(), due_date.err()];
                Err(Error::Invalid(problems.into_iter().flatten().collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Problem;

    #[test]
    fn a_draft_says_everything_that_is_wrong() {
        let error = TaskDraft::parse("", &"x".repeat(1_001), "urgent", "soon").unwrap_err();
        let expected =
            [Problem::TitleRequired, Problem::DescriptionTooLong, Problem::PriorityUnknown, Problem::DueDateInvalid];
        assert_eq!(error, Error::Invalid(expected.to_vec()));
    }
}
