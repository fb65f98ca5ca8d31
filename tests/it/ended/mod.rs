//! Ended means ended: whatever was stolen of a session is refused from the moment on that its end was answered, however
//! it ended, by every copy of the program.

mod copies;
mod one;
mod thieves;

use serde_json::{Value, json};

use self::thieves::{Stolen, replays};
use crate::{
    process::{Program, cookie_of},
    test_app::PASSWORD,
};

const EMAIL: &str = "ann@example.com";
/// No password that anybody has yet.
const OTHER: &str = "another-Horse-8";

/// Somebody who is signed in with a browser, a phone and a script.
struct Person<'a> {
    program: &'a Program,
    browser: String,
    phone: String,
    token: String,
}

impl<'a> Person<'a> {
    fn of(program: &'a Program) -> Self {
        let browser = program.signs_up(EMAIL);
        let phone = program.signs_in(EMAIL);
        let login = json!({ "email": EMAIL, "password": PASSWORD }).to_string();
        let answer = program.calls("/api/auth/login", &login, "").unwrap();
        let session: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
        let token = session["access_token"].as_str().unwrap().to_owned();
        Self { program, browser, phone, token }
    }

    /// Sends a form in one of their browsers.
    #[track_caller]
    fn sends(&self, cookie: &str, function: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.program.posts(&format!("/fn/{function}"), fields, cookie).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answer
    }
}

fn signs_out(person: &Person<'_>) {
    person.sends(&person.browser, "sign_out", &[]);
}

/// On the phone, each of the others on the account page.
fn ends_each(person: &Person<'_>) {
    let page = person.program.opens("/account", &person.phone).unwrap();
    let others: Vec<_> = page
        .split("action=\"/fn/end_session\">")
        .skip(1)
        .filter_map(|form| form.split("name=\"id\" value=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(others.len(), 2, "{page}");
    for id in others {
        person.sends(&person.phone, "end_session", &[("id", id)]);
    }
}

fn ends_all_others(person: &Person<'_>) {
    person.sends(&person.phone, "end_other_sessions", &[]);
}

/// On the phone, which goes on with a new session.
fn changes_password(person: &Person<'_>) {
    let fields = [("current_password", PASSWORD), ("new_password", OTHER)];
    let anew = cookie_of(&person.sends(&person.phone, "change_password", &fields));
    assert!(person.program.opens("/tasks", &anew).unwrap().starts_with("HTTP/1.1 200"));
}

fn deletes_account(person: &Person<'_>) {
    person.sends(&person.phone, "delete_account", &[("current_password", PASSWORD), ("confirm", "DELETE")]);
}

fn ends_token(person: &Person<'_>) {
    assert!(person.program.calls("/api/auth/logout", "", &person.token).unwrap().starts_with("HTTP/1.1 204"));
}

/// One way to end sessions, and what it ends.
struct Ending {
    end: fn(&Person<'_>),
    stolen: fn(&Person<'_>) -> Vec<Stolen>,
}

const SIGN_OUT: Ending = Ending { end: signs_out, stolen: |person| vec![Stolen::Cookie(person.browser.clone())] };
const API_SIGN_OUT: Ending = Ending { end: ends_token, stolen: |person| vec![Stolen::Token(person.token.clone())] };
const EACH_ENDED: Ending = Ending { end: ends_each, stolen: others };
const ALL_OTHERS_ENDED: Ending = Ending { end: ends_all_others, stolen: others };
const PASSWORD_CHANGED: Ending = Ending { end: changes_password, stolen: everything };
const ACCOUNT_DELETED: Ending = Ending { end: deletes_account, stolen: everything };

fn others(person: &Person<'_>) -> Vec<Stolen> {
    vec![Stolen::Cookie(person.browser.clone()), Stolen::Token(person.token.clone())]
}

fn everything(person: &Person<'_>) -> Vec<Stolen> {
    others(person).into_iter().chain([Stolen::Cookie(person.phone.clone())]).collect()
}

impl Ending {
    /// Ends sessions at one program while what was stolen of them is replayed at another.
    fn comes(&self, here: &Program, there: &Program) {
        let person = Person::of(here);
        replays(&there.address, &(self.stolen)(&person), || (self.end)(&person));
    }
}
