//! Takes in what a client goes on sending after it was refused. If the connection were closed meanwhile, it would break, and the
//! client would never read why (RFC 9112, section 9.6).

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use hyper::{
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    header::{EXPECT, HeaderMap},
};
use tokio::time::timeout;

use super::limits;

/// The body of a request. What nobody has read of it by the time it is dropped is read then, and forgotten.
pub(super) struct ReadToEnd {
    body: Option<Incoming>,
}

impl ReadToEnd {
    /// The body of a request with these headers; none to care for where the client asks first whether to send it at all.
    pub(super) fn of(body: Incoming, headers: &HeaderMap) -> axum::body::Body {
        if body.is_end_stream() || headers.contains_key(EXPECT) {
            axum::body::Body::new(body)
        } else {
            axum::body::Body::new(Self { body: Some(body) })
        }
    }

    fn rest(&mut self) -> Option<Pin<&mut Incoming>> {
        self.body.as_mut().map(Pin::new)
    }
}

impl Body for ReadToEnd {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.rest().map_or(Poll::Ready(None), |body| body.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
    }
}

impl Drop for ReadToEnd {
    fn drop(&mut self) {
        if let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) {
            tokio::spawn(timeout(limits::REQUEST, read(body)));
        }
    }
}

async fn read(mut body: Incoming) {
    while let Some(Ok(_)) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {}
}
