//! The way back: what was done is undone, what was deleted is restored, until it is too late.

use std::time::Duration;

use axum::http::StatusCode;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::Value;

use crate::{
    browser::{Browser, Page},
    test_app::{DAY, PASSWORD, TestApp},
};

impl Browser<'_> {
    /// Does something as an island does, and gives what undoes it.
    async fn does(&mut self, function: &str, fields: &[(&str, &str)]) -> Option<String> {
        let page = self.calls(&format!("/fn/{function}"), fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let done: Value = serde_json::from_str(&page.text).unwrap();
        done["offer"]["id"].as_str().map(str::to_owned)
    }

    async fn undoes(&mut self, id: &str) -> Page {
        self.submits("/fn/undo", &[("id", id)]).await
    }

    /// Everything that is held, but for the moment.
    async fn takes_along(&mut self) -> String {
        let text = self.submits("/fn/export", &[]).await.text;
        let (head, rest) = text.split_once("\"exported_at\":\"").unwrap();
        format!("{head}{}", rest.split_once('"').unwrap().1)
    }
}

/// The id in the form of the toast, where there is one.
fn offered(page: &Page) -> Option<String> {
    let form = page.text.split("action=\"/fn/undo").nth(1)?;
    Some(form.split("value=\"").nth(1)?.split('"').next()?.to_owned())
}

#[tokio::test]
async fn what_was_done_is_offered_back_until_the_next_action() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    assert_eq!(offered(&ann.opens("/tasks").await), None);
    let id = ann.adds("Buy milk").await;
    ann.opens("/tasks").await.shows("<p>Task added</p>");
    ann.submits("/fn/complete_task?status=open", &[("id", &id), ("completed", "true")]).await;
    let page = ann.opens("/tasks?status=open").await;
    page.shows("<p>Task completed</p>");
    page.shows("action=\"/fn/undo?status=open\"");
    // It stays while one only looks.
    let undo = offered(&ann.opens("/tasks?search=milk").await).unwrap();
    let page = ann.submits("/fn/undo?status=open", &[("id", &undo)]).await;
    assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, Some("/tasks?status=open")));
    let page = ann.opens("/tasks").await;
    page.shows("1 open task<");
    assert_eq!(offered(&page), None);
}

#[tokio::test]
async fn a_deleted_task_is_back_as_it_was() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let fields = [("title", "Buy milk"), ("description", "Two"), ("priority", "high"), ("due_date", "2031-01-02")];
    ann.submits("/fn/add_task", &fields).await;
    ann.adds("Call Bob").await;
    let page = ann.opens("/tasks").await;
    let id = page.text.split("href=\"/tasks/").nth(2).unwrap().split('"').next().unwrap().to_owned();
    ann.submits("/fn/delete_task", &[("id", &id)]).await;
    let page = ann.opens("/tasks").await;
    assert_eq!(page.titles(), ["Call Bob"]);
    page.shows("1 open task<");
    assert_eq!(ann.sees_tasks("/tasks?search=milk").await, [""; 0]);
    let undo = offered(&page).unwrap();
    ann.undoes(&undo).await;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Call Bob", "Buy milk"]);
    assert_eq!(ann.sees_tasks("/tasks?search=mil+tw&priority=high").await, ["Buy milk"]);
    ann.opens("/tasks").await.shows("2 open tasks");
}

#[tokio::test]
async fn an_undo_pressed_twice_or_too_late_says_so_and_loses_nothing() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let undo = ann.does("complete_task", &[("id", &id), ("completed", "true")]).await.unwrap();
    assert_eq!(ann.undoes(&undo).await.status, StatusCode::SEE_OTHER);
    for _ in 0..2 {
        let page = ann.undoes(&undo).await;
        assert_eq!(page.status, StatusCode::GONE);
        page.shows("There is nothing to undo any more");
        assert_eq!(page.titles(), ["Buy milk"]);
    }
    let undo = ann.does("update_task", &[("id", &id), ("title", "Buy oat milk")]).await.unwrap();
    ann.does("update_task", &[("id", &id), ("title", "Buy soy milk")]).await;
    let page = ann.undoes(&undo).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    page.shows("The task was changed since, so nothing was undone.");
    assert_eq!(page.titles(), ["Buy soy milk"]);
    let undo = ann.does("delete_task", &[("id", &id)]).await.unwrap();
    app.passes(DAY);
    assert_eq!(ann.undoes(&undo).await.status, StatusCode::GONE);
    assert_eq!(ann.undoes("not-an-id").await.status, StatusCode::BAD_REQUEST);
    let mut bob = app.signed_up("bob").await;
    assert_eq!(bob.undoes(&undo).await.status, StatusCode::GONE, "somebody else's is as none");
}

