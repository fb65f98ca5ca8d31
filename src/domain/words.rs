//! Where the words of a text begin, and where they end.
//!
//! Some scripts leave no space between words (Unicode Standard Annex 29, section 4): only a dictionary could tell them apart. There
//! each sign begins a word of two, so that whatever part of a sentence is looked for is found.

use std::iter::from_fn;

use unicode_normalization::char::is_combining_mark;

use super::text::{fold, is_accent};

/// A word, as it stands in a text.
pub(super) struct Word<'a> {
    /// Where it begins, in bytes.
    pub at: usize,
    pub text: &'a str,
    /// Whether it is the last sign of a run without spaces, which is in the word before too.
    is_rest: bool,
}

/// The words of a text, folded: what it is found by.
pub(super) fn words(text: &str) -> Vec<String> {
    words_in_place(&fold(text)).map(|word| word.text.to_owned()).collect()
}

/// The words of what is looked for, folded: no more of them than it takes.
pub(super) fn looked_for(text: &str) -> Vec<String> {
    words_in_place(&fold(text)).filter(|word| !word.is_rest).map(|word| word.text.to_owned()).collect()
}

/// The words of a text as they stand there.
pub(super) fn words_in_place(text: &str) -> impl Iterator<Item = Word<'_>> {
    runs(text).flat_map(|(at, run)| {
        let signs = run.char_indices().filter(|(_, sign)| !is_combining_mark(*sign)).map(|(at, _)| at);
        let begins: Vec<usize> = if is_unspaced(run) { signs.collect() } else { vec![0] };
        let count = begins.len();
        (0..count).filter_map(move |number| {
            let begin = *begins.get(number)?;
            let end = begins.get(number + 2).copied().unwrap_or(run.len());
            Some(Word { at: at + begin, text: run.get(begin..end)?, is_rest: number > 0 && number + 1 == count })
        })
    })
}

/// Whether a word is of a script without spaces.
pub(super) fn is_unspaced(word: &str) -> bool {
    word.starts_with(has_no_spaces)
}

/// How many bytes of a word it takes to begin with `folded`, with which the whole word begins.
pub(super) fn beginning(word: &str, folded: &str) -> usize {
    if word.is_ascii() {
        return folded.len().min(word.len());
    }
    let mut ends = word.char_indices().skip(1).filter(|(_, sign)| !is_accent(*sign)).map(|(at, _)| at);
    ends.find(|end| word.get(..*end).is_some_and(|start| fold(start).starts_with(folded))).unwrap_or(word.len())
}

/// Letters and digits that stand together, each with the place where it begins. One that leaves spaces between its words and one
/// that leaves none are two.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut signs = text.char_indices().peekable();
    from_fn(move || {
        let (begin, first) = signs.by_ref().find(|(_, sign)| is_part(*sign))?;
        let goes_on = |sign| is_combining_mark(sign) || is_part(sign) && has_no_spaces(sign) == has_no_spaces(first);
        while signs.next_if(|(_, sign)| goes_on(*sign)).is_some() {}
        let end = signs.peek().map_or(text.len(), |(at, _)| *at);
        Some((begin, text.get(begin..end)?))
    })
}

fn is_part(sign: char) -> bool {
    sign.is_alphanumeric() || is_combining_mark(sign)
}

/// Whether a sign is of a script without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
fn has_no_spaces(sign: char) -> bool {
    matches!(sign, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_letters_and_digits() {
        assert_eq!(words("Buy milk, eggs & Crème-brûlée (2)!"), ["buy", "milk", "eggs", "creme", "brulee", "2"]);
        assert_eq!(words("\"*:()^-+' \0"), [""; 0]);
    }

    #[test]
    fn where_no_spaces_are_left_each_sign_begins_a_word() {
        assert_eq!(words("牛乳を買う"), ["牛乳", "乳を", "を買", "買う", "う"]);
        assert_eq!(looked_for("牛乳を"), ["牛乳", "乳を"]);
        assert_eq!(looked_for("牛"), ["牛"]);
        assert_eq!(
            words("iPhone用ケーブル 2本"),
            ["iphone", "用ケ", "ケー", "ーフ\u{3099}", "フ\u{3099}ル", "ル", "2", "本"]
        );
        assert_eq!(words("ซื้อนม"), ["ซือ", "อน", "นม", "ม"]);
        assert_eq!(words("우유 사기"), [fold("우유"), fold("사기")]);
        // Marks that stand on nothing.
        assert_eq!(words("\u{e31} \u{3099}"), [""; 0]);
    }

    proptest! {
        #[test]
        fn a_word_begins_with_itself(text in any::<String>()) {
            for word in words(&text) {
                prop_assert_eq!(words(&word).into_iter().next(), Some(word.clone()));
                prop_assert_eq!(looked_for(&word), [word]);
            }
        }

        #[test]
        fn words_stand_where_they_are_said_to(text in any::<String>()) {
            for word in words_in_place(&text) {
                prop_assert_eq!(text.get(word.at..word.at + word.text.len()), Some(word.text));
            }
        }

        #[test]
        fn any_part_of_a_run_without_spaces_is_found(text in "[牛乳を買が]{1,20}", from in 0..20_usize, long in 1..9_usize) {
            let part: String = text.chars().skip(from).take(long).collect();
            let there = words(&text);
            for word in looked_for(&part) {
                prop_assert!(there.iter().any(|other| other.starts_with(&word)), "{} in {:?}", word, there);
            }
        }
    }
}
