//! What is answered, in the shapes that the document describes.

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    domain::{self, Email, Name, Priority, TaskDescription, TaskId, TaskTitle, Timestamp, UserId},
    server::{auth::accounts::SignedIn, store::task_lists::TaskPage},
};

/// A task.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019e5a3b-7c51-7d20-9a4e-2f6b8c1d0e35",
    "user_id": "019e5a3a-1f04-7b92-8c3d-5a7e9f2b4d61",
    "title": "Buy milk",
    "description": "The blue one",
    "is_completed": false,
    "priority": "medium",
    "due_date": "2026-12-24T00:00:00Z",
    "created_at": "2026-11-21T08:30:00.25Z",
    "updated_at": "2026-11-21T08:30:00.25Z",
    "completed_at": null
}))]
#[allow(missing_docs)]
pub struct Task {
    #[schema(value_type = String, format = "uuid")]
    id: TaskId,
    /// Whose it is.
    #[schema(value_type = String, format = "uuid")]
    user_id: UserId,
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    title: TaskTitle,
    #[schema(value_type = Option<String>, required, max_length = 1000)]
    description: Option<TaskDescription>,
    is_completed: bool,
    priority: PriorityWord,
    #[schema(value_type = Option<String>, required, format = "date-time")]
    due_date: Option<Moment>,
    #[schema(value_type = String, format = "date-time")]
    created_at: Moment,
    #[schema(value_type = String, format = "date-time")]
    updated_at: Moment,
    /// When it was completed; null while it is open.
    #[schema(value_type = Option<String>, required, format = "date-time")]
    completed_at: Option<Moment>,
}

impl Task {
    /// The task of this person.
    #[must_use]
    pub fn of(owner: UserId, task: domain::Task) -> Self {
        Self {
            id: task.id,
            user_id: owner,
            is_completed: task.is_completed(),
            title: task.title,
            description: task.description,
            priority: task.priority.into(),
            due_date: task.due_date.map(|due| Moment(due.moment())),
            created_at: Moment(task.created_at),
            updated_at: Moment(task.updated_at),
            completed_at: task.completed_at.map(Moment),
        }
    }
}

/// How much a task matters.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Priority)]
#[allow(missing_docs)]
pub enum PriorityWord {
    Low,
    Medium,
    High,
}

impl From<Priority> for PriorityWord {
    fn from(priority: Priority) -> Self {
        match priority {
            Priority::Low => Self::Low,
            Priority::Medium => Self::Medium,
            Priority::High => Self::High,
        }
    }
}

/// A moment as RFC 3339 has it, in UTC.
#[derive(Debug)]
pub struct Moment(Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.rfc3339())
    }
}

/// A stretch of a list.
#[derive(Debug, Serialize, ToSchema)]
#[allow(missing_docs)]
pub struct TaskList {
    pub tasks: Vec<Task>,
    /// How many tasks the whole list has.
    pub total: u32,
    /// What `cursor` has to be for what follows; null at the end of the list.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

impl TaskList {
    /// A stretch of this person's list.
    #[must_use]
    pub fn of(owner: UserId, page: TaskPage) -> Self {
        Self {
            tasks: page.tasks.into_iter().map(|task| Task::of(owner, task)).collect(),
            total: page.total,
            next_cursor: page.next.map(|cursor| cursor.to_string()),
        }
    }
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019e5a3a-1f04-7b92-8c3d-5a7e9f2b4d61",
    "email": "ann@example.com",
    "name": "Ann"
}))]
#[allow(missing_docs)]
pub struct User {
    #[schema(value_type = String, format = "uuid")]
    id: UserId,
    #[schema(value_type = String, format = "email")]
    email: Email,
    #[schema(value_type = Option<String>, required)]
    name: Option<Name>,
}

impl From<domain::User> for User {
    fn from(user: domain::User) -> Self {
        Self { id: user.id, email: user.email, name: user.name }
    }
}

/// A session that has just begun.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "access_token": "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiIsImtpZCI6Ik1yYm5KRzJsIn0.eyJpc3MiOiJjdWJieSJ9.c2lnbmF0dXJl",
    "token_type": "bearer",
    "expires_in": 2_592_000,
    "user": { "id": "019e5a3a-1f04-7b92-8c3d-5a7e9f2b4d61", "email": "ann@example.com", "name": "Ann" }
}))]
#[allow(missing_docs)]
pub struct Session {
    /// What `Authorization: Bearer` carries. It is told once and kept nowhere.
    access_token: String,
    #[schema(value_type = String, pattern = "^bearer$")]
    token_type: &'static str,
    /// Seconds until it expires, however much it is used. Without use it expires sooner.
    expires_in: u64,
    user: User,
}

impl Session {
    /// The answer to whoever signed up or in.
    #[must_use]
    pub fn of(session: SignedIn, now: Timestamp) -> Self {
        Self {
            access_token: session.token,
            token_type: "bearer",
            expires_in: session.expires_at.since(now).as_secs(),
            user: session.user.into(),
        }
    }
}
