//! What a person does with their account. Each begins by asking who they are.

use leptos::server;

use crate::domain::{Error, SessionId};
use crate::web::json::Json;

/// Changes name and e-mail; another e-mail asks for the password.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::update_profile`].
#[server(prefix = "/fn", output = Json, endpoint = "update_profile")]
pub async fn update_profile(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] current_password: String,
) -> Result<(), Error> {
    let asked = super::request::asked()?;
    let person = asked.person().await?;
    let (accounts, now) = (&asked.state.accounts, asked.now());
    accounts.update_profile(&person, &asked.caller(), &name, &email, &current_password, now).await?;
    asked.go_to("/account?saved=profile");
    Ok(())
}

/// Keeps a theme with the account and in the browser.
///
/// # Errors
/// As [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "set_theme")]
pub async fn set_theme(#[server(default)] theme: String) -> Result<(), Error> {
    use crate::domain::Theme;

    let asked = super::request::asked()?;
    let person = asked.person().await?;
    let theme = Theme::parse(Some(&theme));
    asked.state.accounts.set_theme(&person, theme, asked.now()).await?;
    asked.keep_theme(theme);
    asked.go_to("/account?saved=appearance");
    Ok(())
}

/// Keeps whether keys act by themselves: a box that is not checked is not sent.
///
/// # Errors
/// As [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "set_shortcuts")]
pub async fn set_shortcuts(#[server(default)] shortcuts: String) -> Result<(), Error> {
    use crate::domain::Shortcuts;

    let asked = super::request::asked()?;
    let person = asked.person().await?;
    asked.state.accounts.set_shortcuts(&person, Shortcuts::checked(shortcuts == "on"), asked.now()).await?;
    asked.go_to("/account?saved=keyboard");
    Ok(())
}

/// Changes the password and ends every other session.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::change_password`].
#[server(prefix = "/fn", output = Json, endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] new_password: String,
) -> Result<(), Error> {
    let asked = super::request::asked()?;
    let person = asked.person().await?;
    let (accounts, now) = (&asked.state.accounts, asked.now());
    let session = accounts.change_password(&person, &asked.caller(), &current_password, &new_password, now).await?;
    asked.keep(session).await;
    asked.go_to("/account?saved=password");
    Ok(())
}

/// Ends one of the person's sessions.
///
/// # Errors
/// As [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "end_session")]
pub async fn end_session(id: SessionId) -> Result<(), Error> {
    let asked = super::request::asked()?;
    let person = asked.person().await?;
    asked.state.accounts.end_session(&person, id).await?;
    asked.go_to("/account?saved=session");
    Ok(())
}

/// Ends all of the person's sessions but this one.
///
/// # Errors
/// As [`super::request::Asked::person`].
#[server(prefix = "/fn", output = Json, endpoint = "end_other_sessions")]
pub async fn end_other_sessions() -> Result<(), Error> {
    let asked = super::request::asked()?;
    let person = asked.person().await?;
    asked.state.accounts.end_other_sessions(&person).await?;
    asked.go_to("/account?saved=sessions");
    Ok(())
}

/// Deletes the account and everything in it.
///
/// # Errors
/// As [`crate::server::auth::accounts::Accounts::delete_account`].
#[server(prefix = "/fn", output = Json, endpoint = "delete_account")]
pub async fn delete_account(
    #[server(default)] current_password: String,
    #[server(default)] confirm: String,
) -> Result<(), Error> {
    let asked = super::request::asked()?;
    let person = asked.person().await?;
    asked.state.accounts.delete_account(&person, &current_password, &confirm, asked.now()).await?;
    asked.forget_for_good();
    asked.go_to("/signin?deleted=1");
    Ok(())
}
