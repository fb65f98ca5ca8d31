//! What every request may use. It knows the floors below and no router.

use std::{ops::Deref, sync::Arc};

use axum::body::Bytes;
use tokio::sync::Semaphore;

use super::{
    auth::accounts::Accounts,
    clock::Clock,
    config::Config,
    http::limits,
    kept::Kept,
    metrics::Metrics,
    store::{Db, task_lists::TaskPage},
};
use crate::domain::Task;

/// What every request may use; each has a copy of it, which is a pointer.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

#[allow(missing_docs)]
pub struct Parts {
    pub db: Db,
    pub accounts: Accounts,
    pub clock: Clock,
    pub config: Arc<Config>,
    /// Places for files that people send.
    pub uploads: Semaphore,
    /// What is counted, where somebody asked for it.
    pub metrics: Option<Arc<Metrics>>,
    /// Lists as pages need them.
    pub lists: Kept<Arc<TaskPage>>,
    /// Lists as the API answers them.
    pub answers: Kept<Bytes>,
}

impl AppState {
    /// Over this database.
    #[must_use]
    pub fn new(db: Db, accounts: Accounts, clock: Clock, config: Config) -> Self {
        let lists = Kept::new(|page: &Arc<TaskPage>| page.tasks.iter().map(size).sum());
        let answers = Kept::new(Bytes::len);
        let metrics = config.metrics_listen.map(|_| Arc::new(Metrics::new(clock.now())));
        let (config, uploads) = (Arc::new(config), Semaphore::new(limits::UPLOADS));
        Self(Arc::new(Parts { db, accounts, clock, config, uploads, metrics, lists, answers }))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Bytes in memory, about.
fn size(task: &Task) -> usize {
    let texts = task.title.as_str().len() + task.description.as_ref().map_or(0, |text| text.as_str().len());
    size_of::<Task>() + texts
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{TaskDraft, TaskId, Timestamp};

    #[test]
    fn a_task_weighs_as_much_as_its_words() {
        let of = |title: &str, description: &str| {
            let draft = TaskDraft::parse(title, description, "", "").unwrap();
            size(&draft.into_task(TaskId::new(Uuid::nil()), Timestamp::from_millis(0)))
        };
        assert_eq!(of(&"😀".repeat(200), &"😀".repeat(1_000)) - of("x", ""), 4 * 1_200 - 1);
    }
}
