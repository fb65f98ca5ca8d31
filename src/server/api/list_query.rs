//! The parameters of a list. Unlike an address of a page, what nobody offers is refused by name.

use std::{
    collections::{BTreeMap, HashSet},
    str::FromStr,
};

use axum::{extract::FromRequestParts, http::request::Parts};

use super::problem::Failure;
use crate::{
    domain::TaskQuery,
    server::{state::AppState, store::task_lists::Stretch},
};

/// Most tasks of one answer.
const MAX_LIMIT: u16 = 100;
/// More than anybody has.
const MAX_OFFSET: u32 = 1_000_000;
/// Several times as many as there are parameters.
const MAX_PAIRS: usize = 32;

/// Which tasks, and which stretch of them.
pub struct ListQuery {
    /// Which tasks, in which order, from where on.
    pub query: TaskQuery,
    /// How many of them.
    pub stretch: Stretch,
}

impl FromRequestParts<AppState> for ListQuery {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Failure> {
        read(parts.uri.query().unwrap_or_default())
    }
}

fn read(query: &str) -> Result<ListQuery, Failure> {
    // One more tells that there are too many; what follows is not read.
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).take(MAX_PAIRS + 1).collect();
    let mut refused = BTreeMap::<String, Vec<String>>::new();
    let mut refuse = |key: &str, why: &str| refused.entry(key.to_owned()).or_default().push(why.to_owned());
    let mut stretch = Stretch::default();
    let mut rest = Vec::new();
    let mut seen = HashSet::new();
    if let Some((key, _)) = pairs.get(MAX_PAIRS) {
        refuse(key, "There are too many parameters");
    }
    for (key, value) in pairs.iter().take(MAX_PAIRS) {
        if !seen.insert(key) && key != "priority" {
            refuse(key, "This comes twice");
        }
        match key.as_ref() {
            "limit" => match whole(value).filter(|limit| (1..=MAX_LIMIT).contains(limit)) {
                Some(limit) => stretch.limit = limit,
                None => refuse(key, "Limit must be a whole number from 1 to 100"),
            },
            "offset" => match whole(value).filter(|offset| *offset <= MAX_OFFSET) {
                Some(offset) => stretch.offset = offset,
                None => refuse(key, "Offset must be a whole number from 0 to 1000000"),
            },
            // Its name in the address of a page.
            "after" => refuse(key, "There is no such parameter"),
            _ => rest.push((key.as_ref(), value.as_ref())),
        }
    }
    let (query, not_offered) = TaskQuery::read(rest);
    for one in not_offered {
        refuse(&one.key, one.why);
    }
    if refused.is_empty() { Ok(ListQuery { query, stretch }) } else { Err(Failure::Misshapen(refused)) }
}

/// Digits alone: what `parse` allows besides is not how anybody writes a number here.
fn whole<T: FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
