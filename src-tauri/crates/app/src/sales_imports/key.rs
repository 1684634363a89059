//! The key buyers are hashed with: random, one a workspace, kept with this user's secrets and never in the file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use exchange::Wash;
use uuid::Uuid;

use crate::{App, Result};

/// The key, minted when it is asked for the first time. Another computer mints another one: the same buyers
/// then have other hashes, which is why a line is never judged changed by its buyer.
pub(super) fn of(app: &App) -> Result<Wash> {
    let workspace = app.read(|tables| Ok(tables.workspace()?))?.map_or(Uuid::nil(), |workspace| workspace.id);
    let name = format!("buyers:{workspace}");
    let kept = app.secrets().get(&name)?.and_then(|text| STANDARD.decode(text).ok());
    if let Some(key) = kept.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
        return Ok(Wash { key });
    }
    let mut hasher = blake3::Hasher::new();
    // 74 random bits each.
    for _ in 0..8 {
        hasher.update(Uuid::now_v7().as_bytes());
    }
    let key = *hasher.finalize().as_bytes();
    app.secrets().set(&name, &STANDARD.encode(key))?;
    Ok(Wash { key })
}
