//! Says when to compile again although no source has changed: the program holds migrations and pages' files inside itself.

use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "cargo talks to build scripts through the environment")]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return Ok(());
    }
    println!("cargo:rerun-if-changed=migrations");
    // A debug program reads the pages' files from the disk.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        // Cargo takes a watched path that is missing for a change, every time.
        fs::create_dir_all("target/site")?;
        println!("cargo:rerun-if-changed=target/site");
    }
    Ok(())
}
