//! Making an account, signing in, signing out. Both faces call these.

use std::{sync::Arc, time::Duration};

use sha2::{Digest, Sha256};

use super::{
    password::{Hasher, Verdict},
    token::{Audience, Pointer, TokenKeys},
};
use crate::{
    domain::{Email, Error, Name, Password, Problem, SessionId, Timestamp, User, UserId},
    server::{
        config::Config,
        random,
        store::{
            Db,
            retries::{self, Retry},
            sessions::{self, NewSession},
            users,
        },
    },
};

/// Everything that decides who somebody is.
#[derive(Clone)]
pub struct Accounts {
    pub(super) db: Db,
    pub(super) keys: Arc<TokenKeys>,
    hasher: Hasher,
    /// How long a session lasts that nobody uses.
    pub(super) session_idle: Duration,
    session_max: Duration,
}

/// A session that has just begun.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct SignedIn {
    pub user: User,
    pub token: String,
    pub expires_at: Timestamp,
}

impl Accounts {
    /// Over this database, with these keys.
    #[must_use]
    pub fn new(db: Db, keys: TokenKeys, hasher: Hasher, config: &Config) -> Self {
        Self {
            db,
            keys: Arc::new(keys),
            hasher,
            session_idle: config.session_idle(),
            session_max: config.session_max(),
        }
    }

    /// Makes an account and signs its person in.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong, [`Error::EmailTaken`], [`Error::Unavailable`].
    pub async fn sign_up(
        &self,
        audience: Audience,
        name: &str,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        self.make(audience, parse_sign_up(name, email, password)?, None, now).await
    }

    /// The same for a request that may be sent again. Whoever sends it again proves the password again, and is signed in
    /// to the account that the first one made.
    ///
    /// # Errors
    /// As [`Accounts::sign_up`]; [`Error::KeyReused`] where the key belongs to another request.
    pub async fn sign_up_once(
        &self,
        audience: Audience,
        name: &str,
        email: &str,
        password: &str,
        key: String,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let person = parse_sign_up(name, email, password)?;
        let retry = Retry { key, fingerprint: fingerprint(person.0.as_ref(), &person.1) };
        if retries::signed_up(&self.db, &retry, now).await?.is_none() {
            match self.make(audience, person, Some(&retry), now).await {
                // The same request may have come first while this one was hashing.
                Err(Error::EmailTaken) if retries::signed_up(&self.db, &retry, now).await?.is_some() => {}
                made => return made,
            }
        }
        match self.sign_in(audience, email, password, now).await {
            Err(Error::InvalidCredentials) => Err(Error::KeyReused),
            signed_in => signed_in,
        }
    }

    async fn make(
        &self,
        audience: Audience,
        (name, email, password): (Option<Name>, Email, Password),
        retry: Option<&Retry>,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let password_hash = self.hasher.hash(password).await?;
        let user = User { id: UserId::new(random::id(now)), email, name };
        let session = self.new_session(audience, user.id, now);
        users::insert(&self.db, &user, &password_hash, session, retry).await?;
        tracing::info!(user.id = %user.id, "signed up");
        self.signed_in(audience, user, session)
    }

    /// Signs a person in. An unknown e-mail costs the same hash as a known one.
    ///
    /// # Errors
    /// [`Error::InvalidCredentials`] whatever was wrong, [`Error::Unavailable`].
    pub async fn sign_in(
        &self,
        audience: Audience,
        email: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let found = match Email::parse(email) {
            Ok(email) => users::credentials(&self.db, &email).await?,
            Err(_) => None,
        };
        let (user, hash) = found.map(|found| (found.user, found.password_hash)).unzip();
        let verdict = self.hasher.verify(Password::claim(password), hash.clone()).await?;
        let (Some(user), Some(hash)) = (user, hash) else {
            tracing::info!("sign-in failed: no such account");
            return Err(Error::InvalidCredentials);
        };
        match verdict {
            Verdict::Wrong => {
                tracing::info!(user.id = %user.id, "sign-in failed: wrong password");
                return Err(Error::InvalidCredentials);
            }
            Verdict::Right => {}
            Verdict::RightButOld(new) => users::rehash(&self.db, user.id, &hash, &new).await?,
        }
        let session = self.new_session(audience, user.id, now);
        sessions::insert(&self.db, session).await?;
        tracing::info!(user.id = %user.id, "signed in");
        self.signed_in(audience, user, session)
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

    /// A new session id at every sign-in, so that nobody can plant one (OWASP ASVS 5.0, 7.2.4).
    fn new_session(&self, audience: Audience, owner: UserId, now: Timestamp) -> NewSession {
        NewSession {
            owner,
            id: SessionId::new(random::id(now)),
            audience: audience.as_str(),
            now,
            expires_at: now.plus(self.session_max),
            idle_since: now.minus(self.session_idle),
        }
    }

    fn signed_in(&self, audience: Audience, user: User, session: NewSession) -> Result<SignedIn, Error> {
        let NewSession { now, expires_at, .. } = session;
        let pointer = Pointer { user: user.id, session: session.id };
        let token = self.keys.issue(audience, pointer, now, expires_at)?;
        Ok(SignedIn { user, token, expires_at })
    }
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
