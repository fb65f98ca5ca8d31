//! Password hashes of Better Auth, from the program that Cubby replaces. They are verified once and replaced.
//!
//! Better Auth writes `SALT:KEY`, both in hexadecimal, and feeds the text of the salt to scrypt (N = 16384, r = 16, p = 1,
//! 64 bytes) with the password in NFKC.

use scrypt::{Params, scrypt};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::domain::Password;

/// What stands before such a hash in our database.
pub const PREFIX: &str = "better-auth:";
/// 2 to this is N.
const LOG_N: u8 = 14;
const R: u32 = 16;
const P: u32 = 1;
const KEY_BYTES: usize = 64;
/// Better Auth's has 32.
const MAX_SALT: usize = 256;

/// Such a hash as our database keeps it, where it is one.
#[must_use]
pub fn stored(raw: &str) -> Option<String> {
    parts(raw).map(|_| format!("{PREFIX}{raw}"))
}

/// Whether the password is the one of `SALT:KEY`; nothing where that is no such hash.
#[must_use]
pub fn verify(password: &Password, raw: &str) -> Option<bool> {
    let (salt, key) = parts(raw)?;
    let text = std::str::from_utf8(password.as_bytes()).ok()?;
    let text: String = text.nfkc().collect();
    let mut derived = [0; KEY_BYTES];
    scrypt(text.as_bytes(), salt.as_bytes(), &Params::new(LOG_N, R, P).ok()?, &mut derived).ok()?;
    // Two hashes tell by the time that they are compared in nothing of what they are of.
    Some(Sha256::digest(derived) == Sha256::digest(key))
}

fn parts(raw: &str) -> Option<(&str, [u8; KEY_BYTES])> {
    let (salt, key) = raw.split_once(':')?;
    let is_hex = |text: &str| text.bytes().all(|digit| digit.is_ascii_hexdigit());
    if salt.is_empty() || salt.len() > MAX_SALT || !is_hex(salt) || key.len() != KEY_BYTES * 2 || !is_hex(key) {
        return None;
    }
    let mut bytes = [0; KEY_BYTES];
    for (byte, digits) in bytes.iter_mut().zip(key.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some((salt, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by Node's `crypto.scryptSync`, as Better Auth calls it.
    const PLAIN: &str = "000102030405060708090a0b0c0d0e0f:1903b6e83ea872f9dd26a170f59a136027b5372647a3e9cba5483c696d8a87a5a9a600022930975208efbe0b0fccdaf7355227545037eaacf43bcddd60e1a973";
    /// The same of "\u{fb01}ne-\u{2167}-p\u{e4}ssword".
    const COMPOSED: &str = "000102030405060708090a0b0c0d0e0f:82ed6411443b38540516996f21dd5d2652dc30b260d5aa428e839f8a0d636cab0f3aa27df2997c6ad7a3b2672c0274db76b490128f693d5f71b73b4426779df9";

    #[test]
    fn what_better_auth_wrote_is_verified() {
        assert_eq!(verify(&Password::claim("correct-horse-7"), PLAIN), Some(true));
        assert_eq!(verify(&Password::claim("correct-horse-8"), PLAIN), Some(false));
        assert_eq!(verify(&Password::claim("\u{fb01}ne-\u{2167}-p\u{e4}ssword"), COMPOSED), Some(true));
        assert_eq!(verify(&Password::claim("fine-VIII-pa\u{308}ssword"), COMPOSED), Some(true));
    }

    #[test]
    fn what_it_did_not_write_is_no_hash() {
        for raw in ["", ":", "00:11", "$2b$10$abc", "zz:00", &PLAIN[1..].replace(':', ""), &format!("{PLAIN}00")] {
            assert_eq!(stored(raw), None, "{raw}");
            assert_eq!(verify(&Password::claim("x"), raw), None, "{raw}");
        }
        assert_eq!(stored(PLAIN), Some(format!("better-auth:{PLAIN}")));
    }
}
