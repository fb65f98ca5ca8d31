//! What the person sees.

pub mod attempt;
pub mod components;
#[cfg(feature = "ssr")]
pub mod form_post;
pub mod islands;
pub mod json;
#[cfg(feature = "ssr")]
pub mod kept_form;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod server_fns;
