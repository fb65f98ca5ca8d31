//! TLS between the program and PostgreSQL: it is used, and who answers is looked at.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use sqlx::postgres::PgSslMode;

use crate::{
    postgres::{Cluster, Database},
    process::{Program, refused},
};

/// Somebody who vouches for servers, and what they gave to the one at 127.0.0.1.
struct Authority {
    root: PathBuf,
    certificate: PathBuf,
    key: PathBuf,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let file = |what: &str| folder.join(format!("{name}-{what}"));
        let (root, root_key) = (file("root.pem"), file("root.key"));
        let (certificate, key, request, extensions) =
            (file("server.pem"), file("server.key"), file("server.csr"), file("server.ext"));
        fs::write(&extensions, "subjectAltName = IP:127.0.0.1\nbasicConstraints = CA:FALSE\n").unwrap();
        let new_key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(&format!("req -x509 {new_key} -days 2 -subj /CN={name}"), &[("-keyout", &root_key), ("-out", &root)]);
        openssl(&format!("req {new_key} -subj /CN=server"), &[("-keyout", &key), ("-out", &request)]);
        openssl(
            "x509 -req -days 2 -CAcreateserial",
            &[
                ("-in", &request),
                ("-CA", &root),
                ("-CAkey", &root_key),
                ("-extfile", &extensions),
                ("-out", &certificate),
            ],
        );
        Self { root, certificate, key }
    }
}

fn openssl(words: &str, files: &[(&str, &Path)]) {
    let mut command = Command::new("openssl");
    command.args(words.split(' '));
    for (flag, file) in files {
        command.arg(flag).arg(file);
    }
    let output = command.output().expect("these tests need openssl, which comes with Debian's PostgreSQL");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_database_is_reached_encrypted_and_only_where_it_is_who_it_should_be() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, anothers) = (Authority::new(folder.path(), "ours"), Authority::new(folder.path(), "anothers"));
    let cluster = Cluster::start();
    let database = cluster.database();
    let url = |mode: PgSslMode, root: &Path, host: &str| {
        let url = database.url_with(|options| options.ssl_mode(mode).host(host));
        format!("{url}&sslrootcert={}", root.display())
    };
    let is_refused = |url: &str| {
        let said = refused(folder.path(), &["--database-url", url]);
        assert!(said.contains("cannot be reached in the encrypted way that was asked for: see sslmode"), "{said}");
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
    };

    // It does not speak it yet.
    is_refused(&url(PgSslMode::Require, &ours.root, "127.0.0.1"));
    is_refused(&url(PgSslMode::VerifyFull, &ours.root, "127.0.0.1"));
    cluster.speaks_tls(&ours.certificate, &ours.key);

    for (mode, root, host) in [
        (PgSslMode::Prefer, &ours.root, "127.0.0.1"),
        (PgSslMode::Require, &ours.root, "127.0.0.1"),
        (PgSslMode::VerifyCa, &ours.root, "localhost"),
        (PgSslMode::VerifyFull, &ours.root, "127.0.0.1"),
    ] {
        works_encrypted(&database, &url(mode, root, host));
    }
    // Vouched for by somebody else; somebody else's name; a file of certificates that is not there.
    is_refused(&url(PgSslMode::VerifyFull, &anothers.root, "127.0.0.1"));
    is_refused(&url(PgSslMode::VerifyCa, &anothers.root, "127.0.0.1"));
    is_refused(&url(PgSslMode::VerifyFull, &ours.root, "localhost"));
    is_refused(&url(PgSslMode::VerifyFull, &folder.path().join("nowhere.pem"), "127.0.0.1"));
}

fn works_encrypted(database: &Database, url: &str) {
    let folder = tempfile::tempdir().unwrap();
    let key = "one key for every round, long enough";
    let program = Program::start(folder.path(), &["--database-url", url, "--secret-key", key]);
    assert!(program.opens("/readyz", "").unwrap().starts_with("HTTP/1.1 200"));
    let encrypted = "select string_agg(distinct ssl::text, ' ') from pg_stat_ssl join pg_stat_activity using (pid)
                     where application_name = 'cubby'";
    assert_eq!(database.asks(encrypted), "true");
    assert_eq!(program.stops(), Some(0));
}
