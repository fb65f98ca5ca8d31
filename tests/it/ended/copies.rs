//! On two copies of the program over one PostgreSQL: what ends at one has ended at the other.

use super::{ACCOUNT_DELETED, ALL_OTHERS_ENDED, API_SIGN_OUT, EACH_ENDED, Ending, PASSWORD_CHANGED, SIGN_OUT};
use crate::{postgres::Database, process::Program};

fn comes(ending: &Ending) {
    let database = Database::migrated();
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let url = database.url();
    let flags = ["--database-url", &url, "--secret-key", "one key for all copies, long enough"];
    let [here, there] = folders.each_ref().map(|folder| Program::start(folder.path(), &flags));
    ending.comes(&here, &there);
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
