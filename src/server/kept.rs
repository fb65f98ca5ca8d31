//! What was made of a person's tasks a moment ago, kept in memory. It is given again only at the revision that it was made
//! at, which comes from the database with every request; so a change shows at once, whichever program made it.

use std::sync::Arc;

use quick_cache::{Weighter, sync::Cache};

use super::store::{Revision, task_lists::Stretch};
use crate::domain::{Error, TaskQuery, UserId};

/// Whose list, and which.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub struct ListKey {
    pub owner: UserId,
    pub query: TaskQuery,
    pub stretch: Stretch,
}

/// One thing of each list, of the lists that were asked for last.
#[derive(Clone)]
pub struct Kept<V>(Arc<Cache<ListKey, (Revision, V), Size<V>>>);

/// Together at most, in bytes as `size` reckons.
const MOST: u64 = 4_000_000;
/// What one takes beside its own size.
const OVERHEAD: u64 = 300;
/// At most this many lists of usual length fit in.
const ESTIMATED_ITEMS: usize = 1_000;

struct Size<V>(fn(&V) -> usize);

impl<V> Clone for Size<V> {
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

impl<V> Weighter<ListKey, (Revision, V)> for Size<V> {
    fn weight(&self, key: &ListKey, (_, value): &(Revision, V)) -> u64 {
        // Whoever looks for a thousand long words finds nothing, but what they look for takes room.
        let texts = key.query.to_string().len();
        OVERHEAD + (texts + (self.0)(value)) as u64
    }
}

impl<V: Clone> Kept<V> {
    /// Nothing yet. `size` says how many bytes a value takes, about.
    #[must_use]
    pub fn new(size: fn(&V) -> usize) -> Self {
        Self(Arc::new(Cache::with_weighter(ESTIMATED_ITEMS, MOST, Size(size))))
    }

    /// What was made of this list at this revision, or what is made now. The revision is older than what is made, so
    /// what is kept is never older than it says.
    ///
    /// # Errors
    /// Those of `make`; then nothing is kept.
    pub async fn or_make(
        &self,
        key: ListKey,
        revision: Revision,
        make: impl AsyncFnOnce(&ListKey) -> Result<V, Error>,
    ) -> Result<V, Error> {
        if let Some((_, value)) = self.0.get(&key).filter(|(then, _)| *then == revision) {
            return Ok(value);
        }
        let value = make(&key).await?;
        self.0.insert(key, (revision, value.clone()));
        Ok(value)
    }
}
