//! Lists: filtered, searched, sorted, and every task once and only once.

use std::collections::HashSet;

use axum::http::Method;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::{script::Script, test_app::TestApp};

/// Five tasks, oldest first.
async fn five(ann: &Script<'_>) {
    for (title, description, priority, due, completed) in [
        ("Éclairs for Zoë", "From the bakery", "low", Some("2026-12-01"), false),
        ("buy milk", "The blue one", "high", None, false),
        ("Call the bank", "About the milk money", "medium", Some("2026-11-01"), true),
        ("Zebra", "", "high", Some("2026-11-30T12:00:00Z"), true),
        ("apples", "", "medium", None, false),
    ] {
        let address = ann
            .adds_task(&json!({ "title": title, "description": description, "priority": priority, "due_date": due }))
            .await;
        ann.patches(&format!("{address}/complete"), &json!({ "is_completed": completed })).await;
    }
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_searched() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    five(&ann).await;
    let (eclairs, milk, bank, zebra, apples) = ("Éclairs for Zoë", "buy milk", "Call the bank", "Zebra", "apples");
    for (query, expected) in [
        ("", &[apples, zebra, bank, milk, eclairs][..]),
        ("?sort=created", &[apples, zebra, bank, milk, eclairs]),
        ("?sort=-created", &[eclairs, milk, bank, zebra, apples]),
        ("?sort=due", &[bank, zebra, eclairs, milk, apples]),
        ("?sort=-due", &[apples, milk, eclairs, zebra, bank]),
        ("?sort=priority", &[zebra, milk, apples, bank, eclairs]),
        ("?sort=-priority", &[eclairs, bank, apples, milk, zebra]),
        ("?sort=title", &[apples, milk, bank, eclairs, zebra]),
        ("?sort=-title", &[zebra, eclairs, bank, milk, apples]),
        ("?status=all", &[apples, zebra, bank, milk, eclairs]),
        ("?status=open", &[apples, milk, eclairs]),
        ("?status=pending", &[apples, milk, eclairs]),
        ("?status=completed", &[zebra, bank]),
        ("?priority=high", &[zebra, milk]),
        ("?priority=high&priority=low", &[zebra, milk, eclairs]),
        ("?priority=high&status=open&sort=title", &[milk]),
        ("?search=milk", &[bank, milk]),
        ("?search=MIL", &[bank, milk]),
        ("?search=ilk", &[]),
        ("?search=eclairs%20zoe", &[eclairs]),
        ("?search=%C3%A9clair", &[eclairs]),
        ("?search=milk&status=open", &[milk]),
        ("?search=milk&sort=title", &[milk, bank]),
        ("?search=milk&sort=-due&priority=medium", &[bank]),
        ("?search=milk%20zebra", &[]),
        ("?search=&limit=1", &[apples]),
        ("?offset=3", &[milk, eclairs]),
        ("?offset=1&limit=2&sort=title", &[milk, bank]),
        ("?offset=9", &[]),
    ] {
        assert_eq!(ann.lists(query).await, expected, "{query}");
    }
    for (query, total) in [
        ("?limit=1", 5),
        ("?status=open&limit=1", 3),
        ("?priority=high&limit=1", 2),
        ("?priority=high&status=completed", 1),
        ("?search=milk&limit=1", 2),
        ("?search=milk&status=open", 1),
        ("?search=nothing", 0),
        ("?search=!", 0),
        ("?offset=4", 5),
    ] {
        assert_eq!(ann.list(query).await["total"], total, "{query}");
    }
}

#[tokio::test]
async fn what_a_task_is_found_by_follows_its_changes() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.registered("ann").await, app.registered("bob").await);
    let address = ann.adds("Buy milk").await;
    bob.adds("Buy milk too").await;
    ann.puts(&address, &json!({ "title": "Buy oats", "description": "not barley", "priority": "high" })).await;
    assert_eq!(ann.lists("?search=milk").await, [""; 0]);
    assert_eq!(ann.lists("?search=bar").await, ["Buy oats"]);
    ann.puts(&address, &json!({ "description": null })).await;
    assert_eq!(ann.lists("?search=barley").await, [""; 0]);
    ann.deletes(&address).await;
    assert_eq!(ann.list("?search=oats").await["total"], 0);
    assert_eq!(bob.lists("?search=milk").await, ["Buy milk too"]);
}

