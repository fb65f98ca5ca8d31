//! What an island asks of the browser.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FormData, HtmlElement, HtmlFormElement, SubmitEvent};

use crate::{web::components::field::TaskText, domain::{Field, Timestamp}};

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

/// What is typed in a task's form.
pub(super) fn typed(form: &HtmlFormElement) -> TaskText {
    let data = FormData::new_with_form(form).ok();
    let value = |field: Field| data.as_ref().and_then(|data| data.get(field.name()).as_string()).unwrap_or_default();
    TaskText { title: value(Field::Title), description: value(Field::Description), priority: value(Field::Priority), due_date: value(Field::DueDate) }
}

/// Types it back.
pub(super) fn retype(form: &HtmlFormElement, text: &TaskText) {
    let values = [(Field::Title, &text.title), (Field::Description, &text.description), (Field::Priority, &text.priority), (Field::DueDate, &text.due_date)];
    for (field, value) in values {
        if let Some(control) = control(form, field) {
            let _ = js_sys::Reflect::set(&control, &JsValue::from_str("value"), &JsValue::from_str(value));
        }
    }
}

/// Moves the focus to a field.
pub(super) fn focus(form: &HtmlFormElement, field: Field) {
    if let Some(control) = control(form, field) {
        let _ = control.focus();
    }
}

/// Moves the focus to the first element that a selector finds.
pub(super) fn focus_on(selector: &str) {
    let found = document().query_selector(selector).ok().flatten().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        let _ = element.focus();
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

fn control(form: &HtmlFormElement, field: Field) -> Option<HtmlElement> {
    form.query_selector(&format!("[name={}]", field.name())).ok().flatten()?.dyn_into().ok()
}
