//! How much is too much: three shapes of a limit. They reckon; what is counted, and where it is kept, is others' matter.

use std::time::Duration;

use crate::{domain::Timestamp, server::store::tries::Tally};

/// How long a doubling limit remembers after the last failure: a siege that pauses for less goes on where it was.
const REMEMBERED: Duration = Duration::from_hours(24);

/// Longer than any request is under way: one that came first may be reckoned after one that came later, and what that
/// one counted is not the future's.
const UNDER_WAY: Duration = Duration::from_mins(1);

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Some are free; after that each waits twice as long as the one before.
    Doubling {
        /// How many do not wait.
        free: u32,
        /// The first wait.
        first: Duration,
        /// No wait is longer.
        longest: Duration,
    },
    /// So many in a time that begins with the first of them.
    Window {
        /// How many.
        most: u32,
        /// How long.
        length: Duration,
    },
    /// So many at once, and one more each time that this has passed.
    Bucket {
        /// How many.
        most: u32,
        /// How long until one more.
        every: Duration,
    },
}

impl Limit {
    /// One more, or how long to wait for it.
    ///
    /// # Errors
    /// The wait.
    pub fn one_more(self, tally: Tally, now: Timestamp) -> Result<Tally, Duration> {
        let Tally { count, since, .. } = self.faded(tally, now);
        let free_from = match self {
            // Of requests that cross, the later one may have been counted first.
            Self::Doubling { free, .. } if count < free => now,
            Self::Doubling { .. } => since.plus(self.wait_after(count)),
            Self::Window { most, .. } if count < most => now,
            Self::Window { length, .. } => since.plus(length),
            Self::Bucket { most, .. } if count < most => now,
            Self::Bucket { every, .. } => since.plus(every),
        };
        if free_from > now {
            return Err(free_from.since(now));
        }
        let count = count.saturating_add(1);
        let since = match self {
            Self::Doubling { .. } => since.max(now),
            Self::Window { .. } | Self::Bucket { .. } => since,
        };
        let until = match self {
            Self::Doubling { .. } => since.plus(REMEMBERED),
            Self::Window { length, .. } => since.plus(length),
            Self::Bucket { every, .. } => since.plus(every.saturating_mul(count)),
        };
        Ok(Tally { count, since, until })
    }

    /// One less, since it was none.
    #[must_use]
    pub fn one_less(self, tally: Tally, now: Timestamp) -> Tally {
        let tally = self.faded(tally, now);
        Tally { count: tally.count.saturating_sub(1), ..tally }
    }

    /// What is left of a tally by now.
    fn faded(self, tally: Tally, now: Timestamp) -> Tally {
        let fresh = Tally { count: 0, since: now, until: now };
        // A clock that was set back must not lock anybody out for as long.
        if tally.count == 0 || tally.until <= now || tally.since > now.plus(UNDER_WAY) {
            return fresh;
        }
        match self {
            Self::Doubling { .. } | Self::Window { .. } => tally,
            Self::Bucket { every, .. } => {
                let steps = now.since(tally.since).as_millis() / every.as_millis().max(1);
                let steps = u32::try_from(steps).unwrap_or(u32::MAX);
                if steps >= tally.count {
                    return fresh;
                }
                Tally { count: tally.count - steps, since: tally.since.plus(every.saturating_mul(steps)), ..tally }
            }
        }
    }

