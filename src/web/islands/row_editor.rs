//! A task being edited, in the place of its row.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::{action::Action, board::Board, browser, row::Row};
use crate::web::components::field::{DescriptionField, DueField, PriorityField, TaskText, TitleField};

#[component]
pub(super) fn RowEditor(row: Row, name: String, text: TaskText, board: Board) -> impl IntoView {
    let TaskText { title, description, priority, due_date } = text;
    let id = |field: &str| format!("edit-{field}-{}", row.key);
    let is_kept = row.is_kept();
    let close = move || {
        if is_kept {
            board.forget(row);
            browser::focus_on("title".to_owned());
        } else {
            row.close();
            row.focus();
        }
    };
    let submit = move |event| match browser::drafted(&event) {
        Some((_, draft)) if is_kept => {
            board.forget(row);
            board.run(Action::Add(draft));
            browser::focus_later("title".to_owned());
        }
        Some((_, draft)) => {
            board.run(Action::Save(row, draft));
            row.focus();
        }
        None => {}
    };
    let (name, save) = if is_kept { (format!("Add {name}"), "Add task") } else { (format!("Edit {name}"), "Save") };
    let cancel_by_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            close();
        }
    };
    view! {
        <form class="pair" method="post" action="/fn/update_task" aria-label=name novalidate on:submit=submit on:keydown=cancel_by_key>
            <TitleField id=row.editor() value=title problem=None autofocus=false />
            <DescriptionField id=id("description") value=description rows="2" placeholder="" problem=None />
            <PriorityField id=id("priority") chosen=priority />
            <DueField id=id("due") value=due_date problem=None />
            <div class="actions wide">
                <button class="button main">{save}</button>
                <button class="button plain" type="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
}
