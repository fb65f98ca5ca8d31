//! Randomness, from the system.

use uuid::Uuid;

use crate::domain::Timestamp;

/// Bytes that nobody can guess.
///
/// # Panics
/// Where the system has no randomness to give: nothing could be signed or salted then, and no default will do.
#[must_use]
#[expect(clippy::expect_used, reason = "a system without randomness cannot serve anybody")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// An id whose order is the order of making, also within one millisecond (RFC 9562 section 6.2).
#[must_use]
pub fn id(now: Timestamp) -> Uuid {
    static CONTEXT: std::sync::Mutex<uuid::ContextV7> = std::sync::Mutex::new(uuid::ContextV7::new());
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let nanos = u32::try_from(now.millis().rem_euclid(1_000)).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(uuid::Timestamp::from_unix(&CONTEXT, seconds, nanos))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_made_in_one_millisecond_keep_their_order() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let ids: Vec<_> = (0..1_000).map(|_| id(now)).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
    }
}
