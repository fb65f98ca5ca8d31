//! What only the server may do. It never names `web`.

pub mod api;
pub mod auth;
pub mod clock;
pub mod config;
pub mod http;
pub mod problem;
pub mod random;
pub mod state;
pub mod store;
