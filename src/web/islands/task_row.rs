//! One task in the list: its check box, its title, what else is known, and the way to delete it.

use leptos::{
    either::{Either, EitherOf3},
    ev::MouseEvent,
    prelude::*,
};

use super::{
    action::Action,
    board::Board,
    browser,
    row::{Row, RowState},
    row_editor::RowEditor,
};
use crate::{
    domain::{Marks, Priority, TaskDescription},
    web::components::icon,
};

#[component]
pub(super) fn TaskRow(row: Row, board: Board) -> impl IntoView {
    let class = if board.comes_alone.get_value() { "task alone" } else { "task" };
    move || {
        row.state.with(|state| {
            if let Some(text) = state.editing.clone() {
                let name = state.task.title.as_str().to_owned();
                Either::Left(view! { <li class="editing"><RowEditor row=row name=name text=text board=board /></li> })
            } else {
                Either::Right(shown(row, state, class, board))
            }
        })
    }
}

fn shown(row: Row, state: &RowState, class: &'static str, board: Board) -> impl IntoView + use<> {
    let RowState { task, found, .. } = state;
    let title = task.title.as_str().to_owned();
    let id = task.id.to_string();
    let name = format!("t{}", row.key);
    let query = board.query.get();
    let edit = move |event: MouseEvent| {
        // Another button or a modifier asks for the task's own page, in a tab or window of its own.
        if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            row.open();
            browser::focus_on(row.editor());
        }
    };
    let complete = move |event| {
        if browser::take_over(&event).is_some() {
            board.leave(row, Action::Complete(row, !row.state.with_untracked(|state| state.task.is_completed())));
        }
    };
    let delete = move |event| {
        if browser::take_over(&event).is_some() {
            board.leave(row, Action::Delete(row));
        }
    };
    view! {
        <li class=class data-priority=task.priority.as_str()>
            <form method="post" action=format!("/fn/complete_task{query}") on:submit=complete>
                <input type="hidden" name="id" value=id.clone() />
                <button class="check" role="checkbox" name="completed" value=move || truth(!row.is_completed()) aria-checked=move || truth(row.is_completed()) aria-labelledby=name.clone() aria-busy=move || row.is_busy().then_some("true")>{icon::check()}</button>
            </form>
            <div class="body">
                <a class="title" id=row.title() href=format!("/tasks/{id}{query}") aria-label=format!("Edit {title}") on:click=edit><span id=name dir="auto">{marked(&title, found.as_ref().map(|found| &found.title))}</span></a>
                {task.description.as_ref().map(|text| view! { <p class="note" dir="auto">{marked(TaskDescription::as_str(text), found.as_ref().map(|found| &found.description))}</p> })}
            </div>
            <p class="meta">{priority(task.priority)}{move || due(row, board)}</p>
            <form class="end" method="post" action=format!("/fn/delete_task{query}") on:submit=delete>
                <input type="hidden" name="id" value=id />
                <button class="button plain only-icon" aria-label=format!("Delete {title}")>{icon::bin()}</button>
            </form>
        </li>
    }
}

/// A text with what was found in it.
fn marked(text: &str, marks: Option<&Marks>) -> impl IntoView + use<> {
    let Some(marks) = marks.filter(|marks| !marks.are_none()) else { return Either::Left(text.to_owned()) };
    let pieces = marks.pieces(text).map(str::to_owned).enumerate().map(|(at, piece)| {
        if at % 2 == 0 { Either::Left(piece) } else { Either::Right(view! { <mark>{piece}</mark> }) }
    });
    Either::Right(pieces.collect_view())
}

/// Medium priority says nothing, but to those who listen.
fn priority(priority: Priority) -> impl IntoView {
    match priority {
        Priority::High => EitherOf3::A(
            view! { <span class="high" role="img" aria-label="High priority">{icon::high()}"High"<span class="unseen">" priority"</span></span> },
        ),
        Priority::Medium => EitherOf3::B(
            view! { <><span class="unseen" role="img" aria-label="Medium priority">"Medium priority"</span></> },
        ),
        Priority::Low => EitherOf3::C(
            view! { <span class="low" role="img" aria-label="Low priority">{icon::low()}"Low"<span class="unseen">" priority"</span></span> },
        ),
    }
}

/// What is completed is never late.
fn due(row: Row, board: Board) -> impl IntoView + use<> {
    row.mark.track();
    let due = row.state.with_untracked(|state| board.calendar.with_value(|calendar| calendar.due(&state.task)));
    due.map(|due| view! { <span class=due.class>{due.lead}<time datetime=due.machine lang=due.language>{due.day}</time></span> })
}

const fn truth(is_so: bool) -> &'static str {
    if is_so { "true" } else { "false" }
}
