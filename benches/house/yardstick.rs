//! What could be reached at most: a page that is only sent, a password that is only hashed.

use std::{
    net::SocketAddr,
    num::NonZero,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use axum::{
    Router,
    body::Bytes,
    extract::Path as Segment,
    response::{Html, Json},
    routing::get,
    serve::{Listener, ListenerExt},
};
use clap::Parser;
use cubby::{
    domain::{TaskQuery, UserId},
    server::{
        api::answers::TaskList,
        config::CommandLine,
        store::{
            Db, Opening,
            task_lists::{self, Stretch},
        },
    },
};
use tokio::{net::TcpListener, runtime::Runtime};

use crate::Outcome;

/// No page is larger.
const LONGEST: usize = 1_000_000;

/// A bare axum handler, in threads of its own: `/5000` is a prepared page of 5,000 bytes.
pub fn serve_prepared_pages() -> Outcome<SocketAddr> {
    let page = Bytes::from(vec![b'.'; LONGEST]);
    let router =
        Router::new().route("/{bytes}", get(async move |Segment(bytes): Segment<usize>| Html(page.slice(..bytes))));
    serve(Runtime::new()?, router)
}

fn serve(runtime: Runtime, router: Router) -> Outcome<SocketAddr> {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let address = listener.local_addr()?;
    thread::spawn(move || runtime.block_on(async { axum::serve(listener, router).await }));
    Ok(address)
}

/// A bare axum handler, in threads of its own, that reads a list from the database in this folder and writes it as the API does:
/// `/{owner}` is the first page of a person's tasks.
pub fn serve_lists(data: &Path) -> Outcome<SocketAddr> {
    let runtime = Runtime::new()?;
    let flags = ["cubby".as_ref(), "--data-dir".as_ref(), data.as_os_str()];
    let db = runtime.block_on(Db::open(&CommandLine::try_parse_from(flags)?.config, Opening::Newest))?;
    let list = async move |Segment(owner): Segment<UserId>| {
        let page = task_lists::list(&db, owner, &TaskQuery::default(), Stretch::default()).await;
        page.map(|page| Json(TaskList::of(owner, page))).map_err(|error| error.to_string())
    };
    serve(runtime, Router::new().route("/{owner}", get(list)))
}

/// How often all cores together hash a password with the parameters of Cubby's.
pub fn argon2_per_second(lasts: Duration) -> Outcome<f64> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let began = Instant::now();
    let hashes = thread::scope(|scope| -> Outcome<u32> {
        let all: Vec<_> = (0..cores).map(|_| scope.spawn(|| keep_hashing(began + lasts))).collect();
        let mut hashes = 0;
        for one in all {
            hashes += one.join().map_err(|_| "a thread that hashed is gone")??;
        }
        Ok(hashes)
    })?;
    Ok(f64::from(hashes) / began.elapsed().as_secs_f64())
}

fn keep_hashing(until: Instant) -> Outcome<u32> {
    let params = Params::new(19_456, 2, 1, Some(32))?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut hashes = 0;
    while Instant::now() < until {
        argon2.hash_password_into_with_memory(b"Quilted-Lantern-42", b"sixteen bytes ok", &mut [0; 32], &mut memory)?;
        hashes += 1;
    }
    Ok(hashes)
}
