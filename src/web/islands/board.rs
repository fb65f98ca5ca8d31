//! The list as it stands in this tab. A change shows at once; when the server says no, it is taken back and the reason is
//! said.

use leptos::{prelude::*, task::spawn_local};
use uuid::Uuid;

use super::{
    action::{Action, Change, Told},
    browser,
    row::{Row, RowState},
    shelf::Shelf,
};
use crate::{
    domain::{Status, Task, TaskId},
    web::components::{calendar::Calendar, field::TaskText},
};

/// The id of what is said where there is no task.
pub(super) const NOTHING: &str = "nothing";

/// The list in this tab.
#[derive(Clone, Copy)]
pub(super) struct Board {
    pub status: RwSignal<Status>,
    /// What was asked for, as it stands in an address.
    pub query: RwSignal<String>,
    /// The rest of what the server said of the list.
    pub shelf: RwSignal<Shelf>,
    pub calendar: StoredValue<Calendar>,
    pub rows: RwSignal<Vec<Row>>,
    pub open: RwSignal<u32>,
    pub told: RwSignal<Told>,
    /// The row that was changed last, until something is said of it.
    pub latest: StoredValue<Option<Row>>,
    /// The row whose change is to be undone as soon as the server has answered.
    pub regretted: StoredValue<Option<Row>>,
    /// What just happened, for those who listen.
    pub said: RwSignal<String>,
    /// Every row that this page has shown: what was found again is the same.
    pub known: StoredValue<Vec<Row>>,
    /// What waits until the server has answered something else.
    pub waiting: StoredValue<Vec<(Change, Action)>>,
    /// Whether a task is being added.
    pub adding: StoredValue<bool>,
    /// The rows that the server has answered for since the list was looked for: what is found may be from before.
    pub answered: StoredValue<Vec<Row>>,
    /// Whether the list may be from before something that is done by now, or soon.
    pub is_behind: StoredValue<bool>,
    /// Whether a row that is made now comes alone, and not with a list.
    pub comes_alone: StoredValue<bool>,
    /// What the rows belong to: the board, not the button that happened to add them.
    owner: StoredValue<Owner>,
}

impl Board {
    pub fn new(mut shelf: Shelf) -> Self {
        let told = match (shelf.refused.take(), shelf.offer) {
            (Some(words), _) => Told::Failure(words),
            (None, Some(offer)) => Told::Offer(offer, None),
            (None, None) => Told::Nothing,
        };
        let board = Self {
            status: RwSignal::new(shelf.status),
            query: RwSignal::new(std::mem::take(&mut shelf.query)),
            calendar: StoredValue::new(shelf.calendar()),
            rows: RwSignal::new(Vec::new()),
            open: RwSignal::new(shelf.open),
            told: RwSignal::new(told),
            latest: StoredValue::new(None),
            regretted: StoredValue::new(None),
            said: RwSignal::new(String::new()),
            known: StoredValue::new(Vec::new()),
            waiting: StoredValue::new(Vec::new()),
            adding: StoredValue::new(false),
            answered: StoredValue::new(Vec::new()),
            is_behind: StoredValue::new(false),
            comes_alone: StoredValue::new(false),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
            shelf: RwSignal::new(shelf),
        };
        board.rows.set(board.rows_of_shelf());
        board
    }

    pub fn new_row(self, state: RowState) -> Row {
        let key = u32::try_from(self.known.with_value(Vec::len)).unwrap_or(u32::MAX);
        let row = self.owner.get_value().with(|| Row::new(key, state));
        self.known.update_value(|known| known.push(row));
        row
    }

    /// The rows that belong under the tab that is open.
    pub fn shown(self) -> Vec<Row> {
        let status = self.status.get();
        let mut rows = self.rows.get();
        if status != Status::All {
            rows.retain(|row| {
                row.mark.track();
                row.state.with(|state| state.editing.is_some() || status.admits(&state.task))
            });
        }
        rows
    }

    /// Whether this task is one of those.
    pub fn shows(self, id: TaskId) -> bool {
        untrack(|| self.shown()).iter().any(|row| row.holds(id))
    }

    /// How many tasks there are, on this page and the others.
    pub fn total(self) -> u32 {
        let elsewhere = self.shelf.with(|shelf| shelf.total);
        elsewhere.saturating_add(u32::try_from(self.shown().len()).unwrap_or(u32::MAX))
    }

    /// Says something, until the next action.
    pub fn tell(self, told: Told) {
        self.latest.set_value(None);
        self.told.set(told);
    }

