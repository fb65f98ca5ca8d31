//! The parts of a page that live in the browser too. The server renders the same, as forms that work by themselves.
#![allow(missing_docs, reason = "what a component is given is said by its own doc")]

mod action;
mod board;
mod browser;
mod found_list;
mod queue;
mod refusal;
mod row;
mod row_editor;
mod shelf;
mod task_board;
mod task_row;
mod toast;

pub use shelf::{Found, Shelf};
pub use task_board::TaskBoard;
