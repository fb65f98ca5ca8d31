//! A PostgreSQL in a temporary folder. It goes when this process ends, in whatever way.

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
    process::{Child, Command, Stdio},
    str::FromStr,
};

use sqlx::postgres::PgConnectOptions;

use crate::psql::runs;

/// What it costs to survive a power cut, and ways in other than the loopback's.
const SETTINGS: &str = "
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
";

/// Policies do not bind a superuser, so that the program is none. This role owns its databases, the other only uses them.
pub const ROLE: &str = "cubby_test";
pub const USER: &str = "cubby_test_user";
const SUPERUSER: &str = "postgres";
pub const PASSWORD: &str = "a password/of @ll:kinds%";

pub struct Server {
    pub superuser: PgConnectOptions,
    /// Who owns the databases.
    pub owner: PgConnectOptions,
    /// None where the server is not ours.
    _keeper: Option<Child>,
}

impl Server {
    pub fn named(url: &str) -> Result<Self, String> {
        let superuser = PgConnectOptions::from_str(url).map_err(|cause| format!("TEST_DATABASE_URL: {cause}"))?;
        Self::with(superuser, None).map_err(|cause| format!("TEST_DATABASE_URL: {cause}"))
    }

    pub fn start() -> Result<(Self, Place), String> {
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
            // A build for debugging takes a tenth of a second to show that it knows a password of the stronger kind.
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

/// The folder of a cluster, the programs that work on it, and as whom: PostgreSQL refuses to run as root.
pub struct Place {
    pub folder: PathBuf,
    programs: PathBuf,
    pub user: Option<(u32, u32)>,
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

    pub fn data(&self) -> PathBuf {
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
    pub fn does(&self, program: &str, flags: &[&str]) -> Result<(), String> {
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
pub fn programs() -> Option<PathBuf> {
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
pub fn nobody() -> Option<(u32, u32)> {
    let number = |flag: &str, name: &str| {
        let output = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse().ok()
    };
    ["postgres", "nobody"].iter().find_map(|name| Some((number("-u", name)?, number("-g", name)?)))
}

/// A port of the loopback where nobody listens.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
