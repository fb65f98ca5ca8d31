//! What can be done to the list, what that changes, and what is said of it.

use uuid::Uuid;

use super::{browser, row::Row};
use crate::{
    domain::{Deed, Done, Error, Offer, Task, TaskDraft, TaskId, UndoId},
    web::{
        components::field::TaskText,
        server_fns::tasks::{add_task, complete_task, delete_task, undo, update_task},
    },
};

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
    /// The list could not be looked for.
    Offline,
    /// The same, since the session is over.
    SignedOut,
}

impl Action {
    /// Asks the server for it. What comes back is the task as it stands now, none where it is gone, and a way back.
    pub async fn ask(&self, change: &Change) -> Result<(Option<Task>, Option<Offer>), Error> {
        let id = change.before.as_ref().map_or(TaskId::new(Uuid::nil()), |task| task.id);
        let done = match self {
            Self::Add(draft) => {
                let TaskText { title, description, priority, due_date } = draft.into();
                add_task(title, description, priority, due_date).await?
            }
            Self::Complete(_, completed) => complete_task(id, *completed).await?,
            Self::Save(_, draft) => {
                let TaskText { title, description, priority, due_date } = draft.into();
                let version = change.before.as_ref().map(|task| task.version.to_string()).unwrap_or_default();
                update_task(id, version, title, description, priority, due_date).await?
            }
            Self::Delete(_) => delete_task(id).await?,
            Self::Undo(id, _) => return Ok((undo(*id).await?, None)),
        };
        let Done { task, offer } = done;
        let is_gone = offer.is_some_and(|offer| offer.deed == Deed::Deleted);
        Ok(((!is_gone).then_some(task), offer))
    }
}

impl Change {
    /// Moves the focus to the row, or to where it was written.
    pub fn focus(&self) {
        browser::focus_later(if self.after.is_some() { self.row.title() } else { "title".to_owned() });
    }
}
