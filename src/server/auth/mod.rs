//! Who is asking.

pub mod accounts;
pub mod cookie;
pub mod current_user;
pub mod hmac;
pub mod key_file;
pub mod password;
pub mod token;
