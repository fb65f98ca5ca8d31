//! What every request may use. It knows the floors below and no router.

use std::sync::Arc;

use super::{auth::accounts::Accounts, clock::Clock, config::Config, store::Db};

/// One cheap copy for each request.
#[derive(Clone)]
#[allow(missing_docs)]
pub struct AppState {
    pub db: Db,
    pub accounts: Accounts,
    pub clock: Clock,
    pub config: Arc<Config>,
}
