//! The line between the program and PostgreSQL: a plain TCP proxy, which a test can cut, freeze and listen in on.
//!
//! It can also take the owner out of every statement on its way. The program has no switch for that, so none can be left on:
//! what is sent is what people run, and what is proved is what the database does with it.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
};

pub struct Line {
    pub port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Nothing passes.
    is_frozen: bool,
    /// Statements lose their owner.
    takes_owner: bool,
    /// The line breaks when a message of the program holds these words: before it has passed, or after.
    cut: Option<(&'static str, Cut)>,
    streams: Vec<TcpStream>,
    /// Statements that lost their owner.
    taken: usize,
    /// Messages that the program waited for.
    trips: usize,
    /// What was prepared, with the types of what is bound.
    statements: BTreeMap<String, Vec<u32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    Before,
    After,
}

impl Line {
    /// To a PostgreSQL on this machine.
    pub fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self { port: listener.local_addr().unwrap().port(), shared: Arc::default() };
        let shared = line.shared.clone();
        // It ends with the process: a listener that nobody connects to is no load.
        thread::spawn(move || {
            for program in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                shared.joins(program, server);
            }
        });
        line
    }

    /// From now on, of every statement that is prepared, `user_id = $1` is gone.
    pub fn takes_the_owner(&self) {
        self.shared.state.lock().unwrap().takes_owner = true;
    }

    /// How many statements lost their owner.
    pub fn taken(&self) -> usize {
        self.shared.state.lock().unwrap().taken
    }

    /// How often the program has waited for an answer so far.
    pub fn trips(&self) -> usize {
        self.shared.state.lock().unwrap().trips
    }

    /// How many connections the program has made so far.
    pub fn connections(&self) -> usize {
        self.shared.state.lock().unwrap().streams.len() / 2
    }

    /// Every statement so far, with the types of what is bound, as PostgreSQL numbers them.
    pub fn statements(&self) -> BTreeMap<String, Vec<u32>> {
        self.shared.state.lock().unwrap().statements.clone()
    }

    pub fn freezes(&self) {
        self.shared.state.lock().unwrap().is_frozen = true;
    }

    pub fn thaws(&self) {
        self.shared.state.lock().unwrap().is_frozen = false;
        self.shared.changed.notify_all();
    }

    /// Breaks once, when the program sends these words.
    pub fn breaks_at(&self, words: &'static str, cut: Cut) {
        self.shared.state.lock().unwrap().cut = Some((words, cut));
    }
}

impl Shared {
    fn joins(self: &Arc<Self>, program: TcpStream, server: TcpStream) {
        for stream in [&program, &server] {
            stream.set_nodelay(true).unwrap();
            self.state.lock().unwrap().streams.push(stream.try_clone().unwrap());
        }
        let (mut from, mut to) = (server.try_clone().unwrap(), program.try_clone().unwrap());
        let shared = self.clone();
        thread::spawn(move || {
            let _ = shared.answers(&mut from, &mut to);
            let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
        });
        let (mut from, mut to) = (program, server);
        let shared = self.clone();
        thread::spawn(move || {
            let _ = shared.asks(&mut from, &mut to);
            let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
        });
    }

    /// What the server says, as it comes.
    fn answers(&self, from: &mut TcpStream, to: &mut TcpStream) -> io::Result<()> {
        let mut bytes = [0; 16_384];
        loop {
            let length = from.read(&mut bytes)?;
            if length == 0 {
                return Ok(());
            }
            self.waits_for_thaw();
            to.write_all(&bytes[..length])?;
        }
    }

    /// What the program says, message by message (PostgreSQL's documentation, "Message Formats").
    fn asks(&self, from: &mut TcpStream, to: &mut TcpStream) -> io::Result<()> {
        // The first one has no kind.
        let first = body(from)?;
        to.write_all(&framed(&first))?;
        loop {
            let mut kind = [0];
            from.read_exact(&mut kind)?;
            let mut body = body(from)?;
            self.waits_for_thaw();
            let cut = self.cut_by(&body);
            if cut == Some(Cut::Before) {
                return Ok(());
            }
            match kind[0] {
                b'P' => self.listens_to(&mut body),
                b'Q' | b'S' => self.state.lock().unwrap().trips += 1,
                _ => {}
            }
            if cut == Some(Cut::After) {
                // The program hears nothing any more.
                from.shutdown(Shutdown::Write)?;
            }
            to.write_all(&kind)?;
            to.write_all(&framed(&body))?;
            if cut == Some(Cut::After) {
                // It has been carried out when the server answers.
                to.peek(&mut [0])?;
                return Ok(());
            }
        }
    }

    fn waits_for_thaw(&self) {
        drop(self.changed.wait_while(self.state.lock().unwrap(), |state| state.is_frozen).unwrap());
    }

    fn cut_by(&self, body: &[u8]) -> Option<Cut> {
        let mut state = self.state.lock().unwrap();
        let (words, cut) = state.cut?;
        body.windows(words.len()).any(|window| window == words.as_bytes()).then(|| state.cut = None)?;
        Some(cut)
    }

    /// A message to prepare a statement: its name, its text, the types of what is bound.
    fn listens_to(&self, body: &mut Vec<u8>) {
        let mut state = self.state.lock().unwrap();
        let mut parts = body.splitn(3, |byte| *byte == 0);
        let (name, text, types) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let text = std::str::from_utf8(text).unwrap();
        let numbers = types[2..].chunks(4).map(|four| u32::from_be_bytes(four.try_into().unwrap())).collect();
        state.statements.insert(text.to_owned(), numbers);
        if !state.takes_owner {
            return;
        }
        let open = without_owner(text);
        state.taken += usize::from(open != text);
        *body = [name, b"\0", open.as_bytes(), b"\0", types].concat();
    }
}

fn body(from: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let mut body = vec![0; u32::from_be_bytes(length) as usize - 4];
    from.read_exact(&mut body)?;
    Ok(body)
}

fn framed(body: &[u8]) -> Vec<u8> {
    [&(u32::try_from(body.len()).unwrap() + 4).to_be_bytes()[..], body].concat()
}

/// The same statement about everybody.
pub fn without_owner(sql: &str) -> String {
    const ANYBODY: &str = "$1 is not null";
    let mut open = sql.replace("user_id = $1", ANYBODY).replace("$1 = (select cubby_owner())", ANYBODY);
    if open.contains(" users") {
        open = open.replace("where id = $1", &format!("where {ANYBODY}"));
    }
    for table in ["tasks.", "sessions.", "task_words.", "reset_links."] {
        open = open.replace(&format!("{table}{ANYBODY}"), ANYBODY);
    }
    open
}

#[test]
fn a_statement_loses_its_owner_and_nothing_else() {
    for (sql, open) in [
        (
            "select id from tasks where user_id = $1 and id = $2",
            "select id from tasks where $1 is not null and id = $2",
        ),
        ("delete from users\n where id = $1 and x", "delete from users\n where $1 is not null and x"),
        ("from sessions where sessions.user_id = $1 and y", "from sessions where $1 is not null and y"),
        ("case when $1 = (select cubby_owner()) and z", "case when $1 is not null and z"),
        ("select kid from signing_key where id = 1", "select kid from signing_key where id = 1"),
    ] {
        assert_eq!(without_owner(sql), open);
    }
}
