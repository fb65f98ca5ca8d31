//! What an island asks of the browser.

use leptos::{
    prelude::*,
    task::{spawn_local, tick},
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::{CustomEvent, HtmlElement, HtmlFormElement, SubmitEvent};

use crate::{
    domain::{Error, Field, Priority, Problem, TaskDraft, Timestamp},
    web::{
        attempt::Attempt,
        components::field::{TaskText, field_error},
    },
};

#[wasm_bindgen]
extern "C" {
    /// Of `start.js`.
    #[wasm_bindgen(js_name = afterFrame)]
    fn frame() -> js_sys::Promise;
}

/// Waits until a frame has shown what was done.
pub(super) async fn after_frame() {
    let _ = js_sys::futures::JsFuture::from(frame()).await;
}

/// The time on this device.
pub(super) fn now() -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    Timestamp::from_millis(js_sys::Date::now() as i64)
}

/// The form of a submission that is ours to handle.
pub(super) fn take_over(event: &SubmitEvent) -> Option<HtmlFormElement> {
    event.prevent_default();
    event.target()?.dyn_into().ok()
}

/// The form of a submission, where it is one of those that write.
pub(super) fn written(event: &SubmitEvent) -> Option<HtmlFormElement> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    (form.method() == "post").then_some(form)
}

/// Sends a task's form as a browser does by itself, and leaves for the page that comes of it.
pub(super) fn submit(query: &str, task: Option<(String, String)>, text: &TaskText) {
    let function = if task.is_some() { "update_task" } else { "add_task" };
    let (id, version) = task.unwrap_or_default();
    let whose = composer().and_then(|form| value(&control(&form, Attempt::PERSON)?));
    let fields = [
        (Attempt::PERSON, &whose.unwrap_or_default()),
        ("id", &id),
        ("version", &version),
        (Field::Title.name(), &text.title),
        (Field::Description.name(), &text.description),
        (Field::Priority.name(), &text.priority),
        (Field::DueDate.name(), &text.due_date),
    ];
    let form = document().create_element("form").ok().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return };
    form.set_method("post");
    form.set_action(&format!("/fn/{function}{query}"));
    for (name, value) in fields {
        // A text area keeps the lines of what is put into it.
        if let Ok(field) = document().create_element("textarea") {
            let _ = field.set_attribute("name", name);
            field.set_text_content(Some(value));
            let _ = form.append_child(&field);
        }
    }
    let _ = form.set_attribute("hidden", "");
    if let Some(body) = document().body() {
        let _ = body.append_child(&form);
        let _ = form.submit();
    }
}

/// What a form asks for; where that cannot be, the form says why and nothing is given.
pub(super) fn drafted(event: &SubmitEvent) -> Option<(HtmlFormElement, TaskDraft)> {
    let form = take_over(event)?;
    let text = typed(&form);
    let draft = TaskDraft::parse(&text.title, &text.description, &text.priority, &text.due_date);
    let problems = match &draft {
        Err(Error::Invalid(problems)) => problems.as_slice(),
        _ => &[],
    };
    complain(&form, problems);
    Some((form, draft.ok()?))
}

/// What is typed in a task's form.
pub(super) fn typed(form: &HtmlFormElement) -> TaskText {
    // Not as `FormData`, for which a browser lays out the page.
    let value = |field| control(form, Field::name(field)).and_then(|control| value(&control)).unwrap_or_default();
    // Of a date that is none, such as the 31st of February, a browser gives nothing.
    let is_no_date = form.query_selector("[name=due_date]:invalid").is_ok_and(|control| control.is_some());
    TaskText {
        title: value(Field::Title),
        description: value(Field::Description),
        priority: value(Field::Priority),
        due_date: if is_no_date { "?".to_owned() } else { value(Field::DueDate) },
    }
}

/// Says what is wrong beside each field, as the server does, and moves the focus to the first.
fn complain(form: &HtmlFormElement, problems: &[Problem]) {
    for field in [Field::Title, Field::Description, Field::DueDate] {
        let Some(control) = control(form, field.name()) else { continue };
        let id = format!("{}-error", control.id());
        if let Some(old) = document().get_element_by_id(&id) {
            old.remove();
        }
        let _ = control.remove_attribute("aria-invalid");
        let _ = control.remove_attribute("aria-describedby");
        if let Some(problem) = problems.iter().find(|problem| problem.field() == field) {
            let _ = control.set_attribute("aria-invalid", "true");
            let _ = control.set_attribute("aria-describedby", &id);
            let words = field_error(id, Some(problem.to_string()));
            if let Some(around) = control.parent_element() {
                words.build().mount(&around, control.next_sibling().as_ref());
            }
        }
    }
    if let Some(first) = problems.first() {
        focus(form, first.field());
    }
}

