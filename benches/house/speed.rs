//! Pages and sign-ins a second, each beside what could be reached: three rounds of all, so that a slow moment of the
//! machine meets both, and of each the median.

use std::{net::SocketAddr, path::Path, slice};

use tokio::runtime::Runtime;

use super::{
    client::Connection,
    load,
    median::median,
    person::{Encoding, Person, TASKS},
    table::{Figure, Table},
    yardstick,
};
use crate::{Outcome, progress};

const ROUNDS: usize = 3;

/// Something to ask for again and again.
struct Subject {
    what: String,
    request: String,
    status: u16,
    yardstick: Yardstick,
    target: &'static str,
    figures: Vec<f64>,
    of_yardstick: Vec<f64>,
}

enum Yardstick {
    PreparedPage(usize),
    /// Of this person.
    BareList(String),
    Argon2,
}

/// The bare handlers that answers are held against.
struct Bare {
    pages: SocketAddr,
    lists: SocketAddr,
}

pub fn measure(runtime: &Runtime, cubby: SocketAddr, data: &Path, person: &Person, table: &mut Table) -> Outcome<()> {
    let stranger = Person::stranger(cubby);
    // Somebody else than whose pages are opened: who signs in without end ends their own oldest sessions.
    let other = runtime.block_on(Person::signed_up(cubby, "ben@example.com"))?;
    let mut subjects = vec![
        runtime.block_on(Subject::page(cubby, person, "/tasks", Encoding::Plain))?.reaches("≥ 2000 /s"),
        runtime.block_on(Subject::page(cubby, person, "/tasks", Encoding::Compressed))?.reaches("≥ 2000 /s"),
        runtime.block_on(Subject::page(cubby, &stranger, "/signin", Encoding::Plain))?,
        runtime.block_on(Subject::page(cubby, &stranger, "/signin", Encoding::Compressed))?,
        runtime.block_on(Subject::list(person))?.reaches("≥ 12000 /s, 0.70"),
        Subject::sign_in(&other),
    ];
    let bare = Bare { pages: yardstick::serve_prepared_pages()?, lists: yardstick::serve_lists(data)? };
    for round in 1..=ROUNDS {
        for subject in &mut subjects {
            progress(&format!("round {round} of {ROUNDS}: {}", subject.what));
            subject.measure(runtime, cubby, &bare)?;
        }
    }
    for Subject { what, target, figures, of_yardstick, .. } in subjects {
        let [figure, most] = [figures, of_yardstick].map(median).map(Figure::per_second);
        table.compare(&what, figure, most, target);
    }
    Ok(())
}

impl Subject {
    /// A page, opened once to see that it is whole and how large it is.
    async fn page(cubby: SocketAddr, person: &Person, path: &str, encoding: Encoding) -> Outcome<Self> {
        let request = person.opens(path, encoding);
        let mut connection = Connection::open(cubby).await?;
        let page = connection.send(request.as_bytes()).await?;
        let (how, is_readable) = match encoding {
            Encoding::Plain => ("plain", true),
            Encoding::Compressed => ("compressed", false),
        };
        let rows = String::from_utf8_lossy(page.body).matches("action=\"/fn/delete_task").count();
        if is_readable && path == "/tasks" && rows != TASKS {
            return Err(format!("{rows} tasks on {path}").into());
        }
        let bytes = page.body.len();
        let size = Figure::kilobytes(f64::from(u32::try_from(bytes)?));
        Ok(Self::new(format!("{path}, {how}, {size}"), request, 200, Yardstick::PreparedPage(bytes)))
    }

    /// The list of a script.
    async fn list(person: &Person) -> Outcome<Self> {
        let request = person.lists().await?;
        let owner = request.split('/').nth(2).ok_or("nobody's list")?.to_owned();
        Ok(Self::new(format!("list of {TASKS} by the API, unchanged"), request, 200, Yardstick::BareList(owner)))
    }

    fn sign_in(person: &Person) -> Self {
        Self::new("signing in".to_owned(), person.signs_in(), 303, Yardstick::Argon2)
    }

    fn new(what: String, request: String, status: u16, yardstick: Yardstick) -> Self {
        Self { what, request, status, yardstick, target: "", figures: Vec::new(), of_yardstick: Vec::new() }
    }

    fn reaches(self, target: &'static str) -> Self {
        Self { target, ..self }
    }

    fn measure(&mut self, runtime: &Runtime, cubby: SocketAddr, bare: &Bare) -> Outcome<()> {
        self.figures.push(runtime.block_on(load::per_second(cubby, slice::from_ref(&self.request), self.status))?);
        let (address, path) = match &self.yardstick {
            Yardstick::PreparedPage(bytes) => (bare.pages, bytes.to_string()),
            Yardstick::BareList(owner) => (bare.lists, owner.clone()),
            Yardstick::Argon2 => {
                self.of_yardstick.push(yardstick::argon2_per_second(load::LASTS)?);
                return Ok(());
            }
        };
        let request = format!("GET /{path} HTTP/1.1\r\nhost: {address}\r\n\r\n");
        self.of_yardstick.push(runtime.block_on(load::per_second(address, &[request], 200))?);
        Ok(())
    }
}
