//! Light or dark.

use leptos::prelude::*;

use crate::domain::Theme;

pub(super) fn section(chosen: Theme) -> impl IntoView + use<> {
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
                <fieldset class="themes">
                    <legend class="unseen">"Appearance"</legend>
                    {Theme::ALL.map(choice)}
                </fieldset>
                <div class="actions"><button class="button">"Save appearance"</button></div>
            </form>
        </section>
    }
}
