//! Takes connections, as many as there is room for, cuts off slow clients, and stops in good order.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower::{Service, service_fn};

use super::{limits, unread::ReadToEnd};

/// How long what is under way may take once the program was told to stop.
const FAREWELL: Duration = Duration::from_secs(9);

/// Serves until `stop` is over and the last answer has gone out, or nine seconds have passed.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(limits::CONNECTIONS));
    let graceful = GracefulShutdown::new();
    // HTTP/1 alone: its clock runs from the first moment, also for whoever sends nothing.
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits::HEADERS).max_buf_size(limits::HEADERS_SIZE);
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, permit) = tokio::select! {
            taken = next(&listener, &room) => taken,
            () = &mut stop => break,
        };
        let address = stream.peer_addr().ok();
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut router = router.clone();
            async move {
                let (head, body) = request.into_parts();
                let body = ReadToEnd::of(body, &head.headers);
                let mut request = Request::from_parts(head, body);
                if let Some(address) = address {
                    request.extensions_mut().insert(ConnectInfo(address));
                }
                let Ok::<_, Infallible>(response) = router.call(request).await;
                Ok::<_, Infallible>(response)
            }
        });
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits::UNREAD));
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let _permit = permit;
            if let Err(cause) = watched.await {
                tracing::debug!(%cause, "a connection ended early");
            }
        });
    }
    drop(listener);
    if timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped with requests still under way");
    }
}

async fn next(listener: &TcpListener, room: &Arc<Semaphore>) -> (TcpStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    loop {
        let permit = room.clone().acquire_owned().await.ok();
        match listener.accept().await {
            Ok((stream, _)) => {
                let _ = stream.set_nodelay(true);
                return (stream, permit);
            }
            Err(cause) => {
                // Out of file descriptors, as a rule: wait for some to come back.
                tracing::warn!(%cause, "a connection could not be taken");
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
}
