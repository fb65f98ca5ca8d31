//! From settings to a database, to a router, to a port.

use std::{fs, io::IsTerminal, net::SocketAddr, os::unix::fs::DirBuilderExt, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    task::JoinHandle,
    time::timeout,
};
use tower_cookies::CookieManagerLayer;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer, timeout::TimeoutLayer,
};

use crate::{
    app,
    domain::Error,
    server::{
        api,
        auth::{accounts::Accounts, key_file, password::Hasher, token::TokenKeys},
        clock::Clock,
        command,
        config::{Command, CommandLine, Config, LogFormat},
        http::{client, cookies, count, csrf, headers, limits, listen, log},
        problem,
        state::AppState,
        store::{self, Db, Opening, search_index, signing_key, sweep, waiting},
    },
    web::pages::error,
};

/// How long the database may take to be closed. With the farewell to connections it is ten seconds.
const CLOSING: Duration = Duration::from_secs(1);

/// Does what the command line says.
///
/// # Errors
/// One sentence for the person who typed it.
pub fn main(line: CommandLine) -> Result<(), String> {
    init_log(&line.config);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|cause| format!("threads cannot be started: {cause}"))?
        .block_on(run(line.command.unwrap_or(Command::Serve), line.config))
}

async fn run(command: Command, config: Config) -> Result<(), String> {
    let now = Clock::default().now();
    match command {
        Command::Serve => over(&config, Opening::Newest, async |db| serve(config.clone(), db.clone()).await).await,
        Command::Migrate => {
            over(&config, Opening::Newest, async |_| {
                println!("The database is up to date.");
                Ok(())
            })
            .await
        }
        Command::ImportOld { users, tasks, dry_run } => {
            let tasks = tasks.unwrap_or_else(|| users.clone());
            over(&config, Opening::Newest, async |db| command::import_old::run(db, &users, &tasks, dry_run, now).await)
                .await
        }
        Command::Seed { people, tasks } => {
            over(&config, Opening::Newest, async |db| command::seed::run(db, people, tasks, now).await).await
        }
        // Where a copy of another version runs beside, or the folder is the wrong one, nothing is made or changed.
        Command::User(what) => {
            over(&config, Opening::Current, async |db| command::user::run(what, &config, db, now).await).await
        }
        Command::Import { file, email, dry_run } => {
            over(&config, Opening::Current, async |db| command::import::run(db, &file, &email, dry_run, now).await)
                .await
        }
        Command::Invite => {
            over(&config, Opening::Current, async |db| command::invite::run(&config, db, now).await).await
        }
        Command::Backup { file } => {
            over(&config, Opening::AsItIs, async |db| {
                db.backup(&file).await?;
                println!("Wrote {}.", file.display());
                Ok(())
            })
            .await
        }
        Command::Restore { file, force } => command::restore::run(&config, &file, force).await,
        Command::RotateKey => command::rotate_key::run(&config),
        Command::Doctor { security } => command::doctor::run(&config, security, now).await,
    }
}

/// Does it over the open database.
async fn over(
    config: &Config,
    opening: Opening,
    act: impl AsyncFnOnce(&Db) -> Result<(), String>,
) -> Result<(), String> {
    if matches!(opening, Opening::Newest) {
        make_folder(config)?;
    }
    let db = Db::open(config, opening).await?;
    let done = act(&db).await;
    if timeout(CLOSING, db.close()).await.is_err() {
        tracing::warn!("stopped with work at the database still under way");
    }
    done
}

/// For its owner alone: the key and everybody's tasks are in it.
fn make_folder(config: &Config) -> Result<(), String> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .map_err(|cause| format!("{} cannot be made: {cause}", config.data_dir.display()))
}

async fn serve(config: Config, db: Db) -> Result<(), String> {
    key_file::take_up_next(&config)?;
    let keys = key_file::load(&config)?;
    agree_on_key(&db, &keys).await?;
    let hasher = Hasher::new().map_err(|error| error.to_string())?;
    let listener = bind(config.listen).await?;
    let metrics = match config.metrics_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let address = listener.local_addr().map_err(|cause| format!("no address: {cause}"))?;
    if !config.is_https() && !address.ip().is_loopback() {
        tracing::warn!(
            "people reach this address over plain HTTP, where others can read along; put an HTTPS proxy in front and set CUBBY_PUBLIC_URL"
        );
    }
    let (tidied, clock) = (db.clone(), Clock::default());
    let accounts = Accounts::new(db.clone(), keys, hasher, &config);
    let state = AppState::new(db, accounts, clock.clone(), config);
    let counted = metrics.zip(state.metrics.clone()).map(|(listener, metrics)| {
        tokio::spawn(listen::serve(listener, count::router(metrics), std::future::pending()))
    });
    let router = router(state)?;
    // Before anybody is told where it is: whoever knows that may tell it to stop.
    let told = told_to_stop()?;
    println!("Cubby is at http://{address}");
    let tidying = tokio::spawn(tidy(tidied, clock));
    listen::serve(listener, router, told).await;
    tidying.abort();
    counted.iter().for_each(JoinHandle::abort);
    tracing::info!("stopped");
    Ok(())
}

