//! What `cubby` does besides serving, as whoever runs it types it.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use crate::{
    process::{Program, command, refused},
    test_app::PASSWORD,
};

/// What a command prints, once it has done what it was asked for.
fn says(data_dir: &Path, flags: &[&str]) -> String {
    let output = command(data_dir, flags).output().unwrap();
    assert!(output.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn accounts_are_listed_unlocked_and_deleted_while_cubby_runs() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let cookie = program.signs_up("ann@example.com");
    program.signs_up("bob@example.com");
    let list = says(folder.path(), &["user", "list"]);
    assert!(list.lines().count() == 2 && list.starts_with("ann@example.com\t-\tsince 20"), "{list}");

    let wrong = [("email", "ANN@example.com"), ("password", "wrong-password")];
    let right = [("email", "ann@example.com"), ("password", PASSWORD)];
    for _ in 0..5 {
        assert!(program.posts("/fn/sign_in", &wrong, "").unwrap().starts_with("HTTP/1.1 401"));
    }
    assert!(program.posts("/fn/sign_in", &right, "").unwrap().starts_with("HTTP/1.1 429"));
    says(folder.path(), &["user", "unlock", "Ann@Example.com"]);
    assert!(program.posts("/fn/sign_in", &right, "").unwrap().starts_with("HTTP/1.1 200"));

    assert!(says(folder.path(), &["user", "delete", "ANN@example.com"]).contains("Deleted ann@example.com"));
    assert!(program.opens("/tasks", &cookie).unwrap().contains("location: /signin?expired=1"));
    assert!(program.posts("/fn/sign_in", &right, "").unwrap().starts_with("HTTP/1.1 401"));
    assert_eq!(says(folder.path(), &["user", "list"]).lines().count(), 1);
    for what in ["delete", "reset-password"] {
        assert!(refused(folder.path(), &["user", what, "ann@example.com"]).contains("nobody here has the e-mail"));
        assert!(refused(folder.path(), &["user", what, "\u{1b}[2J"]).contains("nobody here has the e-mail [2J"));
    }
}

#[test]
fn a_link_is_printed_with_the_address_that_people_open() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let cookie = program.signs_up("ann@example.com");
    let flags = ["user", "reset-password", "ann@example.com", "--public-url", "https://tasks.example.com"];
    let link = says(folder.path(), &flags);
    let path = link.trim().strip_prefix("https://tasks.example.com").unwrap();
    assert!(
        program.opens("/tasks", &cookie).unwrap().contains("location: /signin?expired=1"),
        "every session has ended"
    );
    assert!(program.opens(path, "").unwrap().contains("For ann@example.com"));
    let database = fs::read(folder.path().join("cubby.db-wal")).unwrap();
    let token = path.split_once("token=").unwrap().1;
    assert!(!database.windows(token.len()).any(|bytes| bytes == token.as_bytes()), "only its hash is kept");
}

#[test]
fn the_key_is_changed_and_nobody_is_signed_out() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let cookie = program.signs_up("ann@example.com");
    let before = fs::read_to_string(folder.path().join("secret.key")).unwrap();
    assert!(says(folder.path(), &["rotate-key"]).contains("from the next start on"));
    // Twice before the next start: the one that has signed nothing goes.
    says(folder.path(), &["rotate-key"]);
    assert!(program.opens("/tasks", &cookie).unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(program.stops(), Some(0));

    let program = Program::start(folder.path(), &[]);
    let after = fs::read_to_string(folder.path().join("secret.key")).unwrap();
    assert_eq!(after.lines().nth(1), before.lines().next());
    assert_ne!(after.lines().next(), before.lines().next());
    assert_eq!(fs::metadata(folder.path().join("secret.key")).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!folder.path().join("secret.next").exists());
    assert!(program.opens("/tasks", &cookie).unwrap().starts_with("HTTP/1.1 200"));
    let newer = program.signs_up("bob@example.com");
    assert_eq!(program.stops(), Some(0));
    says(folder.path(), &["rotate-key"]);
    let program = Program::start(folder.path(), &[]);
    assert!(program.opens("/tasks", &newer).unwrap().starts_with("HTTP/1.1 200"));
    let given = ["rotate-key", "--secret-key", "a key of thirty-two bytes or more"];
    assert!(refused(folder.path(), &given).contains("CUBBY_PREVIOUS_SECRET_KEY"));
}

