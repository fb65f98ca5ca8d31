//! What the program can be asked to do.

use std::path::PathBuf;

use clap::Subcommand;

use super::old_database::OldDatabase;

/// Everything that stands after `cubby` on the command line.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Serve pages until told to stop (the default)
    Serve,
    /// Bring the database to the newest form and stop
    Migrate,
    /// Write a copy of the database to a file, also while Cubby runs
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Put a copy that `backup` wrote in the place of the database, while Cubby does not run
    Restore {
        /// The file to read
        file: PathBuf,
        /// Also where there is a database already; it is kept beside the restored one
        #[arg(long)]
        force: bool,
    },
    /// Look after accounts
    #[command(subcommand)]
    User(UserCommand),
    /// Bring a file that somebody exported to an account
    Import {
        /// The file
        file: PathBuf,
        /// Whose account
        #[arg(long)]
        email: String,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Bring people over from Better Auth, with their tasks from the FastAPI service, out of SQLite or PostgreSQL
    ImportOld {
        /// The database of Better Auth: a file of SQLite, or `postgres://USER:PASSWORD@HOST/DATABASE`
        users: OldDatabase,
        /// The database of the tasks, named likewise; without it, the same
        #[arg(long)]
        tasks: Option<OldDatabase>,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Print a link by which one account can be made within seven days
    Invite,
    /// Make a new key and keep the old one as the one before, so that nobody is signed out; from the next start on
    RotateKey,
    /// Fill a database to measure with
    #[command(hide = true)]
    Seed {
        /// How many people
        #[arg(long, default_value = "1000")]
        people: u32,
        /// How many tasks each of them has
        #[arg(long, default_value = "1000")]
        tasks: u32,
    },
    /// Check how this Cubby is set up, and say what to do
    Doctor {
        /// Print the numbers that SECURITY.md promises, as they are here
        #[arg(long)]
        security: bool,
    },
}

/// What can be done with accounts.
#[derive(Debug, Clone, Subcommand)]
pub enum UserCommand {
    /// List everybody who has an account
    List,
    /// Print a link to choose a new password, good once and for an hour, and end every session
    ResetPassword {
        /// Whose
        email: String,
    },
    /// Forget failed sign-ins, so that nobody has to wait
    Unlock {
        /// Whose
        email: String,
    },
    /// Delete an account with everything in it, at once and for good
    Delete {
        /// Whose
        email: String,
    },
}
