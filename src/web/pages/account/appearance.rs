//! Light or dark.

use leptos::prelude::*;

use crate::{
    domain::{Theme, UserId},
    web::components::field::person_field,
};

pub(super) fn section(owner: UserId, chosen: Theme) -> impl IntoView + use<> {
    let choice = move |theme: Theme| {
        let faces: &[&str] = match theme {
            Theme::System => &["light", "dark"],
            Theme::Light => &["light"],
            Theme::Dark => &["dark"],
        };
        let faces = faces.iter().map(|face| view! { <span data-theme=*face></span> }).collect_view();
        view! {
            <label><input type="radio" name="theme" value=theme.as_str() checked=theme == chosen /><span class="swatch">{faces}</span>{theme.label()}</label>
        }
    };
    view! {
        <section aria-labelledby="appearance">
            <div>
                <h2 id="appearance">"Appearance"</h2>
                <p class="soft small">"System follows your device."</p>
            </div>
            <form class="form" method="post" action="/fn/set_theme">
                {person_field(owner)}
                <fieldset class="themes">
                    <legend class="unseen">"Appearance"</legend>
                    {Theme::ALL.map(choice)}
                </fieldset>
                <div class="actions"><button class="button">"Save appearance"</button></div>
            </form>
        </section>
    }
}