#[tokio::test]
async fn a_list_that_was_read_before_shows_whatever_has_changed_since() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.registered("ann").await, app.registered("bob").await);
    bob.adds("Bob's").await;
    let address = ann.adds("Buy milk").await;
    assert_eq!(ann.lists("").await, ["Buy milk"]);
    assert_eq!(ann.lists("").await, ["Buy milk"]);
    assert_eq!(bob.lists("").await, ["Bob's"]);
    ann.adds("Buy oats").await;
    assert_eq!(ann.lists("").await, ["Buy oats", "Buy milk"]);
    ann.puts(&address, &json!({ "title": "Buy bread" })).await;
    assert_eq!(ann.lists("").await, ["Buy oats", "Buy bread"]);
    assert_eq!(ann.lists("?status=open").await.len(), 2);
    ann.patches(&format!("{address}/complete"), &json!({ "is_completed": true })).await;
    assert_eq!(ann.lists("?status=open").await, ["Buy oats"]);
    assert_eq!(ann.list("").await["tasks"][1]["is_completed"], true);
    ann.deletes(&address).await;
    assert_eq!((ann.lists("").await, ann.list("").await["total"].clone()), (vec!["Buy oats".to_owned()], json!(1)));
    // Another program writes to the same database.
    app.runs("update tasks set title = 'Oats, bought'").await;
    assert_eq!((ann.lists("").await, bob.lists("").await), (vec!["Oats, bought".into()], vec!["Oats, bought".into()]));
}

#[tokio::test]
async fn a_page_has_as_many_as_were_asked_for() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    for number in 0..101 {
        ann.adds(&format!("Task {number:03}")).await;
    }
    assert_eq!(ann.lists("").await.len(), 50);
    let page = ann.list("?limit=100").await;
    assert_eq!((page["tasks"].as_array().unwrap().len(), &page["total"]), (100, &json!(101)));
    let cursor = page["next_cursor"].as_str().unwrap().to_owned();
    let last = ann.list(&format!("?limit=100&cursor={cursor}")).await;
    assert_eq!((last["tasks"][0]["title"].as_str(), &last["next_cursor"]), (Some("Task 000"), &Value::Null));
    assert_eq!(ann.list("?limit=1&offset=100").await["next_cursor"], Value::Null);
}

/// A law: in every order, while others are added and deleted, each one that stays comes once and only once.
#[test]
fn every_task_comes_once_and_only_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(ProptestConfig { cases: 12, ..ProptestConfig::default() });
    let task = ("[a-cÀ-Ç]{1,3}", 0..3_usize, prop::option::of(1..4_u8), any::<bool>());
    let strategy = (prop::collection::vec(task, 1..25), 1..6_usize, 0..3_usize);
    runner.run(&strategy, |(tasks, limit, filter)| runtime.block_on(comes_once(&tasks, limit, filter))).unwrap();
}

