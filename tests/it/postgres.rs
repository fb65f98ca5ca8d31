//! A PostgreSQL for tests, with a database of its own for each.
//!
//! The first test that asks starts a cluster in a temporary folder. It goes when this process ends, in whatever way.
//! `TEST_DATABASE_URL` names one that is there already, and a superuser of it.

use std::{
    fmt::Write as _,
    fs::{self, OpenOptions},
    io::Write as _,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio, id},
    str::FromStr,
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection,
    postgres::{PgConnectOptions, PgSslMode},
};

use crate::process::command;

/// What it costs to survive a power cut, and ways in other than the loopback's.
const SETTINGS: &str = "
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
";

/// A build for debugging takes a tenth of a second to show that it knows a password of the stronger kind.
/// Policies do not bind a superuser, so that the program is none. This role owns its databases, the other only uses them.
const ROLE: &str = "cubby_test";
pub const USER: &str = "cubby_test_user";
const SUPERUSER: &str = "postgres";
const PASSWORD: &str = "a password/of @ll:kinds%";

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

/// A port of the loopback where nobody listens.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

struct Server {
    superuser: PgConnectOptions,
    /// Who owns the databases.
    owner: PgConnectOptions,
    /// None where the server is not ours.
    _keeper: Option<Child>,
}

impl Server {
    fn named(url: &str) -> Result<Self, String> {
        let superuser = PgConnectOptions::from_str(url).map_err(|cause| format!("TEST_DATABASE_URL: {cause}"))?;
        Self::with(superuser, None).map_err(|cause| format!("TEST_DATABASE_URL: {cause}"))
    }

    fn start() -> Result<(Self, Place), String> {
        let place = Place::new()?;
        let keeper = place.keeper().map_err(|cause| format!("the test's PostgreSQL cannot be kept: {cause}"))?;
        let password = place.folder.join("password");
        fs::write(&password, PASSWORD).unwrap();
        place.does(
            "initdb",
            &["--username", SUPERUSER, "--auth", "md5", "--pwfile", path(&password)]
                .into_iter()
                .chain(["--encoding", "UTF8", "--locale", "C", "--no-sync"])
                .collect::<Vec<_>>(),
        )?;
        let port = place.starts()?;
        let superuser = PgConnectOptions::from_str(&format!("postgres://{SUPERUSER}@127.0.0.1:{port}/postgres"))
            .map_err(|cause| cause.to_string())?
            .password(PASSWORD);
        Ok((Self::with(superuser, Some(keeper))?, place))
    }

