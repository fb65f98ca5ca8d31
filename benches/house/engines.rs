//! PostgreSQL beside SQLite: the same page and the same list of two programs that differ in nothing else. It is left out where
//! no PostgreSQL can be started.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use tokio::runtime::Runtime;

use super::{
    lengths::{Asked, times},
    load,
    median::median,
    person::{Encoding, Person},
    program::Program,
    table::{Figure, Table},
};
use crate::{Outcome, progress};

const ROUNDS: usize = 3;

pub fn measure(runtime: &Runtime, table: &mut Table) -> Outcome<()> {
    let Some(cluster) = Cluster::start()? else {
        progress("there is no PostgreSQL to start, so it is left out");
        return Ok(());
    };
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let programs = [Program::over(folders[0].path(), Some(&cluster.url))?, Program::start(folders[1].path())?];
    let mut people = Vec::new();
    for program in &programs {
        people.push(runtime.block_on(Person::with_tasks(program.address))?);
    }
    let mut lists = Vec::new();
    for person in &people {
        lists.push(runtime.block_on(person.lists())?);
    }
    let pages: Vec<_> = people.iter().map(|person| person.opens("/tasks", Encoding::Plain)).collect();
    for (what, requests) in [("/tasks, plain", &pages), ("list by the API", &lists)] {
        let mut figures = [Vec::new(), Vec::new()];
        for _ in 0..ROUNDS {
            for ((person, request), figures) in people.iter().zip(requests).zip(&mut figures) {
                figures.push(runtime.block_on(load::per_second(person.host, request, 200))?);
            }
        }
        let [postgres, sqlite] = figures.map(median).map(Figure::per_second);
        table.compare(&format!("{what}, unchanged: PostgreSQL beside SQLite"), postgres, sqlite, "≥ 0.60");
    }
    for (what, requests) in [("/tasks, plain", pages), ("list by the API", lists)] {
        let mut asked = Vec::new();
        for (person, request) in people.iter().zip(requests) {
            asked.push(runtime.block_on(Asked::with(person, request))?);
        }
        let times = runtime.block_on(times([&asked[0], &asked[1]]))?;
        let [postgres, sqlite] = times.map(median).map(Figure::milliseconds);
        table.compare(&format!("{what}, read anew: PostgreSQL beside SQLite"), postgres, sqlite, "≤ 1.67");
    }
    programs.into_iter().try_for_each(Program::stop)
}

/// A PostgreSQL that goes when its shell's input ends.
struct Cluster {
    url: String,
    shell: Child,
}

impl Cluster {
    /// Nothing where there is none to start.
    fn start() -> Outcome<Option<Self>> {
        const WAIT: &str = r#"psql --quiet --dbname "$TEST_DATABASE_URL" --command 'create database cubby' &&
            echo "${TEST_DATABASE_URL%/*}/cubby" && exec cat"#;
        let mut shell = Command::new("sh")
            .args(["build/with-postgres.sh", "sh", "-c", WAIT])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut url = String::new();
        BufReader::new(shell.stdout.take().ok_or("no stdout")?).read_line(&mut url)?;
        let url = url.trim().to_owned();
        Ok(Some(Self { url, shell }).filter(|cluster| !cluster.url.is_empty()))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
