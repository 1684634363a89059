//! Secrets: in the system's key store, or in a file of this user where there is none; never in the workspace.

mod file;

use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use keyring_core::CredentialStore;

use self::file::SecretFile;

/// How our entries are called in the key store.
const SERVICE: &str = "showrunner";
/// What the file is sealed with where there is no key store.
const PASSPHRASE: &str = "SHOWRUNNER_PASSPHRASE";

/// Where secrets are kept on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretPlace {
    /// In the system's key store.
    KeyStore,
    /// In a file sealed with the passphrase.
    SealedFile,
    /// In a file that only this user can read, not sealed.
    PlainFile,
}

/// Why a secret could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The key store refuses, perhaps because it is locked.
    #[error("the key store refuses: {0}")]
    KeyStore(String),
    /// The file is sealed and the passphrase is missing or another one.
    #[error("the file of secrets is sealed with another passphrase")]
    Passphrase,
    /// The file is not one of ours.
    #[error("{} is damaged", .0.display())]
    Damaged(PathBuf),
    /// The file system refuses.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

enum Vault {
    KeyStore(Arc<CredentialStore>),
    File(SecretFile),
}

/// The secrets of this user on this computer.
pub(crate) struct Secrets {
    folder: PathBuf,
    vault: OnceLock<Vault>,
    // Asking a key store takes milliseconds and may ask the user; once is enough.
    known: Mutex<HashMap<String, String>>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Secrets kept in `folder` if the system has no key store.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, vault: OnceLock::new(), known: Mutex::default() }
    }

    /// Where they are kept.
    pub(crate) fn place(&self) -> SecretPlace {
        match self.vault() {
            Vault::KeyStore(_) => SecretPlace::KeyStore,
            Vault::File(file) if file.is_sealed() => SecretPlace::SealedFile,
            Vault::File(_) => SecretPlace::PlainFile,
        }
    }

    /// The secret called `name`; `None` when there is none on this computer.
    pub(crate) fn get(&self, name: &str) -> Result<Option<String>, SecretError> {
        if let Some(known) = self.known().get(name) {
            return Ok(Some(known.clone()));
        }
        let found = match self.vault() {
            Vault::KeyStore(store) => match entry(store.as_ref(), name)?.get_password() {
                Ok(secret) => Some(secret),
                Err(keyring_core::Error::NoEntry) => None,
                Err(error) => return Err(refused(&error)),
            },
            Vault::File(file) => file.read()?.remove(name),
        };
        if let Some(secret) = &found {
            self.known().insert(name.to_owned(), secret.clone());
        }
        Ok(found)
    }

    /// Keeps `secret` as `name`, in place of what was there.
    pub(crate) fn set(&self, name: &str, secret: &str) -> Result<(), SecretError> {
        match self.vault() {
            Vault::KeyStore(store) => {
                entry(store.as_ref(), name)?.set_password(secret).map_err(|error| refused(&error))?;
            }
            Vault::File(file) => file.set(name, secret)?,
        }
        self.known().insert(name.to_owned(), secret.to_owned());
        Ok(())
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn vault(&self) -> &Vault {
        self.vault.get_or_init(|| {
            let passphrase = std::env::var(PASSPHRASE).ok().filter(|given| !given.is_empty());
            // Who gives a passphrase wants the file, also where there is a key store.
            if passphrase.is_none()
                && let Some(store) = key_store()
            {
                return Vault::KeyStore(store);
            }
            Vault::File(SecretFile::new(self.folder.join("secrets.json"), passphrase))
        })
    }
}

/// The system's key store; `None` at once where there is none.
#[cfg(target_os = "linux")]
fn key_store() -> Option<Arc<CredentialStore>> {
    match zbus_secret_service_keyring_store::Store::new() {
        Ok(store) => Some(store),
        Err(error) => {
            tracing::info!(%error, "no key store: secrets are kept in a file");
            None
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn key_store() -> Option<Arc<CredentialStore>> {
    None
}

fn entry(store: &CredentialStore, name: &str) -> Result<keyring_core::Entry, SecretError> {
    store.build(SERVICE, name, None).map_err(|error| refused(&error))
}

fn refused(error: &keyring_core::Error) -> SecretError {
    SecretError::KeyStore(error.to_string())
}
