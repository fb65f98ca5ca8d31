//! `cargo fuzz run archive`
#![no_main]

#[path = "../looks.rs"]
#[allow(dead_code)]
mod looks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| looks::archive(bytes));
