//! Somebody with a page full of tasks, and what their browser sends.

use std::net::SocketAddr;

use super::client::{Answer, Connection};
use crate::Outcome;

pub const EMAIL: &str = "ann@example.com";
const PASSWORD: &str = "Quilted-Lantern-42";
/// Of everybody that `cubby seed` makes.
const SEEDED: &str = "seeded-horse-7";
pub const TASKS: usize = 50;
/// As Chromium says it.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

pub struct Person {
    /// As it goes back to the server: `name=value`, or nothing.
    pub cookie: String,
    email: String,
    password: &'static str,
    pub host: SocketAddr,
}

/// Whether the page comes as it is or the way a browser takes it.
#[derive(Clone, Copy)]
pub enum Encoding {
    Plain,
    Compressed,
}

impl Person {
    /// Nobody that the server knows.
    pub fn stranger(address: SocketAddr) -> Self {
        Self { cookie: String::new(), email: String::new(), password: PASSWORD, host: address }
    }

    /// Signs up, and writes down the tasks by the form of the page.
    pub async fn with_tasks(address: SocketAddr) -> Outcome<Self> {
        let person = Self::signed_up(address, EMAIL).await?;
        let mut connection = Connection::open(address).await?;
        for number in 0..TASKS {
            let form = task(number);
            let added = connection.send(person.posts("/fn/add_task", &form).as_bytes()).await?;
            if added.status != 303 {
                return Err(format!("a task was answered with {}", added.status).into());
            }
        }
        Ok(person)
    }

    /// Nobody that is signed in, in a browser that another account knows: as many notes of it as are looked at.
    pub async fn known_elsewhere(address: SocketAddr, email: &'static str) -> Outcome<Self> {
        const NOTES: usize = 4;
        let person = Self::signed_up(address, email).await?;
        let mut connection = Connection::open(address).await?;
        let signed_in = connection.send(person.signs_in().as_bytes()).await?;
        let note = signed_in
            .headers("set-cookie")
            .filter_map(|cookie| cookie.split(';').next())
            .find_map(|cookie| cookie.strip_prefix("cubby-device="))
            .ok_or("a browser was given no note to be known by")?;
        let cookie = format!("cubby-device={}", [note; NOTES].join("~"));
        Ok(Self { cookie, ..Self::stranger(address) })
    }

    /// Signs up.
    pub async fn signed_up(address: SocketAddr, email: &'static str) -> Outcome<Self> {
        let mut connection = Connection::open(address).await?;
        let mut person = Self { email: email.to_owned(), ..Self::stranger(address) };
        let form = [("name", "Ann Bell"), ("email", email), ("password", PASSWORD)];
        let signed_up = connection.send(person.posts("/fn/sign_up", &form).as_bytes()).await?;
        person.cookie = session(&signed_up).ok_or("nobody could be signed up")?;
        Ok(person)
    }

    /// Signs in as one of those that `cubby seed` makes.
    pub async fn seeded(address: SocketAddr, number: usize) -> Outcome<Self> {
        let mut connection = Connection::open(address).await?;
        let email = format!("person-{number}@example.com");
        let mut person = Self { email, password: SEEDED, ..Self::stranger(address) };
        let signed_in = connection.send(person.signs_in().as_bytes()).await?;
        person.cookie = session(&signed_in).ok_or("nobody could sign in")?;
        Ok(person)
    }

    /// Brings a file with tasks.
    pub async fn imports(&self, file: &str) -> Outcome<()> {
        let edge = "----cubby";
        let part = "Content-Disposition: form-data; name=\"file\"; filename=\"cubby.json\"";
        let body = format!("--{edge}\r\n{part}\r\nContent-Type: application/json\r\n\r\n{file}\r\n--{edge}--\r\n");
        let kind = format!("multipart/form-data; boundary={edge}");
        let (length, headers) = (body.len(), self.headers());
        let request = format!(
            "POST /fn/import HTTP/1.1\r\n{headers}content-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let mut connection = Connection::open(self.host).await?;
        let imported = connection.send(request.as_bytes()).await?;
        if imported.status == 303 {
            Ok(())
        } else {
            Err(format!("a file was answered with {}", imported.status).into())
        }
    }

    pub fn opens(&self, path: &str, encoding: Encoding) -> String {
        let encodings = match encoding {
            Encoding::Plain => "identity",
            Encoding::Compressed => ENCODINGS,
        };
        format!("GET {path} HTTP/1.1\r\n{}accept-encoding: {encodings}\r\n\r\n", self.headers())
    }

    pub fn signs_in(&self) -> String {
        self.posts("/fn/sign_in", &[("email", self.email.as_str()), ("password", self.password)])
    }

    /// Completes a task or opens it again: what was kept of their lists is good no more.
    pub fn completes(&self, task: &str, completed: bool) -> String {
        self.posts("/fn/complete_task", &[("id", task), ("completed", if completed { "true" } else { "false" })])
    }

    /// What a script of theirs asks for its list by: it signs in for that.
    pub async fn lists(&self) -> Outcome<String> {
        let Self { host, email, password, .. } = self;
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        let length = body.len();
        let request = format!(
            "POST /api/auth/login HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        let mut connection = Connection::open(*host).await?;
        let session: serde_json::Value = serde_json::from_slice(connection.send(request.as_bytes()).await?.body)?;
        let (token, id) = (session["access_token"].as_str(), session["user"]["id"].as_str());
        let (token, id) = token.zip(id).ok_or("a script could not sign in")?;
        Ok(format!(
            "GET /api/{id}/tasks?limit={TASKS} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\r\n"
        ))
    }

    /// Signs in with a password that is nobody's.
    pub fn fails_as(&self, email: &str) -> String {
        self.posts("/fn/sign_in", &[("email", email), ("password", "Wrong-Lantern-99")])
    }

    fn posts(&self, path: &str, form: &[(&str, &str)]) -> String {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let kind = "application/x-www-form-urlencoded";
        let length = body.len();
        let headers = self.headers();
        format!("POST {path} HTTP/1.1\r\n{headers}content-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}")
    }

    fn headers(&self) -> String {
        let Self { cookie, host, .. } = self;
        let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
        format!("host: {host}\r\naccept: text/html,*/*;q=0.8\r\nsec-fetch-site: same-origin\r\n{cookie}")
    }
}

/// The cookie that a browser is signed in by.
fn session(answer: &Answer<'_>) -> Option<String> {
    let mut cookies = answer.headers("set-cookie").filter_map(|cookie| cookie.split(';').next());
    cookies.find(|cookie| cookie.starts_with("cubby=")).map(str::to_owned)
}

/// Some long, some short, with and without a description and a date, as people write them.
fn task(number: usize) -> [(&'static str, &'static str); 4] {
    const TITLES: [&str; 5] = [
        "Water the plants on the balcony",
        "Call Mira back",
        "Book the train to Lisbon before the fares go up again",
        "Milk, eggs & bread",
        "Read chapter four of the book that Jonas lent me in spring",
    ];
    const DESCRIPTIONS: [&str; 3] = ["", "Twice a week, more when it is hot. Ask Sam for the key.", ""];
    const PRIORITIES: [&str; 4] = ["medium", "high", "medium", "low"];
    const DATES: [&str; 3] = ["", "2031-04-17", "2020-02-29"];
    [
        ("title", TITLES[number % TITLES.len()]),
        ("description", DESCRIPTIONS[number % DESCRIPTIONS.len()]),
        ("priority", PRIORITIES[number % PRIORITIES.len()]),
        ("due_date", DATES[number % DATES.len()]),
    ]
}