async fn comes_once(
    tasks: &[(String, usize, Option<u8>, bool)],
    limit: usize,
    filter: usize,
) -> Result<(), TestCaseError> {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let body = |(title, priority, due, _): &(String, usize, Option<u8>, bool)| {
        let due = due.map(|day| format!("2026-11-0{day}"));
        json!({ "title": title, "priority": (["low", "medium", "high"][*priority]), "due_date": due, "description": "needle" })
    };
    for task in tasks {
        let address = ann.adds_task(&body(task)).await;
        ann.patches(&format!("{address}/complete"), &json!({ "is_completed": task.3 })).await;
    }
    let filter = ["status=all", "status=open&priority=high&priority=low", "search=need"][filter];
    for sort in ["created", "-created", "due", "-due", "priority", "-priority", "title", "-title"] {
        let whole = ann.list(&format!("?{filter}&sort={sort}&limit=100")).await;
        let expected: HashSet<String> = ids(&whole).into_iter().collect();
        let mut seen = Vec::new();
        let mut cursor = String::new();
        for step in 0_usize.. {
            let page = ann.list(&format!("?{filter}&sort={sort}&limit={limit}{cursor}")).await;
            seen.extend(ids(&page));
            // Meanwhile one comes and goes and one comes, a while: in some orders newcomers stand at the end.
            if step < tasks.len() {
                let newcomer = ann.adds_task(&body(&tasks[step])).await;
                ann.deletes(&newcomer).await;
                ann.adds_task(&body(&tasks[step])).await;
            }
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let unique: HashSet<String> = seen.iter().cloned().collect();
        prop_assert_eq!(unique.len(), seen.len(), "{} comes twice", sort);
        prop_assert!(expected.is_subset(&unique), "{} leaves one out", sort);
        // The order of pages is the order of the list.
        let again = ann.list(&format!("?{filter}&sort={sort}&limit=100")).await;
        let order: Vec<_> = ids(&again).into_iter().filter(|id| expected.contains(id)).collect();
        let seen: Vec<_> = seen.into_iter().filter(|id| expected.contains(id)).collect();
        prop_assert_eq!(seen, order);
        for id in ids(&again).iter().filter(|id| !expected.contains(*id)) {
            ann.deletes(&format!("{}/{id}", ann.tasks())).await;
        }
    }
    // The counts that the database keeps are those of the tasks.
    for query in ["?status=open", "?status=completed", "?priority=high", "?priority=low&status=open"] {
        let list = ann.list(&format!("{query}&limit=100")).await;
        prop_assert_eq!(&list["total"], &json!(list["tasks"].as_array().unwrap().len()));
    }
    Ok(())
}

fn ids(list: &Value) -> Vec<String> {
    list["tasks"].as_array().unwrap().iter().map(|task| task["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_pages_understand_the_same_query() {
    let app = TestApp::start().await;
    let mut ann = app.signed_up("ann").await;
    for title in ["Éclairs", "Buy milk", "apples"] {
        ann.adds(title).await;
    }
    assert_eq!(ann.sees_tasks("/tasks?sort=title").await, ["apples", "Buy milk", "Éclairs"]);
    assert_eq!(ann.sees_tasks("/tasks?search=eclair").await, ["Éclairs"]);
    assert_eq!(ann.sees_tasks("/tasks?search=%22*%00milk&sort=up&priority=&colour=red").await, ["Buy milk"]);
    let page = ann
        .sends(Method::GET, &format!("/tasks?search={}", "x".repeat(10_000)), &[("accept", "text/html")], String::new())
        .await;
    assert_eq!((page.status.as_u16(), page.titles().len()), (200, 0));
}

#[tokio::test]
async fn a_search_for_a_hundred_words_looks_for_the_first_eight() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    ann.adds("h g f e d c b a").await;
    ann.adds("a b c d e f g").await;
    let letters = "a%20b%20c%20d%20e%20f%20g%20h%20".repeat(12);
    assert_eq!(ann.lists(&format!("?search={letters}")).await, ["h g f e d c b a"]);
    assert_eq!(ann.list(&format!("?search={letters}i%20j")).await["total"], 1);
}

#[tokio::test]
async fn what_is_asked_for_too_often_is_refused_without_being_read_through() {
    let app = TestApp::start().await;
    let ann = app.registered("ann").await;
    let of = |pairs: usize| format!("{}?{}", ann.tasks(), "priority=high&".repeat(pairs));
    assert_eq!(ann.gets(&of(32)).await.status, 200);
    assert_eq!(ann.gets(&of(3_000)).await.refuses("priority"), "There are too many parameters");
}
