//! Whether the time of a wrong sign-in tells if the e-mail has an account.

use std::{net::SocketAddr, time::Instant};

use tokio::runtime::Runtime;

use super::{
    client::Connection,
    median::median,
    person::{EMAIL, Person},
    table::{Figure, Table},
};
use crate::Outcome;

const PAIRS: usize = 1_000;
/// As long as the one that has an account, so that the page that comes back is too.
const NOBODY: &str = "eve@example.com";
const GUESSER: &str = "mallory@example.com";

pub fn measure(runtime: &Runtime, address: SocketAddr, table: &mut Table) -> Outcome<()> {
    let (known, unknown) = runtime.block_on(times(address))?;
    let (of_known, of_unknown) = (median(known.clone()), median(unknown.clone()));
    table.compare(
        "wrong sign-in, account beside none",
        Figure::milliseconds(of_known),
        Figure::milliseconds(of_unknown),
        "2 ms apart",
    );
    table.add("guessed right by a line between the times", Figure::percent(guessed_by_line(&known, &unknown)), "50 %");
    table.add("guessed right by where times are dense", Figure::percent(guessed_by_bins(&known, &unknown)), "50 %");
    Ok(())
}

async fn times(address: SocketAddr) -> Outcome<(Vec<f64>, Vec<f64>)> {
    // Whoever has an account of their own can have the program look at more than strangers bring.
    let stranger = Person::known_elsewhere(address, GUESSER).await?;
    let requests = [EMAIL, NOBODY].map(|email| stranger.fails_as(email));
    let mut connection = Connection::open(address).await?;
    let mut times = [Vec::with_capacity(PAIRS), Vec::with_capacity(PAIRS)];
    for pair in 0..PAIRS {
        // Each goes first as often as the other.
        for which in [pair % 2, 1 - pair % 2] {
            let began = Instant::now();
            let answer = connection.send(requests[which].as_bytes()).await?;
            times[which].push(began.elapsed().as_secs_f64());
            if answer.status != 401 {
                return Err(format!("a wrong sign-in was answered with {}", answer.status).into());
            }
        }
    }
    let [known, unknown] = times;
    Ok((known, unknown))
}

/// The share that the best line between the two, drawn through one half of the times, gets right in the other half.
fn guessed_by_line(known: &[f64], unknown: &[f64]) -> f64 {
    let half = known.len() / 2;
    let (learnt, tried) = ((&known[..half], &unknown[..half]), (&known[half..], &unknown[half..]));
    let right = |(known, unknown): (&[f64], &[f64]), line: f64, is_above: bool| {
        let share = |times: &[f64], is_above: bool| {
            let right: Vec<_> = times.iter().map(|time| f64::from(u8::from((*time > line) == is_above))).collect();
            right.iter().sum::<f64>() / right.iter().map(|_| 1.0).sum::<f64>()
        };
        f64::midpoint(share(known, is_above), share(unknown, !is_above))
    };
    let lines = learnt.0.iter().chain(learnt.1).flat_map(|line| [(*line, true), (*line, false)]);
    let best = lines.max_by(|one, other| right(learnt, one.0, one.1).total_cmp(&right(learnt, other.0, other.1)));
    best.map_or(0.5, |(line, is_above)| right(tried, line, is_above))
}

/// The same of a guess that takes any shape: the times that were learnt are cut into equally full bins, and whatever is
/// tried is what most in its bin were.
fn guessed_by_bins(known: &[f64], unknown: &[f64]) -> f64 {
    const BINS: usize = 16;
    let half = known.len() / 2;
    let mut learnt: Vec<_> = known[..half].iter().chain(&unknown[..half]).copied().collect();
    learnt.sort_by(f64::total_cmp);
    let edges: Vec<_> = (1..BINS).map(|bin| learnt[bin * learnt.len() / BINS]).collect();
    let bin = |time: f64| edges.partition_point(|edge| *edge <= time);
    let mut balance = [0_i32; BINS];
    for (known, unknown) in known.iter().zip(unknown).take(half) {
        balance[bin(*known)] += 1;
        balance[bin(*unknown)] -= 1;
    }
    // A bin that is as much the one as the other is guessed by nothing.
    let right = |time: f64, sign: i32| f64::from((balance[bin(time)] * sign).signum() + 1) / 2.0;
    let tried =
        known[half..].iter().map(|time| right(*time, 1)).chain(unknown[half..].iter().map(|time| right(*time, -1)));
    let all: Vec<_> = tried.collect();
    all.iter().sum::<f64>() / all.iter().map(|_| 1.0).sum::<f64>()
}
