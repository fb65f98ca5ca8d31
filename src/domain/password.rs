//! A password, for the short time that it exists as text.

use std::fmt;

use super::{Email, Name, Problem, text};

/// NIST SP 800-63B section 3.1.1.2 asks for at least 8.
pub(super) const MIN_CHARS: usize = 8;
/// Room for a sentence; a bound on the work that a request can cause (OWASP ASVS 5.0, 6.2.9 asks for at least 64).
pub(super) const MAX_CHARS: usize = 128;

/// Lower case, sorted bytewise, one a line; `common_passwords.md` says where it is from.
static COMMON: &str = include_str!("common_passwords.txt");

/// A password in NFC. Nothing is trimmed or cut. It cannot be printed, logged or serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// A password that somebody chooses now, held against the rules for new ones: 8 to 128 characters, not on the
    /// list of common ones, not the e-mail and not the name (NIST SP 800-63B section 3.1.1.2).
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn choose(raw: &str, email: Option<&Email>, name: Option<&Name>) -> Result<Self, Problem> {
        let password = Self::claim(raw);
        let chars = password.0.chars().count();
        if chars < MIN_CHARS {
            return Err(Problem::PasswordTooShort);
        }
        if chars > MAX_CHARS {
            return Err(Problem::PasswordTooLong);
        }
        let folded = password.0.to_lowercase();
        if email.is_some_and(|email| email.key() == folded) {
            Err(Problem::PasswordIsEmail)
        } else if name.is_some_and(|name| text::nfc(name.as_str()).to_lowercase() == folded) {
            Err(Problem::PasswordIsName)
        } else if is_common(&folded) {
            Err(Problem::PasswordCommon)
        } else {
            Ok(password)
        }
    }

    /// A password that somebody claims to have: any text, since a rule would tell what cannot be right.
    #[must_use]
    pub fn claim(raw: &str) -> Self {
        Self(text::nfc(raw))
    }

    /// What is hashed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn is_common(folded: &str) -> bool {
    static LINES: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| COMMON.lines().collect());
    LINES.binary_search(&folded).is_ok()
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choose(raw: &str) -> Result<Password, Problem> {
        let email = Email::parse("Ann@example.com").unwrap();
        let name = Name::parse("Ann Lindqvist").unwrap();
        Password::choose(raw, Some(&email), name.as_ref())
    }

    #[test]
    fn eight_to_128_characters_are_counted_after_composition() {
        assert_eq!(choose("1234567"), Err(Problem::PasswordTooShort));
        assert!(choose("e\u{301}e\u{301}e\u{301}e\u{301}xyzw").is_ok());
        assert_eq!(choose("e\u{301}e\u{301}e\u{301}e\u{301}xyz"), Err(Problem::PasswordTooShort));
        assert!(choose(&"ü".repeat(128)).is_ok());
        assert_eq!(choose(&"ü".repeat(129)), Err(Problem::PasswordTooLong));
    }

    #[test]
    fn what_is_easy_to_guess_is_refused_with_the_reason() {
        assert_eq!(choose("password1"), Err(Problem::PasswordCommon));
        assert_eq!(choose("PassWord1"), Err(Problem::PasswordCommon));
        assert_eq!(choose("ANN@EXAMPLE.COM"), Err(Problem::PasswordIsEmail));
        assert_eq!(choose("ann lindqvist"), Err(Problem::PasswordIsName));
        assert!(Problem::PasswordCommon.to_string().starts_with("Password is too easy to guess"));
    }

    #[test]
    fn the_list_can_be_searched() {
        let lines: Vec<_> = COMMON.lines().collect();
        assert!(lines.len() >= 3_000);
        assert!(lines.is_sorted());
        assert!(lines.iter().all(|line| line.chars().count() >= MIN_CHARS && *line == line.to_lowercase()));
    }

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", Password::claim("hunter2hunter2")), "Password(…)");
    }

    proptest! {
        #[test]
        fn nothing_is_trimmed_or_cut(raw in "[ -~]{8,128}") {
            let password = Password::claim(&raw);
            prop_assert_eq!(password.as_bytes(), raw.as_bytes());
        }

        #[test]
        fn two_ways_to_type_a_letter_are_one_password(rest in "[a-z0-9]{8,20}") {
            prop_assert_eq!(Password::claim(&format!("{rest}é")), Password::claim(&format!("{rest}e\u{301}")));
        }
    }
}
