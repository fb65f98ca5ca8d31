//! Cubby: a task list for many people on one server, where each person's tasks are theirs alone.
//!
//! In reading order, from what is true to what listens on a port. A file names only files on lower floors.

// A page's view is one type; the compiler counts how deep it goes.
#![recursion_limit = "256"]

/// What is true: types that cannot hold a wrong value. Both builds.
pub mod domain;

/// What only the server may do: settings, storage, who is asking, layers.
#[cfg(feature = "ssr")]
pub mod server;

/// What the person sees: server functions, islands, components, pages.
pub mod web;

/// The table of pages.
#[cfg(feature = "ssr")]
pub mod app;

/// From settings to a router to a port.
#[cfg(feature = "ssr")]
pub mod startup;

/// Called once by `start.js`, before it wakes each island of the page.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    // A panic is a bug: while developing, the browser's console says which. Released, the page goes on as plain forms.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::hydrate_islands();
}
