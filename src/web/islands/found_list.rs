//! A list that was found takes the place of the one that stands here, where more may be known by now.

use leptos::prelude::*;

use super::{
    action::Told,
    board::Board,
    browser,
    row::{Row, RowState},
    shelf::Shelf,
};

impl Board {
    /// The script looks for a list.
    pub fn looks(self) {
        self.answered.set_value(Vec::new());
    }

    /// Shows what was found instead. What is being typed or is on its way stays, and what was done while the list was looked for.
    pub fn show(self, mut found: Shelf) {
        let before = self.rows.get_untracked();
        let is_same = self.query.with_untracked(|query| *query == found.query);
        let is_behind = self.is_underway() || self.answered.with_value(|rows| !rows.is_empty());
        self.is_behind.set_value(is_behind);
        if !is_behind {
            self.open.set(found.open);
        }
        self.status.set(found.status);
        self.query.set(std::mem::take(&mut found.query));
        self.calendar.set_value(found.calendar());
        self.comes_alone.set_value(false);
        self.shelf.set(found);
        let mut rows = self.rows_of_shelf();
        // A task that is being deleted, say, is found as long as the server has not done it.
        rows.retain(|row| !self.is_newer_here(*row) || before.contains(row));
        for (place, row) in before.into_iter().enumerate() {
            if (row.is_at_work() || self.is_newer_here(row)) && !rows.contains(&row) {
                rows.insert(place.min(rows.len()), row);
            }
        }
        browser::keep_focus();
        self.rows.set(rows);
        // What was added or changed is not on this page, as it turns out.
        let is_hidden =
            |told: &Told| matches!(told, Told::Offer(offer, _) if offer.deed.may_move() && !self.shows(offer.task));
        if is_same && self.told.with_untracked(is_hidden) {
            self.told.notify();
        }
        self.catch_up();
    }

    /// Whether more is known here of its task than in a list that was looked for.
    fn is_newer_here(self, row: Row) -> bool {
        row.is_underway() || self.answered.with_value(|rows| rows.contains(&row))
    }

    pub fn rows_of_shelf(self) -> Vec<Row> {
        // Not among those of this very list: each look is at a signal, and on a page that is made there are none.
        let known = self.known.get_value();
        self.shelf.update_untracked(|shelf| {
            let mut found = std::mem::take(&mut shelf.found).into_iter();
            let tasks = std::mem::take(&mut shelf.tasks);
            shelf.total = shelf.total.saturating_sub(u32::try_from(tasks.len()).unwrap_or(u32::MAX));
            tasks
                .into_iter()
                .map(|task| self.row(&known, RowState { found: found.next(), ..RowState::of(task) }))
                .collect()
        })
    }

    /// The row of a task, the same one each time.
    fn row(self, known: &[Row], state: RowState) -> Row {
        match known.iter().copied().find(|row| row.holds(state.task.id)) {
            Some(row) => {
                if !self.is_newer_here(row) {
                    row.renew(state);
                }
                row
            }
            None => self.new_row(state),
        }
    }

    /// Looks for the list again once nothing is on its way that it may be from before.
    pub fn catch_up(self) {
        if self.is_behind.get_value() && !self.is_underway() {
            browser::look_again();
        }
    }
}
