//! Randomness, from the system.

use sha2::{Digest, Sha256};
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

/// An id for what was made elsewhere at some other time. It leaves the order of the ids that are made here alone.
#[must_use]
pub fn id_of(made_at: Timestamp) -> Uuid {
    id_with(made_at, bytes())
}

/// The same, where it has another name there: whoever asks for that again gets the same id.
#[must_use]
pub fn id_named(made_at: Timestamp, name: &str) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(name).into();
    id_with(made_at, std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default()))
}

fn id_with(made_at: Timestamp, rest: [u8; 10]) -> Uuid {
    let millis = u64::try_from(made_at.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
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

    #[test]
    fn an_id_of_the_future_does_not_push_those_that_follow() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let far = id_of(Timestamp::from_millis(i64::MAX));
        assert_eq!(far.get_version_num(), 7);
        assert!(id(now) < far);
    }
}
