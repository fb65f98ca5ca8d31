//! One task in the list.

use leptos::prelude::*;

use super::{browser, shelf::Found};
use crate::domain::{Task, TaskId};

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

impl RowState {
    pub fn of(task: Task) -> Self {
        Self { task, found: None, busy: false, editing: false }
    }
}

impl Row {
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
