//! Making an account, signing in, signing out. Both faces call these.

use std::{sync::Arc, time::Duration};

use sha2::{Digest, Sha256};

use super::{
    caller::Caller,
    device, link,
    password::{Hasher, Place, Verdict},
    throttle::Throttle,
    token::{Audience, Pointer, TokenKeys},
};
use crate::{
    domain::{DeviceId, Email, Error, Name, Password, Problem, SessionId, Theme, Timestamp, User, UserId},
    server::{
        config::{Config, SignUp},
        random,
        store::{
            Db,
            links::{self, Hash},
            retries::{self, Retry},
            sessions::{self, NewSession},
            users::{self, Credentials},
        },
    },
};

/// Everything that decides who somebody is.
#[derive(Clone)]
pub struct Accounts {
    pub(super) db: Db,
    pub(super) keys: Arc<TokenKeys>,
    pub(super) hasher: Hasher,
    pub(super) throttle: Throttle,
    /// How long a session lasts that nobody uses.
    pub(super) session_idle: Duration,
    session_max: Duration,
    open_to: SignUp,
}

/// A session that has just begun.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct SignedIn {
    pub user: User,
    pub theme: Theme,
    pub token: String,
    pub expires_at: Timestamp,
    /// What a browser keeps to be known by at its next sign-in.
    pub devices: String,
}

impl Accounts {
    /// Over this database, with these keys.
    #[must_use]
    pub fn new(db: Db, keys: TokenKeys, hasher: Hasher, config: &Config) -> Self {
        Self {
            throttle: Throttle::new(db.clone(), &config.guessing),
            db,
            keys: Arc::new(keys),
            hasher,
            session_idle: config.session_idle(),
            session_max: config.session_max(),
            open_to: config.signup,
        }
    }

    /// Makes an account and signs its person in.
    ///
    /// # Errors
    /// [`Error::SignUpClosed`] where an invitation is missing; [`Error::Invalid`] with everything that is wrong;
    /// [`Error::EmailTaken`]; [`Error::TooManyAttempts`] where too many came from one address; [`Error::Unavailable`].
    pub async fn sign_up(
        &self,
        audience: Audience,
        caller: &Caller,
        name: &str,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let invitation = self.invitation(caller.invitation.as_deref(), now).await?;
        self.make(audience, caller, parse_sign_up(name, email, password)?, invitation, None, now).await
    }

    /// The same for a request that may be sent again. Whoever sends it again proves the password again, and is signed in
    /// to the account that the first one made.
    ///
    /// # Errors
    /// As [`Accounts::sign_up`]; [`Error::KeyReused`] where the key belongs to another request.
    pub async fn sign_up_once(
        &self,
        audience: Audience,
        caller: &Caller,
        (name, email, password): (&str, &str, &str),
        key: String,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let person = parse_sign_up(name, email, password)?;
        let retry = Retry { key, fingerprint: fingerprint(person.0.as_ref(), &person.1) };
        if retries::signed_up(&self.db, &retry, now).await?.is_none() {
            let invitation = self.invitation(caller.invitation.as_deref(), now).await?;
            match self.make(audience, caller, person, invitation, Some(&retry), now).await {
                // The same request may have come first while this one was hashing.
                Err(Error::EmailTaken | Error::SignUpClosed)
                    if retries::signed_up(&self.db, &retry, now).await?.is_some() => {}
                made => return made,
            }
        }
        match self.sign_in(audience, caller, email, password, now).await {
            Err(Error::InvalidCredentials) => Err(Error::KeyReused),
            signed_in => signed_in,
        }
    }

    async fn make(
        &self,
        audience: Audience,
        caller: &Caller,
        (name, email, password): (Option<Name>, Email, Password),
        invitation: Option<Hash>,
        retry: Option<&Retry>,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        // Before anything is written: a flood past the queue is no load on the database.
        let place = self.hasher.place()?;
        let _counted = self.throttle.sign_up(caller.counted, now).await?;
        let password_hash = place.hash(password).await?;
        let user = User { id: UserId::new(random::id(now)), email, name };
        let session = self.new_session(audience, caller, user.id, now);
        users::insert(&self.db, &user, &password_hash, session, invitation.as_ref(), retry).await?;
        tracing::info!(user.id = %user.id, "signed up");
        self.signed_in(audience, caller, None, (user, Theme::System), session)
    }

    /// Signs a person in. An unknown e-mail costs the same hash as a known one, and is counted as one.
    ///
    /// # Errors
    /// [`Error::InvalidCredentials`] whatever was wrong, [`Error::TooManyAttempts`], [`Error::Unavailable`].
    pub async fn sign_in(
        &self,
        audience: Audience,
        caller: &Caller,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let place = self.hasher.place()?;
        let found = match Email::parse(email) {
            Ok(email) => users::credentials(&self.db, &email).await?,
            Err(_) => None,
        };
        let devices = device::proven(&self.keys, caller, now);
        let known = found.as_ref().and_then(|found| device::known(&devices, found.user.id, found.devices_since));
        let stake = self.throttle.sign_in(email, known, caller.counted, now).await.inspect_err(|_| {
            tracing::info!(
                user.id = found.as_ref().map(|found| tracing::field::display(found.user.id)),
                "sign-in put off"
            );
        })?;
        let (mut found, today) = proven(place, found, password).await?;
        let session = self.new_session(audience, caller, found.user.id, now);
        if !users::sign_in(&self.db, session, &found.password_hash, &today).await? {
            // Another sign-in with the same password may have hashed it anew meanwhile.
            let place = self.hasher.place()?;
            let (again, today) =
                proven(place, users::credentials(&self.db, &found.user.email).await?, password).await?;
            if !users::sign_in(&self.db, session, &again.password_hash, &today).await? {
                return Err(Error::InvalidCredentials);
            }
            found = again;
        }
        self.throttle.was_right(stake, now).await;
        tracing::info!(user.id = %found.user.id, "signed in");
        self.signed_in(audience, caller, known, (found.user, found.theme), session)
    }

