//! Asks for the same thing over many connections at once, each asking again as soon as it is answered.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::timeout};

use super::client::Connection;
use crate::Outcome;

pub const CONNECTIONS: usize = 32;
pub const LASTS: Duration = Duration::from_secs(3);
/// What was asked for before the end may still be answered.
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// Whose turn it is.
struct Turns {
    requests: Vec<String>,
    next: AtomicUsize,
}

/// How many answers of this status come in a second to these requests, which take turns. Any other status is an error.
pub async fn per_second(address: SocketAddr, requests: &[String], status: u16) -> Outcome<f64> {
    let turns = Arc::new(Turns { requests: requests.to_vec(), next: AtomicUsize::new(0) });
    let mut connections = Vec::new();
    for _ in 0..CONNECTIONS {
        connections.push(Connection::open(address).await?);
    }
    let began = Instant::now();
    let mut all = JoinSet::new();
    for connection in connections {
        all.spawn(timeout(LASTS + ENDS_WITHIN, keep_asking(connection, turns.clone(), status, began + LASTS)));
    }
    let mut answers = 0;
    while let Some(one) = all.join_next().await {
        answers += one???;
    }
    Ok(f64::from(answers) / began.elapsed().as_secs_f64())
}

async fn keep_asking(mut connection: Connection, turns: Arc<Turns>, status: u16, until: Instant) -> Outcome<u32> {
    let mut answers = 0;
    while Instant::now() < until {
        let request = &turns.requests[turns.next.fetch_add(1, Ordering::Relaxed) % turns.requests.len()];
        let answer = connection.send(request.as_bytes()).await?;
        if answer.status != status {
            let asked = request.lines().next().unwrap_or_default();
            return Err(format!("{asked}: {} instead of {status}", answer.status).into());
        }
        answers += 1;
    }
    Ok(answers)
}
