//! A script that calls the API, as far as tests need one.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::{
    browser::Page,
    test_app::{PASSWORD, TestApp},
};

pub struct Script<'a> {
    app: &'a TestApp,
    pub token: String,
    /// Whose token it is.
    pub user: String,
}

impl TestApp {
    /// A script without a token.
    pub fn script(&self) -> Script<'_> {
        Script { app: self, token: String::new(), user: String::new() }
    }

    /// A script of somebody who has just made an account.
    pub async fn registered(&self, name: &str) -> Script<'_> {
        let body = json!({ "email": format!("{name}@example.com"), "password": PASSWORD, "name": name });
        let page = self.script().posts("/api/auth/register", &body).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
        self.script().with_token_of(&page)
    }
}

impl<'a> Script<'a> {
    /// What somebody may do who was given this answer.
    pub fn with_token_of(&self, page: &Page) -> Script<'a> {
        let session = page.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Script { app: self.app, token: text(&session["access_token"]), user: text(&session["user"]["id"]) }
    }

    /// The address of their tasks.
    pub fn tasks(&self) -> String {
        format!("/api/{}/tasks", self.user)
    }

    pub async fn gets(&self, path: &str) -> Page {
        self.sends(Method::GET, path, &[], Body::empty()).await
    }

    pub async fn posts(&self, path: &str, body: &Value) -> Page {
        self.says(Method::POST, path, body, &[]).await
    }

    pub async fn puts(&self, path: &str, body: &Value) -> Page {
        self.says(Method::PUT, path, body, &[]).await
    }

    pub async fn patches(&self, path: &str, body: &Value) -> Page {
        self.says(Method::PATCH, path, body, &[]).await
    }

    pub async fn deletes(&self, path: &str) -> Page {
        self.sends(Method::DELETE, path, &[], Body::empty()).await
    }

    /// JSON, with headers.
    pub async fn says(&self, method: Method, path: &str, body: &Value, headers: &[(&str, &str)]) -> Page {
        let headers: Vec<_> = headers.iter().copied().chain([("content-type", "application/json")]).collect();
        self.sends(method, path, &headers, Body::from(body.to_string())).await
    }

    pub async fn sends(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Page {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "cubby.test");
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::read(self.app.send(request.body(body).unwrap()).await).await
    }

    /// Adds a task and gives its address.
    pub async fn adds(&self, title: &str) -> String {
        self.adds_task(&json!({ "title": title })).await
    }

    pub async fn adds_task(&self, task: &Value) -> String {
        let page = self.posts(&self.tasks(), task).await;
        assert_eq!(page.status, StatusCode::CREATED, "{}", page.text);
        page.location().unwrap().to_owned()
    }

    /// The titles of a list, from the top.
    pub async fn lists(&self, query: &str) -> Vec<String> {
        self.list(query).await["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|task| task["title"].as_str().unwrap().to_owned())
            .collect()
    }

    pub async fn list(&self, query: &str) -> Value {
        let page = self.gets(&format!("{}{query}", self.tasks())).await;
        assert_eq!(page.status, StatusCode::OK, "{query} {}", page.text);
        page.json()
    }

    /// Page after page.
    pub async fn whole_list(&self, query: &str) -> Vec<Value> {
        let (mut tasks, mut cursor) = (Vec::new(), String::new());
        loop {
            let mut page = self.list(&format!("?{query}&limit=100{cursor}")).await;
            tasks.append(page["tasks"].as_array_mut().unwrap());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return tasks,
            }
        }
    }
}

impl Page {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// It is a problem of this status and kind, in the one form that all have.
    #[track_caller]
    pub fn is_problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["type"], format!("/api/docs#{kind}"));
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string() && problem["detail"].is_string());
        assert_eq!(problem.get("errors").is_some(), kind == "invalid");
        problem
    }

    /// What is wrong with one field.
    #[track_caller]
    pub fn refuses(&self, field: &str) -> String {
        let problem = self.is_problem(422, "invalid");
        problem["errors"][field][0].as_str().unwrap_or_else(|| panic!("{field} is not refused: {problem}")).to_owned()
    }
}
