//! Whose request this is: first the signature, which costs no database call, then the session.

use std::time::Duration;

use super::{
    accounts::Accounts,
    token::{Audience, Pointer, Refused},
};
use crate::{
    domain::{Error, SessionId, Shortcuts, Theme, Timestamp, User, UserId},
    server::store::{Revision, sessions},
};

/// How exactly "last seen" is known; a write for each request would cost more than it tells.
const LAST_SEEN_STEP: Duration = Duration::from_mins(1);

/// Somebody who is signed in.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct CurrentUser {
    pub user: User,
    pub session: SessionId,
    pub theme: Theme,
    pub shortcuts: Shortcuts,
    /// Where their tasks have come to.
    pub tasks: Revision,
}

impl CurrentUser {
    /// Whether a page was opened by somebody else, who was signed in in this browser before. Nothing on it is done in the name of
    /// this person, or shown to the other.
    #[must_use]
    pub fn is_other_than(&self, page_owner: Option<UserId>) -> bool {
        page_owner.is_some_and(|owner| owner != self.user.id)
    }
}

impl Accounts {
    /// The person of this token.
    ///
    /// # Errors
    /// [`Error::SignedOut`] without a token or with one that is not ours; [`Error::SessionExpired`] where the session has
    /// expired or was ended; [`Error::Unavailable`] where the database does not answer.
    pub async fn current_user(
        &self,
        audience: Audience,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<CurrentUser, Error> {
        let token = token.ok_or(Error::SignedOut)?;
        let Pointer { user: owner, session: id } =
            self.keys.verify(audience, token, now).map_err(|refused| match refused {
                Refused::Forged => Error::SignedOut,
                Refused::Expired => Error::SessionExpired,
            })?;
        let session = sessions::find(&self.db, owner, id, audience.as_str())
            .await?
            .filter(|session| !is_over(session, now, self.session_idle))
            .ok_or(Error::SessionExpired)?;
        // Nobody is kept from reading because nothing can be written.
        if now.since(session.last_seen_at) >= LAST_SEEN_STEP
            && let Err(error) = sessions::touch(&self.db, owner, id, now).await
        {
            tracing::debug!(user.id = %owner, %error, "last seen is not noted");
        }
        let sessions::Session { user, theme, shortcuts, tasks, .. } = session;
        Ok(CurrentUser { user, session: id, theme, shortcuts, tasks })
    }

    /// Whose browser this was last, also when the session is over. Nothing opens by it.
    #[must_use]
    pub fn whose(&self, token: Option<&str>, now: Timestamp) -> Option<UserId> {
        self.keys.verify(Audience::Web, token?, now).ok().map(|pointer| pointer.user)
    }
}

fn is_over(session: &sessions::Session, now: Timestamp, idle: Duration) -> bool {
    now >= session.expires_at || now.since(session.last_seen_at) >= idle
}
