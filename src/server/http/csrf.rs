//! Forms are taken from this site alone. The tokens of old are not needed: browsers say where a request comes from.

use axum::{
    extract::Request,
    http::{HeaderName, Method, header},
    middleware::Next,
    response::Response,
};
use tower_http::csrf::{ConfigError, CsrfLayer, ProtectionError};

use crate::{
    domain::Error,
    server::{config::Config, problem},
};

/// The layer, with our answer to what it refuses.
pub type Layer = CsrfLayer<fn(ProtectionError) -> Response>;

/// Refuses whatever a browser sends from elsewhere, by `Sec-Fetch-Site`, or else by `Origin`.
///
/// # Errors
/// Where the public address is not an origin.
pub fn layer(config: &Config) -> Result<Layer, ConfigError> {
    let layer = match &config.public_url {
        // Behind a proxy that changes Host, the origin is still the address that people open.
        Some(url) => CsrfLayer::new().add_trusted_origin(&url.origin)?,
        None => CsrfLayer::new(),
    };
    Ok(layer.with_rejection_response(|_: ProtectionError| refused()))
}

/// Refuses what says nothing of where it comes from: the layer lets it pass, for clients that hold no cookies.
pub async fn require_origin(request: Request, next: Next) -> Response {
    if says_where_from(&request) { next.run(request).await } else { refused() }
}

fn refused() -> Response {
    tracing::info!("a form from another site was refused");
    problem::response(Error::CrossSite)
}

fn says_where_from(request: &Request) -> bool {
    let says = |name: HeaderName| request.headers().get(name).is_some_and(|value| !value.is_empty());
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    is_safe || says(header::ORIGIN) || says(HeaderName::from_static("sec-fetch-site"))
}
