//! How the length of a text is counted: in code points after NFC, so that "é" is one however it was typed. And what two
//! texts have in common that differ by letter case and accents alone.

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

/// The canonical decomposition: letters without their accents, and the accents.
#[cfg(not(target_arch = "wasm32"))]
fn nfd(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().collect()
}

/// The same, by the browser.
#[cfg(target_arch = "wasm32")]
fn nfd(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFD").into()
}

/// The text without letter case and accents. It never holds U+10FFFF, which therefore stands behind all of them.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    nfd(text)
        .chars()
        .filter(|&sign| !is_accent(sign) && sign != char::MAX)
        // By way of capitals: "ß" is "ss", and both small sigmas are one. There is a capital "ß" too, which is only another one of it.
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|&sign| !is_accent(sign))
        .collect()
}

/// Whether there is nothing to be seen in a text: spaces, controls, and what has no look of its own (Unicode,
/// `Default_Ignorable_Code_Point`).
pub(super) fn is_blank(text: &str) -> bool {
    let has_no_look = |sign| {
        matches!(sign, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().all(|sign| sign.is_whitespace() || sign.is_control() || has_no_look(sign))
}

/// Marks that most people leave out when they type. Others make another letter of the one that they stand on: nukta (7),
/// the voicing of kana (8), virama (9), vowels (0).
pub(super) fn is_accent(sign: char) -> bool {
    !matches!(unicode_normalization::char::canonical_combining_class(sign), 0 | 7..=9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_letter_and_its_accent_count_as_one() {
        assert_eq!(chars("e\u{301}"), 1);
        assert_eq!(chars("é"), 1);
        assert_eq!(chars("👩‍👧"), 3);
    }

    #[test]
    fn case_and_accents_are_folded_and_other_letters_stay_other_letters() {
        for (text, folded) in [
            ("Éclair", "eclair"),
            ("e\u{301}", "e"),
            ("STRASSE straße STRAẞE", "strasse strasse strasse"),
            ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
            ("İstanbul", "istanbul"),
            ("が か", "か\u{3099} か"),
            ("की का", "की का"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_folded_is_folded_once_and_for_all(text in any::<String>()) {
            let folded = fold(&text);
            prop_assert!(!folded.contains(char::MAX));
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
