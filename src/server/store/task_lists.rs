//! Lists of tasks: filtered, searched, sorted, a page at a time.

use sqlx_macros::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, rows},
    list_order::Order,
    scope::Scope,
    task_counts::{self, Buckets, TaskCounts},
    task_rows::TaskRow,
    task_search::{Hits, Way},
    task_statements::Statements,
};
use crate::domain::{Cursor, DueDate, Error, SortBy, SortKey, Task, TaskQuery, UserId};

/// Which stretch of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct Stretch {
    pub limit: u16,
    /// How many to pass over first.
    pub offset: u32,
}

impl Default for Stretch {
    /// A page of the list in a browser.
    fn default() -> Self {
        Self { limit: TaskQuery::PAGE, offset: 0 }
    }
}

/// A stretch of a list.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct TaskPage {
    pub tasks: Vec<Task>,
    /// The last task here, when there are more.
    pub next: Option<Cursor>,
    /// How many tasks the whole list has.
    pub total: u32,
    /// How many there are of each kind, in this list or not.
    pub counts: TaskCounts,
}

#[derive(FromRow)]
struct ListedRow {
    #[sqlx(flatten)]
    task: TaskRow,
    counts: String,
}

/// The tasks that a person asked for.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(db: &Db, owner: UserId, query: &TaskQuery, stretch: Stretch) -> Result<TaskPage, Error> {
    let conn = &mut db.read(Scope::Person(owner)).await?;
    let limit = usize::from(stretch.limit);
    let found = match &query.search {
        Some(search) => Some(Hits::by(conn, owner, query, search).await?),
        None => None,
    };
    let rows = fetch(conn, owner, query, found.as_ref(), stretch).await?;
    let more = rows.len() > limit;
    let counts = match rows.first() {
        Some(row) => TaskCounts::parse(&row.counts),
        // There was no row that they could have come with.
        None => task_counts::find_on(conn, owner).await?,
    };
    let tasks = rows.into_iter().take(limit).map(|row| row.task.try_into()).collect::<Result<Vec<_>, _>>()?;
    let total = found.map_or_else(|| counts.of(Buckets::of(query)), |found| found.total);
    Ok(TaskPage { next: tasks.last().filter(|_| more).map(|task| Cursor::at(task, query.sort)), tasks, total, counts })
}

async fn fetch(
    conn: &mut Connection,
    owner: UserId,
    query: &TaskQuery,
    found: Option<&Hits>,
    stretch: Stretch,
) -> Result<Vec<ListedRow>, Error> {
    let statements = Statements::of(query.sort);
    let buckets = Buckets::of(query);
    let (key, id) = start(query);
    let (mask, owner_id) = (buckets.mask(), owner.uuid());
    // One more than was asked for tells whether there is a next one.
    let (limit, offset) = (i64::from(stretch.limit) + 1, i64::from(stretch.offset));
    let Some(found) = found else {
        return match key {
            Edge::None => match statements.unfiltered {
                Some(unfiltered) if buckets == Buckets::ALL && offset == 0 => {
                    rows!(fetch_all, conn, ListedRow, unfiltered, owner_id, id, limit)
                }
                _ => rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset),
            },
            Edge::Number(key) => {
                rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset, key)
            }
            Edge::Text(key) => {
                rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset, key)
            }
        };
    };
    let mut listed = Vec::new();
    if found.total == 0 {
        return Ok(listed);
    }
    let words = &found.words;
    for Way { statement, is_sure } in found.ways(statements, u64::from(stretch.offset) + u64::from(stretch.limit) + 1) {
        listed = match &key {
            Edge::None => rows!(fetch_all, conn, ListedRow, statement, owner_id, mask, words, id, limit, offset),
            Edge::Number(key) => {
                rows!(fetch_all, conn, ListedRow, statement, owner_id, mask, words, id, limit, offset, key)
            }
            Edge::Text(key) => {
                rows!(fetch_all, conn, ListedRow, statement, owner_id, mask, words, id, limit, offset, key)
            }
        }?;
        if is_sure || listed.len() > usize::from(stretch.limit) {
            break;
        }
    }
    Ok(listed)
}

/// What stands beside the id where a page begins.
enum Edge {
    None,
    Number(i64),
    Text(String),
}

/// Where the page begins: after the cursor, or before everything.
fn start(query: &TaskQuery) -> (Edge, Uuid) {
    let goes_down = Order::of(query.sort).goes_down;
    if let Some(Cursor { key, id, .. }) = &query.after {
        let key = match key {
            SortKey::Created => Edge::None,
            SortKey::Due(due) => Edge::Number(due.map_or(UNDATED, |due: DueDate| due.moment().millis())),
            SortKey::Priority(priority) => Edge::Number(i64::from(priority.rank())),
            SortKey::Title(title) => Edge::Text(title.clone()),
        };
        return (key, id.uuid());
    }
    let key = match query.sort.by {
        SortBy::Created => Edge::None,
        SortBy::Due | SortBy::Priority => Edge::Number(if goes_down { i64::MAX } else { i64::MIN }),
        SortBy::Title => Edge::Text(if goes_down { char::MAX.to_string() } else { String::new() }),
    };
    (key, if goes_down { Uuid::max() } else { Uuid::nil() })
}

/// As the column `due_key` has it.
const UNDATED: i64 = i64::MAX;
