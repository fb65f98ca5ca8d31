//! Days as CLDR has them written, compiled in.

use icu_calendar::Gregorian;
use icu_datetime::{
    FixedCalendarDateTimeFormatter as Formatter,
    fieldsets::{MD, MDE, YMD},
    input,
};
use icu_locale_core::{LanguageIdentifier, Locale};
use time::{Date, Month};

use super::Style;

#[derive(Debug)]
pub(super) struct Foreign {
    tag: String,
    language: LanguageIdentifier,
}

impl Foreign {
    pub(super) fn of(tag: &str) -> Option<Self> {
        let language = tag.parse::<Locale>().ok()?.id;
        let foreign = Self { tag: language.to_string(), language };
        // What it does not know it writes as "M11 24".
        let november = Date::from_calendar_date(2000, Month::November, 24).ok()?;
        foreign.write(november, Style::Day).filter(|words| !words.contains("M11")).map(|_| foreign)
    }

    pub(super) fn tag(&self) -> &str {
        &self.tag
    }

    pub(super) fn write(&self, day: Date, style: Style) -> Option<String> {
        type In<Parts> = Formatter<Gregorian, Parts>;
        let day = input::Date::try_new_gregorian(day.year(), day.month().into(), day.day()).ok()?;
        let language = (&self.language).into();
        Some(match style {
            Style::Day => In::try_new(language, MD::medium()).ok()?.format(&day).to_string(),
            Style::Weekday => In::try_new(language, MDE::medium()).ok()?.format(&day).to_string(),
            Style::Year => In::try_new(language, YMD::medium()).ok()?.format(&day).to_string(),
        })
    }
}
