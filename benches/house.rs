//! What `make bench` measures: the program itself, from the outside, each figure beside its yardstick, in one run.
//!
//! Nothing here passes or fails by the clock: it prints a table, and fails only where something could not be measured.
#![allow(clippy::indexing_slicing, reason = "what goes wrong should stop where it went wrong")]

mod house {
    pub mod browser;
    pub mod clicks;
    pub mod client;
    pub mod crowd;
    pub mod engines;
    pub mod first_load;
    pub mod lengths;
    pub mod load;
    pub mod median;
    pub mod person;
    pub mod program;
    pub mod sameness;
    pub mod speed;
    pub mod start;
    pub mod table;
    pub mod yardstick;
}

use std::{env, error::Error, io};

use house::{
    clicks, engines, first_load, lengths,
    person::Person,
    program::Program,
    sameness, speed, start,
    table::{Figure, Table},
};
use tokio::runtime::Runtime;

const LEGEND: &str = "\
Pages and sign-ins: over 32 connections for 3 s each, the server and who asks on the same cores, the median of three.
Their yardsticks: a bare axum handler that sends a prepared page of the same size, or that reads the
list from the database and writes it each time; Argon2id on all cores, nothing else. Between two requests for a list
nothing changes, so Cubby gives what it has kept.
Wrong sign-ins: one after the other on one connection, in pairs, by a browser that another account knows. What a guess by
the time gets right, learnt from one half of the times and tried on the other, is by chance between 47 and 53 %, 19 times
in 20.
Long lists: the same page of 50 of two people, in turns, read anew since a task changed just before, the median of 101.
PostgreSQL: started for this, on the same cores; unchanged lists as pages, those read anew as long lists. Of 600 people in
turns, 50 tasks each, more are asked for than are kept, so that nearly each is read anew.
First loads: bytes over the wire with the heads. Clicks: from the browser's own time of the click until the frame that shows
it is painted, the pointer resting there. Their yardstick: a page of 50 bare buttons and one line of script.
The start and idle memory: on the filled database, the median of nine.";

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let runtime = Runtime::new()?;
    let mut table = Table::default();
    // `make bench part=engines` leaves out all the others.
    if !env::args().any(|word| word == "engines") {
        program(&runtime, &mut table)?;
    }
    progress("the same on PostgreSQL, beside SQLite");
    engines::measure(&runtime, &mut table)?;

    table.print(&mut io::stdout().lock())?;
    println!("\n{LEGEND}");
    Ok(())
}

/// The program as it is without settings.
fn program(runtime: &Runtime, table: &mut Table) -> Outcome<()> {
    let data = tempfile::tempdir()?;
    let program = Program::start(data.path())?;

    progress("filling the database");
    let person = runtime.block_on(Person::with_tasks(program.address))?;
    progress("opening pages in Chromium");
    first_load::measure(&program, &person, table)?;
    speed::measure(runtime, program.address, data.path(), &person, table)?;
    progress("clicking in Chromium");
    clicks::measure(&program, &person, table)?;
    progress("signing in wrongly, a thousand times with an account and without");
    sameness::measure(runtime, program.address, table)?;
    progress("looking through long lists");
    lengths::measure(runtime, program.address, "", table)?;
    let (after, most) = (start::memory_at_rest(&program)?, program.memory("VmHWM")?);
    program.stop()?;

    progress("starting on the database that is there");
    start::measure(runtime, data.path(), table)?;
    table.add("memory, a second after all that load", Figure::megabytes(after), "");
    table.add("memory, the most there was", Figure::megabytes(most), "");
    Ok(())
}

/// For whoever waits: the whole takes some minutes.
fn progress(doing: &str) {
    eprintln!("bench: {doing}");
}
