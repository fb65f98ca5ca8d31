//! Searches that find thousands of tasks: counted, filtered and in order, whichever way the list is come by.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    script::Script,
    test_app::{PASSWORD, TestApp},
    transfer::imports,
};

const SORTS: [&str; 8] = ["created", "-created", "due", "-due", "priority", "-priority", "title", "-title"];

/// Brings tasks to a person, and gives what they ask by a script.
async fn brought<'a>(app: &'a TestApp, browser: &mut Browser<'_>, tasks: &[Value]) -> Script<'a> {
    let page = imports(browser, &json!({ "format": "cubby", "version": 1, "tasks": tasks }).to_string()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let login = json!({ "email": "ann@example.com", "password": PASSWORD });
    let script = app.script();
    script.with_token_of(&script.posts("/api/auth/login", &login).await)
}

/// A search that finds everything gives the list as it is without one, whichever way it is come by.
#[tokio::test]
async fn what_is_found_a_thousand_times_stands_in_the_same_order() {
    const TASKS: usize = 2_400;
    let app = TestApp::start().await;
    app.registered("bob").await.adds("Every task of Bob").await;
    let mut browser = app.signed_up("ann").await;
    let tasks: Vec<_> = (0..TASKS)
        .map(|number| {
            let half = if number < TASKS / 2 { "older" } else { "newer" };
            // Found by its title as it is sorted, or only by its words.
            let every = if number % 5 == 0 { "(Évery)" } else { "Every" };
            json!({
                "title": format!("{} task of {every} kind", number * 7 % 97),
                "description": half,
                "priority": (["low", "medium", "high"][number % 3]),
                "due_date": (number % 2 == 0).then(|| format!("2026-11-{:02}T00:00:00Z", number % 28 + 1)),
                "created_at": format!("2026-01-01T00:{:02}:{:02}Z", number / 60, number % 60),
                "completed_at": (number % 4 == 0).then_some("2026-02-01T00:00:00Z"),
            })
        })
        .collect();
    let ann = brought(&app, &mut browser, &tasks).await;
    for sort in SORTS {
        for (filter, total) in
            [("", 2_400), ("&status=open", 1_800), ("&priority=high&priority=low&status=open", 1_200)]
        {
            let (all, search) = (format!("?sort={sort}{filter}"), format!("?sort={sort}{filter}&search=kin%20EVERY"));
            let (expected, found) = (ann.list(&all).await, ann.list(&search).await);
            assert_eq!((&found["total"], found["tasks"][0].is_object()), (&json!(total), true), "{search}");
            assert_eq!(found, expected, "{search}");
            let cursor = found["next_cursor"].as_str().unwrap();
            for stretch in [format!("&cursor={cursor}&limit=7"), "&offset=1180&limit=100".to_owned()] {
                let (all, search) = (format!("{all}{stretch}"), format!("{search}{stretch}"));
                assert_eq!(ann.list(&search).await, ann.list(&all).await, "{search}");
            }
        }
        let mut older = ann.whole_list(&format!("sort={sort}")).await;
        older.retain(|task| task["description"] == "older");
        let search = format!("sort={sort}&search=old");
        assert_eq!(ann.list(&format!("?{search}")).await["total"], 1_200);
        assert!(ann.whole_list(&search).await == older, "{search}");
    }
    let high = ann.list("?search=task&priority=high&status=completed").await;
    assert_eq!(high["total"], 200);
    // What is done to a task is counted at once.
    let address = format!("{}/{}", ann.tasks(), high["tasks"][0]["id"].as_str().unwrap());
    ann.patches(&format!("{address}/complete"), &json!({ "is_completed": false })).await;
    assert_eq!(ann.list("?search=task&priority=high&status=completed").await["total"], 199);
    ann.puts(&address, &json!({ "priority": "low" })).await;
    assert_eq!(ann.list("?search=task&priority=low&status=open").await["total"], 601);
    ann.deletes(&address).await;
    assert_eq!(ann.list("?search=task").await["total"], 2_399);
}

/// Tasks that come back, and tasks of another time that come late, stand where they belong.
#[tokio::test]
async fn what_came_later_than_its_order_is_found_in_it() {
    let app = TestApp::start().await;
    let mut browser = app.signed_up("ann").await;
    let task = |number: usize, year: usize| {
        json!({
            "title": format!("{} task", number * 7 % 97),
            "priority": (["low", "medium", "high"][number % 3]),
            "created_at": format!("{year}-01-01T00:{:02}:{:02}Z", number / 60, number % 60),
        })
    };
    brought(&app, &mut browser, &(0..700).map(|number| task(number, 2026)).collect::<Vec<_>>()).await;
    let ann = brought(&app, &mut browser, &(0..30).map(|number| task(number, 2020)).collect::<Vec<_>>()).await;
    ann.adds("The newest task").await;
    for task in ann.whole_list("sort=-created").await.iter().skip(20).step_by(31) {
        let id = task["id"].as_str().unwrap();
        ann.deletes(&format!("{}/{id}", ann.tasks())).await;
        let page = browser.calls("/fn/restore_task", &[("id", id)]).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    }
    // What is completed or rewritten stays where it is.
    let list = ann.whole_list("").await;
    for task in list.iter().step_by(50) {
        let address = format!("{}/{}", ann.tasks(), task["id"].as_str().unwrap());
        ann.patches(&format!("{address}/complete"), &json!({ "is_completed": true })).await;
        ann.puts(&address, &json!({ "description": "Rewritten" })).await;
    }
    for sort in SORTS {
        for filter in ["", "&status=open", "&status=completed", "&priority=high"] {
            let all = ann.whole_list(&format!("sort={sort}{filter}")).await;
            assert!(ann.whole_list(&format!("sort={sort}{filter}&search=task")).await == all, "{sort}{filter}");
            let (all, found) = ("&offset=25&limit=40", "&offset=25&limit=40&search=tas");
            let list = |stretch: &str| format!("?sort={sort}{filter}{stretch}");
            assert_eq!(ann.list(&list(found)).await, ann.list(&list(all)).await, "{sort}{filter}");
        }
    }
}
