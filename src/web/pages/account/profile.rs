//! What the person is called and reached by.

use leptos::prelude::*;

use super::{
    super::{password_field::PasswordField, text_field::TextField},
    Form,
};
use crate::{
    domain::{Field, Name, User},
    web::components::field::person_field,
};

pub(super) fn section(user: &User, form: Form<'_>) -> impl IntoView + use<> {
    let first = form.first_wrong(&[Field::Name, Field::Email, Field::CurrentPassword]);
    let name = TextField {
        id: "name",
        field: Field::Name,
        kind: "text",
        autocomplete: "name",
        value: Some(form.value(Field::Name, user.name.as_ref().map_or("", Name::as_str))),
        problem: form.problem(Field::Name),
        is_first: first == Some(Field::Name),
    };
    let email = TextField {
        id: "email",
        field: Field::Email,
        kind: "email",
        autocomplete: "username",
        value: Some(form.value(Field::Email, user.email.as_str())),
        problem: form.problem(Field::Email),
        is_first: first == Some(Field::Email),
    };
    let password = PasswordField {
        hint: Some("Only to change the email"),
        problem: form.problem(Field::CurrentPassword),
        is_first: first == Some(Field::CurrentPassword),
        is_required: false,
        ..PasswordField::current("profile-password")
    };
    view! {
        <section aria-labelledby="profile">
            <div>
                <h2 id="profile">"Profile"</h2>
                <p class="soft small">"Your name is shown to you alone."</p>
            </div>
            <form class="form" method="post" action="/fn/update_profile" novalidate>
                {person_field(user.id)}
                {name.view()}
                {email.view()}
                {password.view()}
                <div class="actions"><button class="button main">"Save profile"</button></div>
            </form>
        </section>
    }
}
