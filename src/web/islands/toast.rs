//! What could not be done, with the reason and another try.

use leptos::prelude::*;

use super::board::{Action, Board, Refusal};

/// The region is there before its words, or a screen reader would not say them.
#[component]
pub(super) fn Toast(board: Board) -> impl IntoView {
    let toast = move || {
        board.refusal.get().map(|Refusal { action, error }| {
            let what = match action {
                Action::Add(_) => "Could not add the task.",
                Action::Complete(_, true) => "Could not complete the task.",
                Action::Complete(_, false) => "Could not reopen the task.",
                Action::Save(..) => "Could not save the task.",
                Action::Delete(_) => "Could not delete the task.",
            };
            view! {
                <div class="toast">
                    <p>{what}" "{error.to_string()}</p>
                    <button class="button" type="button" on:click=move |_| board.run(action.clone())>"Try again"</button>
                </div>
            }
        })
    };
    view! { <div role="status">{toast}</div> }
}
