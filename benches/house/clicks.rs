//! How soon a click shows what it does.

use std::collections::BTreeMap;

use super::{
    browser,
    median::median,
    person::Person,
    program::Program,
    table::{Figure, Table},
};
use crate::Outcome;

pub fn measure(program: &Program, person: &Person, table: &mut Table) -> Outcome<()> {
    let mut delays: BTreeMap<String, Vec<f64>> = browser::ask("click.mjs", program, person)?;
    let bare = typical(&delays.remove("bare").ok_or("the bare page was not clicked on")?);
    for (deed, delays) in delays {
        table.compare(&format!("a click to {deed}, 4x slowdown"), typical(&delays), bare, "≤ 50 ms");
        let slowest = delays.iter().copied().fold(0.0, f64::max);
        table.add(&format!("  the slowest of {}", delays.len()), Figure::milliseconds(slowest / 1_000.0), "");
    }
    Ok(())
}

fn typical(delays: &[f64]) -> Figure {
    Figure::milliseconds(median(delays.to_vec()) / 1_000.0)
}
