//! From where a request comes: the other end of the connection, or whoever a trusted proxy names.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderName},
    middleware::Next,
    response::Response,
};

use crate::server::config::{Config, TrustedProxies};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address that a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client {
    /// In its canonical form: an IPv4 address is never written as IPv6.
    pub address: IpAddr,
    /// Whether a proxy named it.
    is_forwarded: bool,
}

impl Client {
    /// The address that failures are counted for. A program on this very machine has none: everybody behind a proxy that
    /// is not named in the settings comes from there, and one of them must not lock out the others.
    #[must_use]
    pub fn counted(&self) -> Option<IpAddr> {
        (self.is_forwarded || !self.address.is_loopback()).then_some(self.address)
    }
}

/// Finds it for everybody below.
pub async fn find(State(config): State<Arc<Config>>, mut request: Request, next: Next) -> Response {
    // A connection that broke at once has no other end; it is counted together with others like it.
    let peer = request
        .extensions()
        .get()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo::<SocketAddr>(address)| address.ip());
    let client = behind(&config.trusted_proxies, peer.to_canonical(), request.headers());
    request.extensions_mut().insert(client);
    next.run(request).await
}

/// Each proxy writes at the right end who came to it, so what is left of the first stranger is only what he says.
#[must_use]
pub fn behind(proxies: &TrustedProxies, peer: IpAddr, headers: &HeaderMap) -> Client {
    let mut client = Client { address: peer, is_forwarded: false };
    if !proxies.include(peer) {
        return client;
    }
    let lines: Vec<_> = headers.get_all(FORWARDED_FOR).iter().map(|line| line.to_str().unwrap_or("?")).collect();
    for named in lines.join(",").rsplit(',') {
        let Some(address) = address(named.trim()) else { break };
        client = Client { address, is_forwarded: true };
        if !proxies.include(address) {
            break;
        }
    }
    client
}

/// Some proxies write the port along.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let address = bare.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn behind(proxies: &str, peer: &str, lines: &[&str]) -> Client {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        super::behind(&proxies.parse().unwrap(), peer.parse().unwrap(), &headers)
    }

    #[test]
    fn a_strangers_header_is_not_listened_to() {
        assert_eq!(behind("", "203.0.113.7", &["1.1.1.1"]).address.to_string(), "203.0.113.7");
        assert_eq!(behind("10.0.0.0/8", "203.0.113.7", &["1.1.1.1"]).address.to_string(), "203.0.113.7");
        assert_eq!(behind("", "127.0.0.1", &["1.1.1.1"]).counted(), None);
    }

    #[test]
    fn the_first_stranger_from_the_right_is_who_asks() {
        for (lines, address) in [
            (&["1.1.1.1"][..], "1.1.1.1"),
            (&["6.6.6.6, 1.1.1.1"], "1.1.1.1"),
            (&["6.6.6.6, 1.1.1.1, 10.0.0.9"], "1.1.1.1"),
            (&["6.6.6.6", "1.1.1.1", "10.0.0.9"], "1.1.1.1"),
            (&["nonsense, 10.0.0.9"], "10.0.0.9"),
            (&["1.1.1.1, nonsense"], "10.0.0.1"),
            (&["1.1.1.1:4711"], "1.1.1.1"),
            (&["[2001:db8::1]:4711"], "2001:db8::1"),
            (&["[2001:db8::1]"], "2001:db8::1"),
            (&["::ffff:1.1.1.1"], "1.1.1.1"),
            (&[""], "10.0.0.1"),
            (&[], "10.0.0.1"),
        ] {
            assert_eq!(behind("10.0.0.0/8", "10.0.0.1", lines).address.to_string(), address, "{lines:?}");
        }
    }

    #[test]
    fn loopback_is_counted_only_behind_a_proxy() {
        assert_eq!(behind("", "127.0.0.1", &[]).counted(), None);
        assert_eq!(behind("", "::1", &[]).counted(), None);
        assert!(behind("127.0.0.1", "127.0.0.1", &["127.0.0.1"]).counted().is_some());
        // A proxy that names nobody: all of its people would be counted as one.
        assert_eq!(behind("127.0.0.1", "127.0.0.1", &[]).counted(), None);
        assert_eq!(behind("127.0.0.1", "127.0.0.1", &["nonsense"]).counted(), None);
        assert!(behind("", "203.0.113.7", &[]).counted().is_some());
    }

    proptest! {
        /// Whatever a stranger writes, what the proxy wrote after it stands.
        #[test]
        fn nobody_can_say_that_they_are_somebody_else(said in "[ -~]{0,80}") {
            let client = behind("10.0.0.0/8", "10.0.0.1", &[&format!("{said}, 203.0.113.7")]);
            prop_assert_eq!(client.address.to_string(), "203.0.113.7");
        }
    }
}
