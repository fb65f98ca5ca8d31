//! `cubby restore`: a copy that `backup` wrote takes the place of the database. Nothing is touched until the copy has been
//! read through, and what it replaces is kept beside it.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::server::{
    config::{Config, Database},
    store::Db,
};

/// The database, and what stands beside it while Cubby runs and after a crash.
const PARTS: [&str; 3] = ["", "-wal", "-shm"];

/// Checks the copy and puts it in place.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(config: &Config, file: &Path, force: bool) -> Result<(), String> {
    let Database::Sqlite(database) = config.database()? else {
        return Err("this is for SQLite; what pg_dump wrote is restored by pg_restore".to_owned());
    };
    let database = database.as_path();
    if database.exists() {
        if !force {
            return Err(format!("{} exists; stop Cubby and add --force to replace it", database.display()));
        }
        // A program that goes on writing to a file that was taken away would lose what people write.
        if Db::is_open_elsewhere(database).await {
            return Err(format!("{} is in use; stop Cubby first", database.display()));
        }
    }
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|cause| format!("{} cannot be made: {cause}", folder.display()))?;
    let unfinished = beside(database, ".restoring");
    if let Err(words) = check(file, &unfinished).await {
        let _ = fs::remove_file(&unfinished);
        return Err(format!("{} is no backup of Cubby, so nothing was changed: {words}", file.display()));
    }
    let failed = |cause: io::Error| format!("{} cannot be replaced: {cause}", database.display());
    let kept = keep(database).map_err(failed)?;
    fs::rename(&unfinished, database).map_err(failed)?;
    // The new name is on the disk too.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
    println!("Restored {}.", database.display());
    println!("Sessions that ended since the backup are back; delete secret.key to end them all.");
    if let Some(kept) = kept {
        println!("What was there before is kept as {}.", kept.display());
    }
    Ok(())
}

/// Copies the backup to where it will be looked at, and reads it through.
async fn check(file: &Path, unfinished: &Path) -> Result<(), String> {
    copy(file, unfinished).map_err(|cause| format!("it cannot be copied ({cause})"))?;
    Db::check(unfinished.to_str().ok_or("not a path")?).await
}

/// For its owner's eyes alone, and on the disk before it has its name.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut from = fs::File::open(from)?;
    let mut to = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(to)?;
    io::copy(&mut from, &mut to)?;
    to.sync_all()
}

/// Gives the database that is there a name that nothing has had before; nothing where there is none.
fn keep(database: &Path) -> io::Result<Option<PathBuf>> {
    let parts = |path: &Path| PARTS.map(|part| beside(path, part));
    if !parts(database).iter().any(|part| part.exists()) {
        return Ok(None);
    }
    let numbered = (2_u32..).map(|number| beside(database, &format!(".replaced.{number}")));
    let mut names = std::iter::once(beside(database, ".replaced")).chain(numbered);
    let free = names.find(|name| !parts(name).iter().any(|part| part.exists()));
    let kept = free.ok_or_else(|| io::Error::other("no name is left"))?;
    for (old, kept) in parts(database).iter().zip(parts(&kept)).filter(|(old, _)| old.exists()) {
        fs::rename(old, kept)?;
    }
    Ok(Some(kept))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
