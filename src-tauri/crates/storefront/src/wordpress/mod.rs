//! A WordPress website as a destination: our plugin keeps the state and shows it by shortcode or block.

mod plugin;

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;
use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Method, Request, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

pub use plugin::{PLUGIN, PluginFile};

use crate::keys::Keys;
use crate::platform::{Check, Checked, Platform};
use crate::reach::{self, Told};
use crate::retry::{Outcome, outcome_of_status, retry_after};
use crate::target::{Answer, AnswerCode, Attempt, Parcel, Sender};

/// What the plugin has to speak at least; an older one is to be replaced.
const PROTOCOL: u64 = 1;
/// More of an answer is not read.
const ANSWER_LIMIT: usize = 256 * 1024;

/// A website that runs WordPress with our plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The website's address.
    pub url: Url,
    /// A user who may edit pages, and an application password.
    pub keys: Keys,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
}

impl Platform for Site {
    async fn push(&self, sender: &Sender, parcel: &Parcel<'_>, now: DateTime<Utc>) -> Attempt {
        let (manifest, now_json) =
            (String::from_utf8_lossy(parcel.manifest), String::from_utf8_lossy(parcel.now_json));
        let body = json!({ "manifest": manifest, "now": now_json }).to_string();
        let key = parcel.delivery.to_string();
        let told = self
            .ask(sender, Method::POST, "session", |request| {
                self.signed(request)
                    .header("idempotency-key", key)
                    .header(CONTENT_TYPE, "application/json")
                    .body(body)
            })
            .await;
        match told.and_then(|told| understood(told, now)) {
            Ok((told, _)) => {
                let answer =
                    Answer { status: Some(told.status), code: AnswerCode::Received, excerpt: told.excerpt() };
                Attempt { outcome: Outcome::Accepted, answer }
            }
            Err(attempt) => attempt,
        }
    }

    async fn check(&self, sender: &Sender, _: DeliveryId, now: DateTime<Utc>) -> Checked {
        let mut found = Checked::begun();
        let told = self.ask(sender, Method::GET, "status", |request| request).await;
        let status = match told.and_then(|told| understood(told, now)) {
            Ok((_, status)) => status,
            Err(attempt) if attempt.answer.code == AnswerCode::PluginMissing => {
                found.works(Check::Reach);
                return found.missing(Check::Plugin, attempt);
            }
            Err(attempt) => return found.missing(Check::Reach, attempt),
        };
        found.works(Check::Reach);
        if status["protocol"].as_u64().unwrap_or_default() < PROTOCOL {
            return found.missing(Check::Plugin, Attempt::of(AnswerCode::PluginOld));
        }
        found.works(Check::Plugin);
        let told = self.ask(sender, Method::GET, "access", |request| self.signed(request)).await;
        if let Err(attempt) = told.and_then(|told| understood(told, now)) {
            return found.missing(Check::SignIn, attempt);
        }
        found.works(Check::SignIn);
        if status["plainLinks"].as_bool().unwrap_or_default() {
            found.note(Check::Page, AnswerCode::PlainLinks);
        } else if status["page"].is_string() {
            found.works(Check::Page);
        } else {
            found.note(Check::Page, AnswerCode::PageMissing);
        }
        found
    }
}

impl Site {
    /// Asks the plugin. By query, because that works whatever the website's links look like.
    async fn ask(
        &self,
        sender: &Sender,
        method: Method,
        route: &str,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Told, Attempt> {
        let client = sender.reach.with_keys_to(&self.url, self.allow_private).map_err(Attempt::of)?;
        let mut url = self.url.clone();
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", self.url.path()));
        }
        url.set_query(Some(&format!("rest_route=/showrunner/v1/{route}")));
        let request = with(client.request(method, url).header(ACCEPT, "application/json"));
        let request: Request = request.build().map_err(|_| Attempt::of(AnswerCode::BadAddress))?;
        reach::ask(client, request, ANSWER_LIMIT).await.map_err(Attempt::of)
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request.basic_auth(&self.keys.login, Some(&self.keys.secret))
    }
}

