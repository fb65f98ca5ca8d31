//! `cubby rotate-key`: another key from the next start on, and nobody is signed out.

use crate::server::{auth::key_file, config::Config};

/// Makes the next key.
///
/// # Errors
/// One sentence for whoever asked.
pub fn run(config: &Config) -> Result<(), String> {
    if config.secret_key.is_some() {
        return Err(
            "the key is given by CUBBY_SECRET_KEY: give that one as CUBBY_PREVIOUS_SECRET_KEY, and a new one of \
                    at least 32 bytes (`openssl rand -base64 32`) as CUBBY_SECRET_KEY"
                .to_owned(),
        );
    }
    key_file::rotate(config)?;
    println!("The key is another from the next start on. Sessions signed by the one before stay good.");
    Ok(())
}
