//! Another password without the old one, by a link that whoever runs the server hands over.

use std::time::Duration;

use super::{
    accounts::{Accounts, SignedIn},
    caller::Caller,
    link,
    token::Audience,
};
use crate::{
    domain::{Error, Password, Timestamp, User},
    server::store::{Db, links},
};

/// How long a link is good.
pub const LINK_LASTS: Duration = Duration::from_hours(1);

/// Makes a link for somebody, and ends all their sessions.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn make_link(db: &Db, user: &User, now: Timestamp) -> Result<String, Error> {
    let (token, hash) = link::make();
    links::insert_reset(db, user.id, &hash, now.plus(LINK_LASTS)).await?;
    tracing::info!(user.id = %user.id, "a link to reset the password was made");
    Ok(format!("/reset?token={token}"))
}

impl Accounts {
    /// Whose link this is.
    ///
    /// # Errors
    /// [`Error::LinkExpired`]; [`Error::Unavailable`].
    pub async fn owner_of_link(&self, token: &str, now: Timestamp) -> Result<User, Error> {
        links::owner_of_reset(&self.db, &link::hash(token), now).await.map(|(user, _)| user)
    }

    /// Uses a link: chooses a password, ends every session and signs in.
    ///
    /// # Errors
    /// [`Error::LinkExpired`]; [`Error::Invalid`] with what is wrong with the password; [`Error::Unavailable`].
    pub async fn reset_password(
        &self,
        caller: &Caller,
        token: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let hash = link::hash(token);
        let (user, theme) = links::owner_of_reset(&self.db, &hash, now).await?;
        let chosen = Password::choose(new, Some(&user.email), user.name.as_ref())?;
        let password_hash = self.hasher.hash(chosen).await?;
        let session = self.new_session(Audience::Web, caller, user.id, now);
        links::use_reset(&self.db, session, &hash, &password_hash).await?;
        // The password is chosen and the link is used, whatever becomes of this.
        if let Err(error) = self.throttle.forget(user.email.as_str()).await {
            tracing::warn!(%error, "failures from before stay counted");
        }
        tracing::info!(user.id = %user.id, "chose a password by a link");
        self.signed_in(Audience::Web, caller, None, (user, theme), session)
    }
}
