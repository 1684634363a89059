//! Addresses that receive the manifest.

use domain::id::TargetId;
use domain::simulcast::TargetKind;
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

/// An address that receives the manifest; what one signs in with is in the key store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Minted when it was made.
    pub id: TargetId,
    /// What it is.
    pub kind: TargetKind,
    /// What the user calls it.
    pub name: String,
    /// The folder's path, the webhook's URL, `https://endpoint/bucket/folder`, or the website's address.
    pub address: String,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it, if that is known.
    pub public_address: Option<String>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
    /// Whether it is told anything.
    pub enabled: bool,
    /// When it was made, UTC milliseconds.
    pub created_at_ms: i64,
}

impl Tables<'_> {
    /// All targets, in the order they were made.
    pub fn targets(&self) -> Result<Vec<Target>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM target ORDER BY created_at_ms, id")?;
        let mut rows = statement.query([])?;
        let mut targets = Vec::new();
        while let Some(found) = rows.next()? {
            targets.push(read(found)?);
        }
        Ok(targets)
    }

    /// One target.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn target(&self, id: TargetId) -> Result<Target> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM target WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map_or(Err(Error::NotFound("target")), read)
    }

    /// Writes a target, new or known.
    ///
    /// # Errors
    /// [`Error::Taken`] when another target has the address.
    pub fn save_target(&self, target: &Target) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO target (id, kind, name, address, region, public_address, allow_private, enabled,
                     created_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address,
                     region = excluded.region, public_address = excluded.public_address,
                     allow_private = excluded.allow_private, enabled = excluded.enabled",
            )?
            .execute(params![
                target.id.as_uuid().into_bytes(),
                target.kind.code(),
                target.name,
                target.address,
                target.region,
                target.public_address,
                target.allow_private,
                target.enabled,
                target.created_at_ms,
            ])?;
        Ok(())
    }

    /// Removes a target; what was delivered to it stays known.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn remove_target(&self, id: TargetId) -> Result<()> {
        let removed = self.conn.execute("DELETE FROM target WHERE id = ?1", [id.as_uuid().into_bytes()])?;
        if removed == 0 { Err(Error::NotFound("target")) } else { Ok(()) }
    }
}

fn read(found: &Row<'_>) -> Result<Target> {
    Ok(Target {
        id: row::id(found, "target", "id")?,
        kind: row::code(found, "target", "kind", TargetKind::from_code)?,
        name: found.get("name")?,
        address: found.get("address")?,
        region: found.get("region")?,
        public_address: found.get("public_address")?,
        allow_private: found.get("allow_private")?,
        enabled: found.get("enabled")?,
        created_at_ms: found.get("created_at_ms")?,
    })
}
