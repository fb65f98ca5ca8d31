//! What is in a link that is good once: 256 random bits, of which the database knows only the hash.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::server::{random, store::links::Hash};

/// Letters for a new link, and what is kept of them.
#[must_use]
pub fn make() -> (String, Hash) {
    let token = BASE64_URL_SAFE_NO_PAD.encode(random::bytes::<32>());
    let hash = hash(&token);
    (token, hash)
}

/// What is kept of a link.
#[must_use]
pub fn hash(token: &str) -> Hash {
    Sha256::digest(token.as_bytes()).into()
}
