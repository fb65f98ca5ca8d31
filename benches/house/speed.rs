//! Pages and sign-ins a second, each beside what could be reached: three rounds of all, so that a slow moment of the
//! machine meets both, and of each the median.

use std::net::SocketAddr;

use tokio::runtime::Runtime;

use super::{
    client::Connection,
    load,
    median::median,
    person::{Encoding, Person, TASKS},
    program::Program,
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
    Argon2,
}

pub fn measure(runtime: &Runtime, program: &Program, person: &Person, table: &mut Table) -> Outcome<()> {
    let mut subjects = vec![
        page(runtime, program, person, ("/tasks", Encoding::Plain), "≥ 2000 /s")?,
        page(runtime, program, person, ("/tasks", Encoding::Compressed), "")?,
        page(runtime, program, person, ("/signin", Encoding::Plain), "")?,
        page(runtime, program, person, ("/signin", Encoding::Compressed), "")?,
        sign_in(person),
    ];
    let prepared = yardstick::serve_prepared_pages()?;
    for round in 1..=ROUNDS {
        for subject in &mut subjects {
            progress(&format!("round {round} of {ROUNDS}: {}", subject.what));
            subject.measure(runtime, program.address, prepared)?;
        }
    }
    for Subject { what, target, figures, of_yardstick, .. } in subjects {
        let [figure, most] = [figures, of_yardstick].map(median).map(Figure::per_second);
        table.compare(&what, figure, most, target);
    }
    Ok(())
}

/// A page, asked for once to see that it is whole and how large it is.
fn page(
    runtime: &Runtime,
    program: &Program,
    person: &Person,
    (path, encoding): (&str, Encoding),
    target: &'static str,
) -> Outcome<Subject> {
    let request = person.opens(path, encoding);
    let bytes = runtime.block_on(async {
        let mut connection = Connection::open(program.address).await?;
        let page = connection.send(request.as_bytes()).await?;
        let rows = String::from_utf8_lossy(page.body).matches("action=\"/fn/delete_task").count();
        let whole = matches!(encoding, Encoding::Compressed) || path != "/tasks" || rows == TASKS;
        if whole { Ok(page.body.len()) } else { Outcome::Err(format!("{rows} tasks on {path}").into()) }
    })?;
    let how = match encoding {
        Encoding::Plain => "plain",
        Encoding::Compressed => "compressed",
    };
    Ok(Subject {
        what: format!("{path}, {how}, {}", Figure::kilobytes(f64::from(u32::try_from(bytes)?))),
        request,
        status: 200,
        yardstick: Yardstick::PreparedPage(bytes),
        target,
        figures: Vec::new(),
        of_yardstick: Vec::new(),
    })
}

fn sign_in(person: &Person) -> Subject {
    Subject {
        what: "signing in".to_owned(),
        request: person.signs_in(),
        status: 303,
        yardstick: Yardstick::Argon2,
        target: "",
        figures: Vec::new(),
        of_yardstick: Vec::new(),
    }
}

impl Subject {
    fn measure(&mut self, runtime: &Runtime, cubby: SocketAddr, prepared: SocketAddr) -> Outcome<()> {
        self.figures.push(runtime.block_on(load::per_second(cubby, &self.request, self.status))?);
        self.of_yardstick.push(match self.yardstick {
            Yardstick::PreparedPage(bytes) => {
                let request = format!("GET /{bytes} HTTP/1.1\r\nhost: {prepared}\r\n\r\n");
                runtime.block_on(load::per_second(prepared, &request, 200))?
            }
            Yardstick::Argon2 => yardstick::argon2_per_second(load::LASTS)?,
        });
        Ok(())
    }
}
