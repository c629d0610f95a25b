use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::config::Network;
use crate::state::AppState;

/// Where a request comes from: the nearest address that is not a trusted proxy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl FromRequestParts<AppState> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self(behind_proxies(
            peer.to_canonical(),
            &parts.headers,
            &state.trusted_proxies,
        )))
    }
}

/// Goes back along `X-Forwarded-For` as long as the one who says it is trusted.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut nearest = peer;
    let said = headers
        .get_all("x-forwarded-for")
        .iter()
        .rev()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.rsplit(','));
    for hop in said {
        if !is_trusted(nearest) {
            break;
        }
        let Ok(address) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        nearest = address.to_canonical();
    }
    nearest
}

#[cfg(test)]
mod tests {
    use super::behind_proxies;
    use crate::config::{Config, Key, Layers, Network};
    use axum::http::{HeaderMap, HeaderValue};
    use std::net::IpAddr;

    fn said(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn nobody_is_believed_when_no_proxy_is_trusted() {
        let peer: IpAddr = "192.0.2.7".parse().unwrap();
        assert_eq!(behind_proxies(peer, &said(&["203.0.113.9"]), &[]), peer);
    }

    fn trusting(networks: &str) -> Vec<Network> {
        let layers = Layers::default().with_flag(Key::TrustedProxies, Some(networks.to_owned()));
        Config::from_layers(layers).unwrap().trusted_proxies
    }

    #[test]
    fn trusted_proxies_are_passed_and_nobody_beyond_them_is_believed() {
        let trusted = trusting("192.0.2.0/24, 198.51.100.1");
        for (peer, headers, nearest) in [
            ("192.0.2.7", said(&["203.0.113.9"]), "203.0.113.9"),
            (
                "192.0.2.7",
                said(&["203.0.113.1, 203.0.113.9"]),
                "203.0.113.9",
            ),
            (
                "192.0.2.7",
                said(&["203.0.113.9, 198.51.100.1"]),
                "203.0.113.9",
            ),
            (
                "192.0.2.7",
                said(&["203.0.113.9", "198.51.100.1"]),
                "203.0.113.9",
            ),
            ("192.0.2.7", said(&["nonsense"]), "192.0.2.7"),
            ("192.0.2.7", said(&[]), "192.0.2.7"),
            ("203.0.113.5", said(&["203.0.113.9"]), "203.0.113.5"),
        ] {
            let peer: IpAddr = peer.parse().unwrap();
            let nearest: IpAddr = nearest.parse().unwrap();
            assert_eq!(
                behind_proxies(peer, &headers, &trusted),
                nearest,
                "{headers:?}"
            );
        }
    }
}
