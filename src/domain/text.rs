//! How the length of a text is counted: in code points after NFC, so that "é" is one however it was typed.

/// How many characters a person would say that this is.
pub(super) fn chars(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { nfc(text).chars().count() }
}

/// The canonical composition (Unicode Standard Annex 15).
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn nfc(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}

/// The same, by the browser, which has the tables already.
#[cfg(target_arch = "wasm32")]
pub(super) fn nfc(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_accent_count_as_one() {
        assert_eq!(chars("e\u{301}"), 1);
        assert_eq!(chars("é"), 1);
        assert_eq!(chars("👩‍👧"), 3);
    }
}