#[test]
fn a_backup_is_restored_and_what_it_replaces_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("backup.db");
    let data = folder.path().join("data");
    let program = Program::start(&data, &[]);
    let cookie = program.signs_up("ann@example.com");
    program.posts("/fn/add_task", &[("title", "Before")], &cookie).unwrap();
    says(&data, &["backup", copy.to_str().unwrap()]);
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(refused(&data, &["backup", copy.to_str().unwrap()]).contains("exists already"));
    program.posts("/fn/add_task", &[("title", "After")], &cookie).unwrap();
    assert_eq!(program.stops(), Some(0));

    let restore = ["restore", copy.to_str().unwrap()];
    assert!(refused(&data, &restore).contains("--force"));
    let restore_by_force = [&restore[..], &["--force"]].concat();
    let program = Program::start(&data, &[]);
    assert!(refused(&data, &restore_by_force).contains("stop Cubby first"));
    assert!(program.opens("/tasks", &cookie).unwrap().contains("Edit After\""));
    assert_eq!(program.stops(), Some(0));
    let replaced = fs::read(data.join("cubby.db")).unwrap();
    says(&data, &restore_by_force);
    assert_eq!(fs::read(data.join("cubby.db.replaced")).unwrap(), replaced);
    // What was kept before stays, and what a crash left beside the database goes with it.
    fs::write(data.join("cubby.db"), "damaged").unwrap();
    fs::write(data.join("cubby.db-wal"), "left behind").unwrap();
    assert!(says(&data, &restore_by_force).contains("cubby.db.replaced.2"));
    assert_eq!(fs::read(data.join("cubby.db.replaced")).unwrap(), replaced);
    assert_eq!(fs::read(data.join("cubby.db.replaced.2")).unwrap(), b"damaged");
    assert!(!data.join("cubby.db-wal").exists());
    assert_eq!(fs::metadata(data.join("cubby.db")).unwrap().permissions().mode() & 0o777, 0o600);
    let program = Program::start(&data, &[]);
    let list = program.opens("/tasks", &cookie).unwrap();
    assert!(list.contains("Edit Before\"") && !list.contains("Edit After\""));
    assert_eq!(program.stops(), Some(0));

    let nowhere = folder.path().join("not/there/yet");
    says(&nowhere, &restore);
    assert!(nowhere.join("cubby.db").exists());
    assert_eq!(fs::metadata(&nowhere).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn commands_that_only_look_make_and_change_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("data"), folder.path().join("backup.db"));
    for flags in [&["user", "list"][..], &["backup", copy.to_str().unwrap()]] {
        assert!(refused(&data, flags).contains("there is no database"), "{flags:?}");
    }
    assert!(says(&data, &["doctor"]).contains("database: none yet"));
    assert!(!data.exists());

    says(&data, &["migrate"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(data.join("cubby.db"));
        let mut connection = options.connect().await.unwrap();
        let undone = "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)";
        sqlx::query(undone).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    let words = "of another version; `cubby migrate` brings it to this one";
    assert!(refused(&data, &["user", "list"]).contains(words));
    let said = String::from_utf8(command(&data, &["doctor"]).output().unwrap().stdout).unwrap();
    assert!(said.contains("BAD   database: the database is of another version"), "{said}");
    says(&data, &["backup", copy.to_str().unwrap()]);
}

#[test]
fn a_database_has_one_name_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("a%41?b"), folder.path().join("backup.db"));
    says(&data, &["migrate"]);
    assert!(data.join("cubby.db").exists());
    says(&data, &["backup", copy.to_str().unwrap()]);
    let url = format!("sqlite:{}/my%20tasks.db?mode=rwc", data.display()).replace("%41?", "%2541%3F");
    says(&data, &["restore", copy.to_str().unwrap(), "--database-url", &url]);
    assert!(data.join("my tasks.db").exists());
    says(&data, &["user", "list", "--database-url", &url]);
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    says(folder.path(), &["migrate"]);
    let before = fs::read(folder.path().join("cubby.db")).unwrap();
    let whole = folder.path().join("whole.db");
    says(folder.path(), &["backup", whole.to_str().unwrap()]);
    let whole = fs::read(whole).unwrap();
    for (name, bytes) in [
        ("empty.db", Vec::new()),
        ("text.db", b"this is no database".to_vec()),
        ("short.db", whole[..whole.len() / 2].to_vec()),
        ("torn.db", whole.iter().enumerate().map(|(at, byte)| if at > 4_096 { !byte } else { *byte }).collect()),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        let said = refused(folder.path(), &["restore", "--force", file.to_str().unwrap()]);
        assert!(said.contains("is no backup of Cubby, so nothing was changed"), "{name}: {said}");
        assert_eq!(fs::read(folder.path().join("cubby.db")).unwrap(), before, "{name}");
    }
    assert!(!folder.path().join("cubby.db.restoring").exists());
    assert!(refused(folder.path(), &["restore", "--force", "/nowhere/at/all"]).contains("nothing was changed"));
}

