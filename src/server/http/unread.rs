//! Takes in what a client goes on sending after it was refused. If the connection were closed meanwhile, it would break, and the
//! client would never read why (RFC 9112, section 9.6).

use std::{
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use hyper::{
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    header::{EXPECT, HeaderMap},
};
use tokio::time::timeout;

use super::limits;

/// More than anybody sends by mistake, in bytes.
const MOST: usize = 256 * 1024 * 1024;

/// The body of a request. What nobody has read of it by the time it is dropped is read then, and forgotten.
pub(super) struct ReadToEnd {
    body: Option<Incoming>,
    /// Whether the client sends it: one that asked first whether to waits until somebody begins to read.
    is_coming: bool,
}

impl ReadToEnd {
    /// The body of a request with these headers.
    pub(super) fn of(body: Incoming, headers: &HeaderMap) -> axum::body::Body {
        if body.is_end_stream() {
            axum::body::Body::new(body)
        } else {
            axum::body::Body::new(Self { body: Some(body), is_coming: !headers.contains_key(EXPECT) })
        }
    }
}

impl Body for ReadToEnd {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        self.is_coming = true;
        self.body.as_mut().map_or(Poll::Ready(None), |body| Pin::new(body).poll_frame(context))
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
        if let Some(body) = self.body.take().filter(|body| self.is_coming && !body.is_end_stream()) {
            tokio::spawn(timeout(limits::REQUEST, read(body)));
        }
    }
}

async fn read(mut body: Incoming) {
    let mut size = 0;
    while let Some(Ok(frame)) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
        && size <= MOST
    {
        size += frame.data_ref().map_or(0, Bytes::len);
    }
}
