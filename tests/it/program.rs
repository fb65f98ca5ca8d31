//! The program itself, as a process: what it makes, what it keeps when it is killed, how it stops.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use crate::{browser::form, test_app::PASSWORD};

pub struct Program {
    child: Child,
    address: String,
}

impl Program {
    pub fn start(data_dir: &Path, flags: &[&str]) -> Self {
        Self::spawn(command(data_dir, flags))
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit_once("http://").expect("it prints its address").1.to_owned();
        Self { child, address }
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

    fn sends(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned()).filter(|answer| !answer.is_empty())
    }

    pub fn signs_up(&self, email: &str) -> String {
        let answer = self.posts("/fn/sign_up", &[("email", email), ("password", PASSWORD)], "").unwrap();
        answer
            .split("set-cookie: ")
            .find(|cookie| cookie.starts_with("cubby="))
            .unwrap()
            .split(';')
            .next()
            .unwrap()
            .to_owned()
    }

    fn kill(mut self) {
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

#[test]
fn alone_in_an_empty_folder_it_makes_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let program = Program::start(&data, &[]);
    assert!(program.opens("/signin", "").unwrap().starts_with("HTTP/1.1 200"));
    assert!(data.join("cubby.db").exists());
    let key = fs::metadata(data.join("secret.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    assert_eq!(program.stops(), Some(0));
}

#[test]
fn what_was_acknowledged_is_there_after_it_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    let mut cookie = String::new();
    for round in 0..4 {
        let program = Program::start(folder.path(), &[]);
        if round == 0 {
            cookie = program.signs_up("ann@example.com");
        }
        // Killed while another is being written, from a second thread that does not wait for answers.
        for number in 0..10 {
            let title = format!("Task {round}-{number}");
            if program
                .posts("/fn/add_task", &[("title", &title)], &cookie)
                .is_some_and(|answer| answer.starts_with("HTTP/1.1 200"))
            {
                acknowledged.push(title);
            }
        }
        let address = program.address.clone();
        let half = std::thread::spawn(move || {
            TcpStream::connect(address).and_then(|mut stream| stream.write_all(b"POST /fn/add_task HTTP/1.1\r\n"))
        });
        program.kill();
        let _ = half.join();
    }
    assert_eq!(acknowledged.len(), 40);
    let program = Program::start(folder.path(), &[]);
    let list = program.opens("/tasks", &cookie).unwrap();
    for title in &acknowledged {
        assert!(list.contains(&format!("Edit {title}\"")), "{title} is lost");
    }
}

#[test]
fn on_a_full_disk_it_says_so_and_goes_on_reading() {
    let folder = tempfile::tempdir().unwrap();
    let cookie = {
        let program = Program::start(folder.path(), &[]);
        let cookie = program.signs_up("ann@example.com");
        assert_eq!(program.stops(), Some(0));
        cookie
    };
    // No file of this program grows over 256 KiB (512 blocks): what a full disk is like, without filling one.
    let mut limited = Command::new("sh");
    limited.env_clear().args(["-c", r#"trap '' XFSZ; ulimit -f 512; exec "$0" "$@""#, env!("CARGO_BIN_EXE_cubby")]);
    limited.args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.path());
    let program = Program::spawn(limited);
    let description = "x".repeat(1_000);
    let mut acknowledged = 0;
    let refusal = loop {
        let title = format!("Task {acknowledged}");
        let fields = [("title", title.as_str()), ("description", &description)];
        let answer = program.posts("/fn/add_task", &fields, &cookie).unwrap();
        if !answer.starts_with("HTTP/1.1 200") {
            break answer;
        }
        acknowledged += 1;
        assert!(acknowledged < 1_000, "the disk is never full");
    };
    assert!(refusal.starts_with("HTTP/1.1 503"), "{refusal}");
    assert!(acknowledged > 0, "nothing fits");
    assert!(program.opens("/tasks", &cookie).unwrap().contains(&format!("Edit Task {}\"", acknowledged - 1)));
    program.kill();

    let program = Program::start(folder.path(), &[]);
    let again = program.posts("/fn/add_task", &[("title", "There is room again")], &cookie).unwrap();
    assert!(again.starts_with("HTTP/1.1 200"), "{again}");
    let list = program.opens("/tasks", &cookie).unwrap();
    assert!(list.contains(&format!("<p class=\"count soft\">{} open tasks", acknowledged + 1)), "{list}");
}

#[test]
fn it_finishes_what_is_under_way_and_exits_with_0() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let mut stream = TcpStream::connect(&program.address).unwrap();
    let body = form(&[("email", "ann@example.com"), ("password", PASSWORD)]);
    let head = format!(
        "POST /fn/sign_up HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The request is under way: its headers are there, its body is not yet.
    stream.write_all(head.as_bytes()).unwrap();
    assert!(program.opens("/healthz", "").is_some());
    let stopping = std::thread::spawn(move || program.stops());
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(stopping.join().unwrap(), Some(0));
}

#[test]
fn a_backup_is_taken_while_it_runs_and_is_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let cookie = program.signs_up("ann@example.com");
    program.posts("/fn/add_task", &[("title", "Buy milk")], &cookie).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("cubby.db");
    let backup = ["backup", copy.to_str().unwrap()];
    assert!(command(folder.path(), &backup).status().unwrap().success());
    assert!(refused(folder.path(), &backup).contains("exists already"));
    fs::copy(folder.path().join("secret.key"), elsewhere.path().join("secret.key")).unwrap();
    let restored = Program::start(elsewhere.path(), &[]);
    assert!(restored.opens("/tasks", &cookie).unwrap().contains("Edit Buy milk"));
}

#[test]
fn what_cannot_be_is_refused_at_the_start_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (flags, words) in [
        (["--secret-key", ""], "32 bytes"),
        (["--secret-key", "too short"], "32 bytes"),
        (["--database-url", "mysql://x"], "sqlite:"),
        (["--public-url", "tasks.example.com"], "https://"),
        (["--database-url", "sqlite:/nowhere/at/all.db"], "cannot be opened"),
    ] {
        let said = refused(folder.path(), &flags);
        assert!(said.contains(words), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
    fs::write(folder.path().join("secret.key"), "not a key").unwrap();
    assert!(refused(folder.path(), &[]).contains("does not hold a key"));
    // The key before it does not sign in its place.
    fs::write(folder.path().join("secret.key"), format!("torn\n{}=\n", "A".repeat(43))).unwrap();
    assert!(refused(folder.path(), &[]).contains("does not hold a key"));
}

#[test]
fn the_log_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut child = command(folder.path(), &["--log-level", "trace", "--log-format", "json"])
        .stdout(Stdio::piped())
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let program = Program { child, address: line.trim().rsplit_once("http://").unwrap().1.to_owned() };
    let cookie = program.signs_up("ann@example.com");
    program.posts("/fn/add_task", &[("title", "Secret plans"), ("description", "Very secret")], &cookie).unwrap();
    program
        .posts("/fn/sign_in?next=%2Fhidden", &[("email", "ann@example.com"), ("password", "wrong-password-9")], "")
        .unwrap();
    let token = cookie.split_once('=').unwrap().1;
    assert_eq!(program.stops(), Some(0));
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("signed up") && log.contains("sign-in failed"), "{log:.2000}");
    for secret in [
        PASSWORD,
        "wrong-password-9",
        token,
        token.rsplit('.').next().unwrap(),
        "Secret plans",
        "Very secret",
        "argon2id",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
