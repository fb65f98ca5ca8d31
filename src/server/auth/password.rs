//! Argon2id, off the async threads, at most one hash per core at a time, with a bounded queue.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, PasswordHash},
};
use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD};
use tokio::{sync::Semaphore, task};

use super::better_auth;
use crate::{
    domain::{Error, Password},
    server::{problem, random},
};

/// 19 MiB (OWASP Password Storage Cheat Sheet), in KiB.
pub const MEMORY_KIB: u32 = 19_456;
/// How often it is gone over.
pub const PASSES: u32 = 2;
/// One, since other passwords wait for the other cores.
pub const LANES: u32 = 1;
/// Of the hash.
pub const OUTPUT_BYTES: usize = 32;
/// Random, for each password.
pub const SALT_BYTES: usize = 16;
/// How many may wait for each core: about a second's work.
pub const QUEUE_PER_CORE: usize = 48;

/// What a verification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not the password, or nobody's.
    Wrong,
    /// The password.
    Right,
    /// The password, hashed with older parameters; this is the hash with today's.
    RightButOld(String),
}

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Hasher {
    shared: Arc<Shared>,
}

struct Shared {
    cores: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
    argon2: Argon2<'static>,
    /// Memory of finished hashes, 19 MiB each, for those who wait.
    memory: Mutex<Vec<Vec<Block>>>,
    /// What is verified for an unknown e-mail, so that it costs the same.
    nobody: String,
}

impl Hasher {
    /// One hash at a time for each core of this machine.
    ///
    /// # Errors
    /// [`Error::Internal`] where the memory for one hash is not there.
    pub fn new() -> Result<Self, Error> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES))
            .map_err(|cause| problem::internal("hash parameters", cause))?;
        let mut shared = Shared {
            cores: Arc::new(Semaphore::new(cores)),
            waiting: AtomicUsize::new(0),
            queue: cores * QUEUE_PER_CORE,
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            memory: Mutex::default(),
            nobody: String::new(),
        };
        // Its parameters and lengths are a real hash's; its output belongs to no password.
        shared.nobody = phc(shared.argon2.params(), &random::bytes::<SALT_BYTES>(), &random::bytes::<OUTPUT_BYTES>());
        Ok(Self { shared: Arc::new(shared) })
    }

    /// A hash that no password has, for an account whose person has none.
    #[must_use]
    pub fn of_nobody(&self) -> String {
        self.shared.nobody.clone()
    }

    /// A place in the queue, for one password. Whoever writes anything before they hash takes it first.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the queue is full.
    pub fn place(&self) -> Result<Place, Error> {
        let place = Place(self.shared.clone());
        let before = self.shared.waiting.fetch_add(1, Ordering::Relaxed);
        if before < self.shared.queue { Ok(place) } else { Err(Error::Unavailable) }
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the queue is full.
    pub async fn hash(&self, password: Password) -> Result<String, Error> {
        self.place()?.hash(password).await
    }
}

impl Shared {
    fn hash(&self, password: &Password) -> Result<String, Error> {
        let salt = random::bytes::<SALT_BYTES>();
        let mut output = [0; OUTPUT_BYTES];
        self.fill(&self.argon2, password, &salt, &mut output)?;
        Ok(phc(self.argon2.params(), &salt, &output))
    }

    fn verify(&self, password: &Password, hash: &str) -> Result<Verdict, Error> {
        if let Some(old) = hash.strip_prefix(better_auth::PREFIX) {
            return match better_auth::verify(password, old) {
                Some(true) => self.hash(password).map(Verdict::RightButOld),
                Some(false) => Ok(Verdict::Wrong),
                None => Err(problem::internal("a stored password hash cannot be read", "it is not Better Auth's")),
            };
        }
        let unreadable = |cause: String| problem::internal("a stored password hash cannot be read", cause);
        let hash = PasswordHash::new(hash).map_err(|cause| unreadable(cause.to_string()))?;
        let params = Params::try_from(&hash).map_err(|cause| unreadable(cause.to_string()))?;
        let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else {
            return Err(unreadable("salt or output is missing".to_owned()));
        };
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let mut output = vec![0; expected.len()];
        self.fill(&argon2, password, salt.as_ref(), &mut output)?;
        let output = Output::new(&output).map_err(|cause| unreadable(cause.to_string()))?;
        // `Output` compares in constant time.
        if output != *expected {
            return Ok(Verdict::Wrong);
        }
        let today = self.argon2.params();
        if params.m_cost() < today.m_cost() || params.t_cost() < today.t_cost() {
            self.hash(password).map(Verdict::RightButOld)
        } else {
            Ok(Verdict::Right)
        }
    }

