//! A line to type something on.

use leptos::prelude::*;

use crate::{domain::Field, web::components::icon};

/// One field of a form.
pub(super) struct TextField {
    pub id: &'static str,
    pub field: Field,
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub value: Option<String>,
    pub problem: Option<String>,
    /// Whether it is what is to be typed next.
    pub is_first: bool,
}

impl TextField {
    pub(super) fn view(self) -> impl IntoView + use<> {
        let Self { id, field, kind, autocomplete, value, problem, is_first } = self;
        let error_id = format!("{id}-error");
        let is_wrong = problem.is_some();
        let is_optional = field == Field::Name;
        view! {
            <div class="field">
                <label for=id>{field.label()}{is_optional.then(|| view! { " "<span class="optional">"optional"</span> })}</label>
                <input class="input" id=id name=field.name() type=kind autocomplete=autocomplete value=value required=!is_optional
                    autofocus=is_first
                    aria-invalid=is_wrong.then_some("true")
                    aria-describedby=is_wrong.then(|| error_id.clone()) />
                {problem.map(|words| view! { <p class="error" id=error_id>{icon::alert()}{words}</p> })}
            </div>
        }
    }
}
