//! A moment.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

/// A moment in UTC, to the millisecond, in the years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0001-01-01T00:00:00Z.
    const MIN: i64 = -62_135_596_800_000;
    /// 9999-12-31T23:59:59.999Z.
    const MAX: i64 = 253_402_300_799_999;

    /// Milliseconds since 1970; beyond the years 1 to 9999, the nearest moment within them.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        if millis < Self::MIN {
            Self(Self::MIN)
        } else if millis > Self::MAX {
            Self(Self::MAX)
        } else {
            Self(millis)
        }
    }

    /// Midnight UTC at the start of a day.
    #[must_use]
    pub fn at_midnight(date: Date) -> Self {
        Self::from_millis(date.midnight().assume_utc().unix_timestamp() * 1_000)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, as tokens count time (RFC 7519, `NumericDate`).
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000)
    }

    /// The moment that much later.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// The moment that much earlier.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        Self::from_millis(self.0.saturating_sub(millis))
    }

    /// What a clock shows at this moment that is so many minutes ahead of UTC, as if it were UTC.
    #[must_use]
    pub const fn ahead(self, minutes: i64) -> Self {
        Self::from_millis(self.0.saturating_add(minutes.saturating_mul(60_000)))
    }

    /// How long after `earlier` this is; nothing if it is not.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// The day in UTC.
    #[must_use]
    pub fn date(self) -> Date {
        // The bounds make this total; the epoch is only there for the type.
        OffsetDateTime::from_unix_timestamp(self.seconds()).map_or(Date::MIN, OffsetDateTime::date)
    }
}

#[cfg(feature = "ssr")]
impl Timestamp {
    /// # Errors
    /// Any text that is not a date and time by RFC 3339, or one outside the years 1 to 9999.
    pub fn parse_rfc3339(text: &str) -> Result<Self, time::error::Parse> {
        let moment = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339)?;
        let millis = moment.unix_timestamp_nanos().div_euclid(1_000_000);
        i64::try_from(millis)
            .ok()
            .and_then(|millis| Self::try_from(millis).ok())
            .ok_or(time::error::Parse::TryFromParsed(time::error::TryFromParsed::InsufficientInformation))
    }

    /// As RFC 3339 writes it, in UTC.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let millis = u16::try_from(self.0.rem_euclid(1_000)).unwrap_or_default();
        OffsetDateTime::from_unix_timestamp(self.seconds())
            .and_then(|moment| moment.replace_millisecond(millis))
            .ok()
            .and_then(|moment| moment.format(&time::format_description::well_known::Rfc3339).ok())
            .unwrap_or_default()
    }
}

impl TryFrom<i64> for Timestamp {
    type Error = &'static str;

    fn try_from(millis: i64) -> Result<Self, Self::Error> {
        if (Self::MIN..=Self::MAX).contains(&millis) { Ok(Self(millis)) } else { Err("outside the years 1 to 9999") }
    }
}

impl From<Timestamp> for i64 {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_of_time_can_be_written() {
        assert_eq!(Timestamp::from_millis(i64::MIN).rfc3339(), "0001-01-01T00:00:00Z");
        assert_eq!(Timestamp::from_millis(i64::MAX).rfc3339(), "9999-12-31T23:59:59.999Z");
        assert!(Timestamp::parse_rfc3339("10000-01-01T00:00:00Z").is_err());
        assert!(Timestamp::parse_rfc3339("0000-12-31T23:59:59Z").is_err());
    }

    #[test]
    fn an_offset_is_the_same_moment() {
        assert_eq!(
            Timestamp::parse_rfc3339("2026-11-21T01:00:00+02:00"),
            Timestamp::parse_rfc3339("2026-11-20T23:00:00Z"),
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(millis in Timestamp::MIN..=Timestamp::MAX) {
            let timestamp = Timestamp::from_millis(millis);
            prop_assert_eq!(Timestamp::parse_rfc3339(&timestamp.rfc3339()), Ok(timestamp));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Timestamp::parse_rfc3339(&text);
        }
    }
}
