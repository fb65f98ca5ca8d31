//! The fields of a task, for the composer, the editor and the task's own page.

use leptos::prelude::*;

use super::icon;
use crate::domain::{Priority, Task, TaskDescription};

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
            description: task.description.as_ref().map_or_else(String::new, |text| TaskDescription::as_str(text).to_owned()),
            priority: task.priority.as_str().to_owned(),
            due_date: task.due_date.map_or_else(String::new, crate::domain::DueDate::input_value),
        }
    }
}

/// What is wrong with a field, below it.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] words: Signal<Option<String>>) -> impl IntoView {
    move || words.get().map(|words| view! { <p class="error" id=id.clone()>{icon::alert()}{words}</p> })
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
                <select class="input" id=id.clone() name="priority">{Priority::ALL.map(option)}</select>
                {icon::down()}
            </span>
        </div>
    }
}

/// The choice of a day.
#[component]
pub fn DueField(#[prop(into)] id: String, value: String, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    view! {
        <div class="field">
            <label for=id.clone()>"Due date"</label>
            <input class="input" id=id.clone() name="due_date" type="date" value=value
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described.clone()) />
            <FieldError id=error_id words=error />
        </div>
    }
}

/// The text below the title.
#[component]
pub fn DescriptionField(#[prop(into)] id: String, value: String, rows: u8, placeholder: &'static str, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    view! {
        <div class="field wide">
            <label for=id.clone()>"Description"</label>
            <textarea class="input" id=id.clone() name="description" rows=rows.to_string() maxlength="1000" placeholder=placeholder
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described.clone())>{value}</textarea>
            <FieldError id=error_id words=error />
        </div>
    }
}
