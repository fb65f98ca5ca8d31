//! The key of this server: made at the first start, kept beside the data for its owner's eyes alone. There is no default.

use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};

use super::token::TokenKeys;
use crate::server::{
    config::{Config, GivenKey},
    random,
};

const NAME: &str = "secret.key";

/// The keys that were given, or those of the data folder.
///
/// # Errors
/// One sentence for the person who starts the program.
pub fn load(config: &Config) -> Result<TokenKeys, String> {
    let previous =
        config.previous_secret_key.as_ref().map(|key| given(key, "CUBBY_PREVIOUS_SECRET_KEY")).transpose()?;
    if let Some(key) = &config.secret_key {
        return Ok(TokenKeys::new(given(key, "CUBBY_SECRET_KEY")?, previous));
    }
    let path = path(config);
    if !path.exists() {
        write(&path, &BASE64_STANDARD.encode(random::bytes::<32>()))
            .map_err(|cause| format!("{} cannot be written: {cause}", path.display()))?;
    }
    let text = fs::read_to_string(&path).map_err(|cause| format!("{} cannot be read: {cause}", path.display()))?;
    // The first line signs; a second one is the key before it.
    // A line that is no key is not passed over: the one that was to go would sign in its place.
    let keys: Result<Vec<_>, _> = text.lines().map(|line| BASE64_STANDARD.decode(line.trim())).collect();
    let keys = keys.unwrap_or_default();
    match keys.as_slice() {
        [current, rest @ ..] if keys.iter().all(|key| key.len() >= GivenKey::MIN_BYTES) => {
            Ok(TokenKeys::new(current, rest.first().map(Vec::as_slice).or(previous)))
        }
        _ => Err(format!(
            "{} does not hold a key; put the right file back, or delete it to sign everybody out",
            path.display()
        )),
    }
}

fn given<'a>(key: &'a GivenKey, name: &str) -> Result<&'a [u8], String> {
    key.bytes().ok_or_else(|| {
        format!("{name} must have at least {} bytes; leave it unset to have one made", GivenKey::MIN_BYTES)
    })
}

/// Where the key is kept that was not given.
#[must_use]
pub fn path(config: &Config) -> PathBuf {
    config.data_dir.join(NAME)
}

/// Makes the key that signs from the next start on. Where there is one already it goes: it has signed nothing.
///
/// # Errors
/// One sentence for whoever asked.
pub fn rotate(config: &Config) -> Result<(), String> {
    load(config)?;
    let next = next(config);
    write(&next, &BASE64_STANDARD.encode(random::bytes::<32>()))
        .map_err(|cause| format!("{} cannot be written: {cause}", next.display()))
}

/// At the start: the next key goes above the one that signs, where there is a next one.
///
/// # Errors
/// One sentence for the person who starts the program.
pub fn take_up_next(config: &Config) -> Result<(), String> {
    let (path, next) = (path(config), next(config));
    if config.secret_key.is_some() || !next.exists() {
        return Ok(());
    }
    let failed = |cause: std::io::Error| format!("{} cannot be taken up: {cause}", next.display());
    let key = fs::read_to_string(&next).map_err(failed)?;
    // Where the file was deleted to sign everybody out, there is no other.
    let text = if path.exists() { fs::read_to_string(&path).map_err(failed)? } else { String::new() };
    let (key, current) = (key.trim(), text.lines().next().unwrap_or_default().trim());
    // A start that was killed has taken it up.
    if key != current {
        write(&path, format!("{key}\n{current}").trim()).map_err(failed)?;
    }
    fs::remove_file(&next).map_err(failed)
}

fn next(config: &Config) -> PathBuf {
    path(config).with_extension("next")
}

fn write(path: &Path, lines: &str) -> std::io::Result<()> {
    // Written whole before it has its name: a crash in between leaves no half key.
    let unfinished = path.with_extension("new");
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    writeln!(file, "{lines}")?;
    file.sync_all()?;
    fs::rename(unfinished, path)
}
