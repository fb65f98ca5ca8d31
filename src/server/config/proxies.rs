//! The proxies whose word about addresses is taken.

use std::{net::IpAddr, str::FromStr};

/// Networks of proxies, as `10.0.0.0/8,192.0.2.1,::1`. Nobody is in an empty list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// Whether this is the address of one.
    #[must_use]
    pub fn include(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }

    /// Whether there are any.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

/// An address and how many of its leading bits count (RFC 4632).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    fn holds(self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(u32::BITS - self.bits).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(u128::BITS - self.bits).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is no address and no network such as 10.0.0.0/8");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { u32::BITS } else { u128::BITS };
        let bits = bits.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if bits <= most { Ok(Self { address, bits }) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_addresses() {
        let proxies: TrustedProxies = " 10.0.0.0/8, 192.0.2.1,2001:db8::/32 ,::1".parse().unwrap();
        for inside in ["10.255.1.2", "::ffff:10.1.2.3", "192.0.2.1", "2001:db8:1::5", "::1"] {
            assert!(proxies.include(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["11.0.0.1", "192.0.2.2", "2001:db9::1", "::2", "127.0.0.1"] {
            assert!(!proxies.include(outside.parse().unwrap()), "{outside}");
        }
        let everybody: TrustedProxies = "0.0.0.0/0".parse().unwrap();
        assert!(everybody.include("203.0.113.7".parse().unwrap()) && !everybody.include("::1".parse().unwrap()));
    }

    #[test]
    fn nobody_is_trusted_unless_named() {
        let nobody: TrustedProxies = "".parse().unwrap();
        assert!(nobody.is_empty() && !nobody.include("127.0.0.1".parse().unwrap()));
        for text in ["proxy.example", "10.0.0.0/33", "::/129", "10.0.0.0/x", "10.0.0.1/8/8", "*"] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
    }
}
