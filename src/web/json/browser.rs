//! From what `JSON.parse` gives to a value. Why something does not fit is not kept, so that no words for it are sent.

use std::fmt::Display;

use js_sys::{Array, JSON, Object};
use serde::{
    Deserializer,
    de::{
        self, DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::StringDeserializer,
    },
    forward_to_deserialize_any,
};
use wasm_bindgen::JsValue;

use super::Unreadable;

/// Reads a value.
///
/// # Errors
/// [`Unreadable`].
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    read_value(JSON::parse(text).map_err(|_| Unreadable)?)
}

/// Reads what was parsed already.
///
/// # Errors
/// [`Unreadable`].
pub fn read_value<T: DeserializeOwned>(value: JsValue) -> Result<T, Unreadable> {
    T::deserialize(Value(value))
}

impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

struct Value(JsValue);

impl Value {
    fn text(&self) -> Result<String, Unreadable> {
        self.0.as_string().ok_or(Unreadable)
    }
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        #[expect(clippy::cast_possible_truncation, reason = "JSON of ours has whole numbers alone, far below 2^53")]
        visitor.visit_i64(self.0.as_f64().ok_or(Unreadable)? as i64)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Items::of(&self.0))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_map(Entries::of(&self.0)?)
    }

    /// A variant that holds nothing is its name, any other an object with its name as the only key.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(match self.0.as_string() {
            Some(name) => Variant { name, held: Value(JsValue::NULL) },
            None => Entries::of(&self.0)?.variant()?,
        })
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit_struct tuple tuple_struct map
    }
}

struct Items {
    array: Array,
    next: u32,
}

impl Items {
    fn of(value: &JsValue) -> Self {
        Self { array: Array::from(value), next: 0 }
    }

    fn take(&mut self) -> Option<JsValue> {
        let item = (self.next < self.array.length()).then(|| self.array.get(self.next));
        self.next += 1;
        item
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.take().map(|item| seed.deserialize(Value(item))).transpose()
    }
}

struct Entries {
    entries: Items,
    value: JsValue,
}

impl Entries {
    fn of(value: &JsValue) -> Result<Self, Unreadable> {
        let entries = Object::entries(Object::try_from(value).ok_or(Unreadable)?);
        Ok(Self { entries: Items { array: entries, next: 0 }, value: JsValue::NULL })
    }

    fn take(&mut self) -> Option<JsValue> {
        let entry = Array::from(&self.entries.take()?);
        self.value = entry.get(1);
        Some(entry.get(0))
    }

    fn variant(mut self) -> Result<Variant, Unreadable> {
        let name = Value(self.take().ok_or(Unreadable)?).text()?;
        Ok(Variant { name, held: Value(self.value) })
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        self.take().map(|key| seed.deserialize(Value(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Value(self.value.clone()))
    }
}

struct Variant {
    name: String,
    held: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Unreadable> {
        let name: StringDeserializer<Unreadable> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self.held))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(Entries::of(&self.0)?)
    }
}
