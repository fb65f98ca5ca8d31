//! Every setting: a flag, a variable of the environment, a default. The only reader of the environment.

mod command;
mod guessing;
mod old_database;
mod proxies;
mod storage;

use std::{fmt, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use clap::{ArgAction, Args, Parser, ValueEnum};

pub use command::{Command, UserCommand};
pub use guessing::Guessing;
pub use old_database::OldDatabase;
pub use proxies::TrustedProxies;
pub use storage::{Database, DatabaseUrl, Storage};

const DAY: u64 = 24 * 60 * 60;

/// A task list for many people on one server, where each person's tasks are theirs alone.
#[derive(Debug, Parser)]
#[command(name = "cubby", version)]
pub struct CommandLine {
    /// What to do; without a word, `serve`.
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub config: Config,
}

/// The settings. Nothing has to be set.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address and port to listen on
    #[arg(long, env = "CUBBY_LISTEN", default_value = "127.0.0.1:3000", global = true)]
    pub listen: SocketAddr,

    /// Address and port on which Prometheus finds `/metrics`; without it, nothing is counted
    #[arg(long, env = "CUBBY_METRICS_LISTEN", global = true)]
    pub metrics_listen: Option<SocketAddr>,

    /// Folder of the database and the key; it is made when missing
    #[arg(long, env = "CUBBY_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub storage: Storage,

    /// Key that signs sessions, at least 32 bytes; without it, one is made and kept in the data folder
    #[arg(long, env = "CUBBY_SECRET_KEY", hide_env_values = true, global = true)]
    pub secret_key: Option<GivenKey>,

    /// The key before this one: sessions that it signed stay good
    #[arg(long, env = "CUBBY_PREVIOUS_SECRET_KEY", hide_env_values = true, global = true)]
    pub previous_secret_key: Option<GivenKey>,

    /// Address that people open, as `https://tasks.example.com`; an https address makes the cookie Secure
    #[arg(long, env = "CUBBY_PUBLIC_URL", global = true)]
    pub public_url: Option<PublicUrl>,

    /// Accept forms and set cookies only over HTTPS
    #[arg(long, env = "CUBBY_REQUIRE_HTTPS", default_value = "false", default_missing_value = "true", num_args = 0..=1, action = ArgAction::Set, global = true)]
    pub require_https: bool,

    /// Addresses of proxies, as `10.0.0.0/8,::1`: of their requests, X-Forwarded-For says who asks
    #[arg(long, env = "CUBBY_TRUSTED_PROXIES", default_value = "", hide_default_value = true, global = true)]
    pub trusted_proxies: TrustedProxies,

    /// Who may make an account: everybody, nobody, or whoever brings a link that `cubby invite` made
    #[arg(long, env = "CUBBY_SIGNUP", default_value = "open", global = true)]
    pub signup: SignUp,

    #[command(flatten)]
    #[allow(missing_docs)]
    pub guessing: Guessing,

    /// Days after which a session that nobody uses expires
    #[arg(long, env = "CUBBY_SESSION_IDLE_DAYS", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=3650), global = true)]
    pub session_idle_days: u16,

    /// Days after which a session expires however much it is used
    #[arg(long, env = "CUBBY_SESSION_MAX_DAYS", default_value = "30", value_parser = clap::value_parser!(u16).range(1..=3650), global = true)]
    pub session_max_days: u16,

    /// How log lines look on stderr
    #[arg(long, env = "CUBBY_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,

    /// What is logged: error, warn, info, debug or trace
    #[arg(long, env = "CUBBY_LOG_LEVEL", default_value = "info", global = true)]
    pub log_level: tracing::Level,
}

impl Config {
    /// How long a session lasts that nobody uses.
    #[must_use]
    pub fn session_idle(&self) -> Duration {
        Duration::from_secs(u64::from(self.session_idle_days) * DAY)
    }

    /// How long a session lasts at most.
    #[must_use]
    pub fn session_max(&self) -> Duration {
        Duration::from_secs(u64::from(self.session_max_days) * DAY)
    }

    /// The address that people open, without a slash at its end.
    #[must_use]
    pub fn origin(&self) -> String {
        self.public_url.as_ref().map_or_else(|| format!("http://{}", self.listen), |url| url.origin.clone())
    }

    /// The database that was named, or the one in the data folder.
    ///
    /// # Errors
    /// One sentence about an address that is none.
    pub fn database(&self) -> Result<Database, String> {
        self.storage.database(&self.data_dir)
    }

    /// Whether people reach this server over HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.https)
    }

    /// Whether no password, no token and no form is taken: only HTTPS is open, and people do not come by it.
    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.require_https && !self.is_https()
    }
}

/// Who may make an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SignUp {
    /// Everybody
    Open,
    /// Nobody
    Closed,
    /// Whoever brings an invitation
    Invite,
}

/// The two ways to write a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// To be read in a terminal
    Text,
    /// One JSON object a line
    Json,
}

/// A key as it was given. It does not print, and it is not yet known to be long enough: the shell's parser would repeat
/// a wrong one in its message.
#[derive(Clone, PartialEq, Eq)]
pub struct GivenKey(String);

impl GivenKey {
    /// Fewest bytes of a key: as many as the hash has (RFC 7518 section 3.2).
    pub const MIN_BYTES: usize = 32;

    /// The key, where it is long enough.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        Some(self.0.as_bytes()).filter(|key| key.len() >= Self::MIN_BYTES)
    }
}

impl From<&str> for GivenKey {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for GivenKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenKey(…)")
    }
}

/// Scheme, host and port that people open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// As browsers send it in `Origin`.
    pub origin: String,
    /// Whether the scheme is https.
    pub https: bool,
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let origin = text.trim_end_matches('/').to_ascii_lowercase();
        let https = origin.starts_with("https://");
        let uri: axum::http::Uri = origin.parse().map_err(|_| "not an address")?;
        let bare = uri.path() == "/" && uri.query().is_none();
        let http = https || origin.starts_with("http://");
        if bare && http && uri.host().is_some_and(|host| !host.is_empty()) {
            Ok(Self { origin, https })
        } else {
            Err("give scheme and host, as https://tasks.example.com")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_to_be_set() {
        let line = CommandLine::try_parse_from(["cubby"]).unwrap();
        assert!(line.command.is_none());
        assert_eq!(line.config.session_idle(), Duration::from_secs(7 * DAY));
        assert!(!line.config.is_https());
    }

    #[test]
    fn a_key_that_is_empty_or_short_is_none() {
        for key in ["", "short", "31 bytes are not yet enough...."] {
            assert_eq!(GivenKey::from(key).bytes(), None);
        }
        let key = GivenKey::from("0123456789abcdef0123456789abcdef");
        assert!(key.bytes().is_some());
        assert_eq!(format!("{key:?}"), "GivenKey(…)");
    }

    #[test]
    fn a_public_address_is_scheme_and_host() {
        assert_eq!(
            "https://Tasks.example.com/".parse(),
            Ok(PublicUrl { origin: "https://tasks.example.com".into(), https: true })
        );
        for text in ["tasks.example.com", "ftp://x.example", "https://x.example/path", "https://", ""] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
