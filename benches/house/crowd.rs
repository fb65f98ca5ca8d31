//! Many people, whose lists are asked for in turns: more than are kept, so that nearly each is read from the database.

use std::{net::SocketAddr, path::Path};

use tokio::{runtime::Runtime, task::JoinSet};

use super::{
    person::{Encoding, Person, TASKS},
    program,
};
use crate::Outcome;

const PEOPLE: usize = 600;
/// So many sign in at once.
const AT_ONCE: usize = 4;

/// What each of them asks for, by a page and by the API.
#[derive(Default)]
pub struct Crowd {
    pub pages: Vec<String>,
    pub lists: Vec<String>,
}

/// Makes them, before the program starts.
pub fn seed(data: &Path, database: Option<&str>) -> Outcome<()> {
    let (people, tasks) = (PEOPLE.to_string(), TASKS.to_string());
    let seeded = program::cubby(data, database).args(["seed", "--people", &people, "--tasks", &tasks]).output()?;
    if seeded.status.success() { Ok(()) } else { Err("nobody could be seeded".into()) }
}

/// Everybody signs in, in a browser and by a script.
pub fn gather(runtime: &Runtime, address: SocketAddr) -> Outcome<Crowd> {
    runtime.block_on(async {
        let mut all = JoinSet::new();
        for first in 1..=AT_ONCE {
            all.spawn(some(address, first));
        }
        let mut crowd = Crowd::default();
        while let Some(some) = all.join_next().await {
            let some = some??;
            crowd.pages.extend(some.pages);
            crowd.lists.extend(some.lists);
        }
        Ok(crowd)
    })
}

async fn some(address: SocketAddr, first: usize) -> Outcome<Crowd> {
    let mut crowd = Crowd::default();
    for number in (first..=PEOPLE).step_by(AT_ONCE) {
        let person = Person::seeded(address, number).await?;
        crowd.pages.push(person.opens("/tasks", Encoding::Plain));
        crowd.lists.push(person.lists().await?);
    }
    Ok(crowd)
}
