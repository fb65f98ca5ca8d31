//! The program from the outside, over a real database file, without a socket.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails should stop where it failed"
)]

mod account;
mod api;
mod api_lists;
mod api_problems;
mod api_retries;
mod api_tokens;
mod architecture;
mod attacks;
mod both_faces;
mod browser;
mod commands;
mod copies;
mod corpus;
mod ended;
mod find;
mod forms;
mod found;
mod guessing;
mod headers;
mod isolation;
mod kept_forms;
mod line;
mod old_stack;
mod old_stack_postgres;
mod openapi;
mod outage;
mod pages;
mod pgbouncer;
mod postgres;
mod postgres_server;
mod process;
mod program;
mod promises;
mod psql;
mod recovery;
mod schemas;
mod script;
mod sessions;
mod tasks;
mod test_app;
mod tls;
mod transfer;
mod two_places;
mod undo;
mod walls;
