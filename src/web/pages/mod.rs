//! Whole pages, each a handler: what it needs is in its signature, what it says is a view.

pub mod account;
pub mod api_docs;
pub mod deleted;
mod document;
pub mod error;
pub mod home;
pub mod kept;
mod password_field;
pub mod reset;
pub mod sign_in;
pub mod sign_up;
pub mod task;
mod task_gone;
mod task_list;
mod task_versions;
pub mod tasks;
mod text_field;
pub mod transfer;
mod visit;

pub use visit::{Failure, Person, Visit};
