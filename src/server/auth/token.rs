//! The token: a JWT that points at a session and says nothing of the person (RFC 7519, RFC 8725).

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::hmac;
use crate::{
    domain::{DeviceId, Error, SessionId, Timestamp, UserId},
    server::problem,
};

const ISSUER: &str = "cubby";
/// Seconds that two clocks may be apart.
pub const LEEWAY: i64 = 5;
/// A token of ours has some 330 bytes; what is much longer is not looked at.
const MAX_BYTES: usize = 1_024;

/// Which face a token is for. Neither accepts the other's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Pages, by cookie.
    Web,
    /// REST, by `Authorization: Bearer`.
    Api,
}

impl Audience {
    /// The word in the token and in the session.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
        }
    }
}

/// What a good token points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Pointer {
    pub user: UserId,
    pub session: SessionId,
}

/// A browser that signed in to an account. It opens nothing: it only is not taken for a stranger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct KnownDevice {
    pub user: UserId,
    pub device: DeviceId,
}

/// The audience of a note that a browser is known by. No face accepts it.
const DEVICE: &str = "device";

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Not ours, or not for here: as if there were none.
    Forged,
    /// Ours, but its time is over.
    Expired,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The key that signs, and the one before it, whose tokens stay good.
pub struct TokenKeys {
    current: Key,
    previous: Option<Key>,
}

struct Key {
    header: Header,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl TokenKeys {
    /// Keys of at least 32 bytes each.
    #[must_use]
    pub fn new(current: &[u8], previous: Option<&[u8]>) -> Self {
        hmac::install();
        Self { current: Key::new(current), previous: previous.map(Key::new) }
    }

    /// What tokens call the key that signs, and the one before it.
    #[must_use]
    pub fn names(&self) -> (&str, Option<&str>) {
        (self.current.name(), self.previous.as_ref().map(Key::name))
    }

    /// A token for a session that begins now.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be signed.
    pub fn issue(
        &self,
        audience: Audience,
        pointer: Pointer,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<String, Error> {
        self.sign(audience.as_str(), pointer.user, pointer.session.uuid(), now, expires_at)
    }

    /// A note that a browser is known by.
    ///
    /// # Errors
    /// [`Error::Internal`] where it cannot be signed.
    pub fn issue_device(&self, known: KnownDevice, now: Timestamp, expires_at: Timestamp) -> Result<String, Error> {
        self.sign(DEVICE, known.user, known.device.uuid(), now, expires_at)
    }

    /// What a token points at. The session is still to be looked up.
    ///
    /// # Errors
    /// [`Refused::Expired`] only where the signature is good, so that nobody learns anything by trying.
    pub fn verify(&self, audience: Audience, token: &str, now: Timestamp) -> Result<Pointer, Refused> {
        let claims = self.read(audience.as_str(), token, now)?;
        Ok(Pointer { user: claims.sub, session: SessionId::new(claims.sid) })
    }

    /// The browser that a note is of.
    #[must_use]
    pub fn verify_device(&self, note: &str, now: Timestamp) -> Option<KnownDevice> {
        let claims = self.read(DEVICE, note, now).ok()?;
        Some(KnownDevice { user: claims.sub, device: DeviceId::new(claims.sid) })
    }

    fn sign(
        &self,
        audience: &str,
        user: UserId,
        id: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<String, Error> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: audience.to_owned(),
            sub: user,
            sid: id,
            iat: now.seconds(),
            nbf: now.seconds(),
            exp: expires_at.seconds(),
        };
        jsonwebtoken::encode(&self.current.header, &claims, &self.current.encoding)
            .map_err(|cause| problem::internal("a token could not be signed", cause))
    }

    fn read(&self, audience: &str, token: &str, now: Timestamp) -> Result<Claims, Refused> {
        if token.len() > MAX_BYTES {
            return Err(Refused::Forged);
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| Refused::Forged)?;
        let key = [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            // The whole header is one that we write: no other alg, typ or kid, no jwk, jku, x5u, crit or anything else.
            .find(|key| key.header == header)
            .ok_or(Refused::Forged)?;
        let claims = jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation(audience))
            .map_err(|_| Refused::Forged)?
            .claims;
        let now = now.seconds();
        if claims.nbf > now + LEEWAY || claims.iat > now + LEEWAY {
            Err(Refused::Forged)
        } else if claims.exp <= now {
            Err(Refused::Expired)
        } else {
            Ok(claims)
        }
    }
}

impl Key {
    fn new(secret: &[u8]) -> Self {
        let digest = Sha256::new().chain_update("cubby key id").chain_update(secret).finalize();
        let (start, _) = digest.split_at(6);
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(BASE64_URL_SAFE_NO_PAD.encode(start));
        Self { header, encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }

    fn name(&self) -> &str {
        self.header.kid.as_deref().unwrap_or_default()
    }
}

/// Times are held against the clock that we were given, not against the library's.
fn validation(audience: &str) -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[audience]);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);
    const LATER: Timestamp = Timestamp::from_millis(1_790_000_600_000);

    fn pointer() -> Pointer {
        Pointer { user: UserId::new(Uuid::from_u128(1)), session: SessionId::new(Uuid::from_u128(2)) }
    }

    #[test]
    fn a_token_points_at_its_session_until_it_expires() {
        let keys = TokenKeys::new(&[7; 32], None);
        let token = keys.issue(Audience::Web, pointer(), NOW, LATER).unwrap();
        assert_eq!(keys.verify(Audience::Web, &token, NOW), Ok(pointer()));
        assert_eq!(keys.verify(Audience::Web, &token, LATER), Err(Refused::Expired));
        assert_eq!(keys.verify(Audience::Api, &token, NOW), Err(Refused::Forged));
    }

    #[test]
    fn a_token_of_the_previous_key_stays_good() {
        let token = TokenKeys::new(&[1; 32], None).issue(Audience::Web, pointer(), NOW, LATER).unwrap();
        assert_eq!(TokenKeys::new(&[2; 32], Some(&[1; 32])).verify(Audience::Web, &token, NOW), Ok(pointer()));
        assert_eq!(TokenKeys::new(&[2; 32], None).verify(Audience::Web, &token, NOW), Err(Refused::Forged));
    }

    #[test]
    fn it_names_nobody() {
        let token = TokenKeys::new(&[7; 32], None).issue(Audience::Web, pointer(), NOW, LATER).unwrap();
        let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&claims).unwrap();
        let mut names: Vec<_> = claims.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["aud", "exp", "iat", "iss", "nbf", "sid", "sub"]);
    }
}
