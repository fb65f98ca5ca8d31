//! `cubby invite`: a link by which one account can be made.

use std::time::Duration;

use crate::{
    domain::{Error, Timestamp},
    server::{
        auth::link,
        config::{Config, SignUp},
        store::{Db, links},
    },
};

/// How long an invitation is good.
const LASTS: Duration = Duration::from_hours(7 * 24);

/// Prints the link.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(config: &Config, db: &Db, now: Timestamp) -> Result<(), String> {
    if config.signup != SignUp::Invite {
        return Err(
            "invitations are asked for only with CUBBY_SIGNUP=invite; set it here and where Cubby serves".into()
        );
    }
    let (token, hash) = link::make();
    links::insert_invitation(db, &hash, now.plus(LASTS)).await.map_err(|error: Error| error.to_string())?;
    println!("{}/signup?invite={token}", config.origin());
    eprintln!("Good for one account, for seven days.");
    Ok(())
}