    /// Has what is on its way undone as soon as the server has answered, rather than what is still said; false where nothing is.
    pub fn regret(self) -> bool {
        self.regretted.set_value(self.latest.get_value());
        self.latest.get_value().is_some()
    }

    /// Says it to those who listen, also where it is what they heard last.
    pub fn say(self, words: String) {
        self.said.set(String::new());
        spawn_local(async move {
            browser::after_frame().await;
            self.said.set(words);
        });
    }

    /// Does it, and takes it back if the server says no; false where there is nothing to do.
    pub fn run(self, action: Action) -> bool {
        let Some(change) = self.change(&action) else { return false };
        let has_to_wait = self.has_to_wait(&action, &change);
        self.latest.set_value(Some(change.row));
        self.regretted.set_value(None);
        if let Action::Save(row, _) = action {
            row.close();
        }
        self.apply(&change, change.after.clone(), true);
        if matches!(action, Action::Add(_)) {
            browser::unhide(".filters");
        }
        self.ask(action, change, has_to_wait);
        true
    }

    /// What an action does; nothing where there is nothing to do.
    fn change(self, action: &Action) -> Option<Change> {
        let row = match action {
            Action::Add(draft) => {
                let task = draft.clone().into_task(TaskId::new(Uuid::nil()), browser::now());
                let row = self.new_row(RowState::of(task.clone()));
                return Some(Change { row, place: 0, before: None, after: Some(task) });
            }
            Action::Complete(row, _) | Action::Save(row, _) | Action::Delete(row) => *row,
            Action::Undo(_, change) => change.row,
        };
        let before = row.state.with_untracked(|state| state.task.clone());
        let after = match action {
            Action::Add(_) => return None,
            Action::Complete(_, completed) if before.is_completed() == *completed => return None,
            Action::Complete(_, completed) => {
                Some(Task { completed_at: completed.then(browser::now), ..before.clone() })
            }
            Action::Save(_, draft) => Some(before.clone().rewritten(draft.clone(), browser::now())),
            Action::Delete(_) => None,
            Action::Undo(_, change) => return Some(change.clone()),
        };
        let place = self.rows.with_untracked(|rows| rows.iter().position(|other| *other == row))?;
        Some(Change { row, place, before: Some(before), after })
    }

    /// Puts the task of a change into the list, or takes it out.
    pub fn apply(self, change: &Change, task: Option<Task>, busy: bool) {
        let Change { row, place, .. } = *change;
        let was_open = self.is_there(row) && row.state.with_untracked(|state| !state.task.is_completed());
        let is_open = task.as_ref().is_some_and(|task| !task.is_completed());
        self.open.update(|open| *open = open.saturating_add_signed(i32::from(is_open) - i32::from(was_open)));
        let was_there = self.is_there(row);
        if let Some(task) = task {
            row.settle(task, busy);
            if !was_there {
                self.comes_alone.set_value(true);
                self.rows.update(|rows| rows.insert(place.min(rows.len()), row));
            }
        } else {
            row.set_busy(busy);
            if was_there {
                self.forget(row);
            }
        }
    }

    /// Does something to a row with the focus in it. If the row goes, the focus goes on before it to the next row: a browser whose
    /// focus is taken away lays out the page for that alone. Where no row is left it goes to what is said instead.
    pub fn leave(self, row: Row, action: Action) {
        let status = self.status.get_untracked();
        let stays = |change: &Change| change.after.as_ref().is_some_and(|task| status.admits(task));
        if self.change(&action).is_some_and(|change| !stays(&change)) {
            let shown = self.shown();
            let place = shown.iter().position(|other| *other == row).unwrap_or_default();
            match shown.get(place + 1).or(shown.get(place.wrapping_sub(1))) {
                Some(next) => browser::focus_at(&next.way_in()),
                None => browser::focus_on(NOTHING.to_owned()),
            }
        }
        self.run(action);
    }

    /// Keeps what could not be added where it can be changed and sent again.
    pub fn keep(self, row: Row, text: TaskText) {
        row.give_back(text);
        self.rows.update(|rows| rows.insert(0, row));
    }

    /// Takes a row out of the list.
    pub fn forget(self, row: Row) {
        self.rows.update(|rows| rows.retain(|other| *other != row));
    }

    /// Whether the server is being asked for anything.
    pub fn is_underway(self) -> bool {
        self.known.with_value(|known| known.iter().any(|row| row.is_underway()))
    }

    pub fn is_there(self, row: Row) -> bool {
        self.rows.with_untracked(|rows| rows.contains(&row))
    }
}
