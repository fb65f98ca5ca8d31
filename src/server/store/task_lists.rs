//! Lists of tasks: filtered, searched, sorted, a page at a time.

use sqlx::FromRow;
use uuid::Uuid;

use super::{
    Db,
    connection::{Connection, rows},
    scope::Scope,
    task_counts::{self, Buckets, TaskCounts},
    task_rows::TaskRow,
    task_statements::{COUNT_FOUND, Statements},
};
use crate::domain::{Cursor, DueDate, Error, Search, SortBy, SortKey, Task, TaskQuery, UserId};

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
    // One more than was asked for tells whether there is a next one.
    let rows = fetch(conn, owner, query, i64::from(stretch.limit) + 1, i64::from(stretch.offset)).await?;
    let more = rows.len() > limit;
    let counts = match rows.first() {
        Some(row) => TaskCounts::parse(&row.counts),
        // There was no row that they could have come with.
        None => task_counts::find_on(conn, owner).await?,
    };
    let tasks = rows.into_iter().take(limit).map(|row| row.task.try_into()).collect::<Result<Vec<_>, _>>()?;
    let total = match &query.search {
        Some(search) if more || query.after.is_some() || stretch.offset > 0 => {
            count_found(conn, owner, query, search).await?
        }
        // It is all here.
        Some(_) => u32::try_from(tasks.len()).unwrap_or(u32::MAX),
        None => counts.of(Buckets::of(query)),
    };
    Ok(TaskPage {
        next: tasks.last().filter(|_| more).map(|task| Cursor::at(task, query.sort.by)),
        tasks,
        total,
        counts,
    })
}

/// How many tasks a search finds.
async fn count_found(conn: &mut Connection, owner: UserId, query: &TaskQuery, search: &Search) -> Result<u32, Error> {
    let Some(pattern) = pattern(conn, owner, search) else { return Ok(0) };
    let (count,): (i64,) =
        rows!(fetch_one, conn, (i64,), COUNT_FOUND, owner.uuid(), Buckets::of(query).mask(), pattern)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

async fn fetch(
    conn: &mut Connection,
    owner: UserId,
    query: &TaskQuery,
    limit: i64,
    offset: i64,
) -> Result<Vec<ListedRow>, Error> {
    let statements = Statements::of(query.sort);
    let buckets = Buckets::of(query);
    let (key, id) = start(query);
    let (mask, owner_id) = (buckets.mask(), owner.uuid());
    let pattern = match &query.search {
        None => None,
        Some(search) => match pattern(conn, owner, search) {
            Some(pattern) => Some(pattern),
            None => return Ok(Vec::new()),
        },
    };
    match (pattern, key) {
        (None, Key::None) if buckets == Buckets::ALL && offset == 0 => {
            rows!(fetch_all, conn, ListedRow, statements.unfiltered, owner_id, id, limit)
        }
        (None, Key::None) => rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset),
        (None, Key::Number(key)) => {
            rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset, key)
        }
        (None, Key::Text(key)) => {
            rows!(fetch_all, conn, ListedRow, statements.filtered, owner_id, mask, id, limit, offset, key)
        }
        (Some(pattern), Key::None) => {
            rows!(fetch_all, conn, ListedRow, statements.searched, owner_id, mask, pattern, id, limit, offset)
        }
        (Some(pattern), Key::Number(key)) => {
            rows!(fetch_all, conn, ListedRow, statements.searched, owner_id, mask, pattern, id, limit, offset, key)
        }
        (Some(pattern), Key::Text(key)) => {
            rows!(fetch_all, conn, ListedRow, statements.searched, owner_id, mask, pattern, id, limit, offset, key)
        }
    }
}

/// What stands beside the id where a page begins.
enum Key {
    None,
    Number(i64),
    Text(String),
}

/// Where the page begins: after the cursor, or before everything.
fn start(query: &TaskQuery) -> (Key, Uuid) {
    // Newest and highest first are the orders that go down.
    let goes_down = matches!(query.sort.by, SortBy::Created | SortBy::Priority) != query.sort.is_turned;
    if let Some(Cursor { key, id }) = &query.after {
        let key = match key {
            SortKey::Created => Key::None,
            SortKey::Due(due) => Key::Number(due.map_or(UNDATED, |due: DueDate| due.moment().millis())),
            SortKey::Priority(priority) => Key::Number(i64::from(priority.rank())),
            SortKey::Title(title) => Key::Text(title.clone()),
        };
        return (key, id.uuid());
    }
    let key = match query.sort.by {
        SortBy::Created => Key::None,
        SortBy::Due | SortBy::Priority => Key::Number(if goes_down { i64::MAX } else { i64::MIN }),
        SortBy::Title => Key::Text(if goes_down { char::MAX.to_string() } else { String::new() }),
    };
    (key, if goes_down { Uuid::max() } else { Uuid::nil() })
}

/// As the column `due_key` has it.
const UNDATED: i64 = i64::MAX;

/// What the engine is asked for: every word of the search, as the beginning of one of this person's words. Words are
/// letters and digits alone, so nothing in them is an operator. `None` where there is no word.
fn pattern(conn: &Connection, owner: UserId, search: &Search) -> Option<String> {
    let words = search.words();
    let words = words.iter();
    let pattern = match conn {
        // In the one index for everybody, words begin with whose they are.
        Connection::SqliteRead(_) | Connection::SqliteWrite(_) => {
            let owner = owner.uuid().simple().to_string();
            words.map(|word| format!("\"{owner}{word}\"*")).collect::<Vec<_>>().join(" ")
        }
        Connection::Postgres(_) => words.map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & "),
    };
    (!pattern.is_empty()).then_some(pattern)
}