/// A copy of Cubby that signs with another key than the others would sign people out at every other request.
async fn agree_on_key(db: &Db, keys: &TokenKeys) -> Result<(), String> {
    let (current, previous) = keys.names();
    let agreed = |error: Error| format!("the key cannot be compared with that of other copies: {error}");
    if db.is_shared() && !signing_key::agree(db, current, previous, Clock::default().now()).await.map_err(agreed)? {
        return Err("the other copies on this database sign with another key: give all of them the same \
                    CUBBY_SECRET_KEY, or the old one as CUBBY_PREVIOUS_SECRET_KEY to replace it"
            .to_owned());
    }
    Ok(())
}

/// At the start and once an hour: what is over goes. Once a day, of tasks that were deleted, the words go too.
async fn tidy(db: Db, clock: Clock) {
    const HOURS: u64 = 24;
    let mut hours = tokio::time::interval(Duration::from_hours(1));
    for hour in 0.. {
        hours.tick().await;
        if let Err(error) = sweep::forget(&db, clock.now()).await {
            tracing::warn!(%error, "what is over stays for another hour");
        }
        if hour % HOURS == 0
            && let Err(error) = search_index::forget_deleted(&db).await
        {
            tracing::warn!(%error, "the index of words is not tidied");
        }
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|cause| format!("{address} cannot be listened on: {cause}"))
}

/// Everything that answers, over this state. This is the seam that tests use.
///
/// # Errors
/// One sentence, where a setting cannot be.
pub fn router(state: AppState) -> Result<Router, String> {
    let csrf = csrf::layer(&state.config).map_err(|cause| format!("CUBBY_PUBLIC_URL: {cause}"))?;
    let (calls, document) = api::router(&state);
    // From the inside out: the last one is asked first.
    let pages = Router::new()
        .merge(app::pages())
        .merge(app::forms(&state))
        .layer(axum::Extension(document))
        .fallback(app::file)
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .layer(within(limits::REQUEST))
        .merge(app::files().layer(RequestBodyLimitLayer::new(limits::FILE)).layer(within(limits::IMPORT)))
        .layer(csrf)
        .layer(from_fn(csrf::require_origin))
        .layer(CatchPanicLayer::custom(|_| problem::response(Error::Internal)))
        .layer(from_fn_with_state(state.clone(), error::dress))
        .layer(CookieManagerLayer::new())
        .layer(from_fn(cookies::keep_named));
    // A bearer token is not sent by itself, as a cookie is: it does not matter from where.
    let calls = calls
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .layer(within(limits::REQUEST))
        .layer(CatchPanicLayer::custom(|_| problem::response(Error::Internal)))
        .layer(from_fn(api::problem::dress));
    let router = pages
        .merge(calls)
        .layer(from_fn(in_turn))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.config.clone(), headers::set))
        .layer(from_fn(log::requests))
        .layer(from_fn_with_state(state.config.clone(), client::find));
    let router = match &state.metrics {
        Some(metrics) => router.layer(from_fn_with_state(metrics.clone(), count::answers)),
        None => router,
    };
    Ok(router.with_state(state))
}

fn within(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time)
}

/// Carries out a request as the database wants it: with one patience, and in one transaction where it only reads.
async fn in_turn(request: Request, next: Next) -> Response {
    let only_reads = request.method().is_safe();
    let answer = waiting::added_up(next.run(request));
    if only_reads { store::reading(answer).await } else { answer.await }
}

fn told_to_stop() -> Result<impl Future<Output = ()>, String> {
    let listen_for = |kind| signal(kind).map_err(|cause| format!("signals cannot be heard: {cause}"));
    let mut terminate = listen_for(SignalKind::terminate())?;
    let mut interrupt = listen_for(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn init_log(config: &Config) {
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_max_level(config.log_level)
        .with_target(false);
    match config.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
}
