//! The file that a person takes along: written piece by piece, read whole. docs/export.md describes it.

mod export;
mod import;

pub use export::Export;
pub use import::{Archive, read};

/// The form of the file. Another form is another number.
pub const VERSION: u32 = 1;
/// As many tasks as SQLite writes in some two seconds, for as long as which nobody else writes; PostgreSQL takes some seven.
pub const MAX_TASKS: usize = 10_000;
const FORMAT: &str = "cubby";
