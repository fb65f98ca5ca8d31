//! Whether a list of 10,000 tasks is as quick as one of 50: the same page of 50 of each, one after the other.

use std::{net::SocketAddr, time::Instant};

use tokio::runtime::Runtime;

use super::{
    client::Connection,
    median::median,
    person::{Encoding, Person},
    table::{Figure, Table},
};
use crate::Outcome;

const MANY: usize = 10_000;
const FEW: usize = 50;
const TIMES: usize = 101;

/// What is asked for. Each finds all the tasks of the person with 50. Of the 10,000, "needle" is in the newest 50, "old" in the
/// older half, "task" in all.
const QUERIES: [&str; 9] = [
    "",
    "?status=open",
    "?priority=high&sort=due",
    "?sort=title",
    "?sort=-priority",
    "?search=needle",
    "?search=old",
    "?search=task&sort=due",
    "?search=task&status=open&sort=title",
];

/// The same of the list by the API, which has less to do beside.
const LISTS: [&str; 4] = ["", "&search=needle", "&search=old", "&search=task&status=open&sort=title"];

/// `engine` says which, where it is not the usual one.
pub fn measure(runtime: &Runtime, address: SocketAddr, engine: &str, table: &mut Table) -> Outcome<()> {
    let (many, few) = runtime.block_on(async {
        let many = Person::signed_up(address, "many@example.com").await?;
        many.imports(&file(MANY)).await?;
        let few = Person::signed_up(address, "few@example.com").await?;
        few.imports(&file(FEW)).await?;
        Outcome::Ok((many, few))
    })?;
    for query in QUERIES {
        let path = format!("/tasks{query}");
        let asked =
            runtime.block_on(async { Outcome::Ok([Asked::by(&many, &path).await?, Asked::by(&few, &path).await?]) });
        compare(runtime, table, &format!("{path}{engine}"), &asked?)?;
    }
    for query in LISTS {
        let asked = runtime.block_on(async {
            Outcome::Ok([Asked::by_script(&many, query).await?, Asked::by_script(&few, query).await?])
        });
        compare(runtime, table, &format!("list by the API{query}{engine}"), &asked?)?;
    }
    let far = runtime.block_on(far_page(address, &many))?;
    let asked =
        runtime.block_on(async { Outcome::Ok([Asked::by(&many, &far).await?, Asked::by(&few, "/tasks").await?]) });
    compare(runtime, table, &format!("the 20th page{engine}"), &asked?)
}

/// A list, and how to change something in it.
pub struct Asked {
    host: SocketAddr,
    list: String,
    changes: [String; 2],
}

impl Asked {
    async fn by(person: &Person, path: &str) -> Outcome<Self> {
        Self::with(person, person.opens(path, Encoding::Plain)).await
    }

    /// By the API.
    async fn by_script(person: &Person, query: &str) -> Outcome<Self> {
        let list = person.lists().await?;
        Self::with(person, list.replacen(" HTTP/1.1", &format!("{query} HTTP/1.1"), 1)).await
    }

    /// By this request.
    pub async fn with(person: &Person, list: String) -> Outcome<Self> {
        let mut connection = Connection::open(person.host).await?;
        let page = connection.send(person.opens("/tasks", Encoding::Plain).as_bytes()).await?;
        let text = String::from_utf8_lossy(page.body);
        let task = text.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let task = task.ok_or("there is no task")?;
        let changes = [true, false].map(|completed| person.completes(task, completed));
        Ok(Self { host: person.host, list, changes })
    }
}

fn compare(runtime: &Runtime, table: &mut Table, what: &str, [many, few]: &[Asked; 2]) -> Outcome<()> {
    let [many, few] = runtime.block_on(times([many, few]))?.map(median).map(Figure::milliseconds);
    table.compare(&format!("{what}: of 10,000 tasks beside 50"), many, few, "≤ 1.50");
    Ok(())
}

/// How long each list takes right after a change, in turns, each over a connection of its own.
pub async fn times(asked: [&Asked; 2]) -> Outcome<[Vec<f64>; 2]> {
    let mut connections = [Connection::open(asked[0].host).await?, Connection::open(asked[1].host).await?];
    let mut times = [Vec::with_capacity(TIMES), Vec::with_capacity(TIMES)];
    for pair in 0..TIMES {
        // Each goes first as often as the other.
        for which in [pair % 2, 1 - pair % 2] {
            let connection = &mut connections[which];
            // A list that did not change would not be read again.
            let changed = connection.send(asked[which].changes[pair % 2].as_bytes()).await?.status;
            if changed != 303 {
                return Err(format!("a change was answered with {changed}").into());
            }
            let began = Instant::now();
            let answer = connection.send(asked[which].list.as_bytes()).await?;
            times[which].push(began.elapsed().as_secs_f64());
            if answer.status != 200 {
                return Err(format!("a list was answered with {}", answer.status).into());
            }
        }
    }
    Ok(times)
}

/// The address of a page that is far down the list.
async fn far_page(address: SocketAddr, person: &Person) -> Outcome<String> {
    let mut connection = Connection::open(address).await?;
    let mut path = "/tasks".to_owned();
    for _ in 1..20 {
        let page = connection.send(person.opens(&path, Encoding::Plain).as_bytes()).await?;
        let text = String::from_utf8_lossy(page.body);
        let next = text.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
        path = next.ok_or("the list ends too soon")?.replace("&amp;", "&");
    }
    Ok(path)
}

/// As it is exported.
fn file(tasks: usize) -> String {
    let is_few = tasks == FEW;
    let tasks: Vec<_> = (0..tasks)
        .map(|number| {
            let needle = if tasks - number <= FEW { "a needle" } else { "some hay" };
            let age = if is_few || number < tasks / 2 { "old" } else { "new" };
            let priority = if is_few { "high" } else { ["high", "medium", "low", "high"][number % 4] };
            let (hour, minute, second) = (number / 3_600 % 24, number / 60 % 60, number % 60);
            format!(
                r#"{{"title":"{} {age} task with {needle}","priority":"{priority}","due_date":"2031-01-{:02}T00:00:00Z","created_at":"2026-01-01T{hour:02}:{minute:02}:{second:02}Z"}}"#,
                number % 97,
                number % 28 + 1
            )
        })
        .collect();
    format!(r#"{{"format":"cubby","version":1,"tasks":[{}]}}"#, tasks.join(","))
}
