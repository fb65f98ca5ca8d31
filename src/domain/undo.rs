//! What was done to a task, so that it can be undone.

use serde::{Deserialize, Serialize};

use super::{Task, TaskId, UndoId};

/// Something that a person did to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Deed {
    Added = 0,
    Completed = 1,
    Reopened = 2,
    Changed = 3,
    Deleted = 4,
}

impl Deed {
    /// As they are numbered in the database.
    pub const ALL: [Self; 5] = [Self::Added, Self::Completed, Self::Reopened, Self::Changed, Self::Deleted];

    /// What became of a task when it was changed.
    #[must_use]
    pub const fn between(before: &Task, after: &Task) -> Self {
        match (before.is_completed(), after.is_completed()) {
            (false, true) => Self::Completed,
            (true, false) => Self::Reopened,
            _ => Self::Changed,
        }
    }

    /// Its number in the database.
    #[must_use]
    pub const fn number(self) -> i16 {
        self as i16
    }

    /// The deed of a number.
    #[must_use]
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.number() == number)
    }

    /// Whether a task may belong elsewhere in a list after it, or in none.
    #[must_use]
    pub const fn may_move(self) -> bool {
        matches!(self, Self::Added | Self::Changed)
    }

    /// What the person is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Added => "Task added",
            Self::Completed => "Task completed",
            Self::Reopened => "Task reopened",
            Self::Changed => "Task saved",
            Self::Deleted => "Task deleted",
        }
    }
}

/// The way back from a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Offer {
    pub id: UndoId,
    pub deed: Deed,
    pub task: TaskId,
}

/// What was done: the task as it is now, or was last, and the way back. Where nothing changed there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Done {
    pub task: Task,
    pub offer: Option<Offer>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_known_by_its_number() {
        for deed in Deed::ALL {
            assert_eq!(Deed::from_number(deed.number()), Some(deed));
        }
        // What is stored is read by the next version too.
        assert_eq!(Deed::ALL.map(Deed::number), [0, 1, 2, 3, 4]);
        assert_eq!(Deed::from_number(3), Some(Deed::Changed));
        assert_eq!(Deed::from_number(5), None);
    }
}
