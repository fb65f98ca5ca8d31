//! What stands around a list of tasks: the line to write a new one, which to show, the way on, the keys.

use leptos::prelude::*;

use crate::{
    domain::{Cursor, Error, Field, Priority, Shortcuts, Sort, SortBy, Status, TaskQuery, UserId},
    web::{
        attempt::Attempt,
        components::{
            field::{DescriptionField, DueField, PriorityField, field_error, person_field},
            icon,
        },
    },
};

/// One line that unfolds.
pub fn composer(person: UserId, query: &TaskQuery, attempt: Option<&Attempt>) -> impl IntoView + use<> {
    let attempt = attempt.filter(|attempt| attempt.function == "add_task");
    let typed = |field| attempt.and_then(|attempt| attempt.value(field)).unwrap_or_default().to_owned();
    let problem = |field| attempt.and_then(|attempt| attempt.problem(field));
    let title_problem = problem(Field::Title);
    let title_is_wrong = title_problem.is_some();
    let is_next = title_is_wrong || attempt.is_some_and(|attempt| attempt.error == Error::Interrupted);

    view! {
        <form class="composer well" method="post" action=format!("/fn/add_task{}", query) aria-label="Add a task" novalidate>
            {person_field(person)}
            {icon::plus()}
            <label class="unseen" for="title">"Title"</label>
            <input class="line" id="title" name="title" placeholder="Add a task" autocomplete="off" required value=typed(Field::Title)
                autofocus=is_next dir="auto"
                aria-invalid=title_is_wrong.then_some("true")
                aria-describedby=title_is_wrong.then_some("title-error") />
            {field_error("title-error".to_owned(), title_problem)}
            <div class="fold"><div class="pair">
                <DescriptionField id="description" value=typed(Field::Description) rows="1" placeholder="Anything worth remembering" problem=problem(Field::Description) />
                <PriorityField id="priority" chosen=typed(Field::Priority) />
                <DueField id="due" value=typed(Field::DueDate) problem=problem(Field::DueDate) />
            </div></div>
            <button class="button main">"Add task"</button>
        </form>
    }
}

/// Which tasks to show, in which order. A list that is empty has no filters; the island shows them with the first task.
pub fn filters(query: &TaskQuery, any: bool, zone: i64) -> impl IntoView + use<> {
    let search = query.search.as_ref().map(|search| search.as_str().to_owned());
    let status = (query.status != Status::All).then(|| query.status.as_str());
    let is_in_force = query.is_narrowed() || query.sort != Sort::default();
    let only = Priority::ALL.into_iter().filter(|priority| query.priorities.admit(*priority)).collect::<Vec<_>>();
    let priority = move |priority: Priority| view! { <option value=priority.as_str() selected=only == [priority]>{priority.label()}</option> };
    let [low, medium, high] = Priority::ALL.map(priority);
    // An order that is turned round comes by address alone, and stays while other things are chosen.
    let turned = query.sort.is_turned.then(|| {
        view! { <option value=query.sort.to_string() selected=true>{query.sort.by.turned_label()}</option> }
    });
    let chosen = query.sort;
    let order = move |by: SortBy| view! { <option value=by.as_str() selected={chosen == Sort { by, is_turned: false }}>{by.label()}</option> };
    view! {
        <search class="filters" hidden=!any data-zone=zone.to_string()>
            <div class="filters-row">
                <nav class="tabs" aria-label="Show">{tabs(query)}</nav>
                <details class="refine" open=is_in_force>
                    <summary class="button only-icon" aria-label="Filters">{icon::sliders()}</summary>
                    <form method="get" action="/tasks">
                        {status.map(|status| view! { <input type="hidden" name="status" value=status /> })}
                        <label class="unseen" for="search">"Search"</label>
                        <span class="ends search">{icon::search()}<input class="input" id="search" name="search" type="search" placeholder="Search" autocomplete="off" dir="auto" value=search /></span>
                        <label class="unseen" for="by-priority">"Priority"</label>
                        <span class="ends"><select class="input" id="by-priority" name="priority"><option value="">"Any priority"</option>{high}{medium}{low}</select>{icon::down()}</span>
                        <label class="unseen" for="sort">"Sort by"</label>
                        <span class="ends">{icon::sort()}<select class="input" id="sort" name="sort">{SortBy::ALL.map(order)}{turned}</select>{icon::down()}</span>
                        <button class="button apply">"Apply"</button>
                    </form>
                </details>
            </div>
        </search>
    }
}

