//! What each reader is asked, whatever the bytes are. cargo-fuzz makes bytes; tests/it/corpus.rs asks the kept ones again.

use std::{convert::Infallible, sync::LazyLock};

use axum::http::{HeaderMap, HeaderValue, Request, Response, header};
use clap::Parser;
use cubby::{
    domain::{Email, LocalPath, Marks, TaskQuery, Timestamp},
    server::{
        archive,
        auth::{
            caller::Caller,
            cookie,
            token::{Audience, TokenKeys},
        },
        config::{CommandLine, Config, TrustedProxies},
        http::client,
    },
};
use tower::{Layer, ServiceExt, service_fn};
use tower_cookies::{CookieManagerLayer, Cookies};

const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// Reading the command line takes longer than all that is looked at.
static CONFIG: LazyLock<Config> = LazyLock::new(|| CommandLine::parse_from(["cubby"]).config);

/// No bytes are a token, and none of another audience.
pub fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let keys =
        TokenKeys::new(b"a key that nobody who makes bytes knows", Some(b"and the one before it, just as secret"));
    for audience in [Audience::Web, Audience::Api] {
        assert!(keys.verify(audience, &text, NOW).is_err());
    }
    assert!(keys.verify_device(&text, NOW).is_none());
}

/// What is an e-mail is one again, in one line, with one key in whatever letter case.
pub fn email(bytes: &[u8]) {
    let Ok(email) = Email::parse(&String::from_utf8_lossy(bytes)) else { return };
    assert_eq!(Email::parse(email.as_str()).as_ref(), Ok(&email));
    assert_eq!(Email::parse(&email.as_str().to_uppercase()).unwrap().key(), email.key());
    assert!(email.as_str().len() <= 254 && email.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
}

/// A list's address comes back as what it was; a way on stays on this site.
pub fn query(bytes: &[u8]) {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(bytes).into_owned().collect();
    let read = |pairs: &[(String, String)]| {
        TaskQuery::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    };
    let query = read(&pairs);
    let written = query.to_string();
    let again: Vec<_> = form_urlencoded::parse(written.trim_start_matches('?').as_bytes()).into_owned().collect();
    assert_eq!(read(&again), query);
    if let Some(search) = &query.search {
        let words = search.words();
        let marks = Marks::of(&words, search.as_str());
        assert_eq!(marks.pieces(search.as_str()).collect::<String>(), search.as_str());
        assert_eq!(marks.are_none(), words.is_empty());
    }
    let text = String::from_utf8_lossy(bytes);
    let next = LocalPath::or_tasks(Some(&text));
    assert!(next.as_str().starts_with('/') && !next.as_str().starts_with("//"));
    assert!(!next.as_str().contains(['\\', '\r', '\n', '\t', '\0']));
}

/// Cookies of any form are read or passed over.
pub fn cookie(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    let request = Request::builder().header(header::COOKIE, value).body(()).unwrap();
    let reader = CookieManagerLayer::new().layer(service_fn(async |request: Request<()>| {
        let (config, cookies) = (&*CONFIG, request.extensions().get::<Cookies>().unwrap());
        let _ = cookie::read(cookies, config);
        let _ = cookie::read_devices(cookies, config);
        let theme = cookie::read_theme(cookies, config);
        let _ = (cookie::read_undo(cookies, config), cookie::read_zone(cookies, config));
        assert!(theme.chosen().is_none_or(|word| ["light", "dark"].contains(&word)));
        let _ = Caller::browser(request.headers(), request.extensions(), config);
        Ok::<_, Infallible>(Response::new(()))
    }));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(reader.oneshot(request)).unwrap();
}

/// What is read from a file could have been typed.
pub fn archive(bytes: &[u8]) {
    let Ok(archive) = archive::read(bytes, NOW) else { return };
    for task in archive.tasks {
        assert!(!task.title.as_str().trim().is_empty() && task.title.as_str().chars().count() <= 800);
        assert_eq!(task.id.uuid().get_version_num(), 7);
    }
}

/// Whatever a stranger writes before it, what the proxy wrote last stands.
pub fn proxy(bytes: &[u8]) {
    let proxies: TrustedProxies = "10.0.0.0/8".parse().unwrap();
    let peer = "10.0.0.1".parse().unwrap();
    let mut headers = HeaderMap::new();
    let Ok(said) = HeaderValue::from_bytes(bytes) else { return };
    headers.append("x-forwarded-for", said);
    let _ = client::behind(&proxies, peer, &headers);
    headers.append("x-forwarded-for", HeaderValue::from_static("203.0.113.7"));
    assert_eq!(client::behind(&proxies, peer, &headers).address.to_string(), "203.0.113.7");
}
