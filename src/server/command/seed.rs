//! `cubby seed`: people and tasks out of nothing, to measure with. The same every time but for ids; the password of all is
//! said at the end.

use std::time::Duration;

use crate::{
    domain::{
        DueDate, Email, Error, Password, Priority, Task, TaskDescription, TaskId, TaskTitle, Timestamp, User, UserId,
    },
    server::{
        auth::password::Hasher,
        random,
        store::{
            Db,
            archive::{Newcomer, Run, admit},
        },
    },
};

const PASSWORD: &str = "seeded-horse-7";
const HOUR: Duration = Duration::from_hours(1);
const DEEDS: [&str; 8] = ["Buy", "Call", "Write to", "Repair", "Read", "Ask about", "Plan", "Return"];
const THINGS: [&str; 9] = [
    "milk",
    "the dentist",
    "the report",
    "the bicycle",
    "the book",
    "the invoice",
    "a holiday",
    "the keys",
    "Crème brûlée",
];

/// Makes as many people with as many tasks each, one person after the other.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(db: &Db, people: u32, tasks: u32, now: Timestamp) -> Result<(), String> {
    let words = |error: Error| error.to_string();
    let hasher = Hasher::new().map_err(words)?;
    let password_hash = hasher.hash(Password::claim(PASSWORD)).await.map_err(words)?;
    for number in 1..=people {
        let user = User {
            id: UserId::new(random::id(now)),
            email: Email::parse(&format!("person-{number}@example.com")).map_err(|problem| problem.to_string())?,
            name: None,
        };
        let tasks = (0..tasks).map(|at| task(at, now)).collect::<Result<Vec<_>, _>>()?;
        let newcomer = Newcomer { user, password_hash: password_hash.clone(), created_at: now, tasks };
        admit(db, &[newcomer], Run::Commit, now).await.map_err(words)?;
    }
    println!("{people} people have {tasks} tasks each: person-1@example.com and so on, with the password {PASSWORD}");
    Ok(())
}

/// A third is completed, a half is due some day, and a third has a description.
fn task(at: u32, now: Timestamp) -> Result<Task, String> {
    let one_of = |words: &[&'static str]| words.get(at as usize % words.len()).copied().unwrap_or_default();
    let title = format!("{} {} {at}", one_of(&DEEDS), one_of(&THINGS));
    let description =
        if at % 3 == 1 { format!("Before the weekend, and not without number {at}.") } else { String::new() };
    let rank = i16::try_from(at % 3).unwrap_or_default();
    Ok(Task {
        id: TaskId::new(random::id(now)),
        title: TaskTitle::parse(&title).map_err(|problem| problem.to_string())?,
        description: TaskDescription::parse(&description).map_err(|problem| problem.to_string())?,
        priority: Priority::from_rank(rank).unwrap_or_default(),
        due_date: at.is_multiple_of(2).then(|| DueDate::at(now.plus(HOUR * (at % 2_000)))),
        created_at: now,
        updated_at: now,
        completed_at: at.is_multiple_of(3).then_some(now),
        version: 1,
    })
}
