//! The page of tasks: what to add, which to show, the list.

use leptos::{either::Either, prelude::*};

use super::{
    board::{Action, Board},
    browser,
    shelf::Shelf,
    task_row::TaskRow,
    toast::Toast,
};
use crate::domain::{Field, Status};

/// The list of tasks of one person. What stands between its heading and the list (`children`) the server has rendered
/// once and for all; only its submissions come here.
#[island]
pub fn TaskBoard(children: Children) -> impl IntoView {
    let shelf = Shelf::here();
    let (first_page, any) = (shelf.first_page.clone(), shelf.any);
    let board = Board::new(shelf);
    let add = move |event| {
        if let Some((form, draft)) = browser::drafted(&event) {
            browser::empty(&form);
            browser::focus(&form, Field::Title);
            board.run(Action::Add(draft));
        }
    };
    view! {
        <header class="page-head">
            <h1>"Tasks"</h1>
            <p class="count soft">{move || open_tasks(board.open.get())}</p>
        </header>
        <Toast board=board />
        <p class="unseen" role="status">{move || board.said.get()}</p>
        <div on:submit=add>{children()}</div>
        {move || if board.shown().is_empty() {
            Either::Left(blank(board.status, first_page.clone(), any || board.rows.with(|rows| !rows.is_empty())))
        } else {
            Either::Right(view! {
                <ul class="tasks well" role="list" aria-label="Tasks">
                    <For each=move || board.shown() key=|row| row.key let:row>
                        <TaskRow row=row board=board />
                    </For>
                </ul>
            })
        }}
    }
}

/// "1 open task", "2 open tasks".
fn open_tasks(count: u32) -> String {
    if count == 1 { "1 open task".to_owned() } else { format!("{count} open tasks") }
}

/// Something friendly where there is nothing.
fn blank(status: Status, first_page: Option<String>, any: bool) -> impl IntoView {
    let (drawing, heading, words) = match status {
        _ if first_page.is_some() => (NOTHING, "No more tasks", "You have seen them all."),
        Status::Open if any => (DONE, "All done", "Nothing is open. Everything you finished is under Completed."),
        Status::Completed if any => (EMPTY, "Nothing completed yet", "What you finish shows up here."),
        _ => (EMPTY, "Nothing here yet", "Write down the first thing on your mind. Only you will see it."),
    };
    view! {
        <div class="blank well">
            <svg class="drawing" viewBox="0 0 100 80" aria-hidden="true" inner_html=drawing></svg>
            <h2>{heading}</h2>
            <p>{words}</p>
            {first_page.map(|query| view! { <div class="actions"><a class="button" href=format!("/tasks{query}")>"First page"</a></div> })}
        </div>
    }
}

const EMPTY: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle cx="40" cy="57" r="6.5" stroke-dasharray="2.6 3.2"/></g>"#;
const DONE: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle class="ball" cx="40" cy="57" r="7"/></g>"#;
const NOTHING: &str = r#"<rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle class="ball" cx="88" cy="63" r="7"/>"#;
