//! A PostgreSQL for tests, with a database of its own for each.
//!
//! The first test that asks starts a cluster in a temporary folder. `TEST_DATABASE_URL` names one that is there already, and a
//! superuser of it.

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt, chown},
    path::Path,
    process::{Command, id},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{
    AssertSqlSafe, ConnectOptions,
    postgres::{PgConnectOptions, PgSslMode},
};

use crate::{
    postgres_server::{Place, ROLE, Server, USER, path, programs},
    process::command,
    psql::{apart, runs},
};

static SERVER: LazyLock<Result<Server, String>> = LazyLock::new(|| {
    #[allow(clippy::disallowed_methods, reason = "tests have no settings")]
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => Server::named(&url),
        Err(_) => Server::start().map(|(server, _)| server),
    }
});

/// A database that goes away with it.
pub struct Database {
    options: PgConnectOptions,
    superuser: PgConnectOptions,
}

/// A database of the newest form, which others are copied from: that takes a tenth of the time of making one.
static TEMPLATE: LazyLock<Database> = LazyLock::new(|| {
    let template = Database::create();
    let folder = tempfile::tempdir().unwrap();
    let migrated = command(folder.path(), &["migrate", "--database-url", &template.url()]).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    template
});

impl Database {
    /// An empty database of the server that all tests share.
    pub fn create() -> Self {
        Self::of(server(), "template0")
    }

    /// One of the newest form.
    pub fn migrated() -> Self {
        Self::of(server(), TEMPLATE.options.get_database().unwrap())
    }

    fn of(server: &Server, template: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let name = format!("cubby_test_{}_{}", id(), NEXT.fetch_add(1, Ordering::Relaxed));
        runs(&server.superuser, &format!("create database {name} owner {ROLE} template {template}")).unwrap();
        Self { options: server.owner.clone().database(&name), superuser: server.superuser.clone() }
    }

    /// Where it is, as people write it.
    pub fn url(&self) -> String {
        self.options.to_url_lossy().to_string()
    }

    /// The same place, asked for with something else.
    pub fn url_with(&self, change: impl FnOnce(PgConnectOptions) -> PgConnectOptions) -> String {
        change(self.options.clone()).to_url_lossy().to_string()
    }

    /// Runs statements as whoever owns the tables.
    pub fn runs(&self, sql: &str) {
        runs(&self.options, sql).unwrap();
    }

    /// Asks for one text as somebody whom no policy binds.
    pub fn asks(&self, sql: &str) -> String {
        let sql = sql.to_owned();
        apart(&self.past_the_wall(), async move |connection| {
            sqlx::query_scalar(AssertSqlSafe(format!("select ({sql})::text"))).fetch_one(connection).await
        })
        .unwrap()
    }

    /// Runs statements as somebody whom no policy binds.
    pub fn past_the_wall_runs(&self, sql: &str) {
        runs(&self.past_the_wall(), sql).unwrap();
    }

    /// Runs a statement that must not be, and gives why.
    pub fn is_refused(&self, sql: &str) -> String {
        runs(&self.past_the_wall(), sql).expect_err("it is refused")
    }

    /// What `docs/scaling.md` says to give to the role that serves.
    pub fn grants_rows_to_user(&self) {
        self.runs(&format!(
            "grant usage on schema public to {USER};
             grant select, insert, update, delete on all tables in schema public to {USER}"
        ));
    }

    pub fn port(&self) -> u16 {
        self.options.get_port()
    }

    /// The same database through another port, in the open so that a test can listen in.
    pub fn url_at(&self, port: u16) -> String {
        self.url_with(|options| options.port(port).ssl_mode(PgSslMode::Disable))
    }

    pub fn url_past_the_wall(&self) -> String {
        self.past_the_wall().to_url_lossy().to_string()
    }

    /// One of PostgreSQL's own tools, for a superuser of this database.
    pub fn tool(&self, name: &str) -> Command {
        let file = programs().map(|folder| folder.join(name)).filter(|file| file.exists());
        let mut command = Command::new(file.unwrap_or_else(|| name.into()));
        // What follows are words of sqlx.
        command.arg("--dbname").arg(self.url_past_the_wall().split('?').next().unwrap());
        command
    }

    /// Ends every connection that there is.
    pub fn cuts_everybody_off(&self) {
        self.past_the_wall_runs(
            "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()",
        );
    }

    /// Whether new connections take no writes.
    pub fn only_reads(&self, on_or_off: &str) {
        let name = self.options.get_database().unwrap();
        let admin = self.superuser.clone();
        runs(&admin, &format!("alter database {name} set default_transaction_read_only = {on_or_off}")).unwrap();
    }

    /// The same place for a superuser.
    fn past_the_wall(&self) -> PgConnectOptions {
        self.superuser.clone().database(self.options.get_database().unwrap())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.options.get_database().unwrap_or_default();
        // Where the server has gone, so has the database.
        let _ = runs(&self.superuser, &format!("drop database if exists {name} with (force)"));
    }
}

fn server() -> &'static Server {
    SERVER.as_ref().unwrap_or_else(|why| panic!("{why}"))
}

/// A PostgreSQL of its own, for a test that takes it away.
pub struct Cluster {
    server: Server,
    place: Place,
}

impl Cluster {
    pub fn start() -> Self {
        let (server, place) = Server::start().unwrap();
        // What is acknowledged here has to be kept.
        runs(&server.superuser, "alter system set synchronous_commit = on").unwrap();
        runs(&server.superuser, "select pg_reload_conf()").unwrap();
        Self { server, place }
    }

    /// An empty database of this server.
    pub fn database(&self) -> Database {
        Database::of(&self.server, "template0")
    }

    /// From now on it encrypts for whoever wants it.
    pub fn speaks_tls(&self, certificate: &Path, key: &Path) {
        for (from, name) in [(certificate, "server.crt"), (key, "server.key")] {
            let file = self.place.data().join(name);
            fs::copy(from, &file).unwrap();
            fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
            if let Some((user, group)) = self.place.user {
                chown(&file, Some(user), Some(group)).unwrap();
            }
        }
        runs(&self.server.superuser, "alter system set ssl = on").unwrap();
        self.stops();
        self.starts();
    }

    /// Tells it to stop, whoever is connected.
    pub fn stops(&self) {
        self.place.does("pg_ctl", &["--mode", "fast", "--wait", "stop"]).unwrap();
    }

    /// Kills it, as a power cut would.
    pub fn is_killed(&self) {
        let lines = fs::read_to_string(self.place.data().join("postmaster.pid")).unwrap();
        let killed = Command::new("kill").arg("-KILL").arg(lines.lines().next().unwrap()).status().unwrap();
        assert!(killed.success());
    }

    /// Starts it where it was. What a killed one left behind has to go first.
    pub fn starts(&self) {
        let log = self.place.folder.join("log");
        let start = || self.place.does("pg_ctl", &["--wait", "--log", path(&log), "start"]);
        let started = std::iter::repeat_with(start).take(40).find_map(Result::ok);
        assert!(started.is_some(), "{}", fs::read_to_string(log).unwrap());
    }
}

#[test]
fn each_test_has_a_database_of_its_own() {
    let (one, other) = (Database::create(), Database::create());
    one.runs("create table things (id integer)");
    other.runs("create table things (id integer)");
    assert_ne!(one.url(), other.url());
}
