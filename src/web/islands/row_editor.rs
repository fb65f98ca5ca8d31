//! A task being edited, in the place of its row.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
};

use super::{
    board::{Action, Board, Row},
    browser,
};
use crate::{
    web::components::field::{DescriptionField, DueField, FieldError, PriorityField, TaskText},
    domain::{Error, Field, Task, TaskDraft},
};

#[component]
pub(super) fn RowEditor(row: Row, task: Task, board: Board) -> impl IntoView {
    let TaskText { title, description, priority, due_date } = TaskText::from(&task);
    let error = RwSignal::new(None::<Error>);
    let problem = move |field| Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.problem(field)).map(|problem| problem.to_string())));
    let title_problem = problem(Field::Title);
    let form = NodeRef::new();
    Effect::new(move || {
        if let Some(form) = form.get() {
            browser::focus(&form, Field::Title);
        }
    });

    let close = move || {
        row.state.update(|state| state.editing = false);
        browser::focus_on(&format!("#e{}", row.key));
    };
    let submit = move |event: SubmitEvent| {
        let Some(form) = browser::take_over(&event) else { return };
        let text = browser::typed(&form);
        match TaskDraft::parse(&text.title, &text.description, &text.priority, &text.due_date) {
            Ok(draft) => {
                board.run(Action::Save(row, draft));
                browser::focus_on(&format!("#e{}", row.key));
            }
            Err(wrong) => {
                if let Error::Invalid(problems) = &wrong
                    && let Some(first) = problems.first()
                {
                    browser::focus(&form, first.field());
                }
                error.set(Some(wrong));
            }
        }
    };
    let cancel_by_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            close();
        }
    };

    view! {
        <form class="pair" method="post" action="/fn/update_task" aria-label=format!("Edit {}", task.title.as_str()) novalidate node_ref=form on:submit=submit on:keydown=cancel_by_key>
            <div class="field wide">
                <label for="edit-title">"Title"</label>
                <input class="input" id="edit-title" name="title" value=title autocomplete="off" required
                    aria-invalid=move || title_problem.with(Option::is_some).then_some("true")
                    aria-describedby=move || title_problem.with(Option::is_some).then_some("edit-title-error") />
                <FieldError id="edit-title-error" words=title_problem />
            </div>
            <DescriptionField id="edit-description" value=description rows=2 placeholder="" error=problem(Field::Description) />
            <PriorityField id="edit-priority" chosen=priority />
            <DueField id="edit-due" value=due_date error=problem(Field::DueDate) />
            <div class="actions wide">
                <button class="button main">"Save"</button>
                <button class="button plain" type="button" on:click=move |_| close()>"Cancel"</button>
            </div>
        </form>
    }
}
