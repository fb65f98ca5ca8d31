//! Parts that pages and islands are made of. They know nothing of either.
#![allow(missing_docs, reason = "what a component is given is said by its own doc")]

pub mod calendar;
pub mod drawing;
pub mod field;
pub mod icon;
pub mod language;
