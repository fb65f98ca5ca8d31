//! Which cookies are looked at: those whose name is one.

use axum::{
    extract::Request,
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// Passes on the cookies whose name is a token (RFC 6265 section 4.1.1). Whoever holds a neighbouring domain can give a
/// browser a cookie called `__Host-cubby` with a space of Unicode before it: the browser does not see the prefix that it
/// guards, and the reader of cookies takes the space away.
pub async fn keep_named(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let kept: Vec<&[u8]> = headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .map(<[u8]>::trim_ascii)
        .filter(|pair| is_named(pair))
        .collect();
    let kept = HeaderValue::from_bytes(&kept.join(b"; ".as_slice()));
    headers.remove(header::COOKIE);
    if let Ok(kept) = kept
        && !kept.is_empty()
    {
        headers.insert(header::COOKIE, kept);
    }
    next.run(request).await
}

fn is_named(pair: &[u8]) -> bool {
    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    name.len() < pair.len() && !name.is_empty() && name.iter().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_token() {
        for pair in ["a=b", "__Host-cubby=x.y.z", "cubby-theme=", "a==", "a=ü"] {
            assert!(is_named(pair.as_bytes()), "{pair}");
        }
        for pair in ["", "a", "=b", "\u{2000}__Host-cubby=x", "a b=c", "a\t=b", "__Host-cubby =x", "\"a\"=b", "ä=b"] {
            assert!(!is_named(pair.as_bytes()), "{pair}");
        }
    }
}
