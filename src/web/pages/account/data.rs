//! Taking everything along, and bringing it back.

use leptos::prelude::*;

use super::Form;
use crate::{
    domain::{Field, UserId},
    web::components::{field::person_field, icon},
};

pub(super) fn section(owner: UserId, form: Form<'_>) -> impl IntoView + use<> {
    let problem = form.problem(Field::File);
    let is_wrong = problem.is_some();
    view! {
        <section aria-labelledby="export">
            <div>
                <h2 id="export">"Your data"</h2>
                <p class="soft small">"One JSON file with everything Cubby holds about you."</p>
            </div>
            <div class="form">
                <form class="actions" method="post" action="/fn/export">{person_field(owner)}<button class="button">"Export my data"</button></form>
                <form class="form" method="post" action="/fn/import" enctype="multipart/form-data" novalidate>
                    {person_field(owner)}
                    <div class="field">
                        <label for="file">{Field::File.label()}</label>
                        <p class="hint" id="file-hint">"Its tasks are added to yours. Those that are here stay as they are."</p>
                        <input class="input" id="file" name="file" type="file" accept="application/json,.json" required autofocus=is_wrong
                            aria-invalid=is_wrong.then_some("true")
                            aria-describedby=if is_wrong { "file-hint file-error" } else { "file-hint" } />
                        {problem.map(|words| view! { <p class="error" id="file-error">{icon::alert()}{words}</p> })}
                    </div>
                    <div class="actions"><button class="button">"Import"</button></div>
                </form>
            </div>
        </section>
    }
}
