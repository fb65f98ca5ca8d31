//! What is asked for, in the shapes that the document describes. Texts are parsed by the same types as those of forms.
#![expect(clippy::option_option, reason = "a field is not named, or taken away, or this")]

use utoipa::ToSchema;

use super::{
    answers::PriorityWord,
    body::{Fields, Given, Shape},
};
use crate::domain::{
    DueChange, DueDate, Field, Priority, Problem, TaskChanges, TaskDescription, TaskDraft, TaskTitle, Timestamp,
};

/// An account to make.
#[derive(ToSchema)]
#[schema(example = json!({
    "email": "ann@example.com",
    "password": "correct-horse-7",
    "name": "Ann"
}))]
#[allow(missing_docs)]
pub struct NewAccount {
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// Not one of the common ones, not the e-mail, not the name.
    #[schema(format = "password", min_length = 8, max_length = 128)]
    pub password: String,
    #[schema(value_type = Option<String>, max_length = 100, pattern = r"^[^\u0000]*$")]
    pub name: String,
}

impl Shape for NewAccount {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = match fields.text("name") {
            Given::Value(name) => name,
            Given::Null | Given::Absent => String::new(),
        };
        let Credentials { email, password } = Credentials::read(fields)?;
        Some(Self { email, password, name })
    }
}

/// An e-mail and a password.
#[derive(ToSchema)]
#[schema(example = json!({
    "email": "ann@example.com",
    "password": "correct-horse-7"
}))]
#[allow(missing_docs)]
pub struct Credentials {
    pub email: String,
    #[schema(format = "password")]
    pub password: String,
}

impl Shape for Credentials {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (email, password) = (required_text(fields, "email"), required_text(fields, "password"));
        Some(Self { email: email?, password: password? })
    }
}

/// A task to add.
#[derive(ToSchema)]
#[schema(example = json!({
    "title": "Buy milk",
    "description": "The blue one",
    "priority": "medium",
    "due_date": "2026-12-24T00:00:00Z"
}))]
#[allow(missing_docs)]
pub struct NewTask {
    #[schema(value_type = String, min_length = 1, max_length = 200, pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$")]
    title: TaskTitle,
    #[schema(value_type = Option<String>, max_length = 1000, pattern = r"^[^\u0000]*$")]
    description: Option<TaskDescription>,
    /// Medium unless said otherwise.
    #[schema(value_type = PriorityWord, required = false)]
    priority: Priority,
    /// A moment with its offset, in the years 1 to 9999; a day alone is its beginning in UTC.
    #[schema(value_type = Option<String>, format = "date-time", pattern = "^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-")]
    due_date: Option<DueDate>,
}

impl Shape for NewTask {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let title = match fields.text("title") {
            Given::Value(title) => fields.accept("title", TaskTitle::choose(&title)),
            Given::Null | Given::Absent => fields.accept("title", Err(Problem::TitleRequired)),
        };
        let (description, priority, due_date) = (description(fields), priority(fields), due_date(fields));
        Some(Self {
            title: title?,
            description: description.flatten(),
            priority: priority.unwrap_or_default(),
            due_date: due_date.flatten(),
        })
    }
}

impl From<NewTask> for TaskDraft {
    fn from(task: NewTask) -> Self {
        Self { title: task.title, description: task.description, priority: task.priority, due_date: task.due_date }
    }
}

/// What is to change in a task: what is not named stays, `null` takes away.
#[derive(ToSchema)]
#[schema(example = json!({ "title": "Buy oat milk", "due_date": null }))]
#[allow(missing_docs)]
pub struct TaskUpdate {
    #[schema(value_type = String, required = false, min_length = 1, max_length = 200, pattern = r"^[^\u0000]*[^\s\u0000][^\u0000]*$")]
    title: Option<TaskTitle>,
    #[schema(value_type = Option<String>, max_length = 1000, pattern = r"^[^\u0000]*$")]
    description: Option<Option<TaskDescription>>,
    #[schema(value_type = PriorityWord, required = false)]
    priority: Option<Priority>,
    /// A moment with its offset, in the years 1 to 9999; a day alone is its beginning in UTC.
    #[schema(value_type = Option<String>, format = "date-time", pattern = "^(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-")]
    due_date: Option<Option<DueDate>>,
    #[schema(value_type = bool, required = false)]
    is_completed: Option<bool>,
}

impl Shape for TaskUpdate {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let title = match fields.text("title") {
            Given::Absent => None,
            Given::Null => fields.accept("title", Err(Problem::TitleRequired)),
            Given::Value(title) => fields.accept("title", TaskTitle::choose(&title)),
        };
        let is_completed = match fields.bool("is_completed") {
            Given::Absent => None,
            Given::Null => {
                fields.refuse("is_completed", "This must be true or false");
                None
            }
            Given::Value(is_completed) => Some(is_completed),
        };
        let (description, priority, due_date) = (description(fields), priority(fields), due_date(fields));
        Some(Self { title, description, priority, due_date, is_completed })
    }
}

impl From<TaskUpdate> for TaskChanges {
    fn from(update: TaskUpdate) -> Self {
        let TaskUpdate { title, description, priority, due_date, is_completed } = update;
        Self { title, description, priority, due_date: due_date.map(DueChange::Moment), is_completed }
    }
}

/// Whether a task is to be completed or open.
#[derive(ToSchema)]
#[schema(example = json!({ "is_completed": true }))]
#[allow(missing_docs)]
pub struct Completion {
    pub is_completed: bool,
}

impl Shape for Completion {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        if let Given::Value(is_completed) = fields.bool("is_completed") {
            return Some(Self { is_completed });
        }
        fields.refuse("is_completed", "This must be true or false");
        None
    }
}

fn required_text(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    if let Given::Value(text) = fields.text(name) {
        return Some(text);
    }
    fields.refuse(name, "This is required");
    None
}

fn description(fields: &mut Fields<'_>) -> Option<Option<TaskDescription>> {
    match fields.text(Field::Description.name()) {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(text) => fields.accept(Field::Description.name(), TaskDescription::parse(&text)),
    }
}

fn priority(fields: &mut Fields<'_>) -> Option<Priority> {
    match fields.text(Field::Priority.name()) {
        Given::Absent => None,
        Given::Null => fields.accept(Field::Priority.name(), Err(Problem::PriorityUnknown)),
        Given::Value(word) => fields.accept(Field::Priority.name(), word.parse()),
    }
}

fn due_date(fields: &mut Fields<'_>) -> Option<Option<DueDate>> {
    match fields.text(Field::DueDate.name()) {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(text) => fields.accept(Field::DueDate.name(), parse_due(&text).map(Some)),
    }
}

/// A moment as RFC 3339 writes it, or a day.
fn parse_due(text: &str) -> Result<DueDate, Problem> {
    let moment = Timestamp::parse_rfc3339(text).ok().map(DueDate::at);
    let day = || DueDate::parse(text).ok().flatten().filter(|due| due.input_value() == text);
    moment.or_else(day).ok_or(Problem::DueDateInvalid)
}
