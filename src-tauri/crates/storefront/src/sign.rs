//! Standard Webhooks: secrets, and the three headers that prove who sent a body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use rustls::crypto::ring;
use standardwebhooks::Webhook;

/// What every written secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a new secret.
const LENGTH: usize = 32;

/// Why a secret or a body was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// A secret must be `whsec_` and then base64 of 24 to 64 bytes.
    #[error("the secret is not whsec_ and then base64 of 24 to 64 bytes")]
    BadSecret,
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    NoRandom,
    /// Only UTF-8 can be signed.
    #[error("the body is not UTF-8")]
    NotText,
}

/// What we and one target both know. Kept in the key store; never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new random secret.
    ///
    /// # Errors
    /// [`SignError::NoRandom`] when the system has none to give.
    pub fn generate() -> Result<Self, SignError> {
        let mut bytes = vec![0; LENGTH];
        ring::default_provider().secure_random.fill(&mut bytes).map_err(|_| SignError::NoRandom)?;
        Ok(Self(bytes))
    }

    /// Reads a secret as written, `whsec_…`.
    ///
    /// # Errors
    /// [`SignError::BadSecret`].
    pub fn parse(written: &str) -> Result<Self, SignError> {
        let encoded = written.trim().strip_prefix(PREFIX).ok_or(SignError::BadSecret)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| SignError::BadSecret)?;
        if (24..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(SignError::BadSecret) }
    }

    /// The secret as it is given to the other side, `whsec_…`.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }
}

/// The headers that go with a signed body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `webhook-id`: the delivery id, the same at every try.
    pub id: String,
    /// `webhook-timestamp`: UTC seconds of this try.
    pub timestamp: String,
    /// `webhook-signature`: `v1,` and the base64 of an HMAC-SHA-256.
    pub signature: String,
}

impl SignedHeaders {
    /// Names and values, in the order of the specification.
    pub fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            (standardwebhooks::HEADER_WEBHOOK_ID, &self.id),
            (standardwebhooks::HEADER_WEBHOOK_TIMESTAMP, &self.timestamp),
            (standardwebhooks::HEADER_WEBHOOK_SIGNATURE, &self.signature),
        ]
    }
}

/// Signs `body` for one try at `now`.
///
/// # Errors
/// [`SignError::NotText`] when the body is not UTF-8.
pub fn sign(secret: &Secret, id: &str, now: DateTime<Utc>, body: &[u8]) -> Result<SignedHeaders, SignError> {
    let signer = Webhook::from_bytes(secret.0.clone()).map_err(|_| SignError::BadSecret)?;
    let signature = signer.sign(id, now.timestamp(), body).map_err(|_| SignError::NotText)?;
    Ok(SignedHeaders { id: id.to_owned(), timestamp: now.timestamp().to_string(), signature })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_being_written_down_and_is_not_shown_in_logs() {
        let secret = Secret::generate().expect("random bytes");
        assert_ne!(secret, Secret::generate().expect("random bytes"));
        assert_eq!(Secret::parse(&secret.reveal()), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn a_secret_that_is_cut_or_of_another_kind_is_refused() {
        assert_eq!(Secret::parse("whsec_c2hvcnQ="), Err(SignError::BadSecret));
        assert_eq!(Secret::parse("sk_live_123"), Err(SignError::BadSecret));
        assert_eq!(Secret::parse("whsec_%%%"), Err(SignError::BadSecret));
    }

    #[test]
    fn the_signature_is_the_one_of_the_specification() {
        // Id, time, body and signature of the specification's own example.
        let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let at = DateTime::from_timestamp(1_614_265_330, 0).expect("an instant");
        let signed = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", at, br#"{"test": 2432232314}"#);
        assert_eq!(
            signed.map(|signed| signed.signature).as_deref(),
            Ok("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        );
    }
}
