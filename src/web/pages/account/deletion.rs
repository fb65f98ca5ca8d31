//! The way out.

use leptos::prelude::*;

use super::{
    super::password_field::{PasswordField, whose},
    Form,
};
use crate::{
    domain::{Field, User},
    web::components::{field::person_field, icon},
};

pub(super) fn section(user: &User, form: Form<'_>) -> impl IntoView + use<> {
    let first = form.first_wrong(&[Field::CurrentPassword, Field::Confirm]);
    let password = PasswordField {
        label: "Password",
        problem: form.problem(Field::CurrentPassword),
        is_first: first == Some(Field::CurrentPassword),
        ..PasswordField::current("delete-password")
    };
    let whose = whose(user.email.as_str());
    let problem = form.problem(Field::Confirm);
    let is_wrong = problem.is_some();
    let typed = form.value(Field::Confirm, "");
    view! {
        <section aria-labelledby="delete">
            <div>
                <h2 id="delete">"Delete account"</h2>
                <p class="soft small">"Removes every task and signs out every device, at once and for good."</p>
            </div>
            <form class="form" method="post" action="/fn/delete_account" novalidate>
                {person_field(user.id)}
                {whose}
                {password.view()}
                <div class="field">
                    <label for="confirm">{Field::Confirm.label()}</label>
                    <input class="input" id="confirm" name="confirm" type="text" value=typed autocomplete="off" autocapitalize="characters" spellcheck="false" required
                        autofocus=first == Some(Field::Confirm)
                        aria-invalid=is_wrong.then_some("true")
                        aria-describedby=is_wrong.then_some("confirm-error") />
                    {problem.map(|words| view! { <p class="error" id="confirm-error">{icon::alert()}{words}</p> })}
                </div>
                <div class="actions"><button class="button danger">"Delete account"</button></div>
            </form>
        </section>
    }
}
