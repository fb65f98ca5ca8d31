//! One task in the list.

use leptos::prelude::*;

use super::{browser, shelf::Found};
use crate::domain::{Task, TaskDraft, TaskId};

/// The row of one task. It is the same as long as the page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub key: u32,
    pub state: RwSignal<RowState>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowState {
    pub task: Task,
    /// What was found in it.
    pub found: Option<Found>,
    /// The server has not yet said yes.
    pub busy: bool,
    pub editing: bool,
}

/// What stands in a row beside its check mark.
#[derive(PartialEq, Eq)]
pub(super) struct Content {
    pub id: TaskId,
    pub text: TaskDraft,
    pub found: Option<Found>,
    pub editing: bool,
}

impl RowState {
    pub fn of(task: Task) -> Self {
        Self { task, found: None, busy: false, editing: false }
    }
}

impl Content {
    pub fn of(state: &RowState) -> Self {
        let RowState { task, found, editing, .. } = state;
        Self { id: task.id, text: task.into(), found: found.clone(), editing: *editing }
    }
}

impl Row {
    pub fn is_completed(self) -> bool {
        self.state.with(|state| state.task.is_completed())
    }

    pub fn is_busy(self) -> bool {
        self.state.with(|state| state.busy)
    }

    /// The id of its title.
    pub fn title(self) -> String {
        format!("e{}", self.key)
    }

    /// Moves the focus to the row's title.
    pub fn focus(self) {
        browser::focus_on(self.title());
    }

    pub fn holds(self, id: TaskId) -> bool {
        self.state.with_untracked(|state| state.task.id == id)
    }

    /// Whether something is being typed, or is on its way.
    pub fn is_at_work(self) -> bool {
        self.state.with_untracked(|state| state.busy || state.editing)
    }

    /// What the server has found, unless it is being changed here.
    pub fn renew(self, found: RowState) {
        if !self.is_at_work() && self.state.with_untracked(|state| *state != found) {
            self.state.set(found);
        }
    }

    /// What the task is, or is about to be.
    pub fn settle(self, task: Task, busy: bool) {
        self.state.update(|state| {
            if state.task.title != task.title || state.task.description != task.description {
                state.found = None;
            }
            state.task = task;
            state.busy = busy;
            state.editing = false;
        });
    }
}