    /// The invitation that an account is made by, where one is asked for.
    ///
    /// # Errors
    /// [`Error::SignUpClosed`] without a good one; [`Error::Unavailable`].
    pub async fn invitation(&self, token: Option<&str>, now: Timestamp) -> Result<Option<Hash>, Error> {
        match (self.open_to, token.map(link::hash)) {
            (SignUp::Open, _) => Ok(None),
            (SignUp::Invite, Some(hash)) if links::is_invited(&self.db, &hash, now).await? => Ok(Some(hash)),
            (SignUp::Invite | SignUp::Closed, _) => Err(Error::SignUpClosed),
        }
    }

    /// Ends a session. Its token is refused from the next request on.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn sign_out(&self, owner: UserId, session: SessionId) -> Result<(), Error> {
        sessions::delete(&self.db, owner, session).await?;
        tracing::info!(user.id = %owner, "signed out");
        Ok(())
    }

    /// Ends the session of a token that a browser gives up for another one. Where that cannot be written, whoever has just
    /// been let in stays in.
    pub async fn replaced(&self, token: Option<&str>, now: Timestamp) {
        let pointer = token.and_then(|token| self.keys.verify(Audience::Web, token, now).ok());
        if let Some(Pointer { user: owner, session }) = pointer
            && let Err(error) = sessions::delete(&self.db, owner, session).await
        {
            tracing::warn!(user.id = %owner, %error, "a session that was replaced goes on until nobody has used it for long");
        }
    }

    /// A new session id at every sign-in, so that nobody can plant one (OWASP ASVS 5.0, 7.2.4).
    pub(super) fn new_session<'a>(
        &self,
        audience: Audience,
        caller: &'a Caller,
        owner: UserId,
        now: Timestamp,
    ) -> NewSession<'a> {
        NewSession {
            owner,
            id: SessionId::new(random::id(now)),
            audience: audience.as_str(),
            agent: &caller.agent,
            address: caller.address,
            now,
            expires_at: now.plus(self.session_max),
            idle_since: now.minus(self.session_idle),
        }
    }

    pub(super) fn signed_in(
        &self,
        audience: Audience,
        caller: &Caller,
        known: Option<DeviceId>,
        (user, theme): (User, Theme),
        session: NewSession<'_>,
    ) -> Result<SignedIn, Error> {
        let NewSession { now, expires_at, .. } = session;
        let pointer = Pointer { user: user.id, session: session.id };
        let token = self.keys.issue(audience, pointer, now, expires_at)?;
        let devices = device::introduce(&self.keys, caller, user.id, known, now)?;
        Ok(SignedIn { user, theme, token, expires_at, devices })
    }
}

/// Whose password this is, and the hash of it that is to be kept.
async fn proven(place: Place, found: Option<Credentials>, password: &str) -> Result<(Credentials, String), Error> {
    let hash = found.as_ref().map(|found| found.password_hash.clone());
    let verdict = place.verify(Password::claim(password), hash).await?;
    let Some(found) = found else {
        tracing::info!("sign-in failed: no such account");
        return Err(Error::InvalidCredentials);
    };
    let today = match verdict {
        Verdict::Wrong => {
            tracing::info!(user.id = %found.user.id, "sign-in failed: wrong password");
            return Err(Error::InvalidCredentials);
        }
        Verdict::Right => found.password_hash.clone(),
        Verdict::RightButOld(new) => new,
    };
    Ok((found, today))
}

/// What two requests have in common that ask for the same account. The password is not in it: a hash as fast as this one
/// would be a way to guess it.
fn fingerprint(name: Option<&Name>, email: &Email) -> [u8; 32] {
    let name = name.map_or("", Name::as_str);
    Sha256::new().chain_update(email.key()).chain_update([0]).chain_update(name).finalize().into()
}

fn parse_sign_up(name: &str, email: &str, password: &str) -> Result<(Option<Name>, Email, Password), Error> {
    let name = Name::parse(name);
    let email = Email::parse(email);
    let chosen = Password::choose(password, email.as_ref().ok(), name.as_ref().ok().and_then(Option::as_ref));
    match (name, email, chosen) {
        (Ok(name), Ok(email), Ok(password)) => Ok((name, email, password)),
        (name, email, password) => {
            let problems: [Option<Problem>; 3] = [name.err(), email.err(), password.err()];
            Err(Error::Invalid(problems.into_iter().flatten().collect()))
        }
    }
}
