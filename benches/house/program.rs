//! One running Cubby: the program that `make build` leaves, as a process of its own.

use std::{
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::Outcome;

const STARTS_WITHIN: Duration = Duration::from_secs(10);
const STOPS_WITHIN: Duration = Duration::from_secs(15);

pub struct Program {
    pub address: SocketAddr,
    child: Child,
}

/// The program over this database, or the one in this folder.
pub fn cubby(data: &Path, database: Option<&str>) -> Command {
    let mut cubby = Command::new(env!("CARGO_BIN_EXE_cubby"));
    cubby
        .env_clear()
        .envs(database.map(|url| ("DATABASE_URL", url)))
        .env("CUBBY_LISTEN", "127.0.0.1:0")
        .env("CUBBY_DATA_DIR", data)
        .env("CUBBY_LOG_LEVEL", "warn")
        // Wrong sign-ins are measured, not their limit.
        .env("CUBBY_ACCOUNT_TRIES", "1000000")
        .current_dir(data);
    cubby
}

impl Program {
    /// Over the data in this folder, on a port that is free.
    pub fn start(data: &Path) -> Outcome<Self> {
        Self::over(data, None)
    }

    /// The same over the database of this address.
    pub fn over(data: &Path, database: Option<&str>) -> Outcome<Self> {
        let mut child = cubby(data, database).stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let said = child.stdout.take().ok_or("no stdout")?;
        let mut program = Self { address: SocketAddr::from(([127, 0, 0, 1], 0)), child };
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            BufReader::new(said).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let line = receiver.recv_timeout(STARTS_WITHIN).map_err(|_| "Cubby does not say where it is")?;
        program.address = line.rsplit_once("http://").ok_or("Cubby says something else")?.1.parse()?;
        Ok(program)
    }

    /// What the kernel says under this name, in bytes: `VmRSS` is the memory in use, `VmHWM` the most so far.
    pub fn memory(&self, name: &str) -> Outcome<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("the kernel does not say")?;
        let kibibytes: f64 = line.trim_matches([':', ' ', '\t', 'k', 'B']).parse()?;
        Ok(kibibytes * 1_024.0)
    }

    pub fn stop(mut self) -> Outcome<()> {
        // Of the standard library's signals there is only the one that nobody can hear.
        Command::new("sh").args(["-c", "kill -TERM \"$0\"", &self.child.id().to_string()]).status()?;
        let deadline = Instant::now() + STOPS_WITHIN;
        while Instant::now() < deadline {
            match self.child.try_wait()? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => return Err(format!("Cubby ended with {status}").into()),
                None => thread::sleep(Duration::from_millis(5)),
            }
        }
        Err("Cubby does not stop".into())
    }
}

/// Where something failed, nothing is left behind.
impl Drop for Program {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
