//! The language in which a person's days are written. Words are English; the name of a month and the order of a date are the
//! person's own.

use std::sync::Arc;

use time::Date;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod server;

#[cfg(target_arch = "wasm32")]
use browser::Foreign;
#[cfg(not(target_arch = "wasm32"))]
use server::Foreign;

/// How much of a day is written.
#[derive(Debug, Clone, Copy)]
pub enum Style {
    /// Its month and number.
    Day,
    /// With the day of the week.
    Weekday,
    /// With the year.
    Year,
}

/// One that somebody prefers: English, which the pages write themselves, or another.
#[derive(Debug, Clone, Default)]
pub struct Language(Option<Arc<Foreign>>);

impl Language {
    /// That of a tag (BCP 47); English where nobody knows it.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if is_english(tag) { Self::default() } else { Self(Foreign::of(tag).map(Arc::new)) }
    }

    /// The first that is known of those in an `Accept-Language` (RFC 9110, section 12.5.4).
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        /// Whoever lists more has no language.
        const MOST: usize = 8;
        let mut wishes: Vec<(&str, f32)> = header.split(',').take(MOST).filter_map(wish).collect();
        wishes.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        for (tag, _) in wishes {
            let language = Self::of(tag);
            if language.0.is_some() || is_english(tag) {
                return language;
            }
        }
        Self::default()
    }

    /// Its tag, where it is not English.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.0.as_ref().map(|foreign| foreign.tag())
    }

    /// A day as it is written in it; none in English.
    #[must_use]
    pub fn write(&self, day: Date, style: Style) -> Option<String> {
        self.0.as_ref()?.write(day, style)
    }
}

fn is_english(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}

/// One of an `Accept-Language`, and how much it is wished for.
#[cfg(feature = "ssr")]
fn wish(text: &str) -> Option<(&str, f32)> {
    let (tag, weight) = text.split_once(';').unwrap_or((text, ""));
    let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse().ok())?;
    (weight > 0.0).then_some((tag.trim(), weight))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use time::{Date, Month};

    use super::*;

    fn written(header: &str) -> [Option<String>; 3] {
        let language = Language::accepted(header);
        let day = Date::from_calendar_date(2026, Month::November, 24);
        [Style::Day, Style::Weekday, Style::Year].map(|style| language.write(day.ok()?, style))
    }

    #[test]
    fn a_day_is_written_as_in_the_person_s_language() {
        assert_eq!(written("de-AT, en;q=0.5"), ["24. Nov.", "Di., 24. Nov.", "24.11.2026"].map(|day| Some(day.into())));
        assert_eq!(written("sv"), ["24 nov.", "tis 24 nov.", "24 nov. 2026"].map(|day| Some(day.into())));
        assert_eq!(written("ja"), ["11月24日", "11月24日(火)", "2026/11/24"].map(|day| Some(day.into())));
    }

    #[test]
    fn english_is_written_by_the_pages() {
        for header in ["", "en", "en-US,en;q=0.9,de;q=0.8", "EN-gb", "*", "de;q=0", "de;q=0.1, en;q=0.7"] {
            assert_eq!(Language::accepted(header).tag(), None, "{header}");
        }
    }

    #[test]
    fn the_most_wished_for_that_is_known_is_taken() {
        assert_eq!(Language::accepted("fr;q=0.3, pt-BR;q=0.8").tag(), Some("pt-BR"));
        assert_eq!(Language::accepted("tlh, de").tag(), Some("de"));
        assert_eq!(Language::accepted("<script>, \u{fc}, ;;q=x, i-klingon, x-none, de\"").tag(), None);
    }
}
