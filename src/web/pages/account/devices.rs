//! Where the person is signed in.

use leptos::{either::Either, prelude::*};

use crate::{
    domain::{SessionId, UserId},
    server::{auth::agent, store::sessions::OpenSession},
    web::components::{calendar::Calendar, field::person_field, icon},
};

pub(super) fn section(
    owner: UserId,
    sessions: Vec<OpenSession>,
    own: SessionId,
    calendar: &Calendar,
) -> impl IntoView + use<> {
    let is_alone = sessions.len() < 2;
    let rows = sessions.into_iter().map(|session| row(session, own, calendar)).collect_view();
    view! {
        <section aria-labelledby="sessions">
            <div>
                <h2 id="sessions">"Sessions"</h2>
                <p class="soft small">"Where you are signed in."</p>
            </div>
            <div class="form">
                <ul class="devices well" role="list" aria-label="Sessions">{rows}</ul>
                {(!is_alone).then(|| view! {
                    <form class="actions" method="post" action="/fn/end_other_sessions">{person_field(owner)}<button class="button">"Sign out everywhere else"</button></form>
                })}
            </div>
        </section>
    }
}

fn row(session: OpenSession, own: SessionId, calendar: &Calendar) -> impl IntoView + use<> {
    let OpenSession { id, agent: words, address, signed_in_at, last_seen_at } = session;
    let is_here = id == own;
    let symbol = if agent::is_handheld(&words) { Either::Left(icon::phone()) } else { Either::Right(icon::laptop()) };
    let seen = if is_here { "here now".to_owned() } else { format!("last seen {}", calendar.ago(last_seen_at)) };
    let signed_in = calendar.day(signed_in_at.date());
    let said = format!("{address}. Signed in {signed_in}, {seen}");
    let name = format!("End session: {words}");
    view! {
        <li>
            {symbol}
            <div>
                <p><strong>{words}</strong>{is_here.then(|| view! { " "<span class="here small">"This device"</span> })}</p>
                <p class="soft small">{said}</p>
            </div>
            {(!is_here).then(|| view! {
                <form method="post" action="/fn/end_session"><input type="hidden" name="id" value=id.to_string() /><button class="button plain" aria-label=name>"End"</button></form>
            })}
        </li>
    }
}
