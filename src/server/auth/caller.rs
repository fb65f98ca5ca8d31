//! What is known of whoever asks before they say who they are.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{Extensions, HeaderMap, header};
use tower_cookies::Cookies;

use super::{agent, cookie};
use crate::server::{config::Config, http::client::Client};

/// One who asks: an address, a browser in words, and what the browser was given to be known by.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Where the request comes from.
    pub address: IpAddr,
    /// The address that failures are counted for, where they are.
    pub counted: Option<IpAddr>,
    /// The browser and the system, in words.
    pub agent: String,
    /// What makes an account possible where not everybody may have one.
    pub invitation: Option<String>,
    /// The device cookie, which is still to be checked.
    pub(super) devices: Option<String>,
}

impl Caller {
    /// A browser, with its cookies.
    #[must_use]
    pub fn browser(headers: &HeaderMap, extensions: &Extensions, config: &Config) -> Self {
        let devices = extensions.get::<Cookies>().and_then(|cookies| cookie::read_devices(cookies, config));
        Self { devices, ..Self::program(headers, extensions) }
    }

    /// A program with a token of its own: cookies are nothing to it, and no account knows it.
    #[must_use]
    pub fn program(headers: &HeaderMap, extensions: &Extensions) -> Self {
        let client = extensions.get::<Client>();
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Self {
            address: client.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |client| client.address),
            counted: client.and_then(Client::counted),
            agent: agent::in_words(agent),
            invitation: None,
            devices: None,
        }
    }
}
