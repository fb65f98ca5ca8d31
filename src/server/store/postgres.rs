//! PostgreSQL: many copies of Cubby, many machines, one database.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use super::{
    Opening,
    lease::{Access, Lease, is_lost},
    migrate,
    pool::Pool,
    reach,
    scope::Scope,
    waiting,
};
use crate::server::config::{DatabaseUrl, Storage};

/// Between one try to begin and the next.
const PAUSE: Duration = Duration::from_millis(20);

/// An open database.
#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
    patience: Duration,
}

impl Postgres {
    /// # Errors
    /// One sentence for the person who starts the program.
    pub(super) async fn open(url: &str, settings: &Storage, opening: Opening) -> Result<Self, String> {
        let options = reach::options(url)?;
        let owner = settings.migration_url.as_ref().map(DatabaseUrl::as_str);
        let owner = owner.map_or_else(|| Ok(options.clone()), reach::options)?;
        migrate::postgres(&options, &owner, opening).await?;
        let pool = Pool::new(options, settings.database_connections, settings.prepared_statements);
        let postgres = Self { pool, patience: settings.patience() };
        if let Err(words) = postgres.examine().await {
            tracing::warn!("{words}");
        }
        Ok(postgres)
    }

    /// A transaction on somebody's behalf: the one that the request is in, or one that begins, which is said in one message
    /// with the scope. A connection from before the server went away is passed over: nothing has been asked on it yet.
    pub(super) async fn begin(&self, access: Access, scope: Scope<'_>) -> Result<Lease, sqlx::Error> {
        let first = match access {
            // Each statement sees what was done before it, however long the transaction goes on.
            Access::Read => "begin read only, isolation level read committed",
            Access::Write => "begin",
        };
        let words = format!("{first};set local statement_timeout = {};{scope}", self.patience.as_millis());
        if let Some(lease) = Lease::left(&words) {
            return Ok(lease);
        }
        waiting::counted(self.begin_anew(access, words)).await
    }

    async fn begin_anew(&self, access: Access, words: String) -> Result<Lease, sqlx::Error> {
        let until = Instant::now() + waiting::left(self.patience);
        loop {
            let slot = timeout_at(until, self.pool.slot()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))?;
            match Lease::begin(slot, until, self.patience, access, words.clone()).await {
                Err(cause) if is_lost(&cause) && Instant::now() < until => sleep(PAUSE).await,
                begun => return begun,
            }
        }
    }

    /// Whether the second wall stands.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub(super) async fn examine(&self) -> Result<(), String> {
        let unheard = |cause: sqlx::Error| format!("it does not answer: {cause}");
        let mut lease = self.begin(Access::Read, Scope::Nobody).await.map_err(unheard)?;
        let connection = lease.connection().map_err(unheard)?;
        let (role, open): (String, Option<String>) = sqlx::query_as(
            "select current_user::text, string_agg(relname::text, ', ' order by relname)
             from pg_class
             where relnamespace = (select relnamespace from pg_class where oid = 'users'::regclass)
                 and relkind = 'r'
                 and relname not in ('_sqlx_migrations', 'signing_key')
                 and not row_security_active(oid)",
        )
        .persistent(false)
        .fetch_one(connection)
        .await
        .map_err(unheard)?;
        match open {
            None => Ok(()),
            Some(_) => Err(format!(
                "PostgreSQL's policies do not bind the role {role}, which leaves one wall of two between people: let \
                 DATABASE_URL name a role that is neither superuser nor has BYPASSRLS"
            )),
        }
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}
