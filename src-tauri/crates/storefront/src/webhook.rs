//! A signed `POST` as a destination, by the rules of Standard Webhooks.

use chrono::{DateTime, SecondsFormat, Utc};
use domain::id::DeliveryId;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use url::Url;

use crate::platform::{Check, Checked, Platform};
use crate::reach::{self, Told};
use crate::retry::{outcome_of_status, retry_after};
use crate::sign::{Secret, sign};
use crate::target::{Answer, AnswerCode, Attempt, Parcel, Sender};

/// More of an answer is not read.
const ANSWER_LIMIT: usize = 64 * 1024;

/// An address that takes signed `POST`s (Standard Webhooks, event `manifest.updated`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// `https` or `http`.
    pub url: Url,
    /// What we sign with.
    pub secret: Secret,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
}

impl Platform for Webhook {
    async fn push(&self, sender: &Sender, parcel: &Parcel<'_>, now: DateTime<Utc>) -> Attempt {
        self.post(sender, parcel.delivery, event(parcel), now).await
    }

    /// Sends a signed event `target.test`.
    async fn check(&self, sender: &Sender, id: DeliveryId, now: DateTime<Utc>) -> Checked {
        let at = now.to_rfc3339_opts(SecondsFormat::Millis, true);
        let body = format!(r#"{{"type":"target.test","timestamp":"{at}","data":{{}}}}"#);
        Checked::only(Check::Reach, self.post(sender, id, body.into_bytes(), now).await)
    }
}

impl Webhook {
    /// Sends `body`, signed at `now` under `id`.
    async fn post(&self, sender: &Sender, id: DeliveryId, body: Vec<u8>, now: DateTime<Utc>) -> Attempt {
        let client = match sender.reach.to(&self.url, self.allow_private) {
            Ok(client) => client,
            Err(code) => return Attempt::of(code),
        };
        let Ok(signed) = sign(&self.secret, &id.to_string(), now, &body) else {
            return Attempt::of(AnswerCode::BadAddress);
        };
        let mut request = client.post(self.url.clone()).header(CONTENT_TYPE, "application/json").body(body);
        for (name, value) in signed.pairs() {
            request = request.header(name, value);
        }
        let Ok(request) = request.build() else { return Attempt::of(AnswerCode::BadAddress) };
        match reach::ask(client, request, ANSWER_LIMIT).await {
            Ok(told) => answered(&told, now),
            Err(code) => Attempt::of(code),
        }
    }
}

/// The event around the manifest; the same bytes at every try.
fn event(parcel: &Parcel<'_>) -> Vec<u8> {
    let at = parcel.issued_at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let mut body = format!(r#"{{"type":"manifest.updated","timestamp":"{at}","data":"#).into_bytes();
    body.extend_from_slice(parcel.manifest);
    body.push(b'}');
    body
}

/// What an answer says by its status alone.
pub(crate) fn answered(told: &Told, now: DateTime<Utc>) -> Attempt {
    let header = told.header(RETRY_AFTER);
    let outcome = outcome_of_status(told.status, header.and_then(|header| retry_after(header, now)));
    let code = match told.status {
        200..=299 => AnswerCode::Received,
        300..=399 => AnswerCode::Moved,
        401 | 403 => AnswerCode::NotAllowed,
        404 | 405 => AnswerCode::NothingThere,
        408 | 425 | 500..=599 => AnswerCode::Failing,
        410 => AnswerCode::Gone,
        429 => AnswerCode::TooOften,
        _ => AnswerCode::Refused,
    };
    Attempt { outcome, answer: Answer { status: Some(told.status), code, excerpt: told.excerpt() } }
}
