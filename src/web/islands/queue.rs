//! What is asked of the server, and what waits until it has answered.
//!
//! Changes of one task never overtake each other. Tasks are added one after the other, so that they stand in the order in which
//! they were written.

use leptos::{prelude::*, task::spawn_local};

use super::{
    action::{Action, Change, Told},
    board::Board,
    browser,
    row::Row,
};
use crate::domain::{Error, Offer, Task};

impl Board {
    /// Whether something else has to be answered first.
    pub fn has_to_wait(self, action: &Action, change: &Change) -> bool {
        match action {
            Action::Add(_) => self.adding.get_value(),
            _ => change.row.is_underway(),
        }
    }

    /// Asks the server for what shows already, now or when it is its turn. Of what waits for a row the last alone counts.
    pub fn ask(self, action: Action, change: Change, has_to_wait: bool) {
        if matches!(action, Action::Add(_)) {
            self.adding.set_value(true);
        } else {
            self.take_change(change.row);
        }
        if has_to_wait {
            self.waiting.update_value(|waiting| waiting.push((change, action)));
        } else {
            self.send(action, change);
        }
    }

    /// The page is left: what waits for an answer would wait for ever. Only of a task that the server has not given a name
    /// yet can it not be asked.
    pub fn ask_all(self) {
        for (change, action) in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
            self.send(action, change);
        }
    }

    fn send(self, action: Action, change: Change) {
        spawn_local(async move {
            browser::after_frame().await;
            // The effect is seen; what was said before it goes.
            if self.latest.get_value().is_some() {
                self.told.set(Told::Nothing);
            }
            change.row.tell_busy();
            let answer = action.ask(&change).await;
            if matches!(action, Action::Add(_)) {
                self.add_next();
            }
            match answer {
                Ok((task, offer)) => self.settle(&action, change, task, offer),
                Err(error) => self.take_back(action, &change, error),
            }
        });
    }

    fn add_next(self) {
        match self.take_first(|_, action| matches!(action, Action::Add(_))) {
            Some((change, action)) => self.send(action, change),
            None => self.adding.set_value(false),
        }
    }

    /// The server said yes: the task is as it says, and what was asked for meanwhile is asked now.
    fn settle(self, action: &Action, change: Change, task: Option<Task>, offer: Option<Offer>) {
        self.apply(&change, task.clone(), false);
        self.answered.update_value(|rows| rows.push(change.row));
        let next = self.take_change(change.row);
        let undone = Change { before: task, after: change.before, ..change };
        if matches!(action, Action::Undo(..)) {
            self.say("Undone".to_owned());
        }
        let goes_on = match next {
            Some(next) => self.run(next),
            None => false,
        };
        if !goes_on {
            let is_regretted = self.regretted.get_value() == Some(change.row);
            // Of what was done last: what was done before it comes too late to be said, and what was refused stays said.
            let is_latest = match self.latest.get_value() {
                Some(latest) => latest == change.row,
                None => matches!(self.told.get_untracked(), Told::Nothing),
            };
            if is_latest {
                self.tell(offer.map_or(Told::Nothing, |offer| Told::Offer(offer, Some(undone.clone()))));
            }
            if let Some(offer) = offer.filter(|_| is_regretted) {
                self.run(Action::Undo(offer.id, undone));
            }
        }
        // Whether another text is still what was looked for, and where it stands, the server knows, and what comes after the last
        // task of a page.
        let is_other = !matches!(action, Action::Complete(..) | Action::Delete(_));
        let (is_arranged, has_more) =
            self.shelf.with_untracked(|shelf| (shelf.narrowed.is_some() || shelf.is_sorted, shelf.total > 0));
        if (is_other && is_arranged) || (has_more && self.shown().is_empty()) {
            browser::look_again();
        } else {
            self.catch_up();
        }
    }

    /// The server said no.
    fn take_back(self, action: Action, change: &Change, error: Error) {
        self.take_change(change.row);
        if self.regretted.get_value() == Some(change.row) {
            self.regretted.set_value(None);
        }
        self.apply(change, change.before.clone(), false);
        self.answered.update_value(|rows| rows.push(change.row));
        self.refuse(action, change, error);
        self.catch_up();
    }

    /// What waits for this row, whose task is there or is about to be.
    fn take_change(self, row: Row) -> Option<Action> {
        let waits = |change: &Change, action: &Action| change.row == row && !matches!(action, Action::Add(_));
        self.take_first(waits).map(|(_, action)| action)
    }

    fn take_first(self, is_wanted: impl Fn(&Change, &Action) -> bool) -> Option<(Change, Action)> {
        self.waiting.try_update_value(|waiting| {
            let at = waiting.iter().position(|(change, action)| is_wanted(change, action))?;
            Some(waiting.remove(at))
        })?
    }
}
