//! What a person changes about their account. What matters most asks for the password once more.

use super::{
    accounts::{Accounts, SignedIn},
    caller::Caller,
    current_user::CurrentUser,
    password::Verdict,
    token::Audience,
};
use crate::{
    domain::{Email, Error, Name, Password, Problem, SessionId, Shortcuts, Theme, Timestamp},
    server::store::{
        sessions::{self, OpenSession},
        users,
    },
};

/// What somebody types to delete their account.
const CONFIRMATION: &str = "DELETE";

impl Accounts {
    /// Changes name and e-mail. Another e-mail asks for the password, and is counted as a new account is: it tells
    /// whether somebody else has it.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong; [`Error::EmailTaken`]; [`Error::TooManyAttempts`];
    /// [`Error::Unavailable`].
    pub async fn update_profile(
        &self,
        person: &CurrentUser,
        caller: &Caller,
        name: &str,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (name, email) = match (Name::parse(name), Email::parse(email)) {
            (Ok(name), Ok(email)) => (name, email),
            (name, email) => return Err(Error::Invalid([name.err(), email.err()].into_iter().flatten().collect())),
        };
        // What stands there already is not written again: it may be another one meanwhile.
        let is_other = email != person.user.email;
        let confirmed = if is_other {
            let hash = self.confirm(person, password, now).await?;
            let _counted = self.throttle.sign_up(caller.counted, now).await?;
            Some(hash)
        } else {
            None
        };
        let email = confirmed.as_deref().map(|hash| (&email, hash));
        users::update_profile(&self.db, person.user.id, name.as_ref(), email, now).await.map_err(as_wrong_password)?;
        let what = if is_other { "changed their e-mail" } else { "changed their name" };
        tracing::info!(user.id = %person.user.id, "{what}");
        Ok(())
    }

    /// Changes the password. Every other session ends, on both faces, no browser is known any more, and this one goes on
    /// with a new session.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong; [`Error::TooManyAttempts`]; [`Error::Unavailable`].
    pub async fn change_password(
        &self,
        person: &CurrentUser,
        caller: &Caller,
        current: &str,
        new: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let user = person.user.clone();
        let chosen = Password::choose(new, Some(&user.email), user.name.as_ref());
        let old = self.confirm(person, current, now).await;
        let (old, chosen) = match (old, chosen) {
            (Ok(old), Ok(chosen)) => (old, chosen),
            (Err(Error::Invalid(mut problems)), Err(problem)) => {
                problems.push(problem);
                return Err(Error::Invalid(problems));
            }
            (Err(error), _) => return Err(error),
            (_, Err(problem)) => return Err(problem.into()),
        };
        let new = self.hasher.hash(chosen).await?;
        let session = self.new_session(Audience::Web, caller, user.id, now);
        users::change_password(&self.db, session, &old, &new).await.map_err(as_wrong_password)?;
        tracing::info!(user.id = %user.id, "changed their password");
        self.signed_in(Audience::Web, caller, None, (user, person.theme), session)
    }

    /// Keeps a theme with the account.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn set_theme(&self, person: &CurrentUser, theme: Theme, now: Timestamp) -> Result<(), Error> {
        users::set_theme(&self.db, person.user.id, theme, now).await
    }

    /// Keeps whether keys act by themselves.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn set_shortcuts(&self, person: &CurrentUser, shortcuts: Shortcuts, now: Timestamp) -> Result<(), Error> {
        users::set_shortcuts(&self.db, person.user.id, shortcuts, now).await
    }

    /// Where the person is signed in.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn devices(&self, person: &CurrentUser, now: Timestamp) -> Result<Vec<OpenSession>, Error> {
        sessions::list(&self.db, person.user.id, now.minus(self.session_idle), now).await
    }

    /// Ends one session of the person; one that is not there has ended already.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_session(&self, person: &CurrentUser, session: SessionId) -> Result<(), Error> {
        sessions::delete(&self.db, person.user.id, session).await?;
        tracing::info!(user.id = %person.user.id, "ended a session");
        Ok(())
    }

    /// Ends every session of the person but this one, on both faces.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn end_other_sessions(&self, person: &CurrentUser) -> Result<(), Error> {
        sessions::delete_others(&self.db, person.user.id, person.session).await?;
        tracing::info!(user.id = %person.user.id, "signed out everywhere else");
        Ok(())
    }

    /// Deletes the account with everything that is its person's.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong; [`Error::TooManyAttempts`]; [`Error::Unavailable`].
    pub async fn delete_account(
        &self,
        person: &CurrentUser,
        password: &str,
        confirmation: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        let is_confirmed = confirmation.trim() == CONFIRMATION;
        let hash = match self.confirm(person, password, now).await {
            Ok(hash) if is_confirmed => hash,
            Ok(_) => return Err(Problem::NotConfirmed.into()),
            Err(Error::Invalid(mut problems)) if !is_confirmed => {
                problems.push(Problem::NotConfirmed);
                return Err(Error::Invalid(problems));
            }
            Err(error) => return Err(error),
        };
        // First: afterwards nothing is to be left.
        self.throttle.forget(person.user.email.as_str()).await?;
        users::delete(&self.db, person.user.id, Some(&hash)).await.map_err(as_wrong_password)?;
        tracing::info!(user.id = %person.user.id, "account deleted");
        Ok(())
    }

    /// Asks a signed-in person for their password, and gives the hash that it is of. Guesses are counted.
    async fn confirm(&self, person: &CurrentUser, password: &str, now: Timestamp) -> Result<String, Error> {
        let place = self.hasher.place()?;
        let hash = users::password_hash(&self.db, person.user.id).await?;
        let stake = self.throttle.confirm(person.user.email.as_str(), person.session, now).await?;
        match place.verify(Password::claim(password), Some(hash.clone())).await? {
            Verdict::Right | Verdict::RightButOld(_) => {
                self.throttle.was_right(stake, now).await;
                Ok(hash)
            }
            Verdict::Wrong => {
                tracing::info!(user.id = %person.user.id, "wrong current password");
                Err(Problem::CurrentPasswordWrong.into())
            }
        }
    }
}

/// The password was changed elsewhere while this was under way.
fn as_wrong_password(error: Error) -> Error {
    if error == Error::InvalidCredentials { Problem::CurrentPasswordWrong.into() } else { error }
}
