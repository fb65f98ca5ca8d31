//! Whole pages, each a handler: what it needs is in its signature, what it says is a view.

pub mod account;
pub mod api_docs;
mod document;
pub mod error;
pub mod home;
mod password_field;
pub mod reset;
pub mod sign_in;
pub mod sign_up;
pub mod task;
mod task_list;
pub mod tasks;
mod text_field;
pub mod transfer;
mod visit;

pub use visit::{Failure, Person, Visit};
