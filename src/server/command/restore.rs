//! `cubby restore`: a copy that `backup` wrote takes the place of the database. Nothing is touched until the copy has been
//! read through, and what it replaces is kept beside it.

use std::{fs, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use crate::server::{config::Config, store::Db};

/// Beside the database while Cubby runs, and after a crash.
const PARTS: [&str; 2] = ["-wal", "-shm"];

/// Checks the copy and puts it in place.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(config: &Config, file: &Path, force: bool) -> Result<(), String> {
    let url = config.database();
    let database = url.strip_prefix("sqlite:").ok_or("only an SQLite database can be restored from a file")?;
    let database = Path::new(database.trim_start_matches("//").split('?').next().unwrap_or(database));
    if database.exists() && !force {
        return Err(format!("{} exists; stop Cubby and add --force to replace it", database.display()));
    }
    let failed = |what: &Path, cause: std::io::Error| format!("{} cannot be written: {cause}", what.display());
    let unfinished = beside(database, ".restoring");
    let result = copy(file, &unfinished).and_then(|()| unfinished.to_str().ok_or_else(|| "not a path".to_owned()));
    let checked = match result {
        Ok(path) => Db::check(path).await,
        Err(words) => Err(words),
    };
    if let Err(words) = checked {
        let _ = fs::remove_file(&unfinished);
        return Err(format!("{} is no backup of Cubby, so nothing was changed: {words}", file.display()));
    }
    let replaced = beside(database, ".replaced");
    for part in ["", PARTS[0], PARTS[1]] {
        let old = beside(database, part);
        if old.exists() {
            let kept = beside(&replaced, part);
            fs::rename(&old, &kept).map_err(|cause| failed(&kept, cause))?;
        }
    }
    fs::rename(&unfinished, database).map_err(|cause| failed(database, cause))?;
    println!("Restored {}.", database.display());
    println!("Sessions that ended since the backup are back; delete secret.key to end them all.");
    if replaced.exists() {
        println!("What was there before is kept as {}.", replaced.display());
    }
    Ok(())
}

/// For its owner's eyes alone, and on the disk before it has its name.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let read = fs::read(from).map_err(|cause| format!("it cannot be read ({cause})"))?;
    fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(to)
        .and_then(|mut file| file.write_all(&read).and_then(|()| file.sync_all()))
        .map_err(|cause| format!("{} cannot be written ({cause})", to.display()))
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
