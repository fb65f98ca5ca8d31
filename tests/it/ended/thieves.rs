//! Those who replay what they have stolen, over connections that they keep, many requests at a time.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    thread,
    time::Duration,
};

use crate::browser::form;

const CONNECTIONS: usize = 16;
/// After the end.
const REPLAYS: usize = 10_000;
/// Sent before the first of their answers is read.
const AT_A_TIME: usize = 25;

/// What opens a session.
pub enum Stolen {
    Cookie(String),
    Token(String),
}

impl Stolen {
    /// A request that says whether it is still good, and changes nothing.
    fn request(&self, host: &str) -> String {
        match self {
            Self::Cookie(cookie) => {
                let body = form(&[("id", "019a0000-0000-7000-8000-000000000000")]);
                let length = body.len();
                format!(
                    "POST /fn/end_session HTTP/1.1\r\nHost: {host}\r\nAccept: application/json\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\n{body}"
                )
            }
            Self::Token(token) => {
                format!("GET /api/auth/me HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n")
            }
        }
    }
}

/// What came of the replays of one connection.
#[derive(Default)]
struct Came {
    in_before: usize,
    in_after: usize,
    refused_after: usize,
}

/// Replays what was stolen while `end` ends it. It is good until then, and never again once the end was answered.
#[track_caller]
pub fn replays(address: &str, stolen: &[Stolen], end: impl FnOnce()) {
    let (is_ended, left) = (AtomicBool::new(false), AtomicUsize::new(REPLAYS / AT_A_TIME));
    let got_in = AtomicUsize::new(0);
    let requests: Vec<_> = stolen.iter().map(|stolen| stolen.request(address).repeat(AT_A_TIME)).collect();
    let thief = |request: &str| {
        let mut connection = BufReader::new(TcpStream::connect(address).unwrap());
        connection.get_ref().set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut came = Came::default();
        loop {
            let was_ended = is_ended.load(SeqCst);
            if was_ended && left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_err() {
                return came;
            }
            connection.get_mut().write_all(request.as_bytes()).unwrap();
            let statuses: Vec<_> = (0..AT_A_TIME).map(|_| status(&mut connection)).collect();
            let good = statuses.iter().filter(|status| **status == 200).count();
            if was_ended {
                came.in_after += good;
                came.refused_after += statuses.iter().filter(|status| **status == 401).count();
            } else {
                came.in_before += good;
                got_in.fetch_add(usize::from(good > 0), SeqCst);
            }
        }
    };
    let came: Vec<_> = thread::scope(|threads| {
        let thieves: Vec<_> = (0..CONNECTIONS)
            .map(|number| {
                let request = &requests[number % requests.len()];
                threads.spawn(|| thief(request))
            })
            .collect();
        while got_in.load(SeqCst) < CONNECTIONS && thieves.iter().all(|thief| !thief.is_finished()) {
            thread::sleep(Duration::from_millis(1));
        }
        end();
        is_ended.store(true, SeqCst);
        thieves.into_iter().map(|thief| thief.join().unwrap()).collect()
    });
    let all = |count: fn(&Came) -> usize| came.iter().map(count).sum::<usize>();
    assert!(all(|came| came.in_before) > 0, "it was good while it lasted");
    assert_eq!(all(|came| came.in_after), 0, "it got in after its end");
    assert_eq!(all(|came| came.refused_after), REPLAYS, "every one is answered, and refused");
}

/// Reads one answer over, and gives its status.
fn status(connection: &mut BufReader<TcpStream>) -> u16 {
    let line = |connection: &mut BufReader<TcpStream>| {
        let mut line = String::new();
        connection.read_line(&mut line).unwrap();
        line.trim_end().to_ascii_lowercase()
    };
    let status = line(connection).split(' ').nth(1).unwrap().parse().unwrap();
    let mut length = 0;
    loop {
        let header = line(connection);
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length: ") {
            length = value.parse().unwrap();
        }
        assert!(!header.starts_with("transfer-encoding"), "its length is not said");
    }
    connection.read_exact(&mut vec![0; length]).unwrap();
    status
}
