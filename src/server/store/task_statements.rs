//! The statements for lists of tasks, one for each order and direction, made once. Every one names the owner.
//!
//! A list merges the buckets that it shows (open and completed, of each priority), each of which an index holds in that
//! order, and reads no further than its page.

use std::sync::LazyLock;

use super::{
    list_order::{Order, listed, merged},
    statement::Statement,
    task_search_statements::{found, found_in_order_of_making, sifted},
};
use crate::domain::{Sort, SortBy};

/// The statements for one order and direction.
pub(super) struct Statements {
    /// Whether the order is that of making.
    pub is_of_making: bool,
    /// The first tasks of all, by the key itself; only where that has the order. Without an offset: one that PostgreSQL does not
    /// know it takes for a tenth of the table, and would plan the list anew each time to know it.
    pub unfiltered: Option<Statement>,
    pub filtered: Statement,
    /// What the index of words finds, put in order.
    pub found: Statement,
    /// The first [`WALK`](super::task_search_statements::WALK) tasks in order, but for those that lack one of the words.
    pub sifted: Statement,
}

static CREATED: LazyLock<[Statements; 2]> = LazyLock::new(|| Statements::both(SortBy::Created));
static DUE: LazyLock<[Statements; 2]> = LazyLock::new(|| Statements::both(SortBy::Due));
static PRIORITY: LazyLock<[Statements; 2]> = LazyLock::new(|| Statements::both(SortBy::Priority));
static TITLE: LazyLock<[Statements; 2]> = LazyLock::new(|| Statements::both(SortBy::Title));

impl Statements {
    /// Those of an order.
    pub fn of(sort: Sort) -> &'static Self {
        let [straight, turned] = match sort.by {
            SortBy::Created => &*CREATED,
            SortBy::Due => &*DUE,
            SortBy::Priority => &*PRIORITY,
            SortBy::Title => &*TITLE,
        };
        if sort.is_turned { turned } else { straight }
    }

    fn both(by: SortBy) -> [Self; 2] {
        [false, true].map(|is_turned| Self::by(&Order::of(Sort { by, is_turned })))
    }

    fn by(order: &Order) -> Self {
        let is_of_making = order.key.is_none();
        Self {
            is_of_making,
            unfiltered: is_of_making.then(|| unfiltered(order)),
            filtered: filtered(order),
            found: if is_of_making { found_in_order_of_making(order) } else { found(order) },
            sifted: sifted(order),
        }
    }
}

fn unfiltered(order: &Order) -> Statement {
    let (after, by) = (order.after("$2", ""), order.by());
    let both: &'static str =
        format!("select {} from tasks where user_id = $1 and {after} order by {by} limit $3", listed()).leak();
    both.into()
}

/// SQLite finds by itself that the buckets are in order, once it is told to go by the index that has them so. PostgreSQL
/// merges what is said to be in order, and is not tempted to read a bucket whole where none can give more than the page.
fn filtered(order: &Order) -> Statement {
    let (after, by) = (order.after("$3", "$6"), order.by());
    // With what the buckets are merged by.
    let what = listed() + ", due_key, title_key";
    let page = format!(" order by {by} limit $4 offset $5");
    let indexed = format!("tasks indexed by {}", order.index);
    Statement::made(
        merged(&what, &indexed, &after, |bucket| bucket) + &page,
        merged(&what, "tasks", &after, |bucket| format!("({bucket} order by {by} limit $4 + $5)")) + &page,
    )
}

#[cfg(test)]
mod tests {
    use sqlx::{Row, sqlite::SqlitePoolOptions};

    use super::*;
    use crate::server::store::{
        Opening, migrate,
        task_search_statements::{COUNT_FOUND, COUNT_SHOWN, POLICY, WALK},
    };

