//! The `OpenAPI` document: what the handlers say of themselves, and what can be said of all of them at once.

use serde_json::Value;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ContentBuilder, HeaderBuilder, ObjectBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder,
        header::Header,
        path::Operation,
        schema::Type,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use super::problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Cubby",
        description = "A task list for many people on one server. Every call about tasks carries a token: `Authorization: Bearer …`. Every error is a problem document (RFC 9457).",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "Accounts", description = "Making an account, signing in and out"),
        (name = "Tasks", description = "The tasks of the person of the token"),
        (name = "Health", description = "For whoever runs the server"),
    ),
    components(schemas(Problem)),
    security(("token" = [])),
    modifiers(&Token),
)]
struct Frame;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("`access_token` of an answer to register or login"))
            .build();
        document.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// What stands around the handlers.
#[must_use]
pub fn frame() -> Document {
    let mut document = Frame::openapi();
    // The licence and the version say enough of whose it is.
    document.info.contact = None;
    document
}

/// The whole document, once every handler has said what it does.
#[must_use]
pub fn finished(mut document: Document) -> Value {
    for (path, item) in &mut document.paths.paths {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            say_what_goes_without_saying(path, operation);
        }
    }
    let mut document = serde_json::to_value(document).unwrap_or_default();
    for name in ["NewAccount", "Credentials", "NewTask", "TaskUpdate", "Completion"] {
        let schema = document.pointer_mut(&format!("/components/schemas/{name}")).and_then(Value::as_object_mut);
        // Fields that nobody knows are refused.
        schema.map(|schema| schema.insert("additionalProperties".to_owned(), false.into()));
    }
    document
}

fn say_what_goes_without_saying(path: &str, operation: &mut Operation) {
    // What can go wrong is among the answers already.
    let about = operation.description.take();
    operation.description = about.and_then(|about| about.split("# Errors").next().map(|about| about.trim().to_owned()));
    let is_open = operation.security.as_ref().is_some_and(|security| !security.is_empty());
    let has_body = operation.request_body.is_some();
    let is_health = !path.starts_with("/api");
    if !is_open {
        add(operation, "401", "No valid token");
    }
    if path.contains("{user_id}") {
        add(operation, "403", "The path names somebody else");
    }
    if path.contains("{id}") {
        add(operation, "404", "There is no such task of this person");
        if operation
            .parameters
            .iter()
            .flatten()
            .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "If-Match"))
        {
            add(operation, "412", "The task is at another version");
        }
    }
    if has_body {
        add(operation, "400", "The body cannot be read");
        add(operation, "413", "The body is too large");
        add(operation, "415", "The body is not JSON");
    }
    if has_body || path.ends_with("/tasks") {
        add(operation, "422", "Something sent is not right");
    }
    if !is_health {
        add(operation, "500", "The fault is the server's");
    }
    if path != "/healthz" {
        add(operation, "503", "Briefly unavailable");
    }
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response {
            match status.as_str() {
                "401" => drop(response.headers.insert("WWW-Authenticate".to_owned(), text("`Bearer`"))),
                "429" | "503" => drop(response.headers.insert("Retry-After".to_owned(), seconds())),
                _ => {}
            }
        }
    }
}

fn add(operation: &mut Operation, status: &str, description: &str) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new().description(description).content("application/problem+json", content).build();
    operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
}

fn text(description: &str) -> RefOr<Header> {
    let schema = ObjectBuilder::new().schema_type(Type::String).build();
    RefOr::T(HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build())
}

fn seconds() -> RefOr<Header> {
    let schema = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).build();
    RefOr::T(HeaderBuilder::new().schema(Some(schema)).description(Some("Seconds to wait")).build())
}
