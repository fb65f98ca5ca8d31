//! The field of a password. What was typed never comes back.

use leptos::prelude::*;

use crate::web::components::icon;

/// One field of a form. Its name always has "password" in it: that is how it is known what not to keep.
pub(super) struct PasswordField {
    pub id: &'static str,
    pub name: &'static str,
    pub label: &'static str,
    pub autocomplete: &'static str,
    pub hint: Option<&'static str>,
    pub problem: Option<String>,
    /// The notice that also speaks of this field.
    pub described: Option<&'static str>,
    /// Whether it is what is to be typed next.
    pub is_first: bool,
    pub is_required: bool,
}

/// Whose password it is, for password managers, where no other field of the form says so.
pub(super) fn whose(email: &str) -> impl IntoView + use<> {
    view! { <input class="unseen" type="text" name="username" autocomplete="username" value=email.to_owned() tabindex="-1" aria-hidden="true" readonly /> }
}

impl PasswordField {
    /// The one password of a form.
    pub(super) fn only(autocomplete: &'static str) -> Self {
        Self {
            id: "password",
            name: "password",
            label: "Password",
            autocomplete,
            hint: None,
            problem: None,
            described: None,
            is_first: false,
            is_required: true,
        }
    }

    /// The password that somebody has, asked for once more.
    pub(super) fn current(id: &'static str) -> Self {
        Self { id, name: "current_password", label: "Current password", ..Self::only("current-password") }
    }

    /// The password that somebody chooses in place of the one that they have.
    pub(super) fn new_one() -> Self {
        Self {
            id: "new",
            name: "new_password",
            label: "New password",
            hint: Some("At least 8 characters"),
            ..Self::only("new-password")
        }
    }

    /// `show_password.js` shows the button, where it runs.
    pub(super) fn view(self) -> impl IntoView + use<> {
        let Self { id, name, label, autocomplete, hint, problem, described, is_first, is_required } = self;
        let is_wrong = problem.is_some();
        let error_id = format!("{id}-error");
        let hint_id = format!("{id}-hint");
        let ids = [
            hint.map(|_| hint_id.clone()),
            is_wrong.then(|| error_id.clone()),
            described.filter(|_| !is_wrong).map(str::to_owned),
        ];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        view! {
            <div class="field">
                <label for=id>{label}</label>
                {hint.map(|words| view! { <p class="hint" id=hint_id>{words}</p> })}
                <span class="ends">
                    <input class="input" id=id name=name type="password" autocomplete=autocomplete required=is_required autofocus=is_first
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=(!ids.is_empty()).then(|| ids.join(" ")) />
                    <button class="button plain only-icon" type="button" hidden aria-pressed="false" aria-controls=id>{icon::eye()}<span class="unseen">"Show password"</span></button>
                </span>
                {problem.map(|words| view! { <p class="error" id=error_id>{icon::alert()}{words}</p> })}
            </div>
        }
    }
}
