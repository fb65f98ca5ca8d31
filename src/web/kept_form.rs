//! The way of a form through signing in. A form whose session is over is sent on to the page for signing in (307: the
//! browser sends it once more, there), and from there, with what its person has signed in by, to its own page.

use std::convert::Infallible;

use axum::{
    Extension,
    body::to_bytes,
    extract::{Request, State},
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use tower::ServiceExt;

use super::{
    attempt::Attempt,
    form_post::{Pages, given_back, same_page, whose},
    pages::kept,
};
use crate::{
    domain::Error,
    server::{problem, state::AppState},
};

/// A form on its way in: the page for signing in holds it.
pub async fn hold(Extension(pages): Extension<Pages>, request: Request) -> Response {
    let (parts, typed) = match read(request).await {
        Ok(read) => read,
        Err(error) => return problem::response(error),
    };
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let said = |key: &str| form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == key);
    let error = if said("expired").is_some() { Error::SessionExpired } else { Error::SignedOut };
    let attempt = said("next").map(|(_, page)| Attempt::new(kept::function_on(&page).to_owned(), error, typed));
    let attempt = attempt.filter(kept::is_kept);
    show(pages, parts, attempt).await
}

/// A form on its way out: its own page gives it back.
pub async fn give_back(
    State(state): State<AppState>,
    Extension(pages): Extension<Pages>,
    request: Request,
) -> Response {
    let (parts, typed) = match read(request).await {
        Ok(read) => read,
        Err(error) => return problem::response(error),
    };
    let sign_in = Attempt::new("sign_in".to_owned(), Error::Interrupted, typed);
    let kept = given_back(&sign_in, parts.uri.path(), whose(&parts.extensions, &state));
    show(pages, parts, kept).await
}

async fn read(request: Request) -> Result<(Parts, Vec<(String, String)>), Error> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|_| Error::TooLarge)?;
    Ok((parts, form_urlencoded::parse(&body).into_owned().collect()))
}

/// The page at this address, with the form where there is one.
async fn show(Pages(pages): Pages, parts: Parts, attempt: Option<Attempt>) -> Response {
    let here = parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    if let Some(attempt) = attempt {
        let Ok::<_, Infallible>(response) = pages.oneshot(same_page(parts, &here, attempt)).await;
        return response;
    }
    // Nothing else is sent there.
    let mut response = problem::response(Error::MethodNotAllowed);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
