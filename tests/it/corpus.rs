//! What fuzzing kept, asked again, and each of it a little broken.

use std::{fs, path::Path};

#[path = "../../fuzz/looks.rs"]
mod looks;

/// Every kept file; cut, with a byte changed or doubled, and two after each other.
fn replays(reader: &str, look: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(reader);
    let kept: Vec<Vec<u8>> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    assert!(kept.len() >= 5, "the test has lost sight of the corpus");
    for bytes in &kept {
        look(bytes);
        for at in 0..bytes.len().min(200) {
            look(&bytes[..at]);
            for other in [0, b'\n', b'"', b'%', b'.', bytes[at] ^ 0x20, bytes[at].wrapping_add(1)] {
                let mut changed = bytes.clone();
                changed[at] = other;
                look(&changed);
            }
        }
        for other in &kept {
            look(&[bytes.as_slice(), other].concat());
        }
    }
}

#[test]
fn the_reader_of_tokens() {
    replays("token", looks::token);
}

#[test]
fn the_reader_of_emails() {
    replays("email", looks::email);
}

#[test]
fn the_reader_of_queries() {
    replays("query", looks::query);
}

#[test]
fn the_reader_of_cookies() {
    replays("cookie", looks::cookie);
}

#[test]
fn the_reader_of_files() {
    replays("archive", looks::archive);
}

#[test]
fn the_reader_of_proxies() {
    replays("proxy", looks::proxy);
}
