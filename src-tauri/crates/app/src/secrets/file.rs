//! The file of secrets: readable by its user only, and sealed when there is a passphrase.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use argon2::Argon2;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, Generate as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use serde::{Deserialize, Serialize};
use store::file::beside;
use uuid::Uuid;

use super::SecretError;

type Secrets = BTreeMap<String, String>;

/// What the file holds.
#[derive(Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "camelCase")]
enum Content {
    /// Protected by the file's mode only.
    Plain { secrets: Secrets },
    /// ChaCha20-Poly1305 under a key that Argon2id makes of passphrase and salt; base64.
    Sealed { salt: String, nonce: String, body: String },
}

pub(super) struct SecretFile {
    path: PathBuf,
    passphrase: Option<String>,
}

impl SecretFile {
    pub(super) fn new(path: PathBuf, passphrase: Option<String>) -> Self {
        Self { path, passphrase }
    }

    pub(super) const fn is_sealed(&self) -> bool {
        self.passphrase.is_some()
    }

    pub(super) fn read(&self) -> Result<Secrets, SecretError> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Secrets::new()),
            Err(source) => return Err(self.failed(source)),
        };
        match serde_json::from_slice(&bytes).map_err(|_| self.damaged())? {
            Content::Plain { secrets } => Ok(secrets),
            Content::Sealed { salt, nonce, body } => {
                let part = |text: &str| STANDARD.decode(text).map_err(|_| self.damaged());
                let (salt, nonce, body) = (part(&salt)?, part(&nonce)?, part(&body)?);
                let nonce = Nonce::try_from(nonce.as_slice()).map_err(|_| self.damaged())?;
                let opened = self
                    .cipher(&salt)?
                    .decrypt(&nonce, body.as_slice())
                    .map_err(|_| SecretError::Passphrase)?;
                serde_json::from_slice(&opened).map_err(|_| self.damaged())
            }
        }
    }

    pub(super) fn set(&self, name: &str, secret: &str) -> Result<(), SecretError> {
        let _turn = self.turn().map_err(|source| self.failed(source))?;
        let mut secrets = self.read()?;
        secrets.insert(name.to_owned(), secret.to_owned());
        let content = if self.is_sealed() { self.seal(&secrets)? } else { Content::Plain { secrets } };
        let bytes = serde_json::to_vec(&content).map_err(|_| self.damaged())?;
        write(&self.path, &bytes).map_err(|source| self.failed(source))
    }

    /// Waits until no other program of this user, nor thread of this one, changes the file: reading, changing and
    /// writing belong together.
    fn turn(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let lock = beside(&self.path, ".lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(lock)?;
        lock.lock()?;
        Ok(lock)
    }

    fn seal(&self, secrets: &Secrets) -> Result<Content, SecretError> {
        let salt = Uuid::new_v4().into_bytes();
        let nonce = Nonce::generate();
        let open = serde_json::to_vec(secrets).map_err(|_| self.damaged())?;
        let body = self.cipher(&salt)?.encrypt(&nonce, open.as_slice()).map_err(|_| self.damaged())?;
        Ok(Content::Sealed {
            salt: STANDARD.encode(salt),
            nonce: STANDARD.encode(nonce),
            body: STANDARD.encode(body),
        })
    }

    fn cipher(&self, salt: &[u8]) -> Result<ChaCha20Poly1305, SecretError> {
        let passphrase = self.passphrase.as_deref().ok_or(SecretError::Passphrase)?;
        let mut key = [0; 32];
        Argon2::default()
            .hash_password_into(passphrase.as_bytes(), salt, &mut key)
            .map_err(|_| self.damaged())?;
        Ok(ChaCha20Poly1305::new(&key.into()))
    }

    fn damaged(&self) -> SecretError {
        SecretError::Damaged(self.path.clone())
    }

    fn failed(&self, source: io::Error) -> SecretError {
        SecretError::File { path: self.path.clone(), source }
    }
}

/// Replaces the file whole, readable by this user only from its first byte on.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_very-secret";

    fn file(path: &Path, passphrase: Option<&str>) -> SecretFile {
        SecretFile::new(path.join("home").join("secrets.json"), passphrase.map(str::to_owned))
    }

    #[test]
    fn a_sealed_file_opens_with_its_passphrase_only() {
        let folder = tempfile::tempdir().expect("a folder");
        file(folder.path(), Some("một hai ba")).set("a", SECRET).expect("kept");
        let bytes = fs::read(folder.path().join("home/secrets.json")).expect("there");
        assert!(!String::from_utf8_lossy(&bytes).contains("very-secret"));
        let found = file(folder.path(), Some("một hai ba")).read().expect("opened");
        assert_eq!(found.get("a").map(String::as_str), Some(SECRET));
        for wrong in [Some("mot hai ba"), None] {
            assert!(matches!(file(folder.path(), wrong).read(), Err(SecretError::Passphrase)));
            assert!(matches!(file(folder.path(), wrong).set("b", SECRET), Err(SecretError::Passphrase)));
        }
    }

    #[test]
    fn without_a_passphrase_only_its_user_reads_the_file_and_a_later_one_seals_it() {
        let folder = tempfile::tempdir().expect("a folder");
        file(folder.path(), None).set("a", SECRET).expect("kept");
        let path = folder.path().join("home/secrets.json");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        }
        let sealed = file(folder.path(), Some("một hai ba"));
        sealed.set("b", SECRET).expect("kept");
        assert!(!fs::read_to_string(&path).expect("there").contains("very-secret"));
        assert_eq!(sealed.read().expect("opened").len(), 2);
    }

    #[test]
    fn programs_that_keep_secrets_at_the_same_time_lose_none() {
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::scope(|scope| {
            for program in 0..4 {
                let own = file(folder.path(), None);
                scope.spawn(move || {
                    for n in 0..25 {
                        own.set(&format!("{program} {n}"), SECRET).expect("kept");
                    }
                });
            }
        });
        assert_eq!(file(folder.path(), None).read().expect("opened").len(), 100);
    }

    #[test]
    fn a_damaged_file_is_neither_read_nor_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("home/secrets.json");
        fs::create_dir_all(folder.path().join("home")).expect("made");
        fs::write(&path, "{").expect("written");
        assert!(matches!(file(folder.path(), None).set("a", SECRET), Err(SecretError::Damaged(_))));
        assert_eq!(fs::read_to_string(&path).expect("there"), "{");
    }
}
