//! Where the person is signed in.

use leptos::{either::Either, prelude::*};

use crate::{
    domain::{SessionId, Timestamp},
    server::{auth::agent, store::sessions::OpenSession},
    web::components::{due::day_and_month, icon},
};

pub(super) fn section(sessions: Vec<OpenSession>, own: SessionId, now: Timestamp) -> impl IntoView + use<> {
    let is_alone = sessions.len() < 2;
    let rows = sessions.into_iter().map(|session| row(session, own, now)).collect_view();
    view! {
        <section aria-labelledby="sessions">
            <div>
                <h2 id="sessions">"Sessions"</h2>
                <p class="soft small">"Where you are signed in."</p>
            </div>
            <div class="form">
                <ul class="devices well" role="list" aria-label="Sessions">{rows}</ul>
                {(!is_alone).then(|| view! {
                    <form class="actions" method="post" action="/fn/end_other_sessions"><button class="button">"Sign out everywhere else"</button></form>
                })}
            </div>
        </section>
    }
}

fn row(session: OpenSession, own: SessionId, now: Timestamp) -> impl IntoView {
    let OpenSession { id, agent: words, address, signed_in_at, last_seen_at } = session;
    let is_here = id == own;
    let symbol = if agent::is_handheld(&words) { Either::Left(icon::phone()) } else { Either::Right(icon::laptop()) };
    let seen = if is_here { "here now".to_owned() } else { format!("last seen {}", ago(last_seen_at, now)) };
    let signed_in = day_and_month(signed_in_at.date(), now.date());
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

/// How long it has been, as one says it.
fn ago(then: Timestamp, now: Timestamp) -> String {
    let minutes = now.since(then).as_secs() / 60;
    match minutes {
        0 => "just now".to_owned(),
        1 => "a minute ago".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        60..120 => "an hour ago".to_owned(),
        120..1_440 => format!("{} hours ago", minutes / 60),
        _ => day_and_month(then.date(), now.date()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_as_people_say_it() {
        let now = Timestamp::parse_rfc3339("2026-11-21T12:00:00Z").unwrap();
        for (then, words) in [
            ("2026-11-21T11:59:30Z", "just now"),
            ("2026-11-21T11:59:00Z", "a minute ago"),
            ("2026-11-21T11:40:00Z", "20 minutes ago"),
            ("2026-11-21T10:30:00Z", "an hour ago"),
            ("2026-11-21T02:00:00Z", "10 hours ago"),
            ("2026-11-09T02:00:00Z", "9 Nov"),
            ("2025-12-31T02:00:00Z", "31 Dec 2025"),
        ] {
            assert_eq!(ago(Timestamp::parse_rfc3339(then).unwrap(), now), words);
        }
    }
}
