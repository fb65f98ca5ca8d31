//! Brings a database to the newest form. The steps are compiled in.

use sqlx::{SqlitePool, migrate::Migrator};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");

pub(super) async fn sqlite(writer: &SqlitePool) -> Result<(), String> {
    SQLITE.run(writer).await.map_err(|cause| format!("the database could not be brought to this version: {cause}"))
}
