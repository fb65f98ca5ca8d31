//! How long a request has waited for a connection, all in all. A page asks more than once; when the pool is full each time
//! would be as long as the first, and the answer would come too late to be one.

use std::{cell::Cell, time::Duration};

use tokio::time::Instant;

use super::lease;

/// However long a request has waited, a connection that is free is given to it.
const LEAST: Duration = Duration::from_millis(100);

tokio::task_local! {
    static WAITED: Cell<Duration>;
}

/// Carries out one request, whose waits are added up.
pub async fn added_up<T>(request: impl Future<Output = T>) -> T {
    WAITED.scope(Cell::default(), request).await
}

/// Waits for what others have or ask.
pub(super) async fn counted<T>(wait: impl Future<Output = T>) -> T {
    lease::let_go();
    let began = Instant::now();
    let got = wait.await;
    // What belongs to no request is not added up.
    let _ = WAITED.try_with(|waited| waited.set(waited.get() + began.elapsed()));
    got
}

/// How long may still be waited of this patience.
pub(super) fn left(patience: Duration) -> Duration {
    WAITED.try_with(|waited| patience.saturating_sub(waited.get()).max(LEAST)).unwrap_or(patience)
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    const PATIENCE: Duration = Duration::from_mins(1);
    const WAIT: Duration = Duration::from_millis(20);

    #[tokio::test]
    async fn the_waits_of_one_request_are_added_up_and_those_of_another_are_its_own() {
        added_up(async {
            assert_eq!(left(PATIENCE), PATIENCE);
            counted(sleep(WAIT)).await;
            counted(sleep(WAIT)).await;
            let then = left(PATIENCE);
            assert!(then + WAIT * 2 <= PATIENCE, "{then:?}");
            sleep(WAIT).await;
            added_up(async { assert_eq!(left(PATIENCE), PATIENCE) }).await;
            assert_eq!(left(PATIENCE), then);
            assert_eq!(left(WAIT), LEAST);
        })
        .await;
        counted(sleep(WAIT)).await;
        assert_eq!(left(PATIENCE), PATIENCE);
    }
}
