//! Reaches a PostgreSQL, or says in words that somebody can act on why it lets nobody in.

use std::{io::ErrorKind, str::FromStr, time::Duration};

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::timeout;

/// How long a PostgreSQL may take to answer at all, where somebody waits for it at a terminal.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// What a URL says.
///
/// # Errors
/// One sentence for whoever wrote it.
pub(super) fn options(url: &str) -> Result<PgConnectOptions, String> {
    const UNREADABLE: &str = "the URL of PostgreSQL cannot be read: write postgres://USER:PASSWORD@HOST:5432/DATABASE, \
                              with %40 for an @ in the password, and so on";
    let options = PgConnectOptions::from_str(url).map_err(|_| UNREADABLE)?;
    let options = match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("cubby"),
    };
    // Poolers refuse it, and there are no fractions here.
    Ok(options.extra_float_digits(None).disable_statement_logging())
}

/// One connection of its own.
///
/// # Errors
/// One sentence for whoever asked.
pub(super) async fn connect(options: &PgConnectOptions) -> Result<PgConnection, String> {
    match timeout(PATIENCE, PgConnection::connect_with(options)).await {
        Ok(connected) => connected.map_err(|cause| words(&cause, options)),
        Err(_) => Err(nobody(options)),
    }
}

/// What the database is called where something is said of it.
pub(super) fn name(options: &PgConnectOptions) -> String {
    format!("{} at {}", database(options), place(options))
}

fn words(cause: &sqlx::Error, options: &PgConnectOptions) -> String {
    let (at, user, database) = (place(options), options.get_username(), database(options));
    match (cause, code(cause).as_deref()) {
        // The classes of invalid passwords and of everything else about who may come in.
        (_, Some("28P01" | "28000" | "42501")) => {
            format!(
                "{at} does not let {user} in: see user and password in the URL, and whether it lets this machine in"
            )
        }
        (_, Some("3D000")) => format!("{at} has no database {database}: see the end of the URL"),
        (_, Some("53300" | "57P03")) => format!("{at} takes nobody at the moment: try again later"),
        (_, Some(code)) => format!("{at} refuses the connection with the code {code}: see PostgreSQL's log"),
        (sqlx::Error::Tls(_) | sqlx::Error::Configuration(_), _) => not_encrypted(&at),
        // A certificate that nobody vouches for; a file of certificates that is not there.
        (sqlx::Error::Io(io), _) if io.kind() == ErrorKind::InvalidData => not_encrypted(&at),
        (sqlx::Error::Io(io), _) if io.kind() == ErrorKind::NotFound && !at.starts_with('/') => not_encrypted(&at),
        _ => nobody(options),
    }
}

fn nobody(options: &PgConnectOptions) -> String {
    format!("no PostgreSQL answers at {}: see host and port in the URL, and that it runs", place(options))
}

/// What the engine calls its refusal; nothing where the engine did not speak.
pub(super) fn code(cause: &sqlx::Error) -> Option<String> {
    cause.as_database_error().map(|error| error.code().unwrap_or_default().into_owned())
}

fn not_encrypted(at: &str) -> String {
    format!("{at} cannot be reached in the encrypted way that was asked for: see sslmode and sslrootcert in the URL")
}

fn place(options: &PgConnectOptions) -> String {
    match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    }
}

fn database(options: &PgConnectOptions) -> &str {
    options.get_database().unwrap_or(options.get_username())
}
