//! `bindgen <wasm> <folder>`: what the compiler makes of the islands, as a module that a browser loads.
//!
//! The command of wasm-bindgen does the same, and takes five times as long to compile for what is not used here.

use std::{env, error::Error};

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(wasm), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bindgen <wasm> <folder>".into());
    };
    Bindgen::new()
        .input_path(wasm)
        .out_name("cubby")
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .generate(folder)?;
    Ok(())
}
