//! The program itself, as a process: what it makes, what it keeps when it is killed, how it stops.

use std::{
    fs,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
};

use crate::{
    browser::form,
    process::{Program, command, refused},
    test_app::PASSWORD,
};

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
    limited.env_clear().args(["-c", r#"trap '' XFSZ; ulimit -Sf 512; exec "$0" "$@""#, env!("CARGO_BIN_EXE_cubby")]);
    limited.args(["--listen", "127.0.0.1:0", "--data-dir"]).arg(folder.path()).stderr(Stdio::null());
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
    program.has_room();
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
    let mut command = command(folder.path(), &["--log-level", "trace", "--log-format", "json"]);
    command.stderr(fs::File::create(&log).unwrap());
    let program = Program::spawn(command);
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

#[test]
fn the_log_says_what_was_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = command(folder.path(), &["--account-tries", "1"]);
    command.stderr(fs::File::create(&log).unwrap());
    let program = Program::spawn(command);
    let cookie = program.signs_up("ann@example.com");
    for _ in 0..2 {
        program.posts("/fn/sign_in", &[("email", "ann@example.com"), ("password", "wrong-password-9")], "").unwrap();
    }
    let elsewhere = format!(
        "POST /fn/add_task%0aINFO%20forged HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n"
    );
    assert!(program.sends(&elsewhere).unwrap().starts_with("HTTP/1.1 403"));
    let login = format!(r#"{{"email":"bob@example.com","password":"{PASSWORD}"}}"#);
    let answer = program.calls("/api/auth/register", &login, "").unwrap();
    let token = answer.split("\"access_token\":\"").nth(1).unwrap().split('"').next().unwrap();
    let others = "/api/019a0000-0000-7000-8000-000000000000/tasks";
    assert!(program.calls(others, r#"{"title":"x"}"#, token).unwrap().starts_with("HTTP/1.1 403"));
    assert_eq!(program.stops(), Some(0));
    let log = fs::read_to_string(log).unwrap();
    for words in [
        "sign-in failed: wrong password",
        "sign-in put off",
        "a form from another site was refused",
        "asked for what is another person's",
    ] {
        let line = log.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {log}"));
        assert!(line.contains("client=127.0.0.1") && line.starts_with("20") && line.contains('Z'), "{line}");
    }
    assert!(log.lines().all(|line| !line.starts_with("INFO")), "no line is forged");
}

/// Where a message ends is said in one way, or it is no message: whoever stands before Cubby might read it another way.
#[test]
fn a_request_within_another_is_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let within = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for framing in [
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length : 5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
    ] {
        let answer = program.sends(&format!("POST /signin HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\nhello{within}"));
        let answer = answer.unwrap_or_default();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{framing}: {answer}");
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{framing}: {answer}");
    }
    // Of two lengths the chunks' counts, and what comes after them is not listened to (RFC 9112 section 6.3).
    let both = format!(
        "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n{within}"
    );
    let answer = program.sends(&both).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403") && answer.matches("HTTP/1.1 ").count() == 1, "{answer}");
}

/// Whoever sends more than is taken reads why, also where they read only once all of it is sent.
#[test]
fn what_is_too_large_is_refused_and_not_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let size = 24 * 1024 * 1024;
    for path in ["/fn/sign_up", "/api/auth/register"] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
        );
        let answer = program.sends(&(head + &"x".repeat(size))).unwrap();
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
        // Who asks first, and is told to go on.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        let answer = program.sends(&format!("{head}{size:x}\r\n{}\r\n0\r\n\r\n", "x".repeat(size))).unwrap();
        assert!(answer.starts_with("HTTP/1.1 100") && answer.contains("\r\n\r\nHTTP/1.1 413"), "{answer}");
    }
}

#[test]
fn what_is_answered_is_counted_where_somebody_asked_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let program = Program::start(folder.path(), &["--metrics-listen", &address]);
    let cookie = program.signs_up("ann@example.com");
    program.opens("/tasks", &cookie).unwrap();
    program.opens("/tasks/019a0000-0000-7000-8000-000000000000", &cookie).unwrap();
    assert!(program.opens("/metrics", &cookie).unwrap().starts_with("HTTP/1.1 404"), "it has an address of its own");
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.starts_with("HTTP/1.1 200") && text.contains("application/openmetrics-text"), "{text}");
    assert!(text.contains(r#"cubby_http_requests_total{method="GET",route="/tasks",status="200"} 1"#), "{text}");
    assert!(text.contains(r#"route="/tasks/{id}",status="404"} 1"#), "{text}");
    assert!(!text.contains("019a0000"), "{text}");
}
