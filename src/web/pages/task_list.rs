//! What stands above a list of tasks: the line to write a new one, and which to show.

use leptos::prelude::*;

use crate::{
    domain::{Cursor, Field, Status, TaskQuery},
    web::{
        attempt::Attempt,
        components::{
            field::{DescriptionField, DueField, PriorityField, field_error},
            icon,
        },
    },
};

/// One line that unfolds.
pub fn composer(query: &TaskQuery, attempt: Option<&Attempt>) -> impl IntoView + use<> {
    let attempt = attempt.filter(|attempt| attempt.function == "add_task");
    let typed = |field| attempt.and_then(|attempt| attempt.value(field)).unwrap_or_default().to_owned();
    let problem = |field| attempt.and_then(|attempt| attempt.problem(field));
    let title_problem = problem(Field::Title);
    let title_is_wrong = title_problem.is_some();

    view! {
        <form class="composer well" method="post" action=format!("/fn/add_task{}", query) aria-label="Add a task" novalidate>
            {icon::plus()}
            <label class="unseen" for="title">"Title"</label>
            <input class="line" id="title" name="title" placeholder="Add a task" autocomplete="off" required value=typed(Field::Title)
                autofocus=title_is_wrong
                aria-invalid=title_is_wrong.then_some("true")
                aria-describedby=title_is_wrong.then_some("title-error") />
            {field_error("title-error".to_owned(), title_problem)}
            <div class="fold"><div class="pair">
                <DescriptionField id="description" value=typed(Field::Description) rows="1" placeholder="Anything worth remembering" problem=problem(Field::Description) />
                <PriorityField id="priority" chosen=typed(Field::Priority) />
                <DueField id="due" value=typed(Field::DueDate) problem=problem(Field::DueDate) />
            </div></div>
            <button class="button main">"Add task"</button>
        </form>
    }
}

/// Which tasks to show. A list that is empty has no filters; the island shows them with the first task.
pub fn filters(query: &TaskQuery, any: bool) -> impl IntoView + use<> {
    let tab = |status: Status| {
        let href = format!("/tasks{}", TaskQuery { status, ..query.first_page() });
        view! { <a href=href aria-current=(query.status == status).then_some("page")>{status.label()}</a> }
    };
    let tabs = Status::ALL.map(tab);
    view! {
        <search class="filters" hidden=!any>
            <div class="filters-row"><nav class="tabs" aria-label="Show">{tabs}</nav></div>
        </search>
    }
}

/// The way to older tasks and back.
pub fn older(query: &TaskQuery, next: Option<Cursor>) -> impl IntoView + use<> {
    let first = query.after.as_ref().map(|_| format!("/tasks{}", query.first_page()));
    let older = next.map(|cursor| format!("/tasks{}", query.page_after(cursor)));
    (first.is_some() || older.is_some()).then(|| {
        view! {
            <nav class="list-foot" aria-label="Pages">
                {first.map(|href| view! { <a class="button plain" href=href>{icon::back()}"First page"</a> })}
                {older.map(|href| view! { <a class="button" rel="next" href=href>{format!("Next {}", TaskQuery::PAGE)}{icon::on()}</a> })}
            </nav>
        }
    })
}
