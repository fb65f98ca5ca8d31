//! How soon a program that starts on a database full of data answers, and what memory it needs at rest.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use tokio::runtime::Runtime;

use super::{
    client::Connection,
    median::median,
    program::Program,
    table::{Figure, Table},
};
use crate::Outcome;

const STARTS: usize = 9;
const REST: Duration = Duration::from_secs(1);

pub fn measure(runtime: &Runtime, data: &Path, table: &mut Table) -> Outcome<()> {
    let mut seconds = Vec::new();
    let mut idle = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let program = Program::start(data)?;
        runtime.block_on(first_page(&program))?;
        seconds.push(began.elapsed().as_secs_f64());
        idle.push(memory_at_rest(&program)?);
        program.stop()?;
    }
    table.add("from exec to the first 200", Figure::milliseconds(median(seconds)), "< 100 ms");
    table.add("memory, idle", Figure::megabytes(median(idle)), "< 20 MB");
    Ok(())
}

/// What is in use after a second in which nothing was asked.
pub fn memory_at_rest(program: &Program) -> Outcome<f64> {
    thread::sleep(REST);
    program.memory("VmRSS")
}

async fn first_page(program: &Program) -> Outcome<()> {
    let mut connection = Connection::open(program.address).await?;
    let request = format!("GET /signin HTTP/1.1\r\nhost: {}\r\naccept: text/html\r\n\r\n", program.address);
    match connection.send(request.as_bytes()).await?.status {
        200 => Ok(()),
        status => Err(format!("the first page was answered with {status}").into()),
    }
}
