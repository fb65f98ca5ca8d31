//! What was deleted lately, and the way back.

use axum::response::Response;
use leptos::{either::Either, prelude::*};

use super::{Failure, Person, Visit};
use crate::{
    domain::{TaskQuery, Timestamp},
    server::store::deleted_tasks::{self, After, DeletedTask, KEPT},
    web::components::{calendar::Calendar, drawing, icon},
};

/// What can be restored, deleted last first.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let (now, most) = (visit.now(), usize::from(TaskQuery::PAGE));
    let after = visit.query("after").as_deref().and_then(read);
    let mut tasks = deleted_tasks::list(&visit.state.db, person.user.id, after, TaskQuery::PAGE + 1, now).await?;
    let more = tasks.len() > most;
    tasks.truncate(most);
    let next = tasks.last().filter(|_| more).map(write);
    let calendar = visit.calendar();
    let rows: Vec<_> = tasks.into_iter().map(|task| (words(&visit, &task, &calendar), task)).collect();
    let restored = visit.query("restored").is_some() && visit.attempt.is_none();
    Ok(visit.page("Recently deleted", Some(&person), move || view(rows, restored, after.is_some(), next)))
}

fn view(rows: Vec<(String, DeletedTask)>, restored: bool, is_later: bool, next: Option<String>) -> impl IntoView {
    let list = if rows.is_empty() {
        Either::Left(view! {
            <div class="blank well">
                <svg class="drawing" viewBox="0 0 100 80" aria-hidden="true" inner_html=drawing::EMPTY></svg>
                <h2>"Nothing here"</h2>
                <p>"What you delete waits here for 30 days, in case you want it back."</p>
            </div>
        })
    } else {
        let rows = rows.into_iter().map(|(words, task)| row(words, &task)).collect_view();
        Either::Right(view! { <ul class="tasks well" role="list" aria-label="Recently deleted">{rows}</ul> })
    };
    view! {
        <main id="main" class="page">
            <header class="page-head">
                <h1>"Recently deleted"</h1>
                <p class="lead soft">"Tasks wait here for 30 days, then they are gone for good."</p>
            </header>
            {restored.then(|| view! { <div class="notice" role="status">{icon::info()}<p>"Task restored. "<a href="/tasks">"Go to your tasks"</a></p></div> })}
            {list}
            <footer class="list-foot">
                <a class="button plain" href="/tasks">{icon::back()}"Back to tasks"</a>
                {is_later.then(|| view! { <a class="button plain" href="/tasks/deleted">"First page"</a> })}
                {next.map(|after| view! { <a class="button" rel="next" href=format!("/tasks/deleted?after={after}")>{format!("Next {}", TaskQuery::PAGE)}{icon::on()}</a> })}
            </footer>
        </main>
    }
}

fn row(words: String, DeletedTask { task, .. }: &DeletedTask) -> impl IntoView + use<> {
    let title = task.title.as_str().to_owned();
    view! {
        <li class="task gone">
            <div class="body"><p class="title" dir="auto">{title.clone()}</p><p class="soft small">{words}</p></div>
            <form class="end" method="post" action="/fn/restore_task">
                <input type="hidden" name="id" value=task.id.to_string() />
                <button class="button plain" aria-label=format!("Restore {title}")>{icon::undo()}"Restore"</button>
            </form>
        </li>
    }
}

/// When it was deleted, and when it is gone.
fn words(visit: &Visit, task: &DeletedTask, calendar: &Calendar) -> String {
    let day = |moment: Timestamp| visit.local(moment).date();
    let deleted = match (calendar.today() - day(task.deleted_at)).whole_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => calendar.day(day(task.deleted_at)),
    };
    format!("Deleted {deleted}, gone for good on {}", calendar.day(day(task.deleted_at.plus(KEPT))))
}

/// A place in the list, as it stands in an address.
fn write(task: &DeletedTask) -> String {
    format!("{}.{}", task.deleted_at.millis(), task.task.id)
}

fn read(text: &str) -> Option<After> {
    let (millis, id) = text.split_once('.')?;
    Some(After { deleted_at: Timestamp::from_millis(millis.parse().ok()?), id: id.parse().ok()? })
}
