//! A task being edited, in the place of its row.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{action::Action, board::Board, browser, row::Row};
use crate::{
    domain::Task,
    web::components::field::{DescriptionField, DueField, PriorityField, TaskText, TitleField},
};

#[component]
pub(super) fn RowEditor(row: Row, task: Task, board: Board) -> impl IntoView {
    let TaskText { title, description, priority, due_date } = TaskText::from(&task);
    let close = move || {
        row.state.update(|state| state.editing = false);
        row.focus();
    };
    let submit = move |event| {
        if let Some((_, draft)) = browser::drafted(&event) {
            board.run(Action::Save(row, draft));
            row.focus();
        }
    };
    let cancel_by_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            close();
        }
    };
    view! {
        <form class="pair" method="post" action="/fn/update_task" aria-label=format!("Edit {}", task.title.as_str()) novalidate on:submit=submit on:keydown=cancel_by_key>
            <TitleField id=TITLE value=title problem=None autofocus=false />
            <DescriptionField id="edit-description" value=description rows="2" placeholder="" problem=None />
            <PriorityField id="edit-priority" chosen=priority />
            <DueField id="edit-due" value=due_date problem=None />
            <div class="actions wide">
                <button class="button main">"Save"</button>
                <button class="button plain" type="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
}

/// Where the focus goes when a row is opened.
pub(super) const TITLE: &str = "edit-title";
