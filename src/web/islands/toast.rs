//! What was just done, with the way back; or what could not be done, with the reason and another try.

use leptos::{either::EitherOf4, ev::SubmitEvent, prelude::*};

use super::{
    action::{Action, Told},
    board::Board,
    browser,
};
use crate::domain::{Deed, Error, Status};

/// The region is there before its words, or a screen reader would not say them.
#[component]
pub(super) fn Toast(board: Board) -> impl IntoView {
    let toast = move || match board.told.get() {
        Told::Nothing => EitherOf4::A(()),
        Told::Offer(offer, mut change) => {
            // What was done before this page was opened is undone by the form alone; a second press does nothing.
            let is_here = change.is_some();
            let mut is_sent = false;
            let words = match offer.deed {
                Deed::Added if board.status.get_untracked() == Status::Completed => "Task added. It is under Open.",
                Deed::Added if !board.shows(offer.task) => "Task added. This page does not show it.",
                Deed::Changed if !board.shows(offer.task) => "Task saved. This page does not show it.",
                deed => deed.words(),
            };
            let undo = move |event: SubmitEvent| {
                if board.regret() || std::mem::replace(&mut is_sent, true) {
                    event.prevent_default();
                } else if is_here
                    && browser::take_over(&event).is_some()
                    && let Some(change) = change.take()
                {
                    change.focus();
                    board.run(Action::Undo(offer.id, change));
                }
            };
            EitherOf4::B(view! {
                <div class="toast">
                    <p>{words}</p>
                    <form method="post" action=move || format!("/fn/undo{}", board.query.get()) on:submit=undo>
                        <input type="hidden" name="id" value=offer.id.to_string() />
                        <button class="button">"Undo"</button>
                    </form>
                </div>
            })
        }
        Told::Refusal(action, error) => {
            let what = match &action {
                Action::Add(_) => "Could not add the task.",
                Action::Complete(_, true) => "Could not complete the task.",
                Action::Complete(_, false) => "Could not reopen the task.",
                Action::Save(..) => "Could not save the task.",
                Action::Delete(_) => "Could not delete the task.",
                Action::Undo(..) => "Could not undo that.",
            };
            let mut action = Some(action);
            let try_again = move |_| action.take().into_iter().for_each(|action| board.try_again(action));
            EitherOf4::C(view! {
                <div class="toast">
                    <p>{what}" "{error.to_string()}</p>
                    <button class="button" type="button" on:click=try_again>"Try again"</button>
                </div>
            })
        }
        Told::Failure(words) => EitherOf4::D(failure(words, false)),
        Told::Offline => EitherOf4::D(failure(Error::Offline.to_string(), false)),
        Told::SignedOut => EitherOf4::D(failure(Error::SessionExpired.to_string(), true)),
    };
    view! { <div role="status">{toast}</div> }
}

/// Where the person has to sign in, they do so in a tab of its own: what is written here stays.
fn failure(words: String, asks_to_sign_in: bool) -> impl IntoView {
    let way_in = asks_to_sign_in.then(|| view! { <a class="button" href="/signin" target="_blank">"Sign in"</a> });
    view! { <div class="toast"><p>{words}</p>{way_in}</div> }
}
