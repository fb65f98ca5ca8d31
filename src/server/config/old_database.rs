//! Where a database of the programs that Cubby replaces is.

use std::{ffi::OsString, fmt, path::PathBuf};

/// A file of SQLite, or the address of a PostgreSQL, which may hold a password and so does not print.
#[derive(Clone, PartialEq, Eq)]
pub enum OldDatabase {
    /// The file
    Sqlite(PathBuf),
    /// `postgres://USER:PASSWORD@HOST/DATABASE`
    Postgres(String),
}

impl From<OsString> for OldDatabase {
    fn from(given: OsString) -> Self {
        match given.to_str().and_then(postgres) {
            Some(url) => Self::Postgres(url),
            None => Self::Sqlite(given.into()),
        }
    }
}

/// SQLAlchemy names its driver in the scheme, as `postgresql+asyncpg://`.
fn postgres(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let engine = scheme.split('+').next()?;
    ["postgres", "postgresql"].contains(&engine).then(|| format!("postgres://{rest}"))
}

impl fmt::Debug for OldDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "Sqlite({})", file.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_file_and_does_not_print() {
        for scheme in ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg2"] {
            let old = OldDatabase::from(OsString::from(format!("{scheme}://ann:secret@db/old?sslmode=require")));
            assert_eq!(old, OldDatabase::Postgres("postgres://ann:secret@db/old?sslmode=require".into()));
            assert_eq!(format!("{old:?}"), "Postgres(…)");
        }
        for file in ["auth.db", "postgres", "postgres:/x", "/srv/postgresql/auth.db", "file://postgres://x"] {
            assert_eq!(OldDatabase::from(OsString::from(file)), OldDatabase::Sqlite(file.into()));
        }
    }
}
