//! `cubby user`: what whoever runs the server does with accounts. There is no e-mail; a link is handed over.

use crate::{
    domain::{Email, Error, Name, Timestamp, User},
    server::{
        auth::{recovery, throttle::Throttle},
        config::{Config, UserCommand},
        store::{Db, users},
    },
};

/// Does it, and says what was done.
///
/// # Errors
/// One sentence for whoever asked.
pub async fn run(command: UserCommand, config: &Config, db: &Db, now: Timestamp) -> Result<(), String> {
    let words = |error: Error| error.to_string();
    match command {
        UserCommand::List => {
            for (user, since) in users::list(db).await.map_err(words)? {
                let name = user.name.as_ref().map_or("-", Name::as_str);
                println!("{}\t{}\tsince {}", user.email, printable(name), since.date());
            }
        }
        UserCommand::ResetPassword { email } => {
            let user = find(db, &email).await?;
            let path = recovery::make_link(db, &user, now).await.map_err(words)?;
            println!("{}{path}", config.origin());
            eprintln!("Good once, for an hour. Every session of {} has ended.", user.email);
        }
        UserCommand::Unlock { email } => {
            let user = find(db, &email).await?;
            Throttle::new(db.clone(), &config.guessing).forget(user.email.as_str()).await.map_err(words)?;
            println!("Nobody has to wait to sign in as {} any more.", user.email);
        }
        UserCommand::Delete { email } => {
            let user = find(db, &email).await?;
            Throttle::new(db.clone(), &config.guessing).forget(user.email.as_str()).await.map_err(words)?;
            users::delete(db, user.id, None).await.map_err(words)?;
            tracing::info!(user.id = %user.id, "account deleted");
            println!("Deleted {} and everything that was theirs.", user.email);
        }
    }
    Ok(())
}

/// The account with this e-mail.
pub(super) async fn find(db: &Db, email: &str) -> Result<User, String> {
    let found = match Email::parse(email) {
        Ok(email) => users::find(db, &email).await.map_err(|error| error.to_string())?,
        Err(_) => None,
    };
    found.ok_or_else(|| format!("nobody here has the e-mail {}; `cubby user list` lists them", printable(email)))
}

/// What people are called must not move the cursor of a terminal.
fn printable(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
