//! PostgreSQL beside SQLite: the same page and the same list of two programs that differ in nothing else. It is left out where
//! no PostgreSQL can be started.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use tokio::runtime::Runtime;

use super::{
    crowd,
    lengths::{self, Asked, times},
    load,
    median::median,
    person::{Encoding, Person},
    program::Program,
    table::{Figure, Table},
};
use crate::{Outcome, progress};

const ROUNDS: usize = 3;
const BESIDE: &str = "PostgreSQL beside SQLite";

pub fn measure(runtime: &Runtime, table: &mut Table) -> Outcome<()> {
    let Some(cluster) = Cluster::start()? else {
        progress("there is no PostgreSQL to start, so it is left out");
        return Ok(());
    };
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let [postgres, sqlite] = [(folders[0].path(), Some(cluster.url.as_str())), (folders[1].path(), None)];
    for (folder, database) in [postgres, sqlite] {
        crowd::seed(folder, database)?;
    }
    let programs = [Program::over(postgres.0, postgres.1)?, Program::over(sqlite.0, sqlite.1)?];
    let hosts = [programs[0].address, programs[1].address];
    one_person(runtime, hosts, table)?;
    progress("looking through long lists in PostgreSQL");
    lengths::measure(runtime, hosts[0], " in PostgreSQL", table)?;
    progress("the same for many people");
    let crowds = [crowd::gather(runtime, hosts[0])?, crowd::gather(runtime, hosts[1])?];
    for (what, requests) in [
        ("/tasks, plain", crowds.each_ref().map(|crowd| crowd.pages.as_slice())),
        ("list by the API", crowds.each_ref().map(|crowd| crowd.lists.as_slice())),
    ] {
        rates(runtime, &format!("{what}, of {} people in turns", requests[0].len()), hosts, requests, table)?;
    }
    programs.into_iter().try_for_each(Program::stop)
}

/// A person whose lists do not change, and do.
fn one_person(runtime: &Runtime, hosts: [SocketAddr; 2], table: &mut Table) -> Outcome<()> {
    let (mut pages, mut lists) = (Vec::new(), Vec::new());
    let mut people = Vec::new();
    for host in hosts {
        let person = runtime.block_on(Person::with_tasks(host))?;
        pages.push([person.opens("/tasks", Encoding::Plain)]);
        lists.push([runtime.block_on(person.lists())?]);
        people.push(person);
    }
    let subjects = [("/tasks, plain", pages), ("list by the API", lists)];
    for (what, requests) in &subjects {
        rates(runtime, &format!("{what}, unchanged"), hosts, [&requests[0], &requests[1]], table)?;
    }
    for (what, requests) in subjects {
        let mut asked = Vec::new();
        for (person, [request]) in people.iter().zip(requests) {
            asked.push(runtime.block_on(Asked::with(person, request))?);
        }
        let times = runtime.block_on(times([&asked[0], &asked[1]]))?;
        let [postgres, sqlite] = times.map(median).map(Figure::milliseconds);
        table.compare(&format!("{what}, read anew: {BESIDE}"), postgres, sqlite, "≤ 1.67");
    }
    Ok(())
}

/// How many of these requests are answered in a second by each.
fn rates(
    runtime: &Runtime,
    what: &str,
    hosts: [SocketAddr; 2],
    requests: [&[String]; 2],
    table: &mut Table,
) -> Outcome<()> {
    let mut figures = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((host, requests), figures) in hosts.into_iter().zip(requests).zip(&mut figures) {
            figures.push(runtime.block_on(load::per_second(host, requests, 200))?);
        }
    }
    let [postgres, sqlite] = figures.map(median).map(Figure::per_second);
    table.compare(&format!("{what}: {BESIDE}"), postgres, sqlite, "≥ 0.60");
    Ok(())
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