#[test]
fn by_invitation_one_link_makes_one_account() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &["--signup", "invite"]);
    assert!(refused(folder.path(), &["invite"]).contains("CUBBY_SIGNUP=invite"));
    let link = says(folder.path(), &["invite", "--signup", "invite"]);
    let query = link.trim().split_once("/signup").unwrap().1;
    let makes = |query: &str, email: &str| {
        program.posts(&format!("/fn/sign_up{query}"), &[("email", email), ("password", PASSWORD)], "").unwrap()
    };
    assert!(program.opens("/signup", "").unwrap().starts_with("HTTP/1.1 403"));
    assert!(program.opens("/signup?invite=x", "").unwrap().starts_with("HTTP/1.1 403"));
    for query in ["", "?invite=", "?invite=x"] {
        assert!(makes(query, "ann@example.com").starts_with("HTTP/1.1 403"), "{query}");
    }
    let page = program.opens(&format!("/signup{query}"), "").unwrap();
    assert!(page.contains(&format!("action=\"/fn/sign_up{query}\"")), "{page}");
    assert!(makes(query, "not an e-mail").starts_with("HTTP/1.1 422"), "a mistake does not use it up");
    assert!(makes(query, "ann@example.com").starts_with("HTTP/1.1 200"));
    assert!(makes(query, "bob@example.com").starts_with("HTTP/1.1 403"));
    assert!(program.opens(&format!("/signup{query}"), "").unwrap().starts_with("HTTP/1.1 403"));
}

#[test]
fn the_doctor_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let program = Program::start(&data, &[]);
    assert_eq!(program.stops(), Some(0));
    let said = says(&data, &["doctor"]);
    for what in
        ["key:", "data:", "clock:", "https:", "proxy:", "sign-up:", "database: answers", "hash: one password takes"]
    {
        assert!(said.contains(what), "{said}");
    }
    assert!(!said.contains("BAD"), "{said}");
    fs::set_permissions(data.join("secret.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let sick = command(&data, &["doctor", "--public-url", "https://tasks.example.com"]).output().unwrap();
    assert!(!sick.status.success());
    let said = String::from_utf8(sick.stdout).unwrap();
    assert!(said.contains("BAD   key: others can read it (mode 644); chmod 600"), "{said}");
    assert!(said.contains("CUBBY_TRUSTED_PROXIES=127.0.0.1"), "{said}");
}

/// What is promised is what runs.
#[test]
fn the_promised_numbers_are_those_of_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let promised = include_str!("../../SECURITY.md");
    let said = says(folder.path(), &["doctor", "--security"]);
    assert!(said.lines().count() >= 15);
    for line in said.lines() {
        let (what, number) = line.split_once(": ").unwrap();
        assert!(promised.contains(&format!("| {what} | {number} |")), "SECURITY.md says something else of {line}");
    }
    let flags = ["doctor", "--security", "--account-tries", "7"];
    assert!(says(folder.path(), &flags).contains("7 without a wait"));
}

#[test]
fn a_file_is_brought_to_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let cookie = program.signs_up("ann@example.com");
    let file = folder.path().join("export.json");
    fs::write(&file, r#"{"format":"cubby","version":1,"tasks":[{"title":"Buy milk"},{"title":"Call Bob"}]}"#).unwrap();
    let import = ["import", file.to_str().unwrap(), "--email", "ANN@example.com"];
    let dry = says(folder.path(), &[&import[..], &["--dry-run"]].concat());
    assert_eq!(dry, "2 tasks would come to ann@example.com; 0 are there already.\n");
    assert!(!program.opens("/tasks", &cookie).unwrap().contains("Buy milk"));
    assert_eq!(says(folder.path(), &import), "2 tasks came to ann@example.com; 0 are there already.\n");
    assert!(program.opens("/tasks", &cookie).unwrap().contains("Buy milk"));
    fs::write(&file, r#"{"format":"cubby","version":1,"tasks":[{"title":"Buy milk"}"#).unwrap();
    assert!(refused(folder.path(), &import).contains("so nothing was imported"));
}
