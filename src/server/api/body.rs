//! A JSON body, read field by field: everything that is wrong with it is said at once, by name.
//!
//! What cannot be read at all is 400. What can be read and is not what was asked for is 422: a wrong type, a number that
//! nothing can hold, half of a character, a name that comes twice or that nobody knows.

use std::{collections::BTreeMap, fmt};

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use super::problem::Failure;
use crate::{
    domain::{Error, Problem},
    server::state::AppState,
};

/// A body of a shape.
pub struct Body<T>(pub T);

/// What can be read from the fields of a JSON object.
pub trait Shape: Sized {
    /// Reads every field that it knows. `None` where something was refused.
    fn read(fields: &mut Fields<'_>) -> Option<Self>;
}

impl<T: Shape> FromRequest<AppState> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::NotJson);
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
            axum::http::StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
            _ => Error::Malformed,
        })?;
        read(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn read<T: Shape>(bytes: &[u8]) -> Result<T, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::Malformed)?;
    // Held against the grammar alone: what the values are is asked for one by one.
    let whole: &RawValue = serde_json::from_str(text).map_err(|_| Error::Malformed)?;
    let mut fields = Fields::default();
    if whole.get().starts_with('{') {
        let Members(members) = serde_json::from_str(whole.get()).map_err(|_| Error::Malformed)?;
        for (name, value) in members {
            if fields.values.insert(name.clone(), value).is_some() {
                fields.refuse(&name, "This field comes twice");
            }
        }
    } else {
        fields.refuse("body", "The body must be a JSON object");
    }
    let read = T::read(&mut fields);
    let unknown: Vec<_> = fields.values.keys().cloned().collect();
    for name in unknown {
        fields.refuse(&name, "There is no such field");
    }
    match read {
        Some(read) if fields.refused.is_empty() => Ok(read),
        _ => Err(Failure::Misshapen(fields.refused)),
    }
}

/// The fields of an object that were not yet read, and what is wrong with those that were.
#[derive(Default)]
pub struct Fields<'a> {
    values: BTreeMap<String, &'a RawValue>,
    refused: BTreeMap<String, Vec<String>>,
}

/// What is said of a field.
pub enum Given<T> {
    /// Nothing.
    Absent,
    /// `null`.
    Null,
    /// This.
    Value(T),
}

impl Fields<'_> {
    /// A text.
    pub fn text(&mut self, name: &str) -> Given<String> {
        self.given(name, "This must be a text")
    }

    /// True or false.
    pub fn bool(&mut self, name: &str) -> Given<bool> {
        self.given(name, "This must be true or false")
    }

    /// Says what is wrong with a field. The first word counts: a number for a title is not also a title that is missing.
    pub fn refuse(&mut self, name: &str, why: impl fmt::Display) {
        self.refused.entry(name.to_owned()).or_insert_with(|| vec![why.to_string()]);
    }

    /// What was parsed, or nothing, once it is said what is wrong.
    pub fn accept<T>(&mut self, name: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.refuse(name, problem)).ok()
    }

    fn given<T: for<'de> Deserialize<'de>>(&mut self, name: &str, otherwise: &str) -> Given<T> {
        let Some(value) = self.values.remove(name) else { return Given::Absent };
        if value.get() == "null" {
            return Given::Null;
        }
        if let Ok(value) = serde_json::from_str(value.get()) {
            Given::Value(value)
        } else {
            self.refuse(name, otherwise);
            // It was said what is wrong, so that whatever is read instead does not count.
            Given::Absent
        }
    }
}

/// The members of an object in their order, also those that come twice.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug)]
    struct Note(String);

    impl Shape for Note {
        fn read(fields: &mut Fields<'_>) -> Option<Self> {
            match fields.text("note") {
                Given::Value(note) => Some(Self(note)),
                _ => None,
            }
        }
    }

    fn status(text: impl AsRef<[u8]>) -> u16 {
        read::<Note>(text.as_ref()).map_or_else(|failure| failure.status().as_u16(), |_| 200)
    }

    #[test]
    fn what_cannot_be_read_is_400_and_what_is_not_asked_for_is_422() {
        assert_eq!(read::<Note>(br#" {"note": "\u00e9"} "#).unwrap().0, "é");
        for broken in ["", "{", "{\"note\":}", "nul", "{\"note\": \"a\nb\"}", "{} {}", "\u{feff}{}", "{'note': 1}"] {
            assert_eq!(status(broken), 400, "{broken}");
        }
        assert_eq!(status(b"{\"note\": \"\xff\"}"), 400);
        for other in [
            "null",
            "[]",
            "\"note\"",
            "1",
            "{}",
            r#"{"note": 1}"#,
            r#"{"note": null}"#,
            r#"{"note": 1e999999}"#,
            r#"{"note": "\ud800"}"#,
            r#"{"note": "a", "note": "b"}"#,
            r#"{"note": "a", "other": 1}"#,
        ] {
            assert_eq!(status(other), 422, "{other}");
        }
        assert_eq!(status(format!("{{\"note\": {}{}}}", "[".repeat(64), "]".repeat(64))), 422);
        assert_eq!(status("[".repeat(60_000)), 400);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>(), value in "[\\[\\]{}\",:\\\\ud0-9eE+.-]{0,40}") {
            let _ = (status(bytes), status(format!("{{\"note\": {value}}}")));
        }
    }
}
