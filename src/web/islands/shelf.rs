//! What the server found: the state of the list. The first comes in the page beside the list, as data, and the next ones
//! as the answers to what the person looks for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{Marks, Offer, Status, Task, Timestamp},
    web::components::{calendar::Calendar, language::Language},
};

/// A page of tasks, and when and how it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Shelf {
    /// The tab that is open.
    pub status: Status,
    /// What was asked for, as it stands in an address. The browser is not sent what could read it.
    pub query: String,
    /// What narrows the list, in words; nothing where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed: Option<String>,
    /// Whether the order is another one than that of making.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_sorted: bool,
    /// What is said where a search finds nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<String>,
    /// The way back, where this is not the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_page: Option<String>,
    /// The time where the person is.
    pub now: Timestamp,
    /// The language of their days, where it is not English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub tasks: Vec<Task>,
    /// What was found in each of the tasks; nothing where nothing was looked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// How many tasks there are on this page and the others.
    pub total: u32,
    pub open: u32,
    /// Whether the person has any task, shown here or not.
    pub any: bool,
    /// What was done last, and can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// What could not be done, where a form came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// What was found in a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Found {
    pub title: Marks,
    pub description: Marks,
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

    /// By which its days are said.
    pub(super) fn calendar(&self) -> Calendar {
        Calendar::new(self.now, self.language.as_deref().map(Language::of).unwrap_or_default())
    }

    /// The one that the script has fetched; none where it could not.
    #[cfg(target_arch = "wasm32")]
    pub(super) fn fetched(detail: wasm_bindgen::JsValue) -> Option<Self> {
        crate::web::json::read_value(detail).ok()
    }

    /// Nothing is fetched while a page is made.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn fetched(_: wasm_bindgen::JsValue) -> Option<Self> {
        None
    }
}
