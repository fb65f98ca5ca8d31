//! What a browser that was never here before has to fetch, by kind.

use std::collections::BTreeMap;

use super::{
    browser,
    person::Person,
    program::Program,
    table::{Figure, Table},
};
use crate::Outcome;

type BytesByKind = BTreeMap<String, f64>;

pub fn measure(program: &Program, person: &Person, table: &mut Table) -> Outcome<()> {
    let pages: BTreeMap<String, BytesByKind> = browser::ask("first_load.mjs", program, person)?;
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
        "/tasks" => "≤ 140 kB",
        "/signin" => "≤ 15 kB",
        _ => "",
    }
}
