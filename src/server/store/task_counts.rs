//! How many tasks a person has of each kind. The database keeps count, so that no list has to.

use sqlx_macros::FromRow;

use super::connection::{Connection, rows};
use crate::domain::{Error, Priority, Status, TaskQuery, UserId};

/// Some of the kinds that tasks are counted by: open ones of each priority, completed ones of each. A bit for each, as the
/// column `bucket` numbers them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Buckets(u8);

impl Buckets {
    /// Every kind.
    pub const ALL: Self = Self(0b11_1111);

    /// The kinds that a list shows.
    #[must_use]
    pub fn of(query: &TaskQuery) -> Self {
        let priorities = Priority::ALL.into_iter().filter(|priority| query.priorities.admit(*priority));
        let open = priorities.map(|priority| 1 << priority.rank()).sum::<u8>();
        Self(match query.status {
            Status::All => open | open << 3,
            Status::Open => open,
            Status::Completed => open << 3,
        })
    }

    /// As statements take it.
    #[must_use]
    pub const fn mask(self) -> i64 {
        self.0 as i64
    }
}

/// How many tasks a person has of each kind.
#[derive(Debug, Clone, Default)]
pub struct TaskCounts(Vec<CountRow>);

#[derive(Debug, Clone, FromRow)]
struct CountRow {
    bucket: i16,
    tasks: i64,
}

impl TaskCounts {
    /// As a list has them: `bucket:tasks`, with commas between.
    pub(super) fn parse(text: &str) -> Self {
        let rows = text.split(',').filter_map(|row| {
            let (bucket, tasks) = row.split_once(':')?;
            Some(CountRow { bucket: bucket.parse().ok()?, tasks: tasks.parse().ok()? })
        });
        Self(rows.collect())
    }

    /// How many are of these kinds.
    #[must_use]
    pub fn of(&self, buckets: Buckets) -> u32 {
        let shown = self.0.iter().filter(|row| buckets.mask() & 1 << row.bucket != 0);
        u32::try_from(shown.map(|row| row.tasks).sum::<i64>()).unwrap_or(u32::MAX)
    }

    /// How many are open.
    #[must_use]
    pub fn open(&self) -> u32 {
        self.of(Buckets::of(&TaskQuery { status: Status::Open, ..TaskQuery::default() }))
    }

    /// Whether there is any.
    #[must_use]
    pub fn any(&self) -> bool {
        self.of(Buckets::ALL) > 0
    }
}

/// How many tasks the person has of each kind.
pub(super) async fn find_on(conn: &mut Connection, owner: UserId) -> Result<TaskCounts, Error> {
    rows!(
        fetch_all,
        conn,
        CountRow,
        "select bucket, tasks
         from task_counts
         where user_id = $1",
        owner.uuid(),
    )
    .map(TaskCounts)
}
