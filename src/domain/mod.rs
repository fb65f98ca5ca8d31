//! What is true, whoever asks: types that cannot hold a wrong value, and the words for what is wrong.
//!
//! Compiled for the server and for the browser. No I/O, no clock, no framework.

mod due_date;
mod email;
mod error;
mod id;
mod local_path;
mod name;
mod password;
mod priority;
mod search;
mod shortcuts;
mod sort;
mod task;
mod task_description;
mod task_query;
mod task_title;
mod text;
mod theme;
mod timestamp;
mod undo;
mod user;
mod words;

pub use due_date::DueDate;
pub use email::Email;
pub use error::{Error, Field, Problem};
pub use id::{DeviceId, SessionId, TaskId, UndoId, UserId};
pub use local_path::LocalPath;
pub use name::Name;
pub use password::Password;
pub use priority::Priority;
pub use search::{Marks, Search};
pub use shortcuts::Shortcuts;
pub use sort::{Cursor, Sort, SortBy, SortKey};
pub use task::{DueChange, Task, TaskChanges, TaskDraft};
pub use task_description::TaskDescription;
pub use task_query::{NotOffered, Priorities, Status, TaskQuery};
pub use task_title::TaskTitle;
pub use theme::Theme;
pub use timestamp::Timestamp;
pub use undo::{Deed, Done, Offer};
pub use user::User;