    fn wait_after(self, count: u32) -> Duration {
        let Self::Doubling { free, first, longest } = self else { return Duration::ZERO };
        let times = 2_u32.checked_pow(count.saturating_sub(free));
        times.map_or(longest, |times| first.saturating_mul(times).min(longest))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const NONE: Tally = Tally { count: 0, since: START, until: START };
    const SECOND: Duration = Duration::from_secs(1);
    const ACCOUNT: Limit =
        Limit::Doubling { free: 5, first: Duration::from_secs(30), longest: Duration::from_hours(1) };
    const BROWSER: Limit = Limit::Window { most: 10, length: Duration::from_hours(1) };
    const ADDRESS: Limit = Limit::Bucket { most: 20, every: Duration::from_secs(30) };

    #[test]
    fn five_are_free_and_then_each_wait_is_twice_as_long_up_to_an_hour() {
        let (mut tally, mut now) = (NONE, START);
        let mut waits = Vec::new();
        for _ in 0..16 {
            if let Err(wait) = ACCOUNT.one_more(tally, now) {
                waits.push(wait.as_secs());
                assert!(ACCOUNT.one_more(tally, now.plus(wait.checked_sub(SECOND).unwrap())).is_err());
                now = now.plus(wait);
            } else {
                waits.push(0);
            }
            tally = ACCOUNT.one_more(tally, now).unwrap();
        }
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600]);
        assert!(ACCOUNT.one_more(tally, now.plus(REMEMBERED)).is_ok_and(|tally| tally.count == 1));
    }

    #[test]
    fn ten_in_the_hour_that_begins_with_the_first() {
        let mut tally = NONE;
        for minute in 0..10 {
            tally = BROWSER.one_more(tally, START.plus(Duration::from_mins(minute))).unwrap();
        }
        let later = START.plus(Duration::from_mins(10));
        assert_eq!(BROWSER.one_more(tally, later), Err(Duration::from_mins(50)));
        assert_eq!(BROWSER.one_more(tally, START.plus(Duration::from_hours(1))).unwrap().count, 1);
        assert!(BROWSER.one_more(BROWSER.one_less(tally, later), later).is_ok());
    }

    #[test]
    fn twenty_at_once_and_one_more_every_thirty_seconds() {
        let mut tally = NONE;
        for _ in 0..20 {
            tally = ADDRESS.one_more(tally, START).unwrap();
        }
        assert_eq!(ADDRESS.one_more(tally, START.plus(SECOND)), Err(Duration::from_secs(29)));
        let later = START.plus(Duration::from_secs(65));
        tally = ADDRESS.one_more(tally, later).unwrap();
        tally = ADDRESS.one_more(tally, later).unwrap();
        assert_eq!(ADDRESS.one_more(tally, later), Err(Duration::from_secs(25)));
        assert_eq!(ADDRESS.one_more(tally, later.plus(Duration::from_hours(1))).unwrap().count, 1);
    }

    #[test]
    fn whoever_had_to_wait_for_others_is_counted_after_them() {
        for limit in [ACCOUNT, BROWSER, ADDRESS] {
            let (mut tally, mut taken) = (NONE, 0);
            for millis in (0..40).rev() {
                if let Ok(more) = limit.one_more(tally, START.plus(Duration::from_millis(millis))) {
                    tally = more;
                    taken += 1;
                }
            }
            assert!([5, 10, 20].contains(&taken), "{taken} of {limit:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let tally = Tally { count: 40, since: START, until: START.plus(REMEMBERED) };
        for limit in [ACCOUNT, BROWSER, ADDRESS] {
            assert_eq!(limit.one_more(tally, START.minus(REMEMBERED)).unwrap().count, 1);
        }
    }

    proptest! {
        /// Whoever hammers at an address's limit never gets more than the burst and one for each step of time.
        #[test]
        fn a_bucket_never_gives_more_than_it_holds(steps in prop::collection::vec(0_u64..20_000, 1..400)) {
            let (mut tally, mut now, mut taken) = (NONE, START, 0_u64);
            for step in steps {
                now = now.plus(Duration::from_millis(step));
                if let Ok(more) = ADDRESS.one_more(tally, now) {
                    tally = more;
                    taken += 1;
                }
            }
            prop_assert!(taken <= 20 + now.since(START).as_secs() / 30);
        }

        #[test]
        fn whoever_waits_as_long_as_told_may_try(waits in prop::collection::vec(0_u64..90, 1..60)) {
            for limit in [ACCOUNT, BROWSER, ADDRESS] {
                let (mut tally, mut now) = (NONE, START);
                for wait in &waits {
                    now = now.plus(Duration::from_secs(*wait));
                    tally = match limit.one_more(tally, now) {
                        Ok(tally) => tally,
                        Err(wait) => {
                            now = now.plus(wait);
                            limit.one_more(tally, now).unwrap()
                        }
                    };
                }
            }
        }
    }
}
