//! What the server found: the first state of the list. It comes in the page beside the list, as data.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::{Status, Task, Timestamp};

/// A page of tasks, and when and how it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Shelf {
    /// The tab that is open.
    pub status: Status,
    /// What was asked for, as it stands in an address. The browser is not sent what could read it.
    pub query: String,
    /// The way back, where this is not the first page.
    pub first_page: Option<String>,
    pub now: Timestamp,
    pub tasks: Vec<Task>,
    pub open: u32,
    /// Whether the person has any task, shown here or not.
    pub any: bool,
}

impl Shelf {
    /// The id of the element that holds it.
    pub const ID: &str = "shelf";

    /// That of the page being made, which has given it to whoever is inside.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn here() -> Self {
        expect_context()
    }

    /// That of this page. Without it the island is not woken, and the page goes on as plain forms.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn here() -> Self {
        let data =
            document().get_element_by_id(Self::ID).and_then(|element| element.text_content()).unwrap_or_default();
        match crate::web::json::read(&data) {
            Ok(shelf) => shelf,
            Err(error) => wasm_bindgen::throw_str(&error.to_string()),
        }
    }
}
