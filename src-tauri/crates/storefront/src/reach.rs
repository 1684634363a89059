//! Reaching an address safely: where it may lead, how long it may take, how much of it is read.
//!
//! An address may not lead to this computer or into a private network unless the user says so, and that is judged
//! after its name was resolved. Redirects stay on their host; proxies are not asked; TLS is always verified.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::{self, Policy};
use reqwest::{Client, Request, Response, StatusCode};
use url::{Host, Url};

use crate::target::AnswerCode;

/// From the first byte sent to the last one read.
pub(crate) const DEADLINE: Duration = Duration::from_secs(10);
/// More of an answer's words is not shown, in characters.
const EXCERPT_LIMIT: usize = 300;
/// A connection is kept warm for longer than a heartbeat's distance.
const KEEP_WARM: Duration = Duration::from_secs(5 * 60);
/// Redirects followed within one host.
const REDIRECT_LIMIT: usize = 3;

/// Two clients that share nothing: one refuses private addresses after name resolution, one does not.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    public: Client,
    any: Client,
}

impl Reach {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        // Another part of the application may have installed the same provider first; either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self { public: client(true)?, any: client(false)? })
    }

    /// The client for `url`.
    ///
    /// # Errors
    /// [`AnswerCode::BadAddress`] or [`AnswerCode::PrivateAddress`].
    pub(crate) fn to(&self, url: &Url, allow_private: bool) -> Result<&Client, AnswerCode> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(AnswerCode::BadAddress);
        }
        if allow_private {
            return Ok(&self.any);
        }
        // A name is checked when it is resolved; a bare address never is, so it is checked here.
        if url.host().is_some_and(|host| is_private_literal(&host)) {
            return Err(AnswerCode::PrivateAddress);
        }
        Ok(&self.public)
    }

    /// As [`Reach::to`], for what must not be read on the way: keys travel by `https`, else only where the user allowed
    /// private addresses.
    pub(crate) fn with_keys_to(&self, url: &Url, allow_private: bool) -> Result<&Client, AnswerCode> {
        if url.scheme() == "http" && !allow_private {
            return Err(AnswerCode::NotEncrypted);
        }
        self.to(url, allow_private)
    }
}

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Told {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Told {
    /// A header as text.
    pub(crate) fn header(&self, name: impl reqwest::header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The first words of it, without control characters.
    pub(crate) fn excerpt(&self) -> Option<String> {
        excerpt(&self.body)
    }
}

/// Asks within the deadline and reads at most `limit` bytes of the answer.
///
/// # Errors
/// What kept an answer from coming.
pub(crate) async fn ask(client: &Client, request: Request, limit: usize) -> Result<Told, AnswerCode> {
    let whole = async {
        let response = client.execute(request).await.map_err(|err| fault(&err))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Told { status, headers, body: read(response, limit).await })
    };
    tokio::time::timeout(DEADLINE, whole).await.unwrap_or(Err(AnswerCode::TooSlow))
}

/// Reads an answer to its end or limit, so that the connection can be used again.
async fn read(mut response: Response, limit: usize) -> Vec<u8> {
    let mut read = Vec::new();
    // The status has said what matters: a body that breaks off is only shorter.
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = limit - read.len();
        read.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
        if read.len() == limit {
            break;
        }
    }
    read
}

fn excerpt(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body).replace(char::is_control, " ");
    let text: String = text.trim().chars().take(EXCERPT_LIMIT).collect();
    (!text.is_empty()).then_some(text)
}

fn client(public_only: bool) -> Result<Client, reqwest::Error> {
    let mut builder = Client::builder()
        .user_agent(concat!("Showrunner/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::custom(stay_on_host))
        .tcp_nodelay(true)
        .pool_idle_timeout(KEEP_WARM)
        // A proxy would resolve names for us, past the check of where they lead.
        .no_proxy();
    if public_only {
        builder = builder.dns_resolver(Arc::new(PublicOnly));
    }
    builder.build()
}

/// Follows a redirect that repeats the `POST` on the same host; a body and its signature go nowhere else.
fn stay_on_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let repeats = matches!(attempt.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
    let same_host = attempt.previous().last().is_some_and(|from| from.origin() == attempt.url().origin());
    if repeats && same_host && attempt.previous().len() <= REDIRECT_LIMIT {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

/// What kept an answer from coming.
pub(crate) fn fault(err: &reqwest::Error) -> AnswerCode {
    let mut cause = err.source();
    let mut code = if err.is_connect() { AnswerCode::Unreachable } else { AnswerCode::Broken };
    while let Some(err) = cause {
        if err.downcast_ref::<PrivateAddress>().is_some() {
            return AnswerCode::PrivateAddress;
        }
        if err.downcast_ref::<UnknownName>().is_some() {
            code = AnswerCode::UnknownName;
        } else if let Some(tls) = tls_fault(err) {
            code = tls;
        }
        cause = err.source();
    }
    code
}

/// A TLS fault hides inside an I/O error.
fn tls_fault(err: &(dyn std::error::Error + 'static)) -> Option<AnswerCode> {
    let inner = err.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let is_tls = err.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>());
    is_tls.then_some(AnswerCode::NotSecure)
}

/// Resolves names, and refuses those that lead to this computer or into a private network.
#[derive(Debug)]
struct PublicOnly;

/// A name leads to a private address.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to this computer or into a private network")]
struct PrivateAddress;

/// A name leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("the name cannot be resolved")]
struct UnknownName;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(|_| UnknownName)?;
            let found: Vec<SocketAddr> = found.collect();
            // One private address among public ones is how a name is rebound: refuse them all.
            if found.iter().any(|address| is_private(address.ip())) {
                return Err(PrivateAddress.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Whether an address names this computer or a private network outright; a name is judged when it is resolved.
pub fn is_nearby(url: &Url) -> bool {
    url.host().is_some_and(|host| match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        address => is_private_literal(&address),
    })
}

fn is_private_literal(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(_) => false,
        Host::Ipv4(address) => is_private((*address).into()),
        Host::Ipv6(address) => is_private((*address).into()),
    }
}

fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or_else(|| is_private_v6(address), is_private_v4),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    // 0/8 is this host; 100.64/10 is a carrier's own network; 240/4 is reserved.
    address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_multicast()
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || a >= 240
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    address.is_loopback()
        || address.is_unspecified()
        || address.is_multicast()
        || address.is_unique_local()
        || address.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_computer_and_its_neighbours_are_private() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.20.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "::",
        ] {
            assert!(is_private(address.parse().expect(address)), "{address}");
        }
        for address in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(!is_private(address.parse().expect(address)), "{address}");
        }
    }
}
