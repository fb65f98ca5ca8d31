//! A form that was sent when its session was over. It goes along through signing in, as a hidden field of that form, and
//! is given back on its own page: nothing of it is in an address, in a cookie or on the server, and nothing is done until
//! its person sends it again. It says whose it is, as its page did: nobody else is given it.

use crate::{domain::Error, web::attempt::Attempt};

/// The hidden field.
pub const FIELD: &str = "kept";
/// What stands in it before the fields of the form.
const FUNCTION: &str = "/fn/";

/// Whether the form of this function holds something that somebody typed.
fn keeps(function: &str) -> bool {
    matches!(function, "add_task" | "update_task" | "bring_back" | "update_profile")
}

/// The function whose form stands on the page at this address.
#[must_use]
pub fn function_on(page: &str) -> &'static str {
    match page.split('?').next() {
        Some("/account") => "update_profile",
        Some("/tasks") => "add_task",
        _ => "update_task",
    }
}

/// Whether the form is given back to whoever signs in, if they are its person: it says whose it is, and holds something.
#[must_use]
pub fn is_kept(attempt: &Attempt) -> bool {
    keeps(&attempt.function) && attempt.person().is_some()
}

/// The form, as a text.
#[must_use]
pub fn write(attempt: &Attempt) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair(FUNCTION, &attempt.function)
        .extend_pairs(attempt.values())
        .finish()
}

/// The form of a text, given back.
#[must_use]
pub fn read(text: &str) -> Option<Attempt> {
    let mut pairs = form_urlencoded::parse(text.as_bytes()).into_owned();
    let (_, function) = pairs.next().filter(|(name, function)| name == FUNCTION && keeps(function))?;
    Some(Attempt::new(function, Error::Interrupted, pairs.collect()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_forms_that_hold_something_are_kept() {
        assert_eq!(read("%2Ffn%2F=delete_account&confirm=DELETE"), None);
        assert_eq!(read("title=x&%2Ffn%2F=add_task"), None);
        assert_eq!(read(""), None);
        let of = |function: &str, person: &str| {
            let typed = vec![(Attempt::PERSON.to_owned(), person.to_owned())];
            is_kept(&Attempt::new(function.to_owned(), Error::SignedOut, typed))
        };
        let person = "019a0000-0000-7000-8000-000000000000";
        assert!(of("add_task", person) && !of("add_task", "ann") && !of("sign_out", person));
    }

    proptest! {
        #[test]
        fn a_form_is_given_back_as_it_was(title in any::<String>(), description in any::<String>()) {
            let typed = vec![("title".to_owned(), title), ("description".to_owned(), description)];
            let attempt = Attempt::new("add_task".to_owned(), Error::Interrupted, typed);
            prop_assert_eq!(read(&write(&attempt)), Some(attempt));
        }

        #[test]
        fn no_text_panics_and_no_password_is_given_back(text in any::<String>(), word in "[a-z]{0,8}") {
            let _ = read(&text);
            let given = read(&format!("%2Ffn%2F=update_profile&current_password={word}&name=x")).unwrap();
            prop_assert_eq!(given.named("current_password"), None);
        }
    }
}