#[tokio::test]
async fn whoever_undoes_writes_over_nothing_that_another_saw() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    let undo = ann.does("update_task", &[("id", &id), ("title", "Buy oat milk")]).await.unwrap();
    let page = ann.opens(&format!("/tasks/{id}")).await;
    let seen = page.field("version").split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    ann.undoes(&undo).await;
    ann.does("update_task", &[("id", &id), ("title", "Buy soy milk")]).await;
    let fields = [("id", id.as_str()), ("version", &seen), ("title", "Buy rice milk")];
    let page = ann.submits("/fn/update_task", &fields).await;
    assert_eq!(page.status, StatusCode::PRECONDITION_FAILED);
    page.shows("Buy soy milk");
}

#[tokio::test]
async fn what_was_deleted_waits_for_30_days() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    ann.opens("/tasks/deleted").await.shows("Nothing here");
    for title in ["Buy milk", "Call Bob"] {
        let id = ann.adds(title).await;
        ann.submits("/fn/delete_task", &[("id", &id)]).await;
        app.passes(DAY);
    }
    ann.tries("ann", PASSWORD).await;
    let page = ann.opens("/tasks/deleted").await;
    page.shows("aria-label=\"Restore Call Bob\"");
    page.shows("Deleted yesterday, gone for good on ");
    let id = page.text.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for _ in 0..2 {
        // A second press finds it restored.
        let page = ann.submits("/fn/restore_task", &[("id", &id)]).await;
        assert_eq!(page.location(), Some("/tasks/deleted?restored=1"));
    }
    ann.opens("/tasks/deleted?restored=1").await.shows("Task restored.");
    assert_eq!(ann.sees_tasks("/tasks?search=bob").await, ["Call Bob"]);
    for _ in 0..28 {
        app.passes(DAY);
        ann.tries("ann", PASSWORD).await;
    }
    ann.opens("/tasks/deleted").await.hides("Restore Buy milk");
    let file = || app.held();
    app.forgets(app.state.clock.now()).await;
    assert!(!file().contains("Buy milk") && !file().contains("buy milk"));
    assert!(file().contains("Call Bob"));
}

#[tokio::test]
async fn what_a_script_deletes_can_be_restored_on_the_page() {
    let app = TestApp::start().await;
    let script = app.registered("ann").await;
    let address = script.adds("Buy milk").await;
    assert_eq!(script.deletes(&address).await.status, StatusCode::NO_CONTENT);
    assert_eq!(script.gets(&address).await.status, StatusCode::NOT_FOUND);
    assert_eq!(script.list("").await["total"], 0);
    let mut ann = app.browser();
    ann.tries("ann", PASSWORD).await;
    let id = address.rsplit('/').next().unwrap();
    ann.submits("/fn/restore_task", &[("id", id)]).await;
    assert_eq!(script.lists("?search=milk").await, ["Buy milk"]);
}

#[tokio::test]
async fn a_long_list_of_deleted_tasks_has_pages() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for number in 0..60 {
        let id = ann.adds(&format!("Task {number}")).await;
        ann.calls("/fn/delete_task", &[("id", &id)]).await;
    }
    let page = ann.opens("/tasks/deleted").await;
    assert_eq!(page.text.matches("aria-label=\"Restore Task").count(), 50);
    let next = page.text.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let page = ann.opens(next).await;
    assert_eq!(page.text.matches("aria-label=\"Restore Task").count(), 10);
    page.shows("Restore Task 0\"");
    assert_eq!(ann.opens("/tasks/deleted?after=x").await.status, StatusCode::OK);
}

#[tokio::test]
async fn somebody_elses_deleted_task_is_not_there() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let mut bob = app.signed_up("bob").await;
    let id = ann.adds("Ann's secret").await;
    ann.calls("/fn/delete_task", &[("id", &id)]).await;
    assert_eq!(bob.submits("/fn/restore_task", &[("id", &id)]).await.status, StatusCode::NOT_FOUND);
    bob.opens("/tasks/deleted").await.hides("secret");
    bob.calls("/fn/bring_back", &[("id", &id), ("title", "Mine")]).await;
    ann.opens("/tasks/deleted").await.shows("Ann's secret");
    assert_eq!(bob.sees_tasks("/tasks").await, ["Mine"]);
}