    fn fill(&self, argon2: &Argon2<'_>, password: &Password, salt: &[u8], output: &mut [u8]) -> Result<(), Error> {
        let mut memory = self.memory.lock().map(|mut pool| pool.pop()).ok().flatten().unwrap_or_default();
        memory.resize(argon2.params().block_count(), Block::default());
        let filled = argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, &mut memory);
        // Kept for those who wait; given back to the system when nobody does.
        if self.waiting.load(Ordering::Relaxed) > 1
            && let Ok(mut pool) = self.memory.lock()
        {
            pool.push(memory);
        }
        filled.map_err(|cause| problem::internal("hashing", cause))
    }
}

/// A place in the queue, given back when dropped.
#[must_use = "a place is there to be used"]
pub struct Place(Arc<Shared>);

impl Place {
    /// The PHC string of a password.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub async fn hash(self, password: Password) -> Result<String, Error> {
        self.run(move |shared| shared.hash(&password)).await
    }

    /// Holds a password against a hash; against nobody's where there is no account.
    ///
    /// # Errors
    /// [`Error::Internal`] where the hash cannot be read.
    pub async fn verify(self, password: Password, hash: Option<String>) -> Result<Verdict, Error> {
        self.run(move |shared| shared.verify(&password, hash.as_deref().unwrap_or(&shared.nobody))).await
    }

    async fn run<T: Send + 'static>(
        self,
        work: impl FnOnce(&Shared) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let shared = self.0.clone();
        let permit =
            shared.cores.clone().acquire_owned().await.map_err(|cause| problem::internal("hash permits", cause))?;
        // The permit moves into the work: a client that goes away does not free a core that is still hashing.
        task::spawn_blocking(move || {
            let _held = (permit, self);
            work(&shared)
        })
        .await
        .map_err(|cause| problem::internal("hashing", cause))?
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.0.waiting.fetch_sub(1, Ordering::Relaxed) == 1
            && let Ok(mut pool) = self.0.memory.lock()
        {
            // The last one out.
            pool.clear();
        }
    }
}

/// The PHC string format, as libargon2 writes it.
fn phc(params: &Params, salt: &[u8], output: &[u8]) -> String {
    format!(
        "$argon2id$v=19$m={},t={},p={}${}${}",
        params.m_cost(),
        params.t_cost(),
        params.p_cost(),
        BASE64_STANDARD_NO_PAD.encode(salt),
        BASE64_STANDARD_NO_PAD.encode(output),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_right_and_another_is_not() {
        let hasher = Hasher::new().unwrap();
        let hash = hasher.hash(Password::claim("correct horse")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_eq!(
            hasher.place().unwrap().verify(Password::claim("correct horse"), Some(hash.clone())).await,
            Ok(Verdict::Right)
        );
        assert_eq!(
            hasher.place().unwrap().verify(Password::claim("Correct horse"), Some(hash)).await,
            Ok(Verdict::Wrong)
        );
        assert_eq!(hasher.place().unwrap().verify(Password::claim("correct horse"), None).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn a_hash_with_smaller_parameters_is_made_anew() {
        let hasher = Hasher::new().unwrap();
        // libargon2: echo -n password | argon2 somesalt -id -t 1 -k 1024 -p 1 -l 32
        let params = Params::new(1_024, 1, 1, Some(32)).unwrap();
        let mut output = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
            .hash_password_into(b"password", b"sixteen bytes ok", &mut output)
            .unwrap();
        let old = phc(&params, b"sixteen bytes ok", &output);
        let verdict = hasher.place().unwrap().verify(Password::claim("password"), Some(old)).await.unwrap();
        assert!(matches!(verdict, Verdict::RightButOld(new) if new.contains("m=19456,t=2,p=1")));
    }

    #[tokio::test]
    async fn past_the_queue_it_says_so_at_once() {
        let hasher = Hasher::new().unwrap();
        hasher.shared.waiting.store(hasher.shared.queue, Ordering::Relaxed);
        assert_eq!(hasher.hash(Password::claim("correct horse")).await, Err(Error::Unavailable));
        assert_eq!(hasher.shared.waiting.load(Ordering::Relaxed), hasher.shared.queue);
    }

    /// The memory is reused without being cleared; a hash made in used memory is that of fresh memory.
    #[tokio::test]
    async fn used_memory_leaves_no_trace() {
        let hasher = Hasher::new().unwrap();
        let hash = hasher.hash(Password::claim("first")).await.unwrap();
        hasher.hash(Password::claim("second")).await.unwrap();
        assert_eq!(
            hasher.place().unwrap().verify(Password::claim("first"), Some(hash.clone())).await,
            Ok(Verdict::Right)
        );
        let parsed = PasswordHash::new(&hash).unwrap();
        let salt = parsed.salt.as_ref().unwrap();
        let mut output = [0; OUTPUT_BYTES];
        hasher.shared.argon2.hash_password_into(b"first", salt.as_ref(), &mut output).unwrap();
        assert_eq!(parsed.hash, Some(Output::new(&output).unwrap()));
    }
}
