//! What time it is where the person is, for browsers without scripts. With them the list says it by itself.

use leptos::prelude::*;

use crate::{
    domain::{Timestamp, UserId},
    web::components::{field::person_field, icon},
};

/// Minutes that clocks of the world are ahead of UTC, in winter or in summer (IANA time zone database).
const OFFSETS: [i64; 40] = [
    -720, -660, -600, -570, -540, -480, -420, -360, -300, -240, -210, -180, -150, -120, -60, 0, 60, 120, 180, 210, 240,
    270, 300, 330, 345, 360, 390, 420, 480, 525, 540, 570, 600, 630, 660, 720, 765, 780, 825, 840,
];

pub(super) fn section(owner: UserId, now: Timestamp, chosen: i64) -> impl IntoView + use<> {
    let option = move |minutes: i64| {
        view! { <option value=minutes.to_string() selected=minutes == chosen>{label(now, minutes)}</option> }
    };
    view! {
        <noscript>
            <section aria-labelledby="clock">
                <div>
                    <h2 id="clock">"Clock"</h2>
                    <p class="soft small">"What is due today goes by the time where you are."</p>
                </div>
                <form class="form" method="post" action="/fn/set_zone">
                    {person_field(owner)}
                    <div class="field">
                        <label for="minutes">"Time where you are"</label>
                        <span class="ends">
                            <select class="input" id="minutes" name="minutes">{OFFSETS.map(option)}</select>
                            {icon::down()}
                        </span>
                    </div>
                    <div class="actions"><button class="button">"Save clock"</button></div>
                </form>
            </section>
        </noscript>
    }
}

/// What that clock shows now, which somebody can find theirs by: "Sunday 14:30 (UTC+1)".
fn label(now: Timestamp, minutes: i64) -> String {
    let there = now.ahead(minutes);
    let day = there.date().weekday();
    let minute = there.seconds().div_euclid(60).rem_euclid(1_440);
    format!("{day} {:02}:{:02} ({})", minute / 60, minute % 60, offset(minutes))
}

fn offset(minutes: i64) -> String {
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_told_by_its_day_and_time() {
        // A Sunday.
        let noon = Timestamp::parse_rfc3339("2026-11-29T12:04:59Z").unwrap();
        assert_eq!(label(noon, 0), "Sunday 12:04 (UTC)");
        assert_eq!(label(noon, 345), "Sunday 17:49 (UTC+5:45)");
        assert_eq!(label(noon, 840), "Monday 02:04 (UTC+14)");
        assert_eq!(label(noon, -210), "Sunday 08:34 (UTC\u{2212}3:30)");
        assert_eq!(label(Timestamp::from_millis(-1), -60), "Wednesday 22:59 (UTC\u{2212}1)");
    }
}
