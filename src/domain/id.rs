//! Ids: one type for each kind of thing, so that a task's cannot be taken for a person's.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Timestamp;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id that this UUID is.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// What is stored.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    };
}

id! {
    /// A person.
    UserId
}
id! {
    /// A task. Version 7, so that the order of ids is the order of making.
    TaskId
}
id! {
    /// Something that can be undone. Version 7, so that the order of ids is the order of doing.
    UndoId
}
id! {
    /// One device that is signed in.
    SessionId
}
id! {
    /// A browser that has signed in to an account before. Version 7: it says when the account came to know it.
    DeviceId
}

impl DeviceId {
    /// When it was made, to the millisecond; 1970 where the id does not say.
    #[must_use]
    pub fn made_at(self) -> Timestamp {
        let (seconds, nanos) = self.0.get_timestamp().map_or((0, 0), |time| time.to_unix());
        let seconds = i64::try_from(seconds).unwrap_or(0);
        Timestamp::from_millis(seconds.saturating_mul(1_000).saturating_add(i64::from(nanos / 1_000_000)))
    }
}
