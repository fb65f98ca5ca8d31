//! Behind `PgBouncer` in transaction mode, where the next transaction is on whichever connection is free.

use std::{
    fs,
    net::TcpStream,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
    thread::sleep,
    time::Duration,
};

use axum::http::StatusCode;
use futures_util::future::join_all;

use crate::{
    postgres::Database,
    postgres_server::{PASSWORD as DATABASE_PASSWORD, ROLE, free_port, nobody, path},
    process::Program,
    test_app::TestApp,
};

/// A `PgBouncer` that goes away with it, also when this process is killed: a shell at the other end of a pipe ends it.
struct PgBouncer {
    port: u16,
    _keeper: Child,
}

impl PgBouncer {
    /// With one connection to PostgreSQL, which everybody shares.
    fn before(database: &Database) -> Self {
        const KEEP: &str = r#""$0" "$1/pgbouncer.ini" & cat; kill $!; rm -rf "$1""#;
        let folder = tempfile::Builder::new().prefix("cubby-pgbouncer-").tempdir().unwrap().keep();
        let port = free_port();
        fs::write(folder.join("users"), format!("\"{ROLE}\" \"{DATABASE_PASSWORD}\"\n")).unwrap();
        fs::write(
            folder.join("pgbouncer.ini"),
            format!(
                "[databases]\n* = host=127.0.0.1 port={}\n\
                 [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
                 auth_type = md5\nauth_file = {}/users\npool_mode = transaction\ndefault_pool_size = 1\n",
                database.port(),
                folder.display()
            ),
        )
        .unwrap();
        let mut keeper = Command::new("sh");
        // It refuses to run as root.
        if fs::metadata(&folder).unwrap().uid() == 0
            && let Some((user, group)) = nobody()
        {
            for file in ["", "users", "pgbouncer.ini"] {
                chown(folder.join(file), Some(user), Some(group)).unwrap();
            }
            keeper.uid(user).gid(group);
        }
        let log = fs::File::create(folder.join("log")).unwrap();
        keeper.args(["-c", KEEP]).arg(program()).arg(&folder).current_dir("/").process_group(0);
        let keeper = keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let answers = || {
            TcpStream::connect(("127.0.0.1", port)).is_ok() || {
                sleep(Duration::from_millis(20));
                false
            }
        };
        let said = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!((0..500).any(|_| answers()), "PgBouncer does not start: {} {}", path(&folder), said());
        Self { port, _keeper: keeper }
    }
}

/// Debian keeps it off the PATH.
fn program() -> PathBuf {
    #[allow(clippy::disallowed_methods, reason = "tests have no settings")]
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]).map(|folder| folder.join("pgbouncer"));
    folders.find(|file| file.exists()).expect("these tests need PgBouncer: on Debian, apt-get install pgbouncer")
}

const FLAGS: [&str; 2] = ["--prepared-statements", "false"];

#[tokio::test]
async fn two_copies_serve_behind_pgbouncer() {
    let database = Database::migrated();
    let pooler = PgBouncer::before(&database);
    let url = database.url_at(pooler.port);
    let flags = [&FLAGS[..], &["--database-url", &url]].concat();
    let here = TestApp::over(Some(Arc::new(database)), &flags).await;
    let there = here.copy().await;
    let mut ann = here.signed_up("ann").await;
    let mut elsewhere = there.browser();
    elsewhere.cookies.clone_from(&ann.cookies);
    let id = elsewhere.adds("Buy milk").await;
    ann.calls("/fn/complete_task", &[("id", &id), ("completed", "true")]).await;
    assert_eq!(elsewhere.sees_tasks("/tasks?status=completed&search=mil").await, ["Buy milk"]);
    ann.submits("/fn/delete_task", &[("id", &id)]).await;
    elsewhere.submits("/fn/restore_task", &[("id", &id)]).await;
    assert_eq!(ann.sees_tasks("/tasks").await, ["Buy milk"]);
    // Whatever one of them says of a transaction is not heard in the next.
    let (bob, cem) = (here.registered("bob").await, there.registered("cem").await);
    bob.adds("Bob's").await;
    cem.adds("Cem's").await;
    for round in 0..10 {
        let change = bob.adds(&format!("Bob's {round}")).await;
        let lists = std::array::from_fn::<_, 16, _>(|at| if at % 2 == 0 { bob.lists("") } else { cem.lists("") });
        for (at, list) in join_all(lists).await.into_iter().enumerate() {
            if at % 2 == 0 {
                assert_eq!(list.len(), 2);
                assert!(list.iter().all(|title| title.starts_with("Bob's")));
            } else {
                assert_eq!(list, ["Cem's"]);
            }
        }
        assert_eq!(bob.deletes(&change).await.status, StatusCode::NO_CONTENT);
    }
    ann.submits("/fn/sign_out", &[]).await;
    assert_eq!(elsewhere.opens("/tasks").await.location(), Some("/signin?expired=1&next=%2Ftasks"));
    assert_eq!(here.browser().tries("ann", "wrong-horse-7").await.status, StatusCode::UNAUTHORIZED);
}

#[test]
fn a_program_makes_its_tables_through_pgbouncer() {
    let database = Database::create();
    let pooler = PgBouncer::before(&database);
    let url = database.url_at(pooler.port);
    let key = "one key for all copies, long enough";
    let flags = [&FLAGS[..], &["--database-url", &url, "--secret-key", key]].concat();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let copies = folders.each_ref().map(|folder| Program::start(folder.path(), &flags));
    let cookie = copies[0].signs_up("ann@example.com");
    assert!(copies[1].posts("/fn/add_task", &[("title", "Buy milk")], &cookie).unwrap().starts_with("HTTP/1.1 200"));
    assert!(copies[0].opens("/tasks", &cookie).unwrap().contains("Edit Buy milk\""));
    for copy in copies {
        assert_eq!(copy.stops(), Some(0));
    }
}
