//! Values as JSON. The browser reads it with the parser that it has: one of our own would be a tenth of what it is sent.

use std::{error, fmt};

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub use browser::{read, read_value};

use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};
use serde::{Serialize, de::DeserializeOwned};

/// The text is not JSON, or not that of such a value.
#[derive(Debug)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the JSON of such a value")
    }
}

impl error::Error for Unreadable {}

/// Reads a value.
///
/// # Errors
/// [`Unreadable`].
#[cfg(not(target_arch = "wasm32"))]
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|_| Unreadable)
}

/// Writes a value. Only the server has any to write: a browser answers by forms.
///
/// # Errors
/// [`Unreadable`], for a map whose keys are not text.
pub fn write<T: Serialize>(value: &T) -> Result<String, Unreadable> {
    #[cfg(not(target_arch = "wasm32"))]
    return serde_json::to_string(value).map_err(|_| Unreadable);
    #[cfg(target_arch = "wasm32")]
    return {
        let _ = value;
        Err(Unreadable)
    };
}

/// The body of a server function's answer.
pub type Json = Post<JsonText>;

/// Its encoding.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = Unreadable;

    fn encode(output: &T) -> Result<Bytes, Unreadable> {
        write(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unreadable;

    fn decode(bytes: Bytes) -> Result<T, Unreadable> {
        read(std::str::from_utf8(&bytes).unwrap_or_default())
    }
}
