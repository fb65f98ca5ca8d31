//! What can be done to the list, what that changes, and what is said of it.

use super::{browser, row::Row};
use crate::domain::{Error, Offer, Task, TaskDraft, UndoId};

/// Something to do to the list.
#[derive(Clone)]
pub(super) enum Action {
    Add(TaskDraft),
    Complete(Row, bool),
    Save(Row, TaskDraft),
    Delete(Row),
    Undo(UndoId, Change),
}

/// What an action does to the list: the row and its place, the task before and after; none where it is not there.
#[derive(Clone)]
pub(super) struct Change {
    pub row: Row,
    pub place: usize,
    pub before: Option<Task>,
    pub after: Option<Task>,
}

/// What the person is told until the next action.
#[derive(Clone)]
pub(super) enum Told {
    Nothing,
    /// Something was done; what was done in this page can be undone in it.
    Offer(Offer, Option<Change>),
    /// An action that the server refused.
    Refusal(Action, Error),
    /// What could not be done, with no other try.
    Failure(String),
}

impl Change {
    /// Moves the focus to the row, or to where it was written.
    pub fn focus(&self) {
        browser::focus_later(if self.after.is_some() { self.row.title() } else { "title".to_owned() });
    }
}
