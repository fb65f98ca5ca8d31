//! Everything that can go wrong, in words that a person can act on. It crosses the wire as it is.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{name, password, task_description, task_title};

/// Why something was not done. `Display` is what the person reads.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Error {
    /// What was typed breaks rules; each problem belongs to a field.
    #[error("{}", .0.first().map_or_else(|| "Something typed here is not right".to_owned(), ToString::to_string))]
    Invalid(Vec<Problem>),
    /// The request itself could not be read: a broken form, a wrong content type.
    #[error("The form could not be read. Go back and send it again.")]
    Malformed,
    /// The same words whether the e-mail is unknown or the password is wrong.
    #[error("Invalid credentials")]
    InvalidCredentials,
    /// There is an account with this e-mail, in whatever letter case.
    #[error("Email already registered")]
    EmailTaken,
    /// Nobody is signed in on this request.
    #[error("Sign in to see this.")]
    SignedOut,
    /// Somebody was signed in; their session has expired or was ended.
    #[error("Session expired. Please sign in again.")]
    SessionExpired,
    /// New accounts are not made here, or only by invitation.
    #[error("This Cubby takes no new accounts without an invitation. Ask who runs it.")]
    SignUpClosed,
    /// A link that is good once was used, or its time is over.
    #[error("This link has been used, or its time is over. Ask for another one.")]
    LinkExpired,
    /// The request did not come from this site.
    #[error("The request did not come from this site, so nothing was changed.")]
    CrossSite,
    /// There is no such thing, or it is somebody else's.
    #[error("There is no such task. It may have been deleted.")]
    NotFound,
    /// The task was changed since the version that this change begins from.
    #[error("This task was changed meanwhile.")]
    Stale,
    /// What was to be undone was undone already, or it was too long ago.
    #[error("There is nothing to undo any more: it was undone already, or it is a day ago.")]
    UndoOver,
    /// What was to be undone is not how it was left.
    #[error("The task was changed since, so nothing was undone.")]
    UndoStale,
    /// The session was over when a form was sent; what was typed is back after signing in.
    #[error("You were signed out before this was saved. What you typed is still here: send it again.")]
    Interrupted,
    /// The key of a retry belongs to another request.
    #[error("This key was used for another request.")]
    KeyReused,
    /// The method is not one that this address answers.
    #[error("This address cannot be used that way.")]
    MethodNotAllowed,
    /// The body is larger than the limit.
    #[error("That is too much to send at once.")]
    TooLarge,
    /// The server requires HTTPS and this request came without.
    #[error("This Cubby is only open over HTTPS. Use its https:// address.")]
    HttpsRequired,
    /// Too many wrong tries; how long to wait, in seconds.
    #[error("Too many attempts. Try again in {seconds} seconds")]
    TooManyAttempts {
        /// Seconds until the next try is looked at.
        seconds: u32,
    },
    /// The database does not answer, or the server is overloaded.
    #[error("Cubby is briefly unavailable")]
    Unavailable,
    /// The browser could not reach the server.
    #[error("You are offline, or Cubby is.")]
    Offline,
    /// A fault of ours; the log has the cause.
    #[error("Something went wrong on our side.")]
    Internal,
}

impl Error {
    /// Whether it is all right again once the person has signed in.
    #[must_use]
    pub const fn asks_to_sign_in(&self) -> bool {
        matches!(self, Self::SignedOut | Self::SessionExpired)
    }

    /// What is wrong with one field, if anything.
    #[must_use]
    pub fn problem(&self, field: Field) -> Option<Problem> {
        match self {
            Self::Invalid(problems) => problems.iter().copied().find(|problem| problem.field() == field),
            Self::EmailTaken if field == Field::Email => Some(Problem::EmailTaken),
            _ => None,
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Invalid(vec![problem])
    }
}

/// A place to type something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Field {
    Name,
    Email,
    Password,
    CurrentPassword,
    Confirm,
    File,
    Title,
    Description,
    Priority,
    DueDate,
}

impl Field {
    /// The field's name in forms and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Password => "password",
            Self::CurrentPassword => "current_password",
            Self::Confirm => "confirm",
            Self::File => "file",
            Self::Title => "title",
            Self::Description => "description",
            Self::Priority => "priority",
            Self::DueDate => "due_date",
        }
    }

    /// The field's label, as a sentence begins with it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Email => "Email",
            Self::Password => "Password",
            Self::CurrentPassword => "Current password",
            Self::Confirm => "Type DELETE to confirm",
            Self::File => "A file that Cubby exported",
            Self::Title => "Title",
            Self::Description => "Description",
            Self::Priority => "Priority",
            Self::DueDate => "Due date",
        }
    }
}

/// One thing that is wrong with what was typed. `Display` stands beside the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum Problem {
    #[error("Name must be at most {} characters", name::MAX_CHARS)]
    NameTooLong,
    #[error("Invalid email format")]
    EmailInvalid,
    #[error("Email already registered")]
    EmailTaken,
    #[error("Password must be at least {} characters", password::MIN_CHARS)]
    PasswordTooShort,
    #[error("Password must be at most {} characters", password::MAX_CHARS)]
    PasswordTooLong,
    #[error("Password is too easy to guess: it is on the list of common passwords")]
    PasswordCommon,
    #[error("Password is too easy to guess: it is your email")]
    PasswordIsEmail,
    #[error("Password is too easy to guess: it is your name")]
    PasswordIsName,
    #[error("That is not your current password")]
    CurrentPasswordWrong,
    #[error("Type the word DELETE, in capitals")]
    NotConfirmed,
    #[error("That is not a whole file that Cubby exported, so nothing was imported")]
    ArchiveUnreadable,
    #[error("That file is from another version of Cubby, so nothing was imported")]
    ArchiveVersion,
    #[error("That file has too many tasks, so nothing was imported")]
    ArchiveTooLong,
    #[error("Task {0} of the file is not one, so nothing was imported")]
    ArchiveTask(u32),
    #[error("Title is required")]
    TitleRequired,
    #[error("Title must be at most {} characters", task_title::TITLE_MAX_CHARS)]
    TitleTooLong,
    #[error("Description must be at most {} characters", task_description::DESCRIPTION_MAX_CHARS)]
    DescriptionTooLong,
    #[error("Priority must be low, medium or high")]
    PriorityUnknown,
    #[error("Invalid due date")]
    DueDateInvalid,
    /// U+0000 cannot be stored by every database.
    #[error("{} must not contain the character NUL", .0.label())]
    Nul(Field),
}

impl Problem {
    /// The field that it stands beside.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::NameTooLong => Field::Name,
            Self::EmailInvalid | Self::EmailTaken => Field::Email,
            Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordCommon
            | Self::PasswordIsEmail
            | Self::PasswordIsName => Field::Password,
            Self::CurrentPasswordWrong => Field::CurrentPassword,
            Self::NotConfirmed => Field::Confirm,
            Self::ArchiveUnreadable | Self::ArchiveVersion | Self::ArchiveTooLong | Self::ArchiveTask(_) => Field::File,
            Self::TitleRequired | Self::TitleTooLong => Field::Title,
            Self::DescriptionTooLong => Field::Description,
            Self::PriorityUnknown => Field::Priority,
            Self::DueDateInvalid => Field::DueDate,
            Self::Nul(field) => field,
        }
    }
}
