//! People on camera.

use domain::id::{HostId, SessionId};
use domain::session::Host;
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "host";

fn read_host(found: &Row<'_>) -> Result<Host> {
    Ok(Host { id: row::id(found, TABLE, "id")?, name: found.get("name")?, note: found.get("note")? })
}

impl Tables<'_> {
    /// Every host, by name.
    pub fn hosts(&self) -> Result<Vec<Host>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM host ORDER BY fold(name), name, id")?;
        let mut rows = statement.query([])?;
        let mut hosts = Vec::new();
        while let Some(found) = rows.next()? {
            hosts.push(read_host(found)?);
        }
        Ok(hosts)
    }

    /// One host.
    pub fn host(&self, id: HostId) -> Result<Host> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM host WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_host).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// The people on camera in a session, in order.
    pub fn hosts_of(&self, session: SessionId) -> Result<Vec<Host>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT host.* FROM session_host JOIN host ON host.id = host_id WHERE session_id = ?1
             ORDER BY position",
        )?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        let mut hosts = Vec::new();
        while let Some(found) = rows.next()? {
            hosts.push(read_host(found)?);
        }
        Ok(hosts)
    }

    /// Writes a host, new or known.
    pub fn save_host(&self, host: &Host) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO host (id, name, note) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, note = excluded.note",
            )?
            .execute(params![host.id.as_uuid().into_bytes(), host.name, host.note])?;
        Ok(())
    }
}
