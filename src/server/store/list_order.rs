//! The orders that a list can have, as statements say them, and the pieces that all of these are made of.

use super::statement::columns;
use crate::domain::{Sort, SortBy};

/// One order, from one end.
pub(super) struct Order {
    /// The index that has the tasks of each bucket in it.
    pub index: &'static str,
    /// What tasks are ordered by before their ids; nothing where the ids have the order, which is that of making.
    pub key: Option<&'static str>,
    pub goes_down: bool,
}

impl Order {
    pub const fn of(sort: Sort) -> Self {
        let (index, key, goes_down) = match sort.by {
            SortBy::Created => ("tasks_by_creation", None, true),
            SortBy::Due => ("tasks_by_due", Some("due_key"), false),
            SortBy::Priority => ("tasks_by_priority", Some("priority"), true),
            SortBy::Title => ("tasks_by_title", Some("title_key"), false),
        };
        Self { index, key, goes_down: goes_down != sort.is_turned }
    }

    /// The columns that it goes by.
    pub fn columns(&self) -> String {
        self.key.map_or_else(|| "id".to_owned(), |key| format!("{key}, id"))
    }

    /// `order by …`, without the words.
    pub fn by(&self) -> String {
        let down = if self.goes_down { " desc" } else { "" };
        self.key.map_or_else(|| format!("id{down}"), |key| format!("{key}{down}, id{down}"))
    }

    /// What comes after a task of this id and this key.
    pub fn after(&self, id: &str, key: &str) -> String {
        let sign = if self.goes_down { '<' } else { '>' };
        match self.key {
            None => format!("id {sign} {id}"),
            Some(column) => format!("({column}, id) {sign} ({key}, {id})"),
        }
    }
}

/// What a list shows of a task. How many tasks there are of each kind comes along, as
/// [`TaskCounts`](super::task_counts::TaskCounts) reads it: once for the whole list, and in PostgreSQL another statement would be
/// another round trip.
pub(super) fn listed() -> String {
    let counts = "(select string_agg(bucket || ':' || tasks, ',') from task_counts where user_id = $1) as counts";
    format!("{}, {counts}", columns!())
}

/// The tasks of every bucket that the mask `$2` shows, each bucket by itself.
pub(super) fn merged(what: &str, tasks: &str, after: &str, each: impl Fn(String) -> String) -> String {
    let bucket = |bucket: u8| {
        each(format!(
            "select {what} from {tasks} where user_id = $1 and bucket = {bucket} and ($2 & {}) <> 0 and {after}",
            1_u8 << bucket
        ))
    };
    (0..6).map(bucket).collect::<Vec<_>>().join(" union all ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_goes_on_where_it_left_off() {
        let due = Order::of(Sort { by: SortBy::Due, is_turned: true });
        assert_eq!(due.by(), "due_key desc, id desc");
        assert_eq!(due.after("$3", "$6"), "(due_key, id) < ($6, $3)");
        let created = Order::of(Sort::default());
        assert_eq!((created.by(), created.after("$3", "$6")), ("id desc".to_owned(), "id < $3".to_owned()));
    }
}
