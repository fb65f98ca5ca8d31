//! What is drawn where there is nothing to show: a compartment, and what would be in it.

/// Nothing has come yet.
pub const EMPTY: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle cx="40" cy="57" r="6.5" stroke-dasharray="2.6 3.2"/></g>"#;

/// Everything is in its place.
pub const DONE: &str = r#"<g transform="translate(10)"><rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle class="ball" cx="40" cy="57" r="7"/></g>"#;

/// What was looked for is not in it.
pub const NOTHING: &str = r#"<rect x="10" y="10" width="60" height="60" rx="15"/><path class="faint" d="m15 15 8 8m42-8-8 8M15 65l8-8m42 8-8-8"/><rect class="faint" x="22" y="22" width="36" height="36" rx="7"/><circle class="ball" cx="88" cy="63" r="7"/>"#;
