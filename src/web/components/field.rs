//! The fields of a task, for the composer, the editor and the task's own page.

use leptos::prelude::*;

use super::icon;
use crate::{
    domain::{DueDate, Priority, Task, TaskDescription, TaskDraft, UserId},
    web::attempt::Attempt,
};

/// What stands in the fields to begin with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TaskText {
    pub title: String,
    pub description: String,
    pub priority: String,
    pub due_date: String,
}

impl From<&Task> for TaskText {
    fn from(task: &Task) -> Self {
        Self {
            title: task.title.as_str().to_owned(),
            description: task.description.as_ref().map(TaskDescription::as_str).unwrap_or_default().to_owned(),
            priority: task.priority.as_str().to_owned(),
            due_date: task.due_date.map(DueDate::input_value).unwrap_or_default(),
        }
    }
}

impl From<&TaskDraft> for TaskText {
    fn from(draft: &TaskDraft) -> Self {
        Self {
            title: draft.title.as_str().to_owned(),
            description: draft.description.as_ref().map(TaskDescription::as_str).unwrap_or_default().to_owned(),
            priority: draft.priority.as_str().to_owned(),
            due_date: draft.due_date.map(DueDate::input_value).unwrap_or_default(),
        }
    }
}

/// Whose page a form stands on: what one person typed is neither done nor shown where another has signed in meanwhile.
pub fn person_field(person: UserId) -> impl IntoView {
    view! { <input type="hidden" name=Attempt::PERSON value=person.to_string() /> }
}

/// What is wrong with a field, below it.
pub fn field_error(id: String, problem: Option<String>) -> impl IntoView {
    problem.map(|words| view! { <p class="error" id=id>{icon::alert()}{words}</p> })
}

/// The title, where it has a field of its own.
#[component]
pub fn TitleField(#[prop(into)] id: String, value: String, problem: Option<String>, autofocus: bool) -> impl IntoView {
    let error_id = format!("{id}-error");
    let is_wrong = problem.is_some();
    view! {
        <div class="field wide">
            <label for=id.clone()>"Title"</label>
            <input class="input" id=id name="title" value=value autocomplete="off" required dir="auto" autofocus=autofocus
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| error_id.clone()) />
            {field_error(error_id, problem)}
        </div>
    }
}

/// The text below the title.
#[component]
pub fn DescriptionField(
    #[prop(into)] id: String,
    value: String,
    rows: &'static str,
    placeholder: &'static str,
    problem: Option<String>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let is_wrong = problem.is_some();
    view! {
        <div class="field wide">
            <label for=id.clone()>"Description"</label>
            <textarea class="input" id=id name="description" rows=rows placeholder=placeholder dir="auto"
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| error_id.clone())>{value}</textarea>
            {field_error(error_id, problem)}
        </div>
    }
}

/// The choice of a priority.
#[component]
pub fn PriorityField(#[prop(into)] id: String, chosen: String) -> impl IntoView {
    let chosen = chosen.parse().unwrap_or(Priority::Medium);
    let option = move |priority: Priority| view! { <option value=priority.as_str() selected=priority == chosen>{priority.label()}</option> };
    view! {
        <div class="field">
            <label for=id.clone()>"Priority"</label>
            <span class="ends">
                <select class="input" id=id name="priority">{Priority::ALL.map(option)}</select>
                {icon::down()}
            </span>
        </div>
    }
}

/// The choice of a day.
#[component]
pub fn DueField(#[prop(into)] id: String, value: String, problem: Option<String>) -> impl IntoView {
    let error_id = format!("{id}-error");
    let is_wrong = problem.is_some();
    view! {
        <div class="field">
            <label for=id.clone()>"Due date"</label>
            <input class="input" id=id name="due_date" type="date" value=value
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| error_id.clone()) />
            {field_error(error_id, problem)}
        </div>
    }
}