/// The plugin's answer, or what stands in its place.
fn understood(told: Told, now: DateTime<Utc>) -> Result<(Told, Value), Attempt> {
    let json: Option<Value> = serde_json::from_slice(&told.body).ok().filter(Value::is_object);
    if let (200..=299, Some(json)) = (told.status, &json) {
        let json = json.clone();
        return Ok((told, json));
    }
    let code = match &json {
        Some(json) => refusal(told.status, json),
        None => stranger(told.status),
    };
    let mut attempt = Attempt::of(code);
    if let Outcome::Unavailable { retry_after: wait } = &mut attempt.outcome {
        let header = told.header(RETRY_AFTER).and_then(|header| retry_after(header, now));
        if let Outcome::Unavailable { retry_after } = outcome_of_status(told.status, header) {
            *wait = retry_after;
        }
    }
    attempt.answer = Answer { status: Some(told.status), code, excerpt: told.excerpt() };
    Err(attempt)
}

/// What WordPress or the plugin says.
fn refusal(status: u16, json: &Value) -> AnswerCode {
    match (json["code"].as_str().unwrap_or_default(), status) {
        ("rest_no_route", _) => AnswerCode::PluginMissing,
        ("showrunner_newer", _) => AnswerCode::SiteNewer,
        ("showrunner_no_login", _) if json["data"]["passwords"] == json!(false) => AnswerCode::PasswordsOff,
        ("showrunner_no_login", _) => AnswerCode::LoginLost,
        ("application_passwords_disabled" | "application_passwords_disabled_for_user", _) => {
            AnswerCode::PasswordsOff
        }
        (_, 401) => AnswerCode::LoginWrong,
        (_, 403) => AnswerCode::RoleTooLow,
        (_, 404 | 405) => AnswerCode::PluginMissing,
        (_, 429) => AnswerCode::TooOften,
        // WordPress says so in the form it was asked in.
        (_, 503) => AnswerCode::Maintenance,
        (_, 408 | 425 | 500..=599) => AnswerCode::Failing,
        _ => AnswerCode::Refused,
    }
}

/// What a page means that stands where the plugin's answer should be.
const fn stranger(status: u16) -> AnswerCode {
    match status {
        503 => AnswerCode::Maintenance,
        300..=399 => AnswerCode::Moved,
        401 | 403 => AnswerCode::SiteBlocks,
        429 => AnswerCode::TooOften,
        408 | 425 | 500..=599 => AnswerCode::Failing,
        _ => AnswerCode::NotJson,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, body: &str) -> AnswerCode {
        let told =
            Told { status, headers: reqwest::header::HeaderMap::new(), body: body.as_bytes().to_vec() };
        match understood(told, Utc::now()) {
            Ok(_) => AnswerCode::Received,
            Err(attempt) => attempt.answer.code,
        }
    }

    #[test]
    fn what_stands_in_the_place_of_an_answer_is_named() {
        for (status, body, code) in [
            (200, "{}", AnswerCode::Received),
            (200, "<!doctype html>", AnswerCode::NotJson),
            (404, "<!doctype html>", AnswerCode::NotJson),
            (301, "", AnswerCode::Moved),
            (403, "<html>Blocked by a firewall", AnswerCode::SiteBlocks),
            (503, "<html>Briefly unavailable for scheduled maintenance.", AnswerCode::Maintenance),
            (404, r#"{"code":"rest_no_route"}"#, AnswerCode::PluginMissing),
            (401, r#"{"code":"incorrect_password"}"#, AnswerCode::LoginWrong),
            (401, r#"{"code":"showrunner_no_login","data":{"passwords":true}}"#, AnswerCode::LoginLost),
            (401, r#"{"code":"showrunner_no_login","data":{"passwords":false}}"#, AnswerCode::PasswordsOff),
            (403, r#"{"code":"rest_forbidden"}"#, AnswerCode::RoleTooLow),
            (503, r#"{"code":"wp_die","message":"Briefly unavailable"}"#, AnswerCode::Maintenance),
            (409, r#"{"code":"showrunner_newer"}"#, AnswerCode::SiteNewer),
            (500, r#"{"code":"internal_server_error"}"#, AnswerCode::Failing),
        ] {
            assert_eq!(told(status, body), code, "{status} {body}");
        }
    }
}
