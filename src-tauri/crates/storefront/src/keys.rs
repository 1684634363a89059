//! What one signs in with: a name and a secret. Kept in the key store; never shown by `Debug`.

use serde::{Deserialize, Serialize};

/// An access key and its secret, or a user and an application password.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// The access key's id, or the user's name.
    pub login: String,
    /// Its secret.
    pub secret: String,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// Both without blanks around them, as they come when they are pasted.
    pub fn new(login: &str, secret: &str) -> Self {
        Self { login: login.trim().to_owned(), secret: secret.trim().to_owned() }
    }

    /// Whether one of them is missing.
    pub const fn is_empty(&self) -> bool {
        self.login.is_empty() || self.secret.is_empty()
    }

    /// How it is kept in the key store.
    ///
    /// # Errors
    /// When serialisation fails, which plain strings do not.
    pub fn reveal(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// What the key store held; none when it is something else.
    pub fn parse(written: &str) -> Option<Self> {
        serde_json::from_str(written).ok()
    }
}
