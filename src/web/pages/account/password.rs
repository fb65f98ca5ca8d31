//! Another password.

use leptos::prelude::*;

use super::{
    super::password_field::{PasswordField, whose},
    Form,
};
use crate::{
    domain::{Field, User},
    web::components::field::person_field,
};

pub(super) fn section(user: &User, form: Form<'_>) -> impl IntoView + use<> {
    let first = form.first_wrong(&[Field::CurrentPassword, Field::Password]);
    let current = PasswordField {
        problem: form.problem(Field::CurrentPassword),
        is_first: first == Some(Field::CurrentPassword),
        ..PasswordField::current("current")
    };
    let new = PasswordField {
        problem: form.problem(Field::Password),
        is_first: first == Some(Field::Password),
        ..PasswordField::new_one()
    };
    let whose = whose(user.email.as_str());
    view! {
        <section aria-labelledby="password">
            <div>
                <h2 id="password">"Password"</h2>
                <p class="soft small">"Changing it signs out every other device."</p>
            </div>
            <form class="form" method="post" action="/fn/change_password" novalidate>
                {person_field(user.id)}
                {whose}
                {current.view()}
                {new.view()}
                <div class="actions"><button class="button">"Change password"</button></div>
            </form>
        </section>
    }
}
