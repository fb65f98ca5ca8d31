//! Days as the browser writes them: it has every language.

use js_sys::{JSON, JsString};
use time::Date;
use wasm_bindgen::JsValue;

use super::Style;

/// The day from which a browser counts (1970-01-01), as a Julian day.
const FIRST_DAY: i32 = 2_440_588;
const DAY: f64 = 86_400_000.0;

#[derive(Debug)]
pub(super) struct Foreign(String);

impl Foreign {
    #[expect(clippy::unnecessary_wraps, reason = "the server knows fewer languages")]
    pub(super) fn of(tag: &str) -> Option<Self> {
        Some(Self(tag.to_owned()))
    }

    pub(super) fn tag(&self) -> &str {
        &self.0
    }

    pub(super) fn write(&self, day: Date, style: Style) -> Option<String> {
        let options = JSON::parse(match style {
            Style::Day => r#"{"calendar":"gregory","timeZone":"UTC","day":"numeric","month":"short"}"#,
            Style::Weekday => {
                r#"{"calendar":"gregory","timeZone":"UTC","day":"numeric","month":"short","weekday":"short"}"#
            }
            Style::Year => r#"{"calendar":"gregory","timeZone":"UTC","dateStyle":"medium"}"#,
        });
        let moment = f64::from(day.to_julian_day() - FIRST_DAY) * DAY;
        let words = js_sys::Date::new(&JsValue::from_f64(moment)).to_locale_date_string(&self.0, &options.ok()?);
        Some(JsString::into(words))
    }
}
