//! A task that was deleted elsewhere while it was edited: what was typed, and the way back.

use leptos::prelude::*;

use super::task_versions::typed;
use crate::{
    domain::{Error, Field, TaskId, TaskQuery, UserId},
    web::{
        attempt::Attempt,
        components::field::{DescriptionField, DueField, PriorityField, TaskText, TitleField, person_field},
    },
};

/// What was typed, with the offer to bring the task back with it.
pub(super) fn view(owner: UserId, id: TaskId, query: &TaskQuery, attempt: &Attempt) -> impl IntoView + use<> {
    let TaskText { title, description, priority, due_date } = typed(attempt, TaskText::default());
    let problem = |field| attempt.problem(field);
    let title_first = problem(Field::Title).is_some();
    let is_read = !matches!(attempt.error, Error::Invalid(_));
    view! {
        <main id="main" class="page">
            <header class="page-head">
                <h1>"Deleted elsewhere"</h1>
                <p class="lead soft" role="alert">"This task was deleted while you were editing it. What you typed is still here."</p>
            </header>
            <div class="well one">
                <form class="pair" method="post" action=format!("/fn/bring_back{query}") aria-label="Edit task" novalidate>
                    {person_field(owner)}
                    <input type="hidden" name="id" value=id.to_string() />
                    <TitleField id="title" value=title problem=problem(Field::Title) autofocus=title_first />
                    <DescriptionField id="description" value=description rows="3" placeholder="" problem=problem(Field::Description) />
                    <PriorityField id="priority" chosen=priority />
                    <DueField id="due" value=due_date problem=problem(Field::DueDate) />
                    <div class="actions wide">
                        <button class="button main" autofocus=is_read>"Bring it back"</button>
                        <a class="button plain" href=format!("/tasks{query}")>"Leave it deleted"</a>
                    </div>
                </form>
            </div>
        </main>
    }
}
