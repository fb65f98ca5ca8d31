//! How often somebody may guess. The numbers are settings; what is counted is said in `auth/throttle`.

use std::time::Duration;

use clap::Args;

/// Most seconds that a wait can be set to: a day.
const MAX_SECONDS: i64 = 24 * 60 * 60;

/// The numbers of the counters of failed sign-ins, and of new accounts.
#[derive(Debug, Clone, Args)]
pub struct Guessing {
    /// Failed sign-ins to one account, from browsers that it does not know, before the first wait
    #[arg(long, env = "CUBBY_ACCOUNT_TRIES", default_value = "5", value_parser = clap::value_parser!(u32).range(1..=1_000_000), global = true)]
    pub account_tries: u32,

    /// Seconds of that first wait; each further failure doubles it
    #[arg(long, env = "CUBBY_ACCOUNT_WAIT_SECONDS", default_value = "30", value_parser = clap::value_parser!(u32).range(1..=MAX_SECONDS), global = true)]
    pub account_wait_seconds: u32,

    /// Seconds of the longest wait
    #[arg(long, env = "CUBBY_ACCOUNT_MAX_WAIT_SECONDS", default_value = "3600", value_parser = clap::value_parser!(u32).range(1..=MAX_SECONDS), global = true)]
    pub account_max_wait_seconds: u32,

    /// Failed sign-ins an hour from a browser that the account knows
    #[arg(long, env = "CUBBY_BROWSER_TRIES_PER_HOUR", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=1_000), global = true)]
    pub browser_tries_per_hour: u32,

    /// Failed sign-ins from one address at once
    #[arg(long, env = "CUBBY_ADDRESS_TRIES", default_value = "20", value_parser = clap::value_parser!(u32).range(1..=100_000), global = true)]
    pub address_tries: u32,

    /// Seconds after which an address may fail once more
    #[arg(long, env = "CUBBY_ADDRESS_REFILL_SECONDS", default_value = "30", value_parser = clap::value_parser!(u32).range(1..=MAX_SECONDS), global = true)]
    pub address_refill_seconds: u32,

    /// New accounts an hour from one address
    #[arg(long, env = "CUBBY_SIGNUPS_PER_HOUR", default_value = "60", value_parser = clap::value_parser!(u32).range(1..=100_000), global = true)]
    pub signups_per_hour: u32,
}

impl Guessing {
    /// The first wait of an account.
    #[must_use]
    pub fn account_wait(&self) -> Duration {
        Duration::from_secs(u64::from(self.account_wait_seconds))
    }

    /// The longest wait of an account.
    #[must_use]
    pub fn account_max_wait(&self) -> Duration {
        Duration::from_secs(u64::from(self.account_max_wait_seconds))
    }

    /// How long until an address may fail once more.
    #[must_use]
    pub fn address_refill(&self) -> Duration {
        Duration::from_secs(u64::from(self.address_refill_seconds))
    }
}