/// What is typed on the line to write a task on, where anything is.
pub(super) fn begun() -> Option<TaskText> {
    let text = typed(&composer()?);
    (!text.title.is_empty() || !text.description.is_empty()).then_some(text)
}

/// Types back what could not be added, unless something else is being typed by now; whether it did.
pub(super) fn retype(text: &TaskText) -> bool {
    let form = composer().filter(|_| begun().is_none());
    if let Some(form) = &form {
        fill(form, text);
    }
    form.is_some()
}

/// Takes back what was typed back, now that it is tried again.
pub(super) fn untype(text: &TaskText) {
    if let Some(form) = composer().filter(|form| typed(form) == *text) {
        empty(&form);
    }
}

fn composer() -> Option<HtmlFormElement> {
    document().query_selector("form.composer").ok().flatten()?.dyn_into().ok()
}

/// Empties a form, also one that came back with values of its own: to them it would be reset.
pub(super) fn empty(form: &HtmlFormElement) {
    fill(form, &TaskText { priority: Priority::default().as_str().to_owned(), ..TaskText::default() });
}

fn fill(form: &HtmlFormElement, text: &TaskText) {
    let values = [
        (Field::Title, &text.title),
        (Field::Description, &text.description),
        (Field::Priority, &text.priority),
        (Field::DueDate, &text.due_date),
    ];
    for (field, text) in values {
        // What is set is laid out anew, also where it is the same.
        if let Some(control) = control(form, field.name()).filter(|control| value(control).as_ref() != Some(text)) {
            let _ = js_sys::Reflect::set(&control, &JsValue::from_str("value"), &JsValue::from_str(text));
        }
    }
}

/// Moves the focus to a field.
pub(super) fn focus(form: &HtmlFormElement, field: Field) {
    if let Some(control) = control(form, field.name()) {
        let _ = control.focus();
    }
}

/// Moves the focus to the element of this id, once the page shows what it should.
pub(super) fn focus_on(id: String) {
    move_focus(id, false, false);
}

/// Moves the focus to the element of this id, once that has been seen: to move it, a browser lays out the page.
pub(super) fn focus_later(id: String) {
    move_focus(id, true, false);
}

/// Moves the focus to the element of this id where the person has not gone on to something else: it is lost, or on a task that it
/// was moved to.
pub(super) fn return_to(id: String) {
    move_focus(id, false, true);
}

/// Not by a timer: Leptos takes a timer back with the view that set it, and that view is just being replaced.
fn move_focus(id: String, waits_for_frame: bool, only_returns: bool) {
    spawn_local(async move {
        if waits_for_frame {
            after_frame().await;
        } else {
            tick().await;
        }
        let elsewhere = || document().query_selector(":focus:not(.tasks .title, .blank h2)").ok().flatten();
        if !only_returns || elsewhere().is_none() {
            focus_at(&id);
        }
    });
}

/// Leaves the focus in the field of the list where it is, though the field is moved.
pub(super) fn keep_focus() {
    let Ok(Some(field)) = document().query_selector(".tasks :is(input, textarea, select):focus") else { return };
    spawn_local(async move {
        tick().await;
        if let Ok(field) = field.dyn_into::<HtmlElement>() {
            let _ = field.focus();
        }
    });
}

/// Moves the focus to the element of this id, which is there.
pub(super) fn focus_at(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Shows what the server left hidden.
pub(super) fn unhide(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let _ = element.remove_attribute("hidden");
    }
}

/// Has the script look for the list once more.
pub(super) fn look_again() {
    if let Ok(event) = CustomEvent::new("stale") {
        let _ = document().dispatch_event(&event);
    }
}

/// Leaves for another page.
pub(super) fn leave_for(path: &str) {
    let _ = window().location().set_href(path);
}

/// Where this page is, as a value of an address.
pub(super) fn here() -> String {
    let location = window().location();
    let path = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    js_sys::encode_uri_component(&path).into()
}

fn control(form: &HtmlFormElement, name: &str) -> Option<HtmlElement> {
    form.query_selector(&format!("[name={name}]")).ok().flatten()?.dyn_into().ok()
}

/// What stands in a control, whichever it is.
fn value(control: &HtmlElement) -> Option<String> {
    js_sys::Reflect::get(control, &JsValue::from_str("value")).ok()?.as_string()
}
