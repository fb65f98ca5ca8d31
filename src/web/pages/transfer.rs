//! A person's data on its way out and in, as a file.

use axum::{
    Form,
    body::Body,
    extract::{Multipart, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use futures_util::stream;
use tokio::time::timeout;

use super::{Failure, Person, Visit, account, sign_in};
use crate::{
    domain::{Error, Name, Problem, UserId},
    server::{
        archive::{self, Export},
        http::limits,
        problem,
        store::{self, archive::Run},
    },
    web::attempt::Attempt,
};

/// Everything as one file, sent while it is read.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn export(
    visit: Visit,
    Person(person): Person,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    if let Some(error) = visit.shut() {
        return Err(error.into());
    }
    let wrote = form.iter().find(|(name, _)| name == Attempt::PERSON).and_then(|(_, person)| person.parse().ok());
    if person.is_other_than(wrote) {
        return Ok(sign_in_again());
    }
    let mut export = Export::of(visit.state.db.clone(), person.user.id, visit.now());
    // Before the first byte is sent, an error can still be said.
    let first = export.piece().await?;
    tracing::info!(user.id = %person.user.id, "exported their data");
    let rest = stream::try_unfold((first, export), async |(ready, mut export)| {
        let piece = match ready {
            Some(piece) => Some(piece),
            None => export.piece().await?,
        };
        Ok::<_, Error>(piece.map(|piece| (piece, (None, export))))
    });
    let day = visit.now().date();
    let name = format!("attachment; filename=\"cubby-{day}.json\"");
    let mut response = Body::from_stream(rest).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Brings a file back. A file that cannot be read changes nothing, and the page says why.
///
/// # Errors
/// [`Error::TooLarge`]; [`Error::Unavailable`], also while several people send one.
pub async fn import(mut visit: Visit, Person(person): Person, file: Multipart) -> Result<Response, Failure> {
    if let Some(error) = visit.shut() {
        return Err(error.into());
    }
    let now = visit.now();
    let archive = {
        // Those who find no place hold nothing in memory.
        let _place = visit.state.uploads.try_acquire().map_err(|_| Error::Unavailable)?;
        let Sent { bytes, person: wrote } =
            timeout(limits::UPLOAD, read(file)).await.unwrap_or(Err(Error::Unavailable))?;
        if person.is_other_than(wrote) {
            return Ok(sign_in_again());
        }
        let read = tokio::task::spawn_blocking(move || archive::read(&bytes, now));
        read.await.map_err(|cause| problem::internal("an import", cause))?
    };
    let archive = match archive {
        Ok(archive) => archive,
        Err(problem) => {
            visit.attempt = Some(Attempt::new("import".to_owned(), problem.into(), Vec::new()));
            return account::show(visit, Person(person)).await;
        }
    };
    let also = (archive.name.as_ref().map(Name::as_str), archive.theme);
    let owner = person.user.id;
    let turn = store::archive::turn(&visit.state.db).await?;
    let came = store::archive::restore(&visit.state.db, turn, owner, also, &archive.tasks, Run::Commit, now).await?;
    tracing::info!(user.id = %person.user.id, tasks = came, "imported a file");
    Ok(Redirect::to(&format!("/account?saved=import&tasks={came}")).into_response())
}

/// What stood in the form.
#[derive(Default)]
struct Sent {
    /// The file; nothing where none was chosen.
    bytes: Vec<u8>,
    /// Whose page it stood on.
    person: Option<UserId>,
}

async fn read(mut form: Multipart) -> Result<Sent, Error> {
    let refused = |cause: MultipartError| match cause.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::from(Problem::ArchiveUnreadable),
    };
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("file") => sent.bytes = field.bytes().await.map_err(refused)?.into(),
            Some(Attempt::PERSON) => sent.person = field.text().await.map_err(refused)?.parse().ok(),
            _ => {}
        }
    }
    Ok(sent)
}

/// Somebody else has signed in in this browser since the page was opened.
fn sign_in_again() -> Response {
    Redirect::to(&sign_in::address(&Error::SignedOut, "/account")).into_response()
}