    fn with(superuser: PgConnectOptions, keeper: Option<Child>) -> Result<Self, String> {
        for role in [ROLE, USER] {
            runs(
                &superuser,
                &format!(
                    "set password_encryption = 'md5';
                     do $$ begin create role {role} login; exception when duplicate_object then null; end $$;
                     alter role {role} login nosuperuser nobypassrls password '{PASSWORD}'"
                ),
            )?;
        }
        Ok(Self { owner: superuser.clone().username(ROLE).password(PASSWORD), superuser, _keeper: keeper })
    }
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

/// The folder of a cluster, the programs that work on it, and as whom: PostgreSQL refuses to run as root.
struct Place {
    folder: PathBuf,
    programs: PathBuf,
    user: Option<(u32, u32)>,
}

impl Place {
    fn new() -> Result<Self, String> {
        let programs = programs().ok_or(
            "these tests need PostgreSQL: on Debian, apt-get install postgresql; or name one in TEST_DATABASE_URL",
        )?;
        let folder = tempfile::Builder::new().prefix("cubby-postgres-").tempdir().unwrap().keep();
        let is_root = fs::metadata(&folder).unwrap().uid() == 0;
        let user = is_root.then(nobody).flatten();
        if let Some((user, group)) = user {
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        Ok(Self { folder, programs, user })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Stops the server and clears up as soon as this process lets go of its end of the pipe, be it that it was killed.
    fn keeper(&self) -> std::io::Result<Child> {
        const WAIT: &str = r#"cat; "$1" --pgdata "$2/data" --mode immediate stop; rm -rf "$2""#;
        self.command(Path::new("sh"))
            .args(["-c", WAIT, "keeper", path(&self.programs.join("pg_ctl")), path(&self.folder)])
            .current_dir("/")
            // Ctrl-C is not for it.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    }

    /// Starts the server on a port that is free and gives that. Somebody may take it first: then on another.
    fn starts(&self) -> Result<u16, String> {
        let mut why = String::new();
        for _ in 0..5 {
            let port = free_port();
            let mut settings = OpenOptions::new().append(true).open(self.data().join("postgresql.conf")).unwrap();
            writeln!(settings, "{SETTINGS}port = {port}").unwrap();
            let log = self.folder.join("log");
            match self.does("pg_ctl", &["--wait", "--log", path(&log), "start"]) {
                Ok(()) => return Ok(port),
                Err(said) => why = said,
            }
            write!(why, "{}", fs::read_to_string(log).unwrap_or_default()).unwrap();
        }
        Err(why)
    }

    /// Runs one of PostgreSQL's programs on the cluster.
    fn does(&self, program: &str, flags: &[&str]) -> Result<(), String> {
        // Not a pipe: the server that `pg_ctl` leaves behind would hold it open.
        let said = self.folder.join("said");
        let to = fs::File::create(&said).unwrap();
        let mut command = self.command(&self.programs.join(program));
        command.arg("--pgdata").arg(self.data()).args(flags).current_dir(&self.folder);
        let status = command.stdin(Stdio::null()).stdout(to.try_clone().unwrap()).stderr(to).status();
        match status {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{program}: {status}\n{}", fs::read_to_string(said).unwrap_or_default())),
            Err(cause) => Err(format!("{program}: {cause}")),
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }
}

/// The folder of `initdb` and `pg_ctl`, which Debian keeps off the PATH.
fn programs() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok();
    let told = told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    #[allow(clippy::disallowed_methods, reason = "tests have no settings")]
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort();
    let has_all = |folder: &PathBuf| ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).exists());
    told.into_iter().chain(std::env::split_paths(&path)).chain(debian.into_iter().rev()).find(has_all)
}

/// User and group of somebody who may do little.
fn nobody() -> Option<(u32, u32)> {
    let number = |flag: &str, name: &str| {
        let output = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    ["postgres", "nobody"].iter().find_map(|name| Some((number("-u", name)?, number("-g", name)?)))
}

/// Runs statements on a connection of their own.
fn runs(options: &PgConnectOptions, sql: &str) -> Result<(), String> {
    let sql = sql.to_owned();
    apart(options, async move |connection| connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(|_| ()))
}

/// Asks for one text, after statements that set something, as the role of a URL.
pub fn past(url: &str, sql: &str) -> String {
    let sql = sql.to_owned();
    let options = PgConnectOptions::from_str(url).unwrap();
    apart(&options, async move |connection| {
        let (settings, query) = sql.rsplit_once(';').unwrap_or(("", &sql));
        connection.execute(sqlx::raw_sql(AssertSqlSafe(settings.to_owned()))).await?;
        sqlx::query_scalar(AssertSqlSafe(format!("select ({query})::text"))).fetch_one(connection).await
    })
    .unwrap()
}

/// Does something on a connection of its own, from wherever it is asked.
fn apart<T: Send>(
    options: &PgConnectOptions,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error> + Send,
) -> Result<T, String> {
    // A test's own runtime can neither be waited in nor hold another.
    let alone = || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let mut connection = PgConnection::connect_with(options).await?;
            let done = work(&mut connection).await?;
            connection.close().await?;
            Ok(done)
        })
    };
    std::thread::scope(|threads| threads.spawn(alone).join().unwrap()).map_err(|cause: sqlx::Error| cause.to_string())
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn each_test_has_a_database_of_its_own() {
    let (one, other) = (Database::create(), Database::create());
    one.runs("create table things (id integer)");
    other.runs("create table things (id integer)");
    assert_ne!(one.url(), other.url());
}
