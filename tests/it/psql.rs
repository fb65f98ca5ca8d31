//! Statements past the program, each on a connection of its own.

use std::str::FromStr;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

/// Runs statements on a connection of their own.
pub fn runs(options: &PgConnectOptions, sql: &str) -> Result<(), String> {
    let sql = sql.to_owned();
    apart(options, async move |connection| connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.map(|_| ()))
}

/// Asks for one text, after statements that set something, as the role of a URL.
pub fn past(url: &str, sql: &str) -> String {
    let sql = sql.to_owned();
    let options = PgConnectOptions::from_str(url).unwrap();
    apart(&options, async move |connection| {
        let (settings, query) = sql.rsplit_once(';').unwrap_or(("", &sql));
        connection.execute(sqlx::raw_sql(AssertSqlSafe(settings.to_owned()))).await?;
        sqlx::query_scalar(AssertSqlSafe(format!("select ({query})::text"))).fetch_one(connection).await
    })
    .unwrap()
}

/// Does something on a connection of its own, from wherever it is asked.
pub fn apart<T: Send>(
    options: &PgConnectOptions,
    work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error> + Send,
) -> Result<T, String> {
    // A test's own runtime can neither be waited in nor hold another.
    let alone = || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let mut connection = PgConnection::connect_with(options).await?;
            let done = work(&mut connection).await?;
            connection.close().await?;
            Ok(done)
        })
    };
    std::thread::scope(|threads| threads.spawn(alone).join().unwrap()).map_err(|cause: sqlx::Error| cause.to_string())
}
