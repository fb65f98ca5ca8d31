//! What a person looks for among their tasks.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    TaskDescription, TaskTitle, text,
    words::{self, Word},
};

/// As long as a title: nobody remembers more of one.
pub(super) const MAX_CHARS: usize = 200;

/// A task that has eight beginnings in common with a search is the one; each more is another walk through the index.
pub(super) const MAX_WORDS: usize = 8;

/// Pairs of signs of a script without spaces: as many as a sentence has.
pub(super) const MAX_PAIRS: usize = 24;

/// 1 to 200 characters, without the space around them. Each word of it is the beginning of a word that is looked for, the
/// first eight of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Search(String);

impl Search {
    /// `None` where nothing was typed.
    ///
    /// # Errors
    /// A sentence, where there is too much, or a NUL in it.
    pub fn parse(raw: &str) -> Result<Option<Self>, &'static str> {
        let search = raw.trim();
        if search.contains('\0') {
            Err("Search must not contain the character NUL")
        } else if text::chars(search) > MAX_CHARS {
            Err("Search must be at most 200 characters")
        } else {
            Ok((!search.is_empty()).then(|| Self(search.to_owned())))
        }
    }

    /// What was typed, as far as it is looked at.
    #[must_use]
    pub fn beginning(raw: &str) -> Option<Self> {
        let search: String = raw.trim().chars().filter(|&sign| sign != '\0').take(MAX_CHARS).collect();
        Self::parse(&search).ok().flatten()
    }

    /// As it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The beginnings of words that are looked for, without letter case and accents: at most eight, and 24 pairs of signs of
    /// scripts without spaces. There may be none: nothing is found by "!" alone.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in words::looked_for(&self.0) {
            // What begins with a longer word begins with its beginning too.
            if words.iter().any(|other| other.starts_with(&word)) {
                continue;
            }
            words.retain(|other| !word.starts_with(other.as_str()));
            words.push(word);
        }
        let (mut spaced, mut pairs) = (0, 0);
        words.retain(|word| {
            let (count, most) =
                if words::is_unspaced(word) { (&mut pairs, MAX_PAIRS) } else { (&mut spaced, MAX_WORDS) };
            *count += 1;
            *count <= most
        });
        words
    }

    /// What a task can be found by: its words, folded, with one space between them.
    #[must_use]
    pub fn words_of(title: &TaskTitle, description: Option<&TaskDescription>) -> String {
        let mut words = words::words(title.as_str());
        words.extend(description.map(|description| words::words(description.as_str())).unwrap_or_default());
        words.join(" ")
    }
}

/// What of a text a search has found: where each piece begins and where it ends, in bytes, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Marks(Vec<u32>);

impl Marks {
    /// What the words of a search ([`Search::words`]) have found in this text.
    #[must_use]
    pub fn of(words: &[String], text: &str) -> Self {
        let found = words::words_in_place(text).filter_map(|Word { at, text, .. }| {
            let folded = text::fold(text);
            let longest =
                words.iter().filter(|word| folded.starts_with(word.as_str())).max_by_key(|word| word.len())?;
            let end = at + words::beginning(text, longest);
            Some((u32::try_from(at).ok()?, u32::try_from(end).ok()?))
        });
        let mut marks: Vec<u32> = Vec::new();
        for (at, end) in found {
            // Where no spaces are left, words stand in each other.
            match marks.last_mut().filter(|last| **last >= at) {
                Some(last) => *last = end.max(*last),
                None => marks.extend([at, end]),
            }
        }
        Self(marks)
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn are_none(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in pieces; every other one is marked, the first is not.
    pub fn pieces<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let mut from = 0;
        let ends = self.0.iter().map(|end| *end as usize).chain([text.len()]);
        ends.map(move |to| text.get(std::mem::replace(&mut from, to)..to).unwrap_or_default())
    }
}

impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_search_has_at_most_200_characters_and_may_be_left_out() {
        assert_eq!(Search::parse("  "), Ok(None));
        assert_eq!(Search::parse(" milk ").unwrap().unwrap().as_str(), "milk");
        assert!(Search::parse(&"é".repeat(200)).is_ok());
        assert!(Search::parse(&"é".repeat(201)).is_err());
        assert!(Search::parse("a\0b").is_err());
        assert_eq!(Search::beginning(&"é".repeat(10_000)).unwrap().as_str(), "é".repeat(200));
    }

    #[test]
    fn a_word_is_looked_for_once_and_no_more_than_eight_are() {
        let words = |raw: &str| Search::beginning(raw).unwrap().words();
        assert_eq!(words("milk Milk MÍLK"), ["milk"]);
        assert_eq!(words("mi bread milk m"), ["bread", "milk"]);
        assert_eq!(words(&"a b ".repeat(50)), ["a", "b"]);
        assert_eq!(words("a b c d e f g h i j"), ["a", "b", "c", "d", "e", "f", "g", "h"]);
        assert_eq!(words("東京で牛乳を買うこと鈴木さん").len(), 13);
    }

    fn marked(search: &str, text: &str) -> String {
        let marks = Marks::of(&Search::beginning(search).unwrap().words(), text);
        let pieces = marks.pieces(text).enumerate();
        pieces.map(|(at, piece)| if at % 2 == 0 { piece.to_owned() } else { format!("[{piece}]") }).collect()
    }

    #[test]
    fn what_was_found_is_marked_as_far_as_it_was_looked_for() {
        for (search, text, expected) in [
            ("milk", "Buy milk, MILKshake and buttermilk", "Buy [milk], [MILK]shake and buttermilk"),
            ("eclair", "Two E\u{301}clairs", "Two [E\u{301}clair]s"),
            ("cafe", "Café au lait", "[Café] au lait"),
            ("stras", "Hauptstraße, Straße 7", "Hauptstraße, [Straß]e 7"),
            ("m mil", "milk and more", "[mil]k and more"),
            ("\"*:", "Buy milk", "Buy milk"),
            ("か", "が か", "[が] [か]"),
            ("乳を", "牛乳を買う。豆乳を飲む", "牛[乳を]買う。豆[乳を]飲む"),
            ("牛乳を", "牛乳をやめて豆乳を買う", "[牛乳を]やめて豆[乳を]買う"),
            ("ケーブル", "iPhone用ケーブル", "iPhone用[ケーブル]"),
        ] {
            assert_eq!(marked(search, text), expected, "{search} in {text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_marked_begins_with_what_was_looked_for(text in "[a-zäßÉ\u{301} ,が👩]{0,30}", pick in any::<usize>(), long in 1..4_usize) {
            let all = words::words(&text);
            prop_assume!(!all.is_empty());
            let word: String = all[pick % all.len()].chars().take(long).collect();
            let marks = Marks::of(std::slice::from_ref(&word), &text);
            prop_assert!(!marks.are_none(), "{} in {}", word, text);
            prop_assert_eq!(marks.pieces(&text).collect::<String>(), text.clone());
            for piece in marks.pieces(&text).skip(1).step_by(2) {
                prop_assert!(text::fold(piece).starts_with(&word));
            }
        }

        #[test]
        fn no_text_panics(raw in any::<String>()) {
            if let Some(search) = Search::beginning(&raw) {
                prop_assert_eq!(Search::parse(search.as_str()), Ok(Some(search.clone())));
                prop_assert!(search.words().len() <= MAX_WORDS + MAX_PAIRS);
            }
        }
    }
}
