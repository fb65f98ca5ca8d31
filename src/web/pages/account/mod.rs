//! A person's account: who they are, how it looks, where they are signed in, and the way out. Each form saves itself.

mod appearance;
mod clock;
mod data;
mod deletion;
mod devices;
mod keyboard;
mod password;
mod profile;

use axum::response::Response;
use leptos::prelude::*;

use super::{Failure, Person, Visit};
use crate::{
    domain::{Error, Field},
    web::{attempt::Attempt, components::icon},
};

/// Everything that a person can see and change of themselves.
///
/// # Errors
/// The database's, which say [`crate::domain::Error::Unavailable`].
pub async fn show(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
    let mut devices = visit.state.accounts.devices(&person, visit.now()).await?;
    for device in &mut devices {
        device.signed_in_at = visit.local(device.signed_in_at);
        device.last_seen_at = visit.local(device.last_seen_at);
    }
    let attempt = visit.attempt.clone();
    let (saved, refused) = (saved(&visit), attempt.as_ref().and_then(refused));
    let (user, own, calendar) = (person.user.clone(), person.session, visit.calendar());
    let (theme, shortcuts) = (person.theme, person.shortcuts);
    let (now, zone) = (visit.now(), visit.zone());
    Ok(visit.form_page("Account", Some(&person), move || {
        let form = |function| Form { attempt: attempt.as_ref().filter(|attempt| attempt.function == function) };
        view! {
            <main id="main" class="page">
                <header class="page-head"><h1>"Account"</h1></header>
                {saved.map(|words| view! { <div class="notice" role="status">{icon::info()}<p>{words}</p></div> })}
                {refused.map(|words| view! { <div class="notice bad" role="alert">{icon::alert()}<p>{words}</p></div> })}
                <div class="settings">
                    {profile::section(&user, form("update_profile"))}
                    {appearance::section(user.id, theme)}
                    {keyboard::section(user.id, shortcuts)}
                    {clock::section(user.id, now, zone)}
                    {password::section(&user, form("change_password"))}
                    {devices::section(user.id, devices, own, &calendar)}
                    {data::section(user.id, form("import"))}
                    {deletion::section(&user, form("delete_account"))}
                </div>
            </main>
        }
    }))
}

/// What has just been done, where a form led here.
fn saved(visit: &Visit) -> Option<String> {
    if visit.attempt.is_some() {
        return None;
    }
    let words = match visit.query("saved")?.as_str() {
        "profile" => Some("Profile saved."),
        "appearance" => Some("Appearance saved."),
        "keyboard" => Some("Keyboard saved."),
        "clock" => Some("Clock saved."),
        "password" => Some("Password changed. Every other device is signed out."),
        "session" => Some("Session ended."),
        "sessions" => Some("Signed out everywhere else."),
        "import" => return visit.query("tasks")?.parse().ok().map(came),
        _ => None,
    };
    words.map(str::to_owned)
}

fn came(tasks: u32) -> String {
    match tasks {
        0 => "Nothing was new in that file.".to_owned(),
        1 => "1 task imported.".to_owned(),
        _ => format!("{tasks} tasks imported."),
    }
}

/// What went wrong that belongs to no field.
fn refused(attempt: &Attempt) -> Option<String> {
    match &attempt.error {
        Error::Invalid(_) | Error::EmailTaken => None,
        error => Some(error.to_string()),
    }
}

/// One of the forms here, and what came back of it.
#[derive(Clone, Copy)]
struct Form<'a> {
    attempt: Option<&'a Attempt>,
}

impl Form<'_> {
    /// What was typed, or else what is stored.
    fn value(self, field: Field, stored: &str) -> String {
        self.attempt.and_then(|attempt| attempt.value(field)).unwrap_or(stored).to_owned()
    }

    fn problem(self, field: Field) -> Option<String> {
        self.attempt?.problem(field)
    }

    /// The field to be typed next: the first that is wrong, in the order of the form.
    fn first_wrong(self, fields: &[Field]) -> Option<Field> {
        fields.iter().copied().find(|field| self.problem(*field).is_some())
    }
}
