//! A task that was changed elsewhere while it was edited: both versions, and the choice.

use leptos::prelude::*;

use crate::{
    domain::{DueDate, Field, Priority, Task, TaskQuery, UserId},
    web::{
        attempt::Attempt,
        components::{
            calendar::Calendar,
            field::{TaskText, person_field},
        },
    },
};

/// What was typed and what is saved, side by side. What differs is marked.
pub(super) fn view(
    owner: UserId,
    task: &Task,
    query: &TaskQuery,
    attempt: &Attempt,
    (saved, calendar): (&str, &Calendar),
) -> impl IntoView + use<> {
    let stored = TaskText::from(task);
    let mine = typed(attempt, stored.clone());
    view! {
        <main id="main" class="page">
            <header class="page-head">
                <h1>"Changed elsewhere"</h1>
                <p class="lead soft" role="alert">"This task was changed in another place while you were editing it. Nothing is lost. What differs is marked: choose the version to keep."{task.is_completed().then_some(" The task is completed, whichever you keep.")}</p>
            </header>
            <div class="versions">
                <section class="well" aria-labelledby="mine-title">
                    <header><h2 id="mine-title">"Your version"</h2><p class="soft small">"Not saved yet"</p></header>
                    {facts(&mine, &stored, calendar)}
                    <form method="post" action=format!("/fn/update_task{query}")>
                        {person_field(owner)}
                        {kept(&mine)}
                        <input type="hidden" name="id" value=task.id.to_string() />
                        // Whoever is faster once more is shown once more.
                        <input type="hidden" name="version" value=task.version.to_string() />
                        <button class="button main" autofocus>"Keep my version"</button>
                    </form>
                </section>
                <section class="well" aria-labelledby="saved-title">
                    <header><h2 id="saved-title">"Other version"</h2><p class="soft small">{format!("Saved {saved}")}</p></header>
                    {facts(&stored, &mine, calendar)}
                    <form method="post" action=format!("/fn/update_task{query}")>
                        {person_field(owner)}
                        {kept(&stored)}
                        <input type="hidden" name="id" value=task.id.to_string() />
                        <input type="hidden" name="version" value=task.version.to_string() />
                        <button class="button">"Keep the other version"</button>
                    </form>
                </section>
            </div>
        </main>
    }
}

/// What was typed in a form that came back; what it does not name is as it is stored.
pub(super) fn typed(attempt: &Attempt, stored: TaskText) -> TaskText {
    let typed = |field, stored: String| attempt.value(field).map_or(stored, str::to_owned);
    TaskText {
        title: typed(Field::Title, stored.title),
        description: typed(Field::Description, stored.description),
        priority: typed(Field::Priority, stored.priority),
        due_date: typed(Field::DueDate, stored.due_date),
    }
}

/// The fields of a task, to be sent as they are.
fn kept(text: &TaskText) -> impl IntoView + use<> {
    fields(text).map(|(field, value)| view! { <input type="hidden" name=field.name() value=value /> })
}

/// The fields of a task, to be read. Those that `other` says otherwise are marked.
fn facts(text: &TaskText, other: &TaskText, calendar: &Calendar) -> impl IntoView + use<> {
    let facts = fields(text).into_iter().zip(fields(other)).map(|((field, value), (_, other))| {
        let differs = value.trim() != other.trim();
        let words = said(field, &value, calendar);
        view! {
            <div>
                <dt>{field.label()}{differs.then(|| view! { <span class="unseen">", differs"</span> })}</dt>
                <dd dir="auto">{if differs { leptos::either::Either::Left(view! { <mark>{words}</mark> }) } else { leptos::either::Either::Right(words) }}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }
}

fn fields(text: &TaskText) -> [(Field, String); 4] {
    [
        (Field::Title, text.title.clone()),
        (Field::Description, text.description.clone()),
        (Field::Priority, text.priority.clone()),
        (Field::DueDate, text.due_date.clone()),
    ]
}

fn said(field: Field, value: &str, calendar: &Calendar) -> String {
    let said = match field {
        Field::Priority => value.parse().map(|priority: Priority| priority.label().to_owned()).ok(),
        Field::DueDate => DueDate::parse(value).ok().flatten().map(|due| calendar.day(due.day())),
        _ => None,
    };
    let said = said.unwrap_or_else(|| value.to_owned());
    if said.trim().is_empty() { "None".to_owned() } else { said }
}
