//! On the program that serves alone, with whichever engine.

use super::{
    ACCOUNT_DELETED, ALL_OTHERS_ENDED, API_SIGN_OUT, EACH_ENDED, EMAIL, Ending, PASSWORD_CHANGED, Person, SIGN_OUT,
    Stolen, replays,
};
use crate::{
    postgres::Database,
    process::{Program, command},
    test_app::on_postgres,
};

fn comes(ending: &Ending) {
    let folder = tempfile::tempdir().unwrap();
    let database = on_postgres().then(Database::migrated);
    let url = database.as_ref().map(Database::url);
    let flags: Vec<_> = url.iter().flat_map(|url| ["--database-url", url]).collect();
    let program = Program::start(folder.path(), &flags);
    ending.comes(&program, &program);
}

#[test]
fn after_signing_out() {
    comes(&SIGN_OUT);
}

#[test]
fn after_another_device_ended_each() {
    comes(&EACH_ENDED);
}

#[test]
fn after_another_device_ended_all_others() {
    comes(&ALL_OTHERS_ENDED);
}

#[test]
fn after_the_password_was_changed() {
    comes(&PASSWORD_CHANGED);
}

#[test]
fn after_the_account_was_deleted() {
    comes(&ACCOUNT_DELETED);
}

#[test]
fn after_a_script_signed_out() {
    comes(&API_SIGN_OUT);
}

/// By another process, which the program hears nothing of but by the database.
#[test]
fn after_whoever_runs_it_made_a_link_to_reset_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &[]);
    let person = Person::of(&program);
    let stolen = [Stolen::Cookie(person.browser.clone()), Stolen::Token(person.token.clone())];
    replays(&program.address, &stolen, || {
        assert!(command(folder.path(), &["user", "reset-password", EMAIL]).output().unwrap().status.success());
    });
}