/// Open, completed or both.
fn tabs(query: &TaskQuery) -> impl IntoView + use<> {
    Status::ALL.map(|status| {
        let href = format!("/tasks{}", TaskQuery { status, ..query.first_page() });
        view! { <a href=href aria-current=(query.status == status).then_some("page")>{status.label()}</a> }
    })
}

/// What narrows the list, in words: `open, high priority, with “milk”, by due date`. Nothing where nothing does.
pub fn narrowed(query: &TaskQuery) -> Option<String> {
    if !query.is_narrowed() {
        return None;
    }
    let mut words = Vec::new();
    if query.status != Status::All {
        words.push(query.status.as_str().to_owned());
    }
    if query.priorities.are_named() {
        let named = Priority::ALL.into_iter().rev().filter(|priority| query.priorities.admit(*priority));
        words.push(format!("{} priority", named.map(Priority::as_str).collect::<Vec<_>>().join(" or ")));
    }
    if let Some(search) = &query.search {
        words.push(format!("with “{search}”"));
    }
    if query.sort != Sort::default() {
        words.push(match query.sort {
            Sort { by, is_turned: false } => format!("by {}", by.label().to_lowercase()),
            Sort { by, is_turned: true } => by.turned_label().to_lowercase(),
        });
    }
    Some(words.join(", "))
}

/// The way to older tasks and back.
pub fn pages(query: &TaskQuery, next: Option<Cursor>) -> impl IntoView + use<> {
    let first = query.after.as_ref().map(|_| format!("/tasks{}", query.first_page()));
    let older = next.map(|cursor| format!("/tasks{}", query.page_after(cursor)));
    view! {
        {first.map(|href| view! { <a class="button plain" href=href>{icon::back()}"First page"</a> })}
        {older.map(|href| view! { <a class="button" rel="next" href=href>{format!("Next {}", TaskQuery::PAGE)}{icon::on()}</a> })}
    }
}

/// What stands below the list.
pub fn foot(shortcuts: Shortcuts) -> impl IntoView {
    view! {
        <footer class="list-foot">
            <a class="button plain" href="/tasks/deleted">{icon::bin()}"Recently deleted"</a>
            {shortcuts.are_on().then(|| view! { <button class="button plain" type="button" aria-haspopup="dialog" aria-controls="keys" hidden>{icon::keys()}"Keyboard"</button> })}
        </footer>
    }
}

/// Every key that acts on the list.
pub fn keys(shortcuts: Shortcuts) -> impl IntoView {
    shortcuts.are_on().then(|| {
        view! { <dialog class="sheet well" id="keys" aria-labelledby="keys-title" inner_html=KEYS></dialog> }
    })
}

/// Written out whole: it is on every list and never changes.
const KEYS: &str = concat!(
    r##"<div><h2 id="keys-title">Keyboard</h2><form method="dialog"><button class="button plain only-icon" aria-label="Close"><svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m6.5 6.5 11 11m0-11-11 11"/></svg></button></form></div>"##,
    "<dl class=\"facts\">",
    "<div><dt>New task</dt><dd><kbd>n</kbd></dd></div>",
    "<div><dt>Search</dt><dd><kbd>/</kbd></dd></div>",
    "<div><dt>Move down, up</dt><dd><kbd>j</kbd> <kbd>k</kbd></dd></div>",
    "<div><dt>Complete or reopen</dt><dd><kbd>x</kbd></dd></div>",
    "<div><dt>Edit</dt><dd><kbd>e</kbd></dd></div>",
    "<div><dt>Delete</dt><dd><kbd>#</kbd></dd></div>",
    "<div><dt>Undo</dt><dd><kbd>u</kbd></dd></div>",
    "<div><dt>This sheet</dt><dd><kbd>?</kbd></dd></div>",
    "</dl><p class=\"soft small\">They can be switched off on the <a href=\"/account#keyboard\">account page</a>.</p>",
);
