//! The page of tasks: what to add, which to show, the list.

use leptos::{either::Either, ev::SubmitEvent, prelude::*};
use web_sys::CustomEvent;

use super::{
    action::{Action, Told},
    board::{self, Board},
    browser,
    shelf::Shelf,
    task_row::TaskRow,
    toast::Toast,
};
use crate::{domain::Status, web::components::drawing};

/// The list of tasks of one person. What stands between its heading and the list (`children`) the server has rendered
/// once and for all; only its submissions come here, and what its script has found.
#[island]
pub fn TaskBoard(children: Children) -> impl IntoView {
    let board = Board::new(Shelf::here());
    let add = move |event: SubmitEvent| {
        if browser::written(&event).is_none() {
            return;
        }
        // Pressed twice, it is meant for what is on its way already.
        if board.adding.get_value() && browser::begun().is_none() {
            event.prevent_default();
        } else if let Some((form, draft)) = browser::drafted(&event) {
            browser::empty(&form);
            board.run(Action::Add(draft));
            browser::focus_later("title".to_owned());
        }
    };
    let heed = move |event: CustomEvent| match event.detail().as_string().as_deref() {
        Some("looks") => board.looks(),
        Some("left") => board.ask_all(),
        Some("signed out") => board.tell(Told::SignedOut),
        Some("undo") => drop(board.regret()),
        _ => {}
    };
    let show = move |event: CustomEvent| match Shelf::fetched(event.detail()) {
        Some(shelf) => {
            if matches!(board.told.get_untracked(), Told::Offline | Told::SignedOut) {
                board.tell(Told::Nothing);
            }
            board.show(shelf);
            board.say(found_words(board));
        }
        None => board.tell(Told::Offline),
    };
    // The list is made anew only where there was none: what is typed in it, and the focus, stay.
    let is_empty = Memo::new(move |_| board.shown().is_empty());
    view! {
        <header class="page-head">
            <h1>"Tasks"</h1>
            <p class="count soft">{move || open_tasks(board.open.get())}</p>
        </header>
        <Toast board=board />
        <p class="unseen" role="status">{move || board.said.get()}</p>
        <div on:submit=add on:found=show on:word=heed>{children()}</div>
        {move || board.shelf.with(|shelf| shelf.narrowed.is_some()).then(|| view! {
            <p class="found"><span dir="auto">{move || found_words(board)}</span>" "<a href="/tasks">"Clear"</a></p>
        })}
        {move || if is_empty.get() {
            Either::Left(blank(board))
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
    format!("{count} open {}", noun(count))
}

/// "2 tasks: high priority, with “milk”."
fn found_words(board: Board) -> String {
    let count = board.total();
    let narrowed = board.shelf.with(|shelf| shelf.narrowed.as_ref().map(|words| format!(": {words}")));
    format!("{count} {}{}.", noun(count), narrowed.unwrap_or_default())
}

fn noun(count: u32) -> &'static str {
    if count == 1 { "task" } else { "tasks" }
}

/// Something friendly where there is nothing.
fn blank(board: Board) -> impl IntoView {
    let status = board.status.get();
    let none = board.rows.with(Vec::is_empty);
    board.shelf.with(|shelf| {
        let any = shelf.any || !none;
        let (drawing, heading, words) = match (status, &shelf.nothing) {
            _ if shelf.first_page.is_some() => (drawing::NOTHING, "No more tasks", "You have seen them all.".to_owned()),
            (_, Some(words)) => (drawing::NOTHING, "Nothing matches", words.clone()),
            _ if shelf.narrowed.is_some() => (drawing::NOTHING, "Nothing matches", "No task here has that priority.".to_owned()),
            (Status::Open, _) if any => {
                (drawing::DONE, "All done", "Nothing is open. Everything you finished is under Completed.".to_owned())
            }
            (Status::Completed, _) if any => {
                (drawing::EMPTY, "Nothing completed yet", "What you finish shows up here.".to_owned())
            }
            _ => (
                drawing::EMPTY,
                "Nothing here yet",
                "Write down the first thing on your mind. Only you will see it.".to_owned(),
            ),
        };
        let way_on = match &shelf.first_page {
            Some(query) => Some((format!("/tasks{query}"), "First page")),
            None => shelf.narrowed.is_some().then(|| ("/tasks".to_owned(), "Show all tasks")),
        };
        view! {
            <div class="blank well">
                <svg class="drawing" viewBox="0 0 100 80" aria-hidden="true" inner_html=drawing></svg>
                <h2 id=board::NOTHING tabindex="-1">{heading}</h2>
                <p dir="auto">{words}</p>
                {way_on.map(|(href, words)| view! { <div class="actions"><a class="button" href=href>{words}</a></div> })}
            </div>
        }
    })
}
