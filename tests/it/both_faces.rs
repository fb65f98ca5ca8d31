//! A law: whatever three people do to whichever tasks, by pages or by the API, each sees on both faces what a model of them
//! alone says.

use axum::http::StatusCode;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;

use crate::{
    browser::Browser,
    script::Script,
    test_app::{PASSWORD, TestApp},
};

const PEOPLE: [&str; 3] = ["ann", "bob", "cem"];

/// How somebody asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    /// As a form of the page.
    Form,
    /// As an island of the page.
    Island,
    Api,
}

#[derive(Debug, Clone)]
enum Action {
    Rename(String),
    Complete(bool),
    Delete,
    /// Only pages restore.
    Restore,
}

/// Something that one of the people does.
#[derive(Debug, Clone)]
enum Deed {
    Add(String),
    /// To one of the tasks that were ever made, whoever's it is.
    Act(usize, Action),
    /// Opens their lists, and looks for a word.
    Look(String),
}

fn deeds() -> impl Strategy<Value = Vec<(usize, Face, Deed)>> {
    let person = 0..PEOPLE.len();
    let face = prop_oneof![Just(Face::Form), Just(Face::Island), Just(Face::Api)];
    let action = prop_oneof![
        2 => "[A-Z]{1,8}".prop_map(Action::Rename),
        2 => any::<bool>().prop_map(Action::Complete),
        1 => Just(Action::Delete),
        1 => Just(Action::Restore),
    ];
    let deed = prop_oneof![
        3 => "[a-z]{1,8}".prop_map(Deed::Add),
        6 => (any::<usize>(), action).prop_map(|(task, action)| Deed::Act(task, action)),
        2 => "[a-z]".prop_map(Deed::Look),
    ];
    prop::collection::vec((person, face, deed), 1..40)
}

#[test]
fn each_person_sees_their_own_tasks_and_nothing_else_on_both_faces() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 12, ..ProptestConfig::default() });
    runner.run(&deeds(), |deeds| runtime.block_on(holds(deeds))).unwrap();
}

/// A task as it must be.
struct Expected {
    owner: usize,
    id: String,
    title: String,
    is_completed: bool,
    is_deleted: bool,
}

/// Somebody at both faces.
struct Person<'a> {
    browser: Browser<'a>,
    script: Script<'a>,
}

impl<'a> Person<'a> {
    async fn called(app: &'a TestApp, name: &str) -> Self {
        let browser = app.signed_up(name).await;
        let login = json!({ "email": format!("{name}@example.com"), "password": PASSWORD });
        let script = app.script();
        let script = script.with_token_of(&script.posts("/api/auth/login", &login).await);
        Self { browser, script }
    }

    /// Adds a task, and gives its id.
    async fn adds(&mut self, face: Face, title: &str) -> String {
        match face {
            Face::Form => {
                let page = self.browser.submits("/fn/add_task", &[("title", title)]).await;
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
                let page = self.browser.opens("/tasks").await;
                page.text.split("href=\"/tasks/").find_map(|rest| rest.get(..36).filter(|id| is_id(id))).unwrap().into()
            }
            Face::Island => self.browser.adds(title).await,
            Face::Api => self.script.adds(title).await.rsplit_once('/').unwrap().1.to_owned(),
        }
    }

