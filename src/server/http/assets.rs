//! The files that the program carries inside: CSS, JavaScript, WebAssembly, icons, compressed beforehand.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{domain::Error, server::problem};

#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// `cargo leptos watch` puts none of these into the site.
#[cfg(debug_assertions)]
#[derive(RustEmbed)]
#[folder = "src/web/scripts"]
#[prefix = "pkg/"]
struct Scripts;

fn get(path: &str) -> Option<EmbeddedFile> {
    let file = Site::get(path);
    #[cfg(debug_assertions)]
    let file = file.or_else(|| Scripts::get(path));
    file
}

/// Where each file of a page is, by the name that the source gives it.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Paths {
    pub css: String,
    pub islands: String,
    pub wasm: String,
    pub compose: String,
    pub find: String,
    pub keyboard: String,
}

/// The paths with their hashes, by the names without; nothing under `cargo leptos watch`, which hashes nothing.
static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    Site::get("manifest.json").and_then(|file| serde_json::from_slice(&file.data).ok()).unwrap_or_default()
});

/// Where each file of a page is.
pub static PATHS: LazyLock<Paths> = LazyLock::new(|| {
    let path = |name: &str, plain: &str| MANIFEST.get(name).cloned().unwrap_or_else(|| plain.to_owned());
    Paths {
        css: path("cubby.css", "/pkg/cubby.css"),
        islands: path("cubby.js", "/pkg/cubby.js"),
        wasm: path("cubby_bg.wasm", "/pkg/cubby.wasm"),
        compose: path("compose.js", "/pkg/compose.js"),
        find: path("find.js", "/pkg/find.js"),
        keyboard: path("keyboard.js", "/pkg/keyboard.js"),
    }
});

/// Answers with a file, in the smallest encoding that the client takes.
pub fn serve(request: &Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let Some((file, encoding)) = find(path, request.headers()) else {
        return problem::response(Error::NotFound);
    };
    let etag = etag(&file, encoding);
    let mut response = if matches_etag(request.headers(), &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(match file.data {
            Cow::Borrowed(data) => Bytes::from_static(data),
            Cow::Owned(data) => Bytes::from(data),
        })
        .into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Whether a file of this name is inside.
#[must_use]
pub fn has(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| !matches!(extension(path), "json" | "br" | "gz") && get(path).is_some())
}

fn find(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(name, _)| accepts(accepted, name))
        .find_map(|(name, suffix)| Some((get(&format!("{path}{suffix}"))?, Some(name))))
        .or_else(|| Some((get(path)?, None)))
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|part| {
        let mut part = part.split(';').map(str::trim);
        part.next() == Some(encoding)
            && !part.any(|parameter| matches!(parameter, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

/// Each encoding is a representation of its own (RFC 9110 section 8.8.3.3).
fn etag(file: &EmbeddedFile, encoding: Option<&str>) -> String {
    use std::fmt::Write;
    let mut etag = String::from("\"");
    for byte in file.metadata.sha256_hash().iter().take(8) {
        let _ = write!(etag, "{byte:02x}");
    }
    etag.push_str(encoding.unwrap_or_default());
    etag.push('"');
    etag
}

fn matches_etag(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags == "*" || tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag))
}

/// A name with a hash in it never changes what it holds.
fn cache_control(path: &str) -> &'static str {
    let is_hashed = MANIFEST.values().any(|known| known.trim_start_matches('/') == path && path.split('.').count() > 2);
    if is_hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" }
}

fn content_type(path: &str) -> &'static str {
    match extension(path) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_when_the_client_takes_it() {
        assert!(accepts("gzip, deflate, br;q=0.9", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "gzip"));
    }
}
