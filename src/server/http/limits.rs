//! How much and how long: what no request of ours needs more of.

use std::time::Duration;

/// No form of ours is larger, in bytes.
pub const BODY: usize = 64 * 1024;
/// A file that somebody imports, in bytes: as many tasks as one may hold, each with a long description.
pub const FILE: usize = 16 * 1024 * 1024;
/// How long a request may take, its body included.
pub const REQUEST: Duration = Duration::from_secs(15);
/// How long a file may take that somebody imports until it is here: 16 MiB at 3 Mbit/s.
pub const UPLOAD: Duration = Duration::from_secs(45);
/// How long an import may take in whole.
pub const IMPORT: Duration = Duration::from_mins(1);
/// How many people may send a file at once, each of which is held in memory.
pub const UPLOADS: usize = 4;
/// How long a client may leave an answer lying that it was sent.
pub const UNREAD: Duration = Duration::from_secs(30);
/// How long a client may take over its headers, in whole.
pub const HEADERS: Duration = Duration::from_secs(10);
/// The headers of one request, in bytes.
pub const HEADERS_SIZE: usize = 32 * 1024;
/// More would only be kept waiting for memory.
pub const CONNECTIONS: usize = 4_096;
