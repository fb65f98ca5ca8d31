//! The list as it stands in this tab, and what can be done to it. A change shows at once; when the server says no, it is
//! taken back and the reason is said.

use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{browser, shelf::Shelf};
use crate::{
    domain::{Error, Status, Task, TaskDraft, TaskId, Timestamp},
    web::components::field::TaskText,
    web::server_fns::tasks::{add_task, complete_task, delete_task, update_task},
};

/// One task in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub key: u32,
    pub state: RwSignal<RowState>,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowState {
    pub task: Task,
    /// The server has not yet said yes.
    pub busy: bool,
    pub editing: bool,
}

/// Something to do to the list.
#[derive(Clone)]
pub(super) enum Action {
    Add(TaskDraft),
    Complete(Row, bool),
    Save(Row, TaskDraft),
    Delete(Row),
}

/// An action that the server refused.
#[derive(Clone)]
pub(super) struct Refusal {
    pub action: Action,
    pub error: Error,
}

/// The list in this tab.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub status: Status,
    /// What was asked for, as it stands in an address.
    pub query: StoredValue<String>,
    pub now: Timestamp,
    pub rows: RwSignal<Vec<Row>>,
    pub open: RwSignal<u32>,
    pub refusal: RwSignal<Option<Refusal>>,
    /// What just happened, for those who listen.
    pub said: RwSignal<&'static str>,
    next_key: StoredValue<u32>,
    /// What the rows belong to: the board, not the button that happened to add them.
    owner: StoredValue<Owner>,
}

impl Board {
    pub fn new(shelf: Shelf) -> Self {
        let rows: Vec<_> = (0..).zip(shelf.tasks).map(|(key, task)| Row::new(key, task)).collect();
        Self {
            status: shelf.status,
            query: StoredValue::new(shelf.query),
            now: shelf.now,
            next_key: StoredValue::new(u32::try_from(rows.len()).unwrap_or(u32::MAX)),
            rows: RwSignal::new(rows),
            open: RwSignal::new(shelf.open),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            refusal: RwSignal::new(None),
            said: RwSignal::new(""),
        }
    }

    /// The rows that belong under the tab that is open.
    pub fn shown(self) -> Vec<Row> {
        let status = self.status;
        let mut rows = self.rows.get();
        if status != Status::All {
            rows.retain(|row| row.state.with(|state| status.admits(&state.task)));
        }
        rows
    }

    /// Does it, and takes it back if the server says no.
    pub fn run(self, action: Action) {
        if let Action::Complete(row, _) | Action::Save(row, _) | Action::Delete(row) = action
            && row.state.with_untracked(|state| state.busy)
        {
            // The answer to the last one is on its way.
            return;
        }
        self.refusal.set(None);
        match action.clone() {
            Action::Add(draft) => self.add(action, draft),
            Action::Complete(row, completed) => self.complete(action, row, completed),
            Action::Save(row, draft) => self.save(action, row, draft),
            Action::Delete(row) => self.delete(action, row),
        }
    }

    fn add(self, action: Action, draft: TaskDraft) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        let now = browser::now();
        let text = TaskText::from(&draft.clone().into_task(TaskId::new(Uuid::nil()), now));
        let row = self.owner.get_value().with(|| Row::new(key, draft.into_task(TaskId::new(Uuid::nil()), now)));
        row.state.update(|state| state.busy = true);
        self.rows.update(|rows| rows.insert(0, row));
        browser::unhide(".filters");
        browser::untype(&text);
        self.count(1);
        spawn_local(async move {
            let TaskText { title, description, priority, due_date } = text.clone();
            match add_task(title, description, priority, due_date).await {
                Ok(task) => self.settle(row, task, "Task added"),
                Err(error) => {
                    self.rows.update(|rows| rows.retain(|other| *other != row));
                    self.count(-1);
                    browser::retype(&text);
                    self.refuse(action, error);
                }
            }
        });
    }

    fn complete(self, action: Action, row: Row, completed: bool) {
        let before = row.state.with_untracked(|state| state.task.clone());
        if before.is_completed() == completed {
            return;
        }
        let change = if completed { -1 } else { 1 };
        self.count(change);
        row.state.update(|state| {
            state.busy = true;
            state.task.completed_at = completed.then(browser::now);
        });
        spawn_local(async move {
            match complete_task(before.id, completed).await {
                Ok(task) => self.settle(row, task, if completed { "Task completed" } else { "Task reopened" }),
                Err(error) => {
                    self.count(-change);
                    row.settle(before);
                    self.refuse(action, error);
                }
            }
        });
    }

    fn save(self, action: Action, row: Row, draft: TaskDraft) {
        let before = row.state.with_untracked(|state| state.task.clone());
        let after = before.clone().rewritten(draft, browser::now());
        let TaskText { title, description, priority, due_date } = TaskText::from(&after);
        row.state.update(|state| {
            state.task = after;
            state.busy = true;
            state.editing = false;
        });
        spawn_local(async move {
            match update_task(before.id, title, description, priority, due_date).await {
                Ok(task) => self.settle(row, task, "Task saved"),
                Err(error) => {
                    row.settle(before);
                    self.refuse(action, error);
                }
            }
        });
    }

    fn delete(self, action: Action, row: Row) {
        let task = row.state.with_untracked(|state| state.task.clone());
        let Some(place) = self.rows.with_untracked(|rows| rows.iter().position(|other| *other == row)) else {
            return;
        };
        self.rows.update(|rows| {
            rows.remove(place);
        });
        let change = i32::from(!task.is_completed());
        self.count(-change);
        spawn_local(async move {
            match delete_task(task.id).await {
                Ok(()) => self.said.set("Task deleted"),
                Err(error) => {
                    self.count(change);
                    self.rows.update(|rows| rows.insert(place.min(rows.len()), row));
                    self.refuse(action, error);
                }
            }
        });
    }

    fn settle(self, row: Row, task: Task, said: &'static str) {
        row.settle(task);
        self.said.set(said);
    }

    fn refuse(self, action: Action, error: Error) {
        if matches!(error, Error::SignedOut | Error::SessionExpired) {
            browser::leave_for(&format!("/signin?expired=1&next={}", browser::here()));
        }
        self.refusal.set(Some(Refusal { action, error }));
    }

    fn count(self, change: i32) {
        self.open.update(|open| *open = open.saturating_add_signed(change));
    }
}

impl Row {
    /// Moves the focus to the row's title.
    pub fn focus(self) {
        browser::focus_on(format!("e{}", self.key));
    }

    pub fn new(key: u32, task: Task) -> Self {
        Self { key, state: RwSignal::new(RowState { task, busy: false, editing: false }) }
    }

    /// What the task is, now that the server has answered.
    fn settle(self, task: Task) {
        self.state.update(|state| {
            state.task = task;
            state.busy = false;
        });
    }
}