    fn all() -> impl Iterator<Item = &'static Statements> {
        [&CREATED, &DUE, &PRIORITY, &TITLE].into_iter().flat_map(|both| both.iter())
    }

    /// What SQLite means to do.
    async fn plan(statement: &'static str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}?mode=rwc", folder.path().join("cubby.db").display());
        let pool = SqlitePoolOptions::new().max_connections(1).connect(&url).await.unwrap();
        migrate::sqlite(&pool, Opening::Newest).await.unwrap();
        let explain = sqlx::AssertSqlSafe(format!("explain query plan {statement}"));
        let steps = sqlx::query(explain).fetch_all(&pool).await.unwrap();
        steps.iter().map(|step| step.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
    }

    #[tokio::test]
    async fn no_list_reads_or_sorts_more_than_its_page() {
        for statements in all() {
            let unfiltered = statements.unfiltered.map(|statement| statement.sqlite);
            for statement in unfiltered.into_iter().chain([statements.filtered.sqlite]) {
                let plan = plan(statement).await;
                assert!(!plan.contains("SCAN") && !plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
                let by = if Some(statement) == unfiltered { "PRIMARY KEY (user_id=?" } else { "INDEX tasks_by_" };
                assert!(plan.contains(&format!("SEARCH tasks USING {by}")), "{statement}\n{plan}");
            }
        }
    }

    /// What is between two lines of a plan.
    fn within<'a>(plan: &'a str, from: &str, to: &str) -> &'a str {
        plan.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(within, _)| within)
    }

    #[tokio::test]
    async fn a_walk_through_a_list_looks_at_one_task_after_the_other() {
        for statement in all().map(|statements| statements.sifted.sqlite) {
            let plan = plan(statement).await;
            let walk = within(&plan, "CO-ROUTINE walked\n", "SCAN walked");
            assert!(statement.contains(&format!("limit {WALK}) as walked")), "{statement}");
            assert_eq!(walk.matches("SEARCH tasks USING INDEX tasks_by_").count(), 6, "{statement}\n{plan}");
            assert!(!walk.contains("SCAN") && !walk.contains("TEMP B-TREE"), "{statement}\n{plan}");
        }
    }

    #[tokio::test]
    async fn a_search_asks_the_index_and_looks_up_what_it_shows() {
        for statements in all() {
            let statement = statements.found.sqlite;
            let plan = plan(statement).await;
            let asked =
                within(&plan, "SCAN task_search VIRTUAL TABLE INDEX ", "SEARCH task_words USING INTEGER PRIMARY KEY");
            assert!(asked.contains(":M1"), "{statement}\n{plan}");
            if statements.is_of_making {
                // The newest come without being sorted, from where the page begins.
                let numbered = within(&plan, "CO-ROUTINE numbered\n", "SCAN numbered");
                assert!(numbered.contains("SEARCH task_words USING COVERING INDEX"), "{statement}\n{plan}");
                assert!(!numbered.contains("TEMP B-TREE"), "{statement}\n{plan}");
            }
        }
    }

    /// A statement, and each query within it, without those that are within that.
    fn queries(statement: &str) -> Vec<String> {
        let (mut rest, mut queries) = (statement.to_owned(), Vec::new());
        while let Some(begin) = rest.rfind("(select ") {
            let mut depth = 0;
            let end = rest[begin..].find(|sign| {
                depth += i32::from(sign == '(') - i32::from(sign == ')');
                depth == 0
            });
            queries.push(rest[begin + 1..begin + end.unwrap()].to_owned());
            rest.replace_range(begin..=begin + end.unwrap(), "_");
        }
        queries.push(rest);
        queries.iter().flat_map(|query| query.split(" union all ")).map(str::to_owned).collect()
    }

    #[test]
    fn whoever_looks_at_tasks_names_their_owner() {
        let lists = all().flat_map(|list| [list.unfiltered, Some(list.filtered), Some(list.found), Some(list.sifted)]);
        let mut seen = 0;
        for statement in lists.flatten().chain([*COUNT_FOUND, *COUNT_SHOWN]) {
            for query in [statement.sqlite, statement.postgres].into_iter().flat_map(queries) {
                let words: Vec<_> = query.split_whitespace().collect();
                let looks_at =
                    |table: &str| words.windows(2).any(|pair| ["from", "join"].contains(&pair[0]) && pair[1] == table);
                if ["tasks", "task_words", "task_counts", "task_search"].into_iter().any(looks_at) {
                    // What the index finds begins with its owner; what the policy shows is the owner's.
                    let is_owners =
                        ["user_id = $1", "task_search match _", POLICY].iter().any(|owner| query.contains(owner));
                    assert!(is_owners, "{query}");
                    seen += 1;
                }
            }
        }
        assert!(seen >= 200, "the test has lost sight of the statements: {seen}");
    }
}
