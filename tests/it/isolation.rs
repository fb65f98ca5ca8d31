//! Two people on one server: nothing of the one is ever seen or changed by the other.

use axum::http::StatusCode;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::test_app::TestApp;

const RANDOM_ID: &str = "019a0000-0000-7000-8000-000000000000";

/// Everything that names a task.
const FUNCTIONS: [(&str, &[(&str, &str)]); 4] = [
    ("/fn/complete_task", &[("completed", "true")]),
    ("/fn/update_task", &[("title", "Mine now"), ("description", ""), ("priority", "low"), ("due_date", "")]),
    ("/fn/delete_task", &[]),
    ("/fn/restore_task", &[]),
];

#[tokio::test]
async fn somebody_elses_task_is_as_if_it_were_not_there() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let id = ann.adds("Ann's secret").await;
    let before = ann.opens(&format!("/tasks/{id}")).await.text;

    for (function, fields) in FUNCTIONS {
        let with = |id| fields.iter().copied().chain([("id", id)]).collect::<Vec<_>>();
        for browser_form in [true, false] {
            let (theirs, none) = if browser_form {
                (bob.submits(function, &with(&id)).await, bob.submits(function, &with(RANDOM_ID)).await)
            } else {
                (bob.calls(function, &with(&id)).await, bob.calls(function, &with(RANDOM_ID)).await)
            };
            assert_eq!(theirs.status, StatusCode::NOT_FOUND, "{function}");
            // A form that comes back says again what it asked for.
            assert_eq!(theirs.text.replace(&id, RANDOM_ID), none.text, "{function}");
            theirs.hides("secret");
        }
    }
    let theirs = bob.opens(&format!("/tasks/{id}")).await;
    let none = bob.opens(&format!("/tasks/{RANDOM_ID}")).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!(theirs.text, none.text);
    assert_eq!(bob.sees_tasks("/tasks").await, [""; 0]);
    assert_eq!(bob.sees_tasks(&format!("/tasks?after={id}")).await, [""; 0]);
    assert_eq!(ann.opens(&format!("/tasks/{id}")).await.text, before);
}

#[tokio::test]
async fn who_is_not_signed_in_changes_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let mut nobody = app.browser();
    for (function, fields) in FUNCTIONS.into_iter().chain([("/fn/add_task", [("title", "x")].as_slice())]) {
        let fields: Vec<_> = fields.iter().copied().chain([("id", id.as_str())]).collect();
        assert_eq!(nobody.calls(function, &fields).await.status, StatusCode::UNAUTHORIZED, "{function}");
        let page = nobody.submits(function, &fields).await;
        assert!(page.location().unwrap().starts_with("/signin?next="), "{function}");
    }
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_user_id_in_a_form_is_not_listened_to() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let id = ann.adds("Ann's").await;
    bob.calls("/fn/add_task", &[("title", "Bob's"), ("user_id", &id), ("owner", &id), ("id", &id)]).await;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Ann's"]);
    assert_eq!(bob.sees_tasks("/tasks").await, ["Bob's"]);
}

/// Something that one of three people does to one of the tasks that exist, whoever's it is.
#[derive(Debug, Clone)]
enum Deed {
    Add(usize, String),
    Rename(usize, usize, String),
    Complete(usize, usize, bool),
    Delete(usize, usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let person = 0..3_usize;
    let deed = prop_oneof![
        3 => (person.clone(), "[a-z]{1,8}").prop_map(|(who, title)| Deed::Add(who, title)),
        2 => (person.clone(), any::<usize>(), "[A-Z]{1,8}").prop_map(|(who, task, title)| Deed::Rename(who, task, title)),
        2 => (person.clone(), any::<usize>(), any::<bool>()).prop_map(|(who, task, completed)| Deed::Complete(who, task, completed)),
        1 => (person, any::<usize>()).prop_map(|(who, task)| Deed::Delete(who, task)),
    ];
    prop::collection::vec(deed, 1..40)
}

/// A law: whatever three people do to whichever tasks, each sees what a model of them alone says.
#[test]
fn each_person_sees_their_own_tasks_and_nothing_else() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 12, ..ProptestConfig::default() });
    runner.run(&deeds(), |deeds| runtime.block_on(holds(deeds))).unwrap();
}

async fn holds(deeds: Vec<Deed>) -> Result<(), TestCaseError> {
    let app = TestApp::start().await;
    let mut people = [app.signed_up("ann").await, app.signed_up("bob").await, app.signed_up("cem").await];
    // Owner, id, title, whether it is completed.
    let mut model: Vec<(usize, String, String, bool)> = Vec::new();
    for deed in deeds {
        let (who, pick) = match &deed {
            Deed::Add(who, title) => {
                let id = people[*who].adds(title).await;
                model.insert(0, (*who, id, title.clone(), false));
                continue;
            }
            Deed::Rename(who, pick, _) | Deed::Complete(who, pick, _) | Deed::Delete(who, pick) => (*who, *pick),
        };
        if model.is_empty() {
            continue;
        }
        let place = pick % model.len();
        let (owner, id) = (model[place].0, model[place].1.clone());
        let page = match &deed {
            Deed::Rename(_, _, title) => people[who].calls("/fn/update_task", &[("id", &id), ("title", title)]).await,
            Deed::Complete(_, _, completed) => {
                people[who]
                    .calls(
                        "/fn/complete_task",
                        &[("id", &id), ("completed", if *completed { "true" } else { "false" })],
                    )
                    .await
            }
            _ => people[who].calls("/fn/delete_task", &[("id", &id)]).await,
        };
        prop_assert_eq!(page.status == StatusCode::OK, owner == who);
        if owner == who {
            match deed {
                Deed::Rename(_, _, title) => model[place].2 = title,
                Deed::Complete(_, _, completed) => model[place].3 = completed,
                _ => drop(model.remove(place)),
            }
        }
    }
    for (who, person) in people.iter_mut().enumerate() {
        for (path, completed) in [("/tasks?status=open", false), ("/tasks?status=completed", true)] {
            let expected: Vec<_> =
                model.iter().filter(|task| task.0 == who && task.3 == completed).map(|task| task.2.clone()).collect();
            prop_assert_eq!(person.sees_tasks(path).await, expected);
        }
    }
    Ok(())
}
