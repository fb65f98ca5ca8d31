//! A person as the rows have them.

use uuid::Uuid;

use crate::{
    domain::{Email, Error, Name, User, UserId},
    server::problem,
};

/// What was stored passed the same door on its way in.
pub(super) fn user(id: Uuid, email: String, name: Option<String>) -> Result<User, Error> {
    let email = Email::parse(&email);
    let name = name.as_deref().map_or(Ok(None), Name::parse);
    match (email, name) {
        (Ok(email), Ok(name)) => Ok(User { id: UserId::new(id), email, name }),
        _ => Err(problem::internal("a stored account cannot be read", id)),
    }
}
