//! `cubby doctor`: how this Cubby is set up, one line each with what to do.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, time::Instant};

use crate::{
    domain::{Password, Timestamp},
    server::{
        auth::{key_file, password::Hasher},
        config::{Config, Database, SignUp},
        security,
        store::{Db, Opening},
    },
};

/// 21 November 2026: no clock that is right is before this program was written.
const WRITTEN: Timestamp = Timestamp::from_millis(1_795_219_200_000);

/// What one look found.
enum Finding {
    Good(String),
    /// It works, and could be better.
    Note(String),
    Bad(String),
}

/// Looks at everything, or prints the numbers.
///
/// # Errors
/// Where something has to be done.
pub async fn run(config: &Config, print_numbers: bool, now: Timestamp) -> Result<(), String> {
    if print_numbers {
        for (what, number) in security::numbers(config) {
            println!("{what}: {number}");
        }
        return Ok(());
    }
    let findings = [key(config), folder(config), clock(now), address(config), proxies(config), signup(config)];
    let mut bad = 0;
    for finding in findings.into_iter().chain([database(config).await, hash_time().await]) {
        match finding {
            Finding::Good(words) => println!("ok    {words}"),
            Finding::Note(words) => println!("note  {words}"),
            Finding::Bad(words) => {
                bad += 1;
                println!("BAD   {words}");
            }
        }
    }
    if bad == 0 { Ok(()) } else { Err(format!("{bad} of these have to be mended")) }
}

fn key(config: &Config) -> Finding {
    if config.secret_key.is_some() {
        return match key_file::load(config) {
            Ok(_) => Finding::Good("key: given by the environment, long enough".into()),
            Err(words) => Finding::Bad(format!("key: {words}")),
        };
    }
    let path = key_file::path(config);
    if !path.exists() {
        return Finding::Note("key: none yet; it is made at the first start".into());
    }
    match (key_file::load(config), mode(&path)) {
        (Err(words), _) => Finding::Bad(format!("key: {words}")),
        (Ok(_), Some(mode)) if mode & 0o077 != 0 => {
            Finding::Bad(format!("key: others can read it (mode {mode:o}); chmod 600 {}", path.display()))
        }
        (Ok(_), _) => Finding::Good(format!("key: {}, for its owner alone", path.display())),
    }
}

fn folder(config: &Config) -> Finding {
    let path = &config.data_dir;
    match mode(path) {
        None => Finding::Note(format!("data: {} is not there yet; it is made at the first start", path.display())),
        Some(mode) if mode & 0o077 != 0 => {
            Finding::Note(format!("data: others can look into it (mode {mode:o}); chmod 700 {}", path.display()))
        }
        _ => Finding::Good(format!("data: {}, for its owner alone", path.display())),
    }
}

fn clock(now: Timestamp) -> Finding {
    if now < WRITTEN {
        Finding::Bad(format!("clock: it says {}; set it, or sessions and waits are wrong", now.rfc3339()))
    } else {
        Finding::Good(format!("clock: {}", now.rfc3339()))
    }
}

fn address(config: &Config) -> Finding {
    match (config.is_https(), config.listen.ip().is_loopback()) {
        (true, _) if !config.require_https => {
            Finding::Note(format!("https: {}; CUBBY_REQUIRE_HTTPS=true makes sure of it", config.origin()))
        }
        (true, _) => Finding::Good(format!("https: {}, and nothing else", config.origin())),
        (false, true) => Finding::Note(
            "https: none, which is well on this machine alone; for others, put a proxy in front and set CUBBY_PUBLIC_URL"
                .into(),
        ),
        (false, false) => Finding::Bad(
            "https: none, and others can read along; put an HTTPS proxy in front and set CUBBY_PUBLIC_URL".into(),
        ),
    }
}

fn proxies(config: &Config) -> Finding {
    match (config.trusted_proxies.is_empty(), config.is_https()) {
        (true, true) => Finding::Bad(
            "proxy: all people seem to have its address; name it, as CUBBY_TRUSTED_PROXIES=127.0.0.1, and let it send \
             X-Forwarded-For"
                .into(),
        ),
        (true, false) => Finding::Good("proxy: none is trusted; who connects is who asks".into()),
        (false, _) => {
            Finding::Good("proxy: X-Forwarded-For is taken from those that are named, and from nobody else".into())
        }
    }
}

fn signup(config: &Config) -> Finding {
    match (config.signup, config.listen.ip().is_loopback() && !config.is_https()) {
        (SignUp::Open, false) => Finding::Note(
            "sign-up: everybody can make an account; CUBBY_SIGNUP=invite or closed keeps it to those you know".into(),
        ),
        (SignUp::Open, true) => Finding::Good("sign-up: open".into()),
        (SignUp::Invite, _) => Finding::Good("sign-up: by invitation".into()),
        (SignUp::Closed, _) => Finding::Good("sign-up: closed".into()),
    }
}

async fn database(config: &Config) -> Finding {
    if let Ok(Database::Sqlite(path)) = config.database()
        && !path.exists()
    {
        return Finding::Note("database: none yet; it is made at the first start".into());
    }
    let examined = async {
        let db = Db::open(config, Opening::Current).await?;
        let examined = db.examine().await;
        db.close().await;
        examined
    };
    match examined.await {
        Ok(()) => Finding::Good("database: answers, and is whole".into()),
        Err(words) => Finding::Bad(format!("database: {words}")),
    }
}

async fn hash_time() -> Finding {
    let Ok(hasher) = Hasher::new() else {
        return Finding::Bad("hash: there is not enough memory for one password".into());
    };
    let began = Instant::now();
    if let Err(error) = hasher.hash(Password::claim("how long does this take")).await {
        return Finding::Bad(format!("hash: {error}"));
    }
    let millis = began.elapsed().as_millis();
    if millis > 1_000 {
        Finding::Bad(format!(
            "hash: one password takes {millis} ms; this machine is too slow or too busy to sign people in"
        ))
    } else {
        Finding::Good(format!("hash: one password takes {millis} ms"))
    }
}

fn mode(path: &Path) -> Option<u32> {
    fs::metadata(path).ok().map(|metadata| metadata.permissions().mode() & 0o777)
}
