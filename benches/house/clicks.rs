//! How soon a click shows what it does.

use super::{
    browser,
    median::median,
    person::Person,
    program::Program,
    table::{Figure, Table},
};
use crate::Outcome;

pub fn measure(program: &Program, person: &Person, table: &mut Table) -> Outcome<()> {
    let delays: Vec<f64> = browser::ask("click.mjs", program, person)?;
    let seconds: Vec<f64> = delays.into_iter().map(|milliseconds| milliseconds / 1_000.0).collect();
    let slowest = seconds.iter().copied().fold(0.0, f64::max);
    table.add("a click until its effect is painted, 4x slowdown", Figure::milliseconds(median(seconds)), "≤ 50 ms");
    table.add("  the slowest of 40", Figure::milliseconds(slowest), "");
    Ok(())
}
