//! Where the data is, and how patient Cubby is with a PostgreSQL.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{ArgAction, Args};
use percent_encoding::percent_decode_str;

/// The settings of the database.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Where the data is, as `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE?sslmode=verify-full`; without it, `cubby.db` in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<DatabaseUrl>,

    /// The same PostgreSQL as the role that owns the tables, which brings them to the newest form; without it, `DATABASE_URL` does
    #[arg(long, env = "CUBBY_MIGRATION_URL", hide_env_values = true, global = true)]
    pub migration_url: Option<DatabaseUrl>,

    /// Most connections to PostgreSQL at once
    #[arg(long, env = "CUBBY_DATABASE_CONNECTIONS", default_value = "6", value_parser = clap::value_parser!(u32).range(1..=1_000), global = true)]
    pub database_connections: u32,

    /// Whether PostgreSQL keeps statements prepared; not behind a pooler that does not know them, as `PgBouncer` before 1.21
    #[arg(long, env = "CUBBY_PREPARED_STATEMENTS", default_value = "true", action = ArgAction::Set, global = true)]
    pub prepared_statements: bool,

    /// Milliseconds that a request waits for connections to PostgreSQL, and as many for each statement
    #[arg(long, env = "CUBBY_DATABASE_PATIENCE_MS", default_value = "1400", value_parser = clap::value_parser!(u32).range(50..=60_000), global = true)]
    pub database_patience_ms: u32,
}

impl Storage {
    /// How long PostgreSQL may take.
    #[must_use]
    pub fn patience(&self) -> Duration {
        Duration::from_millis(u64::from(self.database_patience_ms))
    }

    /// The database that was named, or the one in this folder.
    ///
    /// # Errors
    /// One sentence about an address that is neither's.
    pub fn database(&self, data_dir: &Path) -> Result<Database, String> {
        let own = || Ok(Database::Sqlite(data_dir.join("cubby.db")));
        self.database_url.as_ref().map_or_else(own, DatabaseUrl::database)
    }
}

/// Where a database is. It may hold a password, so it does not print, and is read later: the shell's parser would repeat a wrong
/// one in its message.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// What the data is in.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// This file.
    Sqlite(PathBuf),
    /// `postgres://USER:PASSWORD@HOST/DATABASE`
    Postgres(String),
}

impl DatabaseUrl {
    /// As it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn database(&self) -> Result<Database, String> {
        match self.0.split_once(':') {
            Some(("sqlite", rest)) => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                let path = path.split_once('?').map_or(path, |(path, _)| path);
                let path = percent_decode_str(path).decode_utf8().map_err(|_| "DATABASE_URL must be UTF-8")?;
                // What SQLite calls by these is a database of each connection's own, and gone with it.
                if path.is_empty() || path.starts_with(':') {
                    return Err("DATABASE_URL names no file: say sqlite:PATH, or leave it unset".to_owned());
                }
                Ok(Database::Sqlite(PathBuf::from(path.as_ref())))
            }
            Some(("postgres" | "postgresql", _)) => Ok(Database::Postgres(self.0.clone())),
            _ => Err("DATABASE_URL must be sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE".to_owned()),
        }
    }
}

impl From<&str> for DatabaseUrl {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(url: &str) -> Option<PathBuf> {
        match DatabaseUrl::from(url).database() {
            Ok(Database::Sqlite(path)) => Some(path),
            _ => None,
        }
    }

    #[test]
    fn a_file_has_the_same_name_for_whoever_asks() {
        assert_eq!(file("sqlite:my%20tasks.db"), Some("my tasks.db".into()));
        assert_eq!(file("sqlite://tasks.db?mode=rwc"), Some("tasks.db".into()));
        assert_eq!(file("sqlite:///srv/cubby.db"), Some("/srv/cubby.db".into()));
        assert_eq!(file("postgres://ann:secret@db/cubby"), None);
        for nowhere in ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite:?mode=memory"] {
            assert_eq!(file(nowhere), None);
        }
    }

    #[test]
    fn an_address_of_another_kind_is_refused_without_its_password() {
        let url = DatabaseUrl::from("mysql://ann:secret@db/cubby");
        assert!(url.database().is_err_and(|words| !words.contains("secret")));
        assert_eq!(format!("{url:?}"), "DatabaseUrl(…)");
    }
}