    /// Does something to a task, and gives what came of it.
    async fn acts(&mut self, face: Face, id: &str, action: &Action) -> StatusCode {
        let completed;
        let (function, fields) = match action {
            Action::Rename(title) => ("/fn/update_task", vec![("id", id), ("title", title.as_str())]),
            Action::Complete(is_completed) => {
                completed = is_completed.to_string();
                ("/fn/complete_task", vec![("id", id), ("completed", completed.as_str())])
            }
            Action::Delete => ("/fn/delete_task", vec![("id", id)]),
            Action::Restore => ("/fn/restore_task", vec![("id", id)]),
        };
        let task = format!("{}/{id}", self.script.tasks());
        let page = match (face, action) {
            (Face::Form, _) => self.browser.submits(function, &fields).await,
            (Face::Island, _) | (Face::Api, Action::Restore) => self.browser.calls(function, &fields).await,
            (Face::Api, Action::Rename(title)) => self.script.puts(&task, &json!({ "title": title })).await,
            (Face::Api, Action::Complete(is_completed)) => {
                self.script.patches(&format!("{task}/complete"), &json!({ "is_completed": is_completed })).await
            }
            (Face::Api, Action::Delete) => self.script.deletes(&task).await,
        };
        page.status
    }

    /// Everything that both faces show is what must be.
    async fn sees(&mut self, own: &[&Expected], word: &str) -> Result<(), TestCaseError> {
        let titles = |shown: &dyn Fn(&Expected) -> bool| -> Vec<String> {
            own.iter().filter(|task| shown(task)).map(|task| task.title.clone()).collect()
        };
        for (query, expected) in [
            ("status=all".to_owned(), titles(&|_| true)),
            ("status=open".to_owned(), titles(&|task| !task.is_completed)),
            ("status=completed".to_owned(), titles(&|task| task.is_completed)),
            (format!("status=all&search={word}"), titles(&|task| task.title.to_lowercase().starts_with(word))),
        ] {
            prop_assert_eq!(&self.browser.sees_tasks(&format!("/tasks?{query}")).await, &expected, "{}", query);
            let list = self.script.list(&format!("?{query}")).await;
            prop_assert_eq!(&list["total"], &json!(expected.len()), "{}", query);
            prop_assert_eq!(self.script.lists(&format!("?{query}")).await, expected, "{}", query);
        }
        for task in own {
            let one = self.script.gets(&format!("{}/{}", self.script.tasks(), task.id)).await.json();
            prop_assert_eq!(&one["title"], &json!(task.title));
        }
        Ok(())
    }
}

fn is_id(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok()
}

async fn holds(deeds: Vec<(usize, Face, Deed)>) -> Result<(), TestCaseError> {
    let app = TestApp::start().await;
    let mut people = Vec::new();
    for name in PEOPLE {
        people.push(Person::called(&app, name).await);
    }
    // Newest first.
    let mut model: Vec<Expected> = Vec::new();
    for (who, face, deed) in deeds {
        match deed {
            Deed::Add(title) => {
                let id = people[who].adds(face, &title).await;
                model.insert(0, Expected { owner: who, id, title, is_completed: false, is_deleted: false });
            }
            Deed::Act(pick, action) if !model.is_empty() => {
                let place = pick % model.len();
                let task = &mut model[place];
                // What is there already need not be restored again.
                let can_be = task.owner == who && (!task.is_deleted || matches!(action, Action::Restore));
                let status = people[who].acts(face, &task.id, &action).await;
                prop_assert_eq!(status.as_u16() < 400, can_be, "{:?} {:?}: {}", face, action, status);
                if can_be {
                    task.does(action);
                } else {
                    prop_assert_eq!(status, StatusCode::NOT_FOUND);
                }
            }
            Deed::Act(..) => {}
            Deed::Look(word) => people[who].sees(&owned(&model, who), &word).await?,
        }
    }
    for (who, person) in people.iter_mut().enumerate() {
        person.sees(&owned(&model, who), "a").await?;
    }
    Ok(())
}

fn owned(model: &[Expected], who: usize) -> Vec<&Expected> {
    model.iter().filter(|task| task.owner == who && !task.is_deleted).collect()
}

impl Expected {
    fn does(&mut self, action: Action) {
        match action {
            Action::Rename(title) => self.title = title,
            Action::Complete(is_completed) => self.is_completed = is_completed,
            Action::Delete => self.is_deleted = true,
            Action::Restore => self.is_deleted = false,
        }
    }
}
