//! `cubby import`: a file that somebody exported comes to an account. docs/export.md describes it.

use std::{fs, path::Path};

use super::user;
use crate::{
    domain::{Name, Timestamp},
    server::{
        archive,
        store::{
            Db,
            archive::{Run, restore, turn},
        },
    },
};

/// Reads the file, brings it, and says what came.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(db: &Db, file: &Path, email: &str, is_dry: bool, now: Timestamp) -> Result<(), String> {
    let bytes = fs::read(file).map_err(|cause| format!("{} cannot be read: {cause}", file.display()))?;
    let archive = archive::read(&bytes, now).map_err(|problem| problem.to_string())?;
    let user = user::find(db, email).await?;
    let also = (archive.name.as_ref().map(Name::as_str), archive.theme);
    let run = if is_dry { Run::Dry } else { Run::Commit };
    let turn = turn(db).await.map_err(|error| error.to_string())?;
    let came = restore(db, turn, user.id, also, &archive.tasks, run, now).await.map_err(|error| error.to_string())?;
    let here = archive.tasks.len() as u64 - came;
    let would = if is_dry { "would come" } else { "came" };
    let tasks = if came == 1 { "task" } else { "tasks" };
    println!("{came} {tasks} {would} to {}; {here} are there already.", user.email);
    Ok(())
}