#[tokio::test]
async fn everything_that_is_held_is_in_the_file() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    let id = ann.adds("Buy milk").await;
    ann.does("update_task", &[("id", &id), ("title", "Buy oat milk")]).await;
    ann.does("delete_task", &[("id", &id)]).await;
    let file: Value = serde_json::from_str(&ann.submits("/fn/export", &[]).await.text).unwrap();
    assert_eq!(file["tasks"].as_array().unwrap().len(), 0);
    assert_eq!(file["deleted_tasks"][0]["title"], "Buy oat milk");
    assert!(file["deleted_tasks"][0]["deleted_at"].is_string());
    assert_eq!(file["undo_steps"].as_array().unwrap().len(), 3);
    assert_eq!(file["undo_steps"][1]["title_before"], "Buy milk");
    ann.submits("/fn/delete_account", &[("current_password", PASSWORD), ("confirm", "DELETE")]).await;
    let held = app.held();
    assert!(!held.contains("milk"), "a deleted account leaves nothing of what was deleted or can be undone");
}

/// Something that a person does to one of their tasks.
#[derive(Debug, Clone)]
enum Deed {
    Add(String, u8),
    Edit(usize, String, u8),
    Complete(usize, bool),
    Delete(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        3 => ("[a-zé ]{1,8}x", 0..3_u8).prop_map(|(title, rank)| Deed::Add(title, rank)),
        3 => (any::<usize>(), "[A-Z]{1,8}", 0..3_u8).prop_map(|(task, title, rank)| Deed::Edit(task, title, rank)),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(task, completed)| Deed::Complete(task, completed)),
        1 => any::<usize>().prop_map(Deed::Delete),
    ];
    prop::collection::vec(deed, 200)
}

/// A law: whatever a person does, undoing it all leaves everything as it was, byte for byte, and nothing else is found.
#[test]
fn two_hundred_deeds_undone_leave_the_same_file() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() });
    runner.run(&deeds(), |deeds| runtime.block_on(are_undone(deeds))).unwrap();
}

async fn are_undone(deeds: Vec<Deed>) -> Result<(), TestCaseError> {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    // What was there before stays, and what was done to it before is past.
    let mut ids = Vec::new();
    for title in ["Water the fern", "Call Bob", "Buy milk"] {
        ids.push(ann.adds(title).await);
    }
    ann.does("delete_task", &[("id", &ids.pop().unwrap())]).await;
    app.passes(DAY);
    app.forgets(app.state.clock.now()).await;
    let before = (ann.takes_along().await, ann.sees_tasks("/tasks?sort=title").await, app.indexed().await);

    let mut steps = Vec::new();
    for deed in deeds {
        app.passes(Duration::from_millis(7));
        let (function, fields) = match &deed {
            Deed::Add(title, rank) => ("add_task", vec![("title", title.clone()), ("priority", word(*rank))]),
            _ if ids.is_empty() => continue,
            Deed::Edit(pick, title, rank) => (
                "update_task",
                vec![("id", ids[pick % ids.len()].clone()), ("title", title.clone()), ("priority", word(*rank))],
            ),
            Deed::Complete(pick, completed) => {
                ("complete_task", vec![("id", ids[pick % ids.len()].clone()), ("completed", completed.to_string())])
            }
            Deed::Delete(pick) => ("delete_task", vec![("id", ids.swap_remove(pick % ids.len()))]),
        };
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = ann.calls(&format!("/fn/{function}"), &fields).await;
        prop_assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let done: Value = serde_json::from_str(&page.text).unwrap();
        if function == "add_task" {
            ids.push(done["task"]["id"].as_str().unwrap().to_owned());
        }
        steps.extend(done["offer"]["id"].as_str().map(str::to_owned));
    }
    for step in steps.iter().rev() {
        let page = ann.undoes(step).await;
        prop_assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let after = (ann.takes_along().await, ann.sees_tasks("/tasks?sort=title").await, app.indexed().await);
    prop_assert_eq!(before, after);
    Ok(())
}

fn word(rank: u8) -> String {
    ["low", "medium", "high"][usize::from(rank)].to_owned()
}
