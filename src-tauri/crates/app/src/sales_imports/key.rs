//! The key buyers are hashed with: random, minted once a user and computer, never in the workspace.

use exchange::Wash;
use uuid::Uuid;

use crate::{App, Error, Result};

/// How many bytes it has.
const BYTES: usize = 32;

/// The key, minted when it is asked for the first time.
pub(super) fn of(app: &App) -> Result<Wash> {
    let path = app.home().folder().join("buyer.key");
    let found = std::fs::read(&path).ok().and_then(|bytes| <[u8; BYTES]>::try_from(bytes).ok());
    if let Some(key) = found {
        return Ok(Wash { key });
    }
    let mut hasher = blake3::Hasher::new();
    for _ in 0..4 {
        hasher.update(Uuid::new_v4().as_bytes());
    }
    let key = *hasher.finalize().as_bytes();
    std::fs::create_dir_all(app.home().folder()).map_err(store::Error::from)?;
    std::fs::write(&path, key).map_err(|error| Error::from(store::Error::from(error)))?;
    Ok(Wash { key })
}
