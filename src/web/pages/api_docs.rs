//! The API as a page, made of the document that describes it: what the program says of itself is all there is to it.

use axum::{Extension, response::Response};
use leptos::{either::Either, prelude::*};
use serde_json::Value;

use super::{Failure, Person, Visit};
use crate::server::api::{
    Document,
    problem::{KINDS, Kind},
};

/// Every call with its fields, answers and a line to try it.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(
    visit: Visit,
    person: Option<Person>,
    Extension(Document(document)): Extension<Document>,
) -> Result<Response, Failure> {
    let person = person.map(|Person(person)| person);
    Ok(visit.page("API", person.as_ref(), move || view(&document)))
}

fn view(document: &Value) -> impl IntoView + use<> {
    let calls = calls(document);
    let groups = items(&document["tags"])
        .map(|tag| {
            let name = text(&tag["name"]);
            let about = text(&tag["description"]);
            let calls =
                calls.iter().filter(|call| call.tag == name).map(|call| call_view(document, call)).collect_view();
            view! { <section><h2>{name}</h2><p class="soft">{about}</p>{calls}</section> }
        })
        .collect_view();
    view! {
        <main id="main" class="page docs">
            <header class="page-head"><h1>"API"</h1><p><a href="/api/openapi.json">"OpenAPI document"</a></p></header>
            <p>{prose(&said(document, "/info/description"))}</p>
            <pre class="well">{START}</pre>
            {groups}
            <section>
                <h2>"Problems"</h2>
                <p class="soft">"Every error has one of these types, and its title."</p>
                <dl class="fields">{KINDS.map(kind_view).collect_view()}</dl>
            </section>
        </main>
    }
}

/// What the lines below take for granted.
const START: &str = "CUBBY=http://127.0.0.1:3000   # the address of this Cubby
TOKEN=…                       # access_token of the answer to register or login
USER=…                        # id of the user in that answer
TASK=…                        # id of a task";

/// One method of one address.
struct Call<'a> {
    method: String,
    path: &'a str,
    tag: String,
    operation: &'a Value,
}

fn calls(document: &Value) -> Vec<Call<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| {
            item.as_object().into_iter().flatten().map(move |(method, operation)| Call {
                method: method.to_uppercase(),
                path,
                tag: said(operation, "/tags/0"),
                operation,
            })
        })
        .collect()
}

fn call_view(document: &Value, call: &Call<'_>) -> impl IntoView + use<> {
    let operation = call.operation;
    let body = schema(document, &operation["requestBody"]);
    let parameters = items(&operation["parameters"])
        .filter(|parameter| parameter["in"] != "path")
        .map(|parameter| field_view(text(&parameter["name"]), text(&parameter["in"]), text(&parameter["description"])))
        .collect_view();
    let fields = body.map(fields_view);
    let answers = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, response)| field_view(status.clone(), String::new(), text(&response["description"])))
        .collect_view();
    let example = operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(status, _)| status.starts_with('2'))
        .find_map(|(_, response)| schema(document, response))
        .map(|schema| example(document, schema))
        .filter(|example| !example.is_null());
    view! {
        <article>
            <h3>{text(&operation["summary"])}</h3>
            <p class="call"><b>{call.method.clone()}</b>" "<code>{call.path.to_owned()}</code></p>
            <p>{prose(&text(&operation["description"]))}</p>
            <pre class="well">{curl(call, body)}</pre>
            <dl class="fields">{parameters}{fields}</dl>
            <h4>"Answers"</h4>
            <dl class="fields answers">{answers}</dl>
            {example.map(|example| view! { <pre class="well">{pretty(&example)}</pre> })}
        </article>
    }
}

fn kind_view(Kind { name, title, meaning }: Kind) -> impl IntoView {
    view! { <div id=name><dt><code>{format!("/api/docs#{name}")}</code></dt><dd><b>{title}</b><br />{prose(meaning)}</dd></div> }
}

fn fields_view(schema: &Value) -> impl IntoView + use<> {
    let required: Vec<String> = items(&schema["required"]).map(text).collect();
    let fields = schema["properties"].as_object().into_iter().flatten();
    fields
        .map(|(name, field)| {
            let need = if required.contains(name) { "required" } else { "" };
            field_view(name.clone(), need.to_owned(), [limits(field), text(&field["description"])].join(" "))
        })
        .collect_view()
}

fn field_view(name: String, note: String, about: String) -> impl IntoView {
    let note = if note.is_empty() {
        Either::Left(())
    } else {
        Either::Right(view! { " "<span class="soft small">{note}</span> })
    };
    view! { <div><dt><code>{name}</code>{note}</dt><dd>{prose(&about)}</dd></div> }
}

/// What stands between backticks is code.
fn prose(text: &str) -> impl IntoView + use<> {
    let parts = text.split('`').map(str::to_owned).enumerate();
    parts
        .map(|(at, part)| if at % 2 == 0 { Either::Left(part) } else { Either::Right(view! { <code>{part}</code> }) })
        .collect_view()
}

/// How long a text may be, and whether null is one.
fn limits(field: &Value) -> String {
    let range = match (field["minLength"].as_u64(), field["maxLength"].as_u64()) {
        (Some(least), Some(most)) => format!("{least} to {most} characters."),
        (None, Some(most)) => format!("At most {most} characters."),
        _ => String::new(),
    };
    let or_null = if items(&field["type"]).any(|kind| kind == "null") { " Null for none." } else { "" };
    format!("{range}{or_null}").trim().to_owned()
}

/// The line that makes the call.
fn curl(call: &Call<'_>, body: Option<&Value>) -> String {
    let path = call.path.replace("{user_id}", "$USER").replace("{id}", "$TASK");
    let method = if call.method == "GET" { String::new() } else { format!("-X {} ", call.method) };
    let mut line = format!("curl {method}\"$CUBBY{path}\"");
    if !call.operation["security"].is_array() {
        line.push_str(" \\\n  -H \"Authorization: Bearer $TOKEN\"");
    }
    if let Some(body) = body {
        line.push_str(" \\\n  -H 'Content-Type: application/json' \\\n  -d '");
        line.push_str(&body["example"].to_string());
        line.push('\'');
    }
    line
}

/// What a schema looks like, put together from the examples of its parts.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    let tasks = schema.pointer("/properties/tasks/items");
    let one = tasks.and_then(|tasks| resolve(document, tasks)).map(|task| task["example"].clone());
    one.map_or(Value::Null, |task| serde_json::json!({ "tasks": [task], "total": 1, "next_cursor": null }))
}

/// The schema of a body in JSON.
fn schema<'a>(document: &'a Value, body: &'a Value) -> Option<&'a Value> {
    resolve(document, body.pointer("/content/application~1json/schema")?)
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => document.pointer(reference.trim_start_matches('#')),
        None => Some(schema),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn said(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).map(text).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
