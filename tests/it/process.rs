//! The program itself, as a process of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use crate::{browser::form, test_app::PASSWORD};

/// The program as it is built, stopped with the test.
pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    pub fn start(data_dir: &Path, flags: &[&str]) -> Self {
        let mut command = command(data_dir, flags);
        command.stderr(Stdio::null());
        Self::spawn(command)
    }

    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").expect("it prints its address").1.to_owned();
        Self { child, address }
    }

    /// Lets its files grow as they like again.
    pub fn has_room(&self) {
        let given = Command::new("prlimit").args(["--fsize=unlimited", "--pid", &self.child.id().to_string()]).status();
        assert!(given.unwrap().success());
    }

    /// Sends one request and reads its answer whole; nothing where the connection breaks.
    pub fn posts(&self, path: &str, fields: &[(&str, &str)], cookie: &str) -> Option<String> {
        let body = form(fields);
        let length = body.len();
        self.sends(&format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            host = self.address
        ))
    }

    pub fn opens(&self, path: &str, cookie: &str) -> Option<String> {
        self.sends(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    /// Sends what is no request of ours, or not one alone.
    pub fn sends(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned()).filter(|answer| !answer.is_empty())
    }

    /// Sends JSON as a script does, with a token where it has one.
    pub fn calls(&self, path: &str, body: &str, token: &str) -> Option<String> {
        let length = body.len();
        let authorization = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        self.sends(&format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{authorization}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}",
            self.address
        ))
    }

    pub fn signs_up(&self, email: &str) -> String {
        self.lets_in("/fn/sign_up", email)
    }

    pub fn signs_in(&self, email: &str) -> String {
        self.lets_in("/fn/sign_in", email)
    }

    /// The cookie of the session that begins.
    fn lets_in(&self, path: &str, email: &str) -> String {
        let answer = self.posts(path, &[("email", email), ("password", PASSWORD)], "").unwrap();
        cookie_of(&answer)
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and gives its exit code.
    pub fn stops(mut self) -> Option<i32> {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The cookie of the session that an answer begins.
#[track_caller]
pub fn cookie_of(answer: &str) -> String {
    let set = answer.split("set-cookie: ").find(|cookie| cookie.starts_with("cubby="));
    set.unwrap_or_else(|| panic!("nobody is signed in: {answer}")).split(';').next().unwrap().to_owned()
}

pub fn command(data_dir: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cubby"));
    command.env_clear().args(flags).args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(data_dir);
    command
}

pub fn refused(data_dir: &Path, flags: &[&str]) -> String {
    let Output { status, stderr, .. } = command(data_dir, flags).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}
