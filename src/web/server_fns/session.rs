//! Signing up, in and out.

use leptos::server;

use crate::domain::Error;
use crate::web::json::Json;

/// Makes an account and signs its person in.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::sign_up`].
#[server(prefix = "/fn", output = Json, endpoint = "sign_up")]
pub async fn sign_up(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), Error> {
    use crate::server::auth::token::Audience;

    let asked = super::request::asked()?;
    let caller = asked.invited();
    let session = asked.state.accounts.sign_up(Audience::Web, &caller, &name, &email, &password, asked.now()).await?;
    asked.keep(session).await;
    asked.go_to("/tasks");
    Ok(())
}

/// Signs a person in, and sends them to where they were going.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::sign_in`].
#[server(prefix = "/fn", output = Json, endpoint = "sign_in")]
pub async fn sign_in(#[server(default)] email: String, #[server(default)] password: String) -> Result<(), Error> {
    use crate::{domain::LocalPath, server::auth::token::Audience};

    let asked = super::request::asked()?;
    let caller = asked.caller();
    let session = asked.state.accounts.sign_in(Audience::Web, &caller, &email, &password, asked.now()).await?;
    asked.keep(session).await;
    asked.go_to(LocalPath::or_tasks(asked.query("next").as_deref()).as_str());
    Ok(())
}

/// Ends the session, on the server too.
///
/// # Errors
/// [`Error::Unavailable`] where it could not be ended.
#[server(prefix = "/fn", output = Json, endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), Error> {
    let asked = super::request::asked()?;
    match asked.person().await {
        Ok(person) => asked.state.accounts.sign_out(person.user.id, person.session).await?,
        Err(Error::SignedOut | Error::SessionExpired) => {}
        Err(error) => return Err(error),
    }
    asked.forget();
    asked.go_to("/signin");
    Ok(())
}

/// Keeps how many minutes the place of this browser is ahead of UTC, so that "today" is the person's.
///
/// # Errors
/// As [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "set_zone")]
pub async fn set_zone(minutes: i64) -> Result<(), Error> {
    let asked = super::request::asked()?;
    asked.person().await?;
    asked.keep_zone(minutes);
    asked.go_to("/account?saved=clock");
    Ok(())
}

/// Chooses a password by a link, and signs in.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::reset_password`].
#[server(prefix = "/fn", output = Json, endpoint = "reset_password")]
pub async fn reset_password(
    #[server(default)] token: String,
    #[server(default)] new_password: String,
) -> Result<(), Error> {
    let asked = super::request::asked()?;
    let session = asked.state.accounts.reset_password(&asked.caller(), &token, &new_password, asked.now()).await?;
    asked.keep(session).await;
    asked.go_to("/tasks");
    Ok(())
}
