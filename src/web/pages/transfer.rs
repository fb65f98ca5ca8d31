//! A person's data on its way out and in, as a file.

use axum::{
    body::Body,
    extract::{Multipart, multipart::MultipartError},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use futures_util::stream;

use super::{Failure, Person, Visit, account};
use crate::{
    domain::{Error, Name, Problem},
    server::{
        archive::{self, Export},
        problem,
        store::{self, archive::Try},
    },
    web::attempt::Attempt,
};

/// Everything as one file, sent while it is read.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn export(visit: Visit, Person(person): Person) -> Result<Response, Failure> {
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
/// [`Error::TooLarge`]; [`Error::Unavailable`], also while somebody else's file is being imported.
pub async fn import(mut visit: Visit, Person(person): Person, file: Multipart) -> Result<Response, Failure> {
    if let Some(error) = visit.shut() {
        return Err(error.into());
    }
    // Before the file is read: those who have to wait hold nothing in memory meanwhile.
    let turn = store::archive::turn(&visit.state.db)?;
    let now = visit.now();
    let bytes = bytes(file).await?;
    let read = tokio::task::spawn_blocking(move || archive::read(&bytes, now));
    let archive = match read.await.map_err(|cause| problem::internal("an import", cause))? {
        Ok(archive) => archive,
        Err(problem) => {
            visit.attempt = Some(Attempt::new("import".to_owned(), problem.into(), Vec::new()));
            return account::show(visit, Person(person)).await;
        }
    };
    let name = archive.name.as_deref().and_then(|name| Name::parse(name).ok().flatten());
    let also = (name.as_ref().map(Name::as_str), archive.theme);
    let owner = person.user.id;
    let came = store::archive::restore(&visit.state.db, turn, owner, also, &archive.tasks, Try::Real, now).await?;
    tracing::info!(user.id = %person.user.id, tasks = came, "imported a file");
    Ok(Redirect::to(&format!("/account?saved=import&tasks={came}")).into_response())
}

/// The file of the form; nothing where none was chosen.
async fn bytes(mut form: Multipart) -> Result<Vec<u8>, Error> {
    let refused = |cause: MultipartError| match cause.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::from(Problem::ArchiveUnreadable),
    };
    while let Some(field) = form.next_field().await.map_err(refused)? {
        if field.name() == Some("file") {
            return field.bytes().await.map(Vec::from).map_err(refused);
        }
    }
    Ok(Vec::new())
}
