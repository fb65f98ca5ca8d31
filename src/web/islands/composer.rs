//! Writing a task down.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    board::{Action, Board},
    browser,
};
use crate::{
    web::attempt::Attempt,
    web::components::{
        field::{DescriptionField, DueField, FieldError, PriorityField},
        icon,
    },
    domain::{Error, Field, TaskDraft},
};

/// One line that unfolds.
#[component]
pub(super) fn Composer(board: Board, attempt: Option<Attempt>) -> impl IntoView {
    let attempt = attempt.filter(|attempt| attempt.function == "add_task");
    let typed = |field| attempt.as_ref().and_then(|attempt| attempt.value(field)).unwrap_or_default().to_owned();
    let error = RwSignal::new(attempt.as_ref().map(|attempt| attempt.error.clone()));
    let problem = move |field| Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.problem(field)).map(|problem| problem.to_string())));
    let title_problem = problem(Field::Title);
    let form = NodeRef::new();

    let submit = move |event: SubmitEvent| {
        let Some(form) = browser::take_over(&event) else { return };
        let text = browser::typed(&form);
        match TaskDraft::parse(&text.title, &text.description, &text.priority, &text.due_date) {
            Ok(draft) => {
                error.set(None);
                form.reset();
                browser::focus(&form, Field::Title);
                board.run(Action::Add(draft));
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
    // What the server did not take comes back, unless something else is being typed by now.
    Effect::new(move || {
        if let (Some(text), Some(form)) = (board.returned.get(), form.get()) {
            if browser::typed(&form).title.is_empty() {
                browser::retype(&form, &text);
            }
        }
    });

    view! {
        <form class="composer well" method="post" action=format!("/fn/add_task{}", board.query) aria-label="Add a task" novalidate node_ref=form on:submit=submit>
            {icon::plus()}
            <label class="unseen" for="title">"Title"</label>
            <input class="line" id="title" name="title" placeholder="Add a task" autocomplete="off" required value=typed(Field::Title)
                autofocus=title_problem.with_untracked(Option::is_some)
                aria-invalid=move || title_problem.with(Option::is_some).then_some("true")
                aria-describedby=move || title_problem.with(Option::is_some).then_some("title-error") />
            <FieldError id="title-error" words=title_problem />
            <div class="fold"><div class="pair">
                <DescriptionField id="description" value=typed(Field::Description) rows=1 placeholder="Anything worth remembering" error=problem(Field::Description) />
                <PriorityField id="priority" chosen=typed(Field::Priority) />
                <DueField id="due" value=typed(Field::DueDate) error=problem(Field::DueDate) />
            </div></div>
            <button class="button main">"Add task"</button>
        </form>
    }
}
