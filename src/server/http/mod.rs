//! Layers that belong to no subject.

pub mod assets;
pub mod client;
pub mod cookies;
pub mod count;
pub mod csrf;
pub mod headers;
pub mod limits;
pub mod listen;
pub mod log;
pub mod navigation;
mod unread;
