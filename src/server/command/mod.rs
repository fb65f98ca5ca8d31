//! What `cubby` does besides serving. Each ends with a sentence for whoever typed it.

pub mod doctor;
pub mod import;
pub mod import_old;
pub mod invite;
pub mod restore;
pub mod rotate_key;
pub mod seed;
pub mod user;
