//! What was measured, in columns.

use std::{
    fmt,
    io::{self, Write},
};

const HEAD: [&str; 5] = ["what", "figure", "yardstick", "ratio", "target"];

#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 5]>,
}

/// A number with its unit.
#[derive(Clone, Copy)]
pub struct Figure {
    number: f64,
    decimals: usize,
    unit: &'static str,
}

impl Table {
    pub fn add(&mut self, what: &str, figure: Figure, target: &str) {
        self.rows.push([what, &figure.to_string(), "", "", target].map(str::to_owned));
    }

    pub fn compare(&mut self, what: &str, figure: Figure, yardstick: Figure, target: &str) {
        let ratio = format!("{:.2}", figure.number / yardstick.number);
        self.rows.push([what, &figure.to_string(), &yardstick.to_string(), &ratio, target].map(str::to_owned));
    }

    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let head = HEAD.map(str::to_owned);
        let rows = || std::iter::once(&head).chain(&self.rows);
        let mut widths = [0; HEAD.len()];
        for row in rows() {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        let [first, second, third, fourth, fifth] = widths;
        for [what, figure, yardstick, ratio, target] in rows() {
            let line =
                format!("{what:<first$}  {figure:>second$}  {yardstick:>third$}  {ratio:>fourth$}  {target:>fifth$}");
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

impl Figure {
    pub fn per_second(number: f64) -> Self {
        Self { number, decimals: 0, unit: "/s" }
    }

    pub fn percent(share: f64) -> Self {
        Self { number: share * 100.0, decimals: 1, unit: "%" }
    }

    pub fn milliseconds(seconds: f64) -> Self {
        Self { number: seconds * 1_000.0, decimals: 1, unit: "ms" }
    }

    pub fn kilobytes(bytes: f64) -> Self {
        Self { number: bytes / 1_000.0, decimals: 1, unit: "kB" }
    }

    pub fn megabytes(bytes: f64) -> Self {
        Self { number: bytes / 1_000_000.0, decimals: 1, unit: "MB" }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, decimals, unit } = self;
        write!(f, "{number:.decimals$} {unit}")
    }
}
