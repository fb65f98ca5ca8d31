//! Who is asking.

pub mod accounts;
pub mod agent;
pub mod better_auth;
pub mod caller;
pub mod cookie;
pub mod current_user;
pub mod device;
pub mod hmac;
pub mod key_file;
pub mod limit;
pub mod link;
pub mod password;
pub mod profile;
pub mod recovery;
pub mod throttle;
pub mod token;
