//! What only the server may do. It never names `web`.

pub mod api;
pub mod archive;
pub mod auth;
pub mod clock;
pub mod command;
pub mod config;
pub mod http;
pub mod kept;
pub mod metrics;
pub mod problem;
pub mod random;
pub mod security;
pub mod state;
pub mod store;
