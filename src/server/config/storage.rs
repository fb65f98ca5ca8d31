//! Where the data is, and how patient Cubby is with a PostgreSQL.

use std::{path::Path, time::Duration};

use clap::{ArgAction, Args};

/// The settings of the database.
#[derive(Debug, Clone, Args)]
pub struct Storage {
    /// Where the data is, as `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/DATABASE?sslmode=verify-full`; without it, `cubby.db` in the data folder
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// The same PostgreSQL as the role that owns the tables, which brings them to the newest form; without it, `DATABASE_URL` does
    #[arg(long, env = "CUBBY_MIGRATION_URL", hide_env_values = true, global = true)]
    pub migration_url: Option<String>,

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
    #[must_use]
    pub fn url(&self, data_dir: &Path) -> String {
        let own = || format!("sqlite:{}", data_dir.join("cubby.db").display());
        self.database_url.clone().unwrap_or_else(own)
    }
}
