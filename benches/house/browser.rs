//! What a script finds out in Chromium.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde::de::DeserializeOwned;

use super::{person::Person, program::Program};
use crate::Outcome;

/// Runs a script of this folder for somebody with tasks, and reads what it says.
pub fn ask<T: DeserializeOwned>(script: &str, program: &Program, person: &Person) -> Outcome<T> {
    let said = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").join(script))
        .args([format!("http://{}", program.address), person.cookie.clone()])
        .stderr(Stdio::inherit())
        .output()?;
    if !said.status.success() {
        return Err("the browser could not be asked".into());
    }
    Ok(serde_json::from_slice(&said.stdout)?)
}
