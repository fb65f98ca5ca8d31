//! The door: what the shell said goes in, an exit code comes out.

use std::process::ExitCode;

use clap::Parser;
use cubby::{server::config::CommandLine, startup};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match startup::main(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("cubby: {sentence}");
            ExitCode::FAILURE
        }
    }
}
