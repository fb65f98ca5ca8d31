//! What a browser that was never here before has to fetch, by kind.

use std::{
    collections::BTreeMap,
    path::Path,
    process::{Command, Stdio},
};

use super::{
    person::Person,
    program::Program,
    table::{Figure, Table},
};
use crate::Outcome;

type BytesByKind = BTreeMap<String, f64>;

pub fn measure(program: &Program, person: &Person, table: &mut Table) -> Outcome<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/first_load.mjs");
    let said = Command::new("node")
        .arg(script)
        .args([format!("http://{}", program.address), person.cookie.clone()])
        .stderr(Stdio::inherit())
        .output()?;
    if !said.status.success() {
        return Err("the browser could not be asked".into());
    }
    let pages: BTreeMap<String, BytesByKind> = serde_json::from_slice(&said.stdout)?;
    for (path, kinds) in pages {
        table.add(&format!("first load of {path}"), Figure::kilobytes(kinds.values().sum()), target(&path));
        for (kind, bytes) in kinds {
            table.add(&format!("  {kind}"), Figure::kilobytes(bytes), "");
        }
    }
    Ok(())
}

fn target(path: &str) -> &'static str {
    match path {
        "/tasks" => "≤ 120 kB",
        "/signin" => "≤ 15 kB",
        _ => "",
    }
}
