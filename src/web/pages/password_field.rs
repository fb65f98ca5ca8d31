//! The field of a password. What was typed never comes back.

use leptos::prelude::*;

use crate::web::components::icon;

/// `described` names the notice that also speaks of this field.
pub(super) fn password_field(
    autocomplete: &'static str,
    problem: Option<String>,
    described: Option<&'static str>,
    autofocus: bool,
) -> impl IntoView {
    let is_wrong = problem.is_some();
    view! {
        <div class="field">
            <label for="password">"Password"</label>
            <input class="input" id="password" name="password" type="password" autocomplete=autocomplete required autofocus=autofocus
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=if is_wrong { Some("password-error") } else { described } />
            {problem.map(|words| view! { <p class="error" id="password-error">{icon::alert()}{words}</p> })}
        </div>
    }
}
