//! A signed `POST` as a destination, by the rules of Standard Webhooks.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::id::DeliveryId;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::{self, Policy};
use reqwest::{Client, Response, StatusCode};
use url::{Host, Url};

use crate::retry::{Outcome, outcome_of_status, retry_after};
use crate::sign::{Secret, sign};
use crate::target::{Answer, AnswerCode, Attempt, Parcel};

/// From the first byte sent to the last one read.
const DEADLINE: Duration = Duration::from_secs(10);
/// More of an answer is not read.
const ANSWER_LIMIT: usize = 64 * 1024;
/// More of an answer is not shown, in characters.
const EXCERPT_LIMIT: usize = 300;
/// A connection is kept warm for longer than a heartbeat's distance.
const KEEP_WARM: Duration = Duration::from_secs(5 * 60);
/// Redirects followed within one host.
const REDIRECT_LIMIT: usize = 3;

/// Two clients that share nothing: one refuses private addresses after name resolution, one does not.
#[derive(Debug, Clone)]
pub(crate) struct Webhooks {
    public: Client,
    any: Client,
}

impl Webhooks {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        // Another part of the application may have installed the same provider first; either will do.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self { public: client(true)?, any: client(false)? })
    }

    /// Sends `body` to `url`, signed at `now` under `id`.
    pub(crate) async fn post(
        &self,
        url: &Url,
        secret: &Secret,
        allow_private: bool,
        id: DeliveryId,
        body: Vec<u8>,
        now: DateTime<Utc>,
    ) -> Attempt {
        if !matches!(url.scheme(), "http" | "https") {
            return rejected(AnswerCode::BadAddress);
        }
        // A name is checked when it is resolved; a bare address never is, so it is checked here.
        if !allow_private && url.host().is_some_and(|host| is_private_literal(&host)) {
            return rejected(AnswerCode::PrivateAddress);
        }
        let Ok(signed) = sign(secret, &id.to_string(), now, &body) else {
            return rejected(AnswerCode::BadAddress);
        };
        let client = if allow_private { &self.any } else { &self.public };
        let mut request = client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body);
        for (name, value) in signed.pairs() {
            request = request.header(name, value);
        }
        let whole = async {
            match request.send().await {
                Ok(response) => answered(response, now).await,
                Err(err) => failed(&err),
            }
        };
        tokio::time::timeout(DEADLINE, whole).await.unwrap_or_else(|_| unavailable(AnswerCode::TooSlow))
    }
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

/// The event around the manifest; the same bytes at every try.
pub(crate) fn event(parcel: &Parcel<'_>) -> Vec<u8> {
    let at = parcel.issued_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut body = format!(r#"{{"type":"manifest.updated","timestamp":"{at}","data":"#).into_bytes();
    body.extend_from_slice(parcel.manifest);
    body.push(b'}');
    body
}

async fn answered(response: Response, now: DateTime<Utc>) -> Attempt {
    let status = response.status().as_u16();
    let header = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let outcome = outcome_of_status(status, header.and_then(|header| retry_after(header, now)));
    let code = match status {
        200..=299 => AnswerCode::Received,
        300..=399 => AnswerCode::Moved,
        401 | 403 => AnswerCode::NotAllowed,
        404 | 405 => AnswerCode::NothingThere,
        408 | 425 | 500..=599 => AnswerCode::Failing,
        410 => AnswerCode::Gone,
        429 => AnswerCode::TooOften,
        _ => AnswerCode::Refused,
    };
    Attempt { outcome, answer: Answer { status: Some(status), code, excerpt: excerpt(response).await } }
}

/// Reads the answer to its end or limit, so that the connection can be used again.
async fn excerpt(mut response: Response) -> Option<String> {
    let mut read = Vec::new();
    // The status has said what matters: a body that breaks off is only a shorter excerpt.
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = ANSWER_LIMIT - read.len();
        read.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
        if read.len() == ANSWER_LIMIT {
            break;
        }
    }
    let text = String::from_utf8_lossy(&read).replace(char::is_control, " ");
    let text: String = text.trim().chars().take(EXCERPT_LIMIT).collect();
    (!text.is_empty()).then_some(text)
}

fn failed(err: &reqwest::Error) -> Attempt {
    let mut cause = err.source();
    let mut code = if err.is_connect() { AnswerCode::Unreachable } else { AnswerCode::Broken };
    while let Some(err) = cause {
        if err.downcast_ref::<PrivateAddress>().is_some() {
            return rejected(AnswerCode::PrivateAddress);
        }
        if err.downcast_ref::<UnknownName>().is_some() {
            code = AnswerCode::UnknownName;
        } else if let Some(tls) = tls_fault(err) {
            code = tls;
        }
        cause = err.source();
    }
    unavailable(code)
}

/// A TLS fault hides inside an I/O error.
fn tls_fault(err: &(dyn std::error::Error + 'static)) -> Option<AnswerCode> {
    let inner = err.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let is_tls = err.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>());
    is_tls.then_some(AnswerCode::NotSecure)
}

const fn rejected(code: AnswerCode) -> Attempt {
    Attempt { outcome: Outcome::Rejected, answer: Answer::of(code) }
}

const fn unavailable(code: AnswerCode) -> Attempt {
    Attempt { outcome: Outcome::Unavailable { retry_after: None }, answer: Answer::of(code) }
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
