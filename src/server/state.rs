//! What every request may use. It knows the floors below and no router.

use std::{ops::Deref, sync::Arc};

use axum::body::Bytes;

use super::{
    auth::accounts::Accounts,
    clock::Clock,
    config::Config,
    kept::Kept,
    store::{Db, task_lists::TaskPage},
};

/// What every request may use; each has a copy of it, which is a pointer.
#[derive(Clone)]
pub struct AppState(Arc<Parts>);

#[allow(missing_docs)]
pub struct Parts {
    pub db: Db,
    pub accounts: Accounts,
    pub clock: Clock,
    pub config: Arc<Config>,
    /// Lists as pages need them.
    pub lists: Kept<Arc<TaskPage>>,
    /// Lists as the API answers them.
    pub answers: Kept<Bytes>,
}

impl AppState {
    /// Over this database.
    #[must_use]
    pub fn new(db: Db, accounts: Accounts, clock: Clock, config: Config) -> Self {
        let lists = Kept::new(|page: &Arc<TaskPage>| page.tasks.len() * A_TASK);
        let answers = Kept::new(Bytes::len);
        Self(Arc::new(Parts { db, accounts, clock, config: Arc::new(config), lists, answers }))
    }
}

impl Deref for AppState {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Bytes in memory, about.
const A_TASK: usize = 300;
