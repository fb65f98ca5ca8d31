//! The browsers that an account knows: each holds a signed note, made when it signed in, that names the account.

use super::{
    caller::Caller,
    cookie,
    token::{KnownDevice, TokenKeys},
};
use crate::{
    domain::{DeviceId, Error, Timestamp, UserId},
    server::random,
};

/// How many accounts one browser can be known by: a family's.
const MOST: usize = 4;
/// What stands between two notes; no token has it.
const BETWEEN: char = '~';

/// The notes of a browser that are ours, whoever is asked for: looking at them takes time, which must not tell whether
/// there is an account.
pub(super) fn proven(keys: &TokenKeys, caller: &Caller, now: Timestamp) -> Vec<KnownDevice> {
    notes(caller).filter_map(|note| keys.verify_device(note, now)).collect()
}

/// The browser, where this account knows it and has forgotten no browsers since. A note counts time in seconds, the id in
/// it in milliseconds; a browser that is known keeps its id, and one that was forgotten gets another.
pub(super) fn known(proven: &[KnownDevice], owner: UserId, since: Timestamp) -> Option<DeviceId> {
    proven.iter().find(|known| known.user == owner && known.device.made_at() >= since).map(|known| known.device)
}

/// What the browser is given to keep: a note for this account, and those that it has for others.
pub(super) fn introduce(
    keys: &TokenKeys,
    caller: &Caller,
    owner: UserId,
    known: Option<DeviceId>,
    now: Timestamp,
) -> Result<String, Error> {
    let device = known.unwrap_or_else(|| DeviceId::new(random::id_of(now)));
    let known = KnownDevice { user: owner, device };
    let mut kept = vec![keys.issue_device(known, now, now.plus(cookie::DEVICES_LAST))?];
    let others = notes(caller).filter(|note| keys.verify_device(note, now).is_some_and(|known| known.user != owner));
    kept.extend(others.take(MOST - 1).map(str::to_owned));
    Ok(kept.join(&BETWEEN.to_string()))
}

fn notes(caller: &Caller) -> impl Iterator<Item = &str> {
    caller.devices.as_deref().unwrap_or_default().split(BETWEEN).take(MOST)
}
