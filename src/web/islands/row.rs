//! One task in the list.

use leptos::prelude::*;
use uuid::Uuid;

use super::{browser, shelf::Found};
use crate::{
    domain::{Task, TaskId},
    web::components::field::TaskText,
};

/// The row of one task. It is the same as long as the page is, and known by its key.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub key: u32,
    /// With other content the row is made anew; nobody hears of it where only the check mark is another one.
    pub state: RwSignal<RowState>,
    /// Says that the check mark may be another one.
    pub mark: Trigger,
    /// Says that the server is asked, or has answered.
    wait: Trigger,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) struct RowState {
    pub task: Task,
    /// What was found in it.
    pub found: Option<Found>,
    /// The server has not yet said yes.
    pub busy: bool,
    /// What stands in its fields, where it is being edited.
    pub editing: Option<TaskText>,
}

impl RowState {
    pub fn of(task: Task) -> Self {
        Self { task, found: None, busy: false, editing: None }
    }

    /// What stands in a row beside its check mark: its fields, whatever becomes of the task behind them, or what is known of it.
    fn content(&self) -> impl PartialEq {
        let Self { task, found, editing, .. } = self;
        let known = (&task.title, &task.description, task.priority, task.due_date, found);
        (task.id, editing, editing.is_none().then_some(known))
    }
}

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Row {
    pub fn new(key: u32, state: RowState) -> Self {
        Self { key, state: RwSignal::new(state), mark: Trigger::new(), wait: Trigger::new() }
    }

    pub fn is_completed(self) -> bool {
        self.mark.track();
        self.state.with_untracked(|state| state.task.is_completed())
    }

    pub fn is_busy(self) -> bool {
        self.wait.track();
        self.state.with_untracked(|state| state.busy)
    }

    /// The id of its title.
    pub fn title(self) -> String {
        format!("e{}", self.key)
    }

    /// The id of the field for its title, while it is edited.
    pub fn editor(self) -> String {
        format!("edit-title-{}", self.key)
    }

    /// Opens its fields, unless the server does not know its task yet.
    pub fn open(self) {
        if !self.holds(TaskId::new(Uuid::nil())) {
            self.state.update(|state| state.editing = Some(TaskText::from(&state.task)));
        }
    }

    /// Closes its fields.
    pub fn close(self) {
        self.state.update(|state| state.editing = None);
    }

    /// Whether its fields are open.
    pub fn is_open(self) -> bool {
        self.state.with_untracked(|state| state.editing.is_some())
    }

    /// Opens its fields with what was typed in them.
    pub fn give_back(self, text: TaskText) {
        self.state.update(|state| state.editing = Some(text));
    }

    /// The id of what of it takes the focus.
    pub fn way_in(self) -> String {
        if self.is_open() { self.editor() } else { self.title() }
    }

    /// Moves the focus to the row's title.
    pub fn focus(self) {
        browser::focus_on(self.title());
    }

    /// Whether the server does not know its task, and is not being asked for it.
    pub fn is_kept(self) -> bool {
        self.holds(TaskId::new(Uuid::nil())) && !self.is_underway()
    }

    /// Whether that is how this is still kept.
    pub fn keeps(self, text: &TaskText) -> bool {
        self.is_kept() && self.state.with_untracked(|state| state.editing.as_ref() == Some(text))
    }

    pub fn holds(self, id: TaskId) -> bool {
        self.state.with_untracked(|state| state.task.id == id)
    }

    /// Whether something is being typed, or is on its way.
    pub fn is_at_work(self) -> bool {
        self.state.with_untracked(|state| state.busy || state.editing.is_some())
    }

    /// Whether the server is being asked.
    pub fn is_underway(self) -> bool {
        self.state.with_untracked(|state| state.busy)
    }

    /// What the server has found, unless it is being changed here.
    pub fn renew(self, found: RowState) {
        if !self.is_at_work() && self.state.with_untracked(|state| *state != found) {
            self.turn_into(found);
        }
    }

    /// What the task is, or is about to be. What is being typed stays.
    pub fn settle(self, task: Task, busy: bool) {
        let (found, editing) = self.state.with_untracked(|state| {
            let is_worded_alike = state.task.title == task.title && state.task.description == task.description;
            (state.found.clone().filter(|_| is_worded_alike), state.editing.clone())
        });
        self.turn_into(RowState { task, found, busy, editing });
    }

    /// The server has not yet said yes, or has.
    pub fn set_busy(self, busy: bool) {
        self.state.update_untracked(|state| state.busy = busy);
        self.tell_busy();
    }

    /// Shows whether the server has said yes.
    pub fn tell_busy(self) {
        self.wait.notify();
    }

    fn turn_into(self, next: RowState) {
        self.state.maybe_update(|state| {
            let is_other = state.content() != next.content();
            *state = next;
            is_other
        });
        self.mark.notify();
        // That the server is asked is shown once the effect has been seen.
        if !self.is_underway() {
            self.tell_busy();
        }
    }
}
