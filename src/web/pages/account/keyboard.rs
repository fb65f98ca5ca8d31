//! Whether keys act by themselves.

use leptos::prelude::*;

use crate::{
    domain::{Shortcuts, UserId},
    web::components::field::person_field,
};

pub(super) fn section(owner: UserId, shortcuts: Shortcuts) -> impl IntoView {
    view! {
        <section aria-labelledby="keyboard">
            <div>
                <h2 id="keyboard">"Keyboard"</h2>
                <p class="soft small">"On the list of tasks, single keys add, find and complete. The key ? shows them all."</p>
            </div>
            <form class="form" method="post" action="/fn/set_shortcuts">
                {person_field(owner)}
                <label class="choice"><input type="checkbox" name="shortcuts" value="on" checked=shortcuts.are_on() />"Use single keys"</label>
                <div class="actions"><button class="button">"Save keyboard"</button></div>
            </form>
        </section>
    }
}
