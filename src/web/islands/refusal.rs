//! What becomes of an action that the server refused, once its effect is taken back.

use leptos::prelude::*;

use super::{
    action::{Action, Change, Told},
    board::{Board, NOTHING},
    browser,
    row::Row,
};
use crate::{domain::Error, web::components::field::TaskText};

impl Board {
    /// Says why, and gives back what was typed; where there is more to do than fits here, on a page of its own.
    pub fn refuse(self, action: Action, change: &Change, error: Error) {
        let text = match &action {
            Action::Add(draft) | Action::Save(_, draft) => Some(TaskText::from(draft)),
            _ => None,
        };
        let is_out = error.asks_to_sign_in();
        let is_elsewhere = matches!(error, Error::Stale | Error::NotFound) && matches!(action, Action::Save(..));
        let begun = browser::begun();
        let is_left_behind =
            self.holds_others(text.as_ref().map(|_| change.row)) || (text.is_some() && begun.is_some());
        // One text goes along to another page. Where others would be left behind, all of them wait here.
        if (is_out || is_elsewhere) && !is_left_behind {
            let task = change.before.as_ref().map(|task| (task.id.to_string(), task.version.to_string()));
            match (&text, begun) {
                (Some(text), _) => return browser::submit(&self.query.get_untracked(), task, text),
                (None, Some(begun)) => browser::submit(&self.query.get_untracked(), None, &begun),
                (None, None) => browser::leave_for(&format!("/signin?expired=1&next={}", browser::here())),
            }
        }
        match (&action, text) {
            (Action::Add(_), Some(text)) => {
                if !browser::retype(&text) {
                    self.keep(change.row, text);
                }
            }
            // What is typed by now is newer.
            (Action::Save(row, _), Some(_)) if row.is_open() => {}
            (Action::Save(row, _), Some(text)) => {
                row.give_back(text);
                browser::return_to(row.editor());
            }
            // It is not there: nothing can be done to it, and nobody need see it any more.
            (Action::Complete(..) | Action::Delete(_), _) if error == Error::NotFound => {
                self.apply(change, None, false);
                self.return_near(change);
                self.tell(Told::Failure(error.to_string()));
                return;
            }
            _ => self.return_near(change),
        }
        self.tell(match action {
            // Another try would come to nothing, and what stands here is not how it is.
            Action::Undo(..) if matches!(error, Error::UndoOver | Error::UndoStale) => {
                browser::look_again();
                Told::Failure(error.to_string())
            }
            _ if is_out => Told::SignedOut,
            _ => Told::Refusal(action, error),
        });
    }

    /// Whether the fields of any row but this one are open, or anything is on its way or waits to be sent.
    fn holds_others(self, row: Option<Row>) -> bool {
        let is_at_work = |other: &Row| Some(*other) != row && other.is_at_work();
        self.rows.with_untracked(|rows| rows.iter().any(is_at_work))
            || self.waiting.with_value(|waiting| !waiting.is_empty())
    }

    /// Moves the focus to the row that is back, or to what stands where it was.
    fn return_near(self, change: &Change) {
        let shown = self.shown();
        let near = shown.get(change.place).or(shown.last());
        let place = if self.is_there(change.row) { Some(&change.row) } else { near };
        browser::return_to(place.map_or_else(|| NOTHING.to_owned(), |row| row.way_in()));
    }

    /// The same once more, after the server said no.
    pub fn try_again(self, action: Action) {
        match &action {
            Action::Add(draft) => {
                let text = TaskText::from(draft);
                browser::untype(&text);
                let kept = |rows: &Vec<Row>| rows.iter().copied().find(|row| row.keeps(&text));
                if let Some(row) = self.rows.with_untracked(kept) {
                    self.forget(row);
                }
                browser::focus_later("title".to_owned());
            }
            Action::Undo(_, change) => change.focus(),
            Action::Save(row, _) => row.focus(),
            // Where the row goes, the focus goes to the next.
            Action::Complete(row, _) | Action::Delete(row) => {
                browser::focus_at(&row.title());
                return self.leave(*row, action);
            }
        }
        self.run(action);
    }
}
