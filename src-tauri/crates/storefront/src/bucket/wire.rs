//! How object storage is reached: over our own clients, so that the rules for addresses hold, and with an ear for what
//! the store itself says when it refuses.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use http_body_util::BodyExt as _;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpService,
};
use object_store::{BackoffConfig, RetryConfig};
use reqwest::Client;
use reqwest::header::{DATE, HeaderMap};

use super::Bucket;
use crate::reach::{self, Told};
use crate::retry::{Outcome, retry_after};
use crate::target::{Answer, AnswerCode, Attempt, Sender};

/// No object of ours is as large; more of an answer is not read.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

/// What the store said last.
#[derive(Debug, Default)]
struct Heard {
    status: Option<u16>,
    /// Its own name for the fault, such as `NoSuchBucket`.
    fault: Option<String>,
    /// What kept an answer from coming.
    broken: Option<AnswerCode>,
    words: Option<String>,
    headers: HeaderMap,
}

/// One connection, and what was heard on it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    client: Client,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Debug, thiserror::Error)]
#[error("no answer: {}", .0.code())]
struct NoAnswer(AnswerCode);

impl HttpConnector for Line {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Line {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let url = parts.uri.to_string().parse().map_err(|_| self.silent(AnswerCode::BadAddress))?;
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        let told = reach::ask(&self.client, request, ANSWER_LIMIT).await.map_err(|code| self.silent(code))?;
        self.listen(&told);
        let mut response = HttpResponse::new(told.body.into());
        *response.status_mut() =
            http::StatusCode::from_u16(told.status).map_err(|_| self.silent(AnswerCode::Broken))?;
        *response.headers_mut() = told.headers;
        Ok(response)
    }
}

impl Line {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn silent(&self, code: AnswerCode) -> HttpError {
        *self.heard() = Heard { broken: Some(code), ..Heard::default() };
        HttpError::new(HttpErrorKind::Unknown, NoAnswer(code))
    }

    fn listen(&self, told: &Told) {
        let refused = told.status >= 300;
        *self.heard() = Heard {
            status: Some(told.status),
            fault: refused.then(|| element(&told.body, "Code")).flatten(),
            broken: None,
            words: refused.then(|| words(told)).flatten(),
            headers: told.headers.clone(),
        };
    }

    /// What the last answer means, if that is more than "there is none" or "not allowed".
    pub(super) fn code_or(&self, denied: AnswerCode) -> Option<AnswerCode> {
        let heard = self.heard();
        if let Some(broken) = heard.broken {
            return Some(broken);
        }
        match heard.fault.as_deref() {
            Some("InvalidAccessKeyId" | "InvalidToken" | "ExpiredToken" | "NotSignedUp") => {
                Some(AnswerCode::KeyUnknown)
            }
            Some("SignatureDoesNotMatch" | "InvalidSignature") => Some(AnswerCode::KeyWrong),
            Some("RequestTimeTooSkewed" | "RequestExpired") => Some(AnswerCode::ClockSkew),
            Some("NoSuchBucket" | "InvalidBucketName") => Some(AnswerCode::BucketMissing),
            Some(
                "AuthorizationHeaderMalformed"
                | "PermanentRedirect"
                | "TemporaryRedirect"
                | "InvalidRegionName"
                | "IllegalLocationConstraintException",
            ) => Some(AnswerCode::WrongRegion),
            Some("SlowDown" | "TooManyRequests") => Some(AnswerCode::TooOften),
            _ => by_status(heard.status, denied),
        }
    }

    /// What the last answer means; `denied` where the store only says "not allowed".
    pub(super) fn code(&self, denied: AnswerCode) -> AnswerCode {
        self.code_or(denied).unwrap_or(denied)
    }

    /// When the store says it is.
    pub(super) fn date(&self) -> Option<String> {
        self.heard().headers.get(DATE).and_then(|value| value.to_str().ok()).map(str::to_owned)
    }

    /// An attempt that ended with `code`, with what the store said.
    pub(super) fn told(&self, code: AnswerCode) -> Attempt {
        let heard = self.heard();
        let mut attempt = Attempt::of(code);
        if let Outcome::Unavailable { retry_after: wait } = &mut attempt.outcome {
            let header = heard.headers.get("retry-after").and_then(|value| value.to_str().ok());
            *wait = header.and_then(|header| retry_after(header, chrono::Utc::now()));
        }
        attempt.answer = Answer { status: heard.status, code, excerpt: heard.words.clone() };
        attempt
    }
}

fn by_status(status: Option<u16>, denied: AnswerCode) -> Option<AnswerCode> {
    match status {
        Some(301 | 302 | 307 | 308) => Some(AnswerCode::Moved),
        Some(401) => Some(AnswerCode::KeyWrong),
        Some(403 | 404 | 409 | 412) => None,
        Some(405) => Some(AnswerCode::NothingThere),
        Some(408 | 425 | 500..=599) => Some(AnswerCode::Failing),
        Some(429) => Some(AnswerCode::TooOften),
        Some(400..=499) => Some(AnswerCode::Refused),
        // An answer that was no fault, and could not be used: not the protocol of object storage.
        Some(_) => Some(AnswerCode::NothingThere),
        None => Some(denied),
    }
}

/// What it says of a fault, to be shown as text.
fn words(told: &Told) -> Option<String> {
    element(&told.body, "Message").or_else(|| element(&told.body, "Code")).or_else(|| told.excerpt())
}

/// The text of the first element of this name; enough for the flat answers of S3.
fn element(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inner, _) = rest.split_once(&format!("</{name}>"))?;
    Some(inner.trim().chars().filter(|letter| !letter.is_control()).take(300).collect())
}

/// A bucket that can be read and written.
pub(super) struct Open {
    pub(super) store: AmazonS3,
    pub(super) line: Line,
}

impl Open {
    /// The way to `bucket`, under the rules for addresses.
    pub(super) fn to(bucket: &Bucket, sender: &Sender) -> Result<Self, AnswerCode> {
        let endpoint = &bucket.place.endpoint;
        let client = sender.reach.with_keys_to(endpoint, bucket.allow_private)?;
        let line = Line { client: client.clone(), heard: Arc::default() };
        // Tries are ours to plan: one call is one request.
        let once =
            RetryConfig { max_retries: 0, backoff: BackoffConfig::default(), ..RetryConfig::default() };
        let store = AmazonS3Builder::new()
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_allow_http(true)
            .with_bucket_name(&bucket.place.bucket)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.keys.login)
            .with_secret_access_key(&bucket.keys.secret)
            .with_retry(once)
            .with_http_connector(line.clone())
            .build()
            .map_err(|_| AnswerCode::BadAddress)?;
        Ok(Self { store, line })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stores_own_words_are_found() {
        let body = b"<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>None</Message></Error>";
        assert_eq!(element(body, "Code").as_deref(), Some("NoSuchBucket"));
        assert_eq!(element(b"<html>", "Code"), None);
    }
}
