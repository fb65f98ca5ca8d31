//! Many things at the same moment.

use std::{future::poll_fn, pin::Pin, task::Poll};

type UnderWay<F> = (Pin<Box<F>>, Option<<F as Future>::Output>);

/// Waits for all of them, and gives what came of each.
pub async fn at_once<F: Future, const N: usize>(futures: [F; N]) -> [F::Output; N] {
    let mut under_way: [UnderWay<F>; N] = futures.map(|future| (Box::pin(future), None));
    poll_fn(|context| {
        for (future, outcome) in &mut under_way {
            if outcome.is_none()
                && let Poll::Ready(ready) = future.as_mut().poll(context)
            {
                *outcome = Some(ready);
            }
        }
        if under_way.iter().all(|(_, outcome)| outcome.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    under_way.map(|(_, outcome)| outcome.unwrap())
}
