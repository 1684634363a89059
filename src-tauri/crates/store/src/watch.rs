//! Folders that are watched for files to bring in, and the files met there.

use rusqlite::{Row, params};
use uuid::Uuid;

use crate::{Error, Result, Tables, row};

/// A folder that is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFolder {
    /// Its id.
    pub id: Uuid,
    /// Where it is.
    pub path: String,
    /// Whether what is proved goes in by itself.
    pub takes_in: bool,
    /// Since when, UTC milliseconds.
    pub since_ms: i64,
}

/// Where a file of a watched folder stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WatchedState {
    /// It was there when watching began.
    Before,
    /// It is proved, and waits.
    Ready,
    /// Something about it must be answered.
    Asks,
    /// It could not be read.
    Failed,
    /// It brings nothing new.
    Nothing,
    /// It went in by itself.
    In,
    /// The user left it out.
    Left,
}

impl WatchedState {
    const ALL: [Self; 7] =
        [Self::Before, Self::Ready, Self::Asks, Self::Failed, Self::Nothing, Self::In, Self::Left];

    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::Ready => "ready",
            Self::Asks => "asks",
            Self::Failed => "failed",
            Self::Nothing => "nothing",
            Self::In => "in",
            Self::Left => "left",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it waits for the user.
    pub const fn waits(self) -> bool {
        match self {
            Self::Ready | Self::Asks | Self::Failed => true,
            Self::Before | Self::Nothing | Self::In | Self::Left => false,
        }
    }
}

/// A file of a watched folder, as it was when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchedFile {
    /// The folder.
    pub folder: Uuid,
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// When it was written, UTC milliseconds.
    pub modified_ms: i64,
    /// BLAKE3 of its content, lower-case hex; none when it was never read.
    pub hash: Option<String>,
    /// Where it stands.
    pub state: WatchedState,
    /// When it was met, UTC milliseconds.
    pub found_at_ms: i64,
}

fn read_file(found: &Row<'_>) -> Result<WatchedFile> {
    let bytes: i64 = found.get("bytes")?;
    let corrupt = |_| Error::Corrupt { table: "watched_file", column: "bytes" };
    Ok(WatchedFile {
        folder: row::id(found, "watched_file", "folder_id")?,
        path: found.get("path")?,
        bytes: u64::try_from(bytes).map_err(corrupt)?,
        modified_ms: found.get("modified_ms")?,
        hash: found.get("hash")?,
        state: row::code(found, "watched_file", "state", WatchedState::from_code)?,
        found_at_ms: found.get("found_at_ms")?,
    })
}

impl Tables<'_> {
    /// The folders that are watched, the first one first.
    pub fn watched_folders(&self) -> Result<Vec<WatchedFolder>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM watched_folder ORDER BY since_ms, id")?;
        let mut rows = statement.query([])?;
        let mut folders = Vec::new();
        while let Some(found) = rows.next()? {
            folders.push(WatchedFolder {
                id: row::id(found, "watched_folder", "id")?,
                path: found.get("path")?,
                takes_in: found.get("takes_in")?,
                since_ms: found.get("since_ms")?,
            });
        }
        Ok(folders)
    }

    /// Keeps a folder, or what was changed about it.
    pub fn save_watched_folder(&self, folder: &WatchedFolder) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO watched_folder (id, path, takes_in, since_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET takes_in = ?3",
            )?
            .execute(params![folder.id.into_bytes(), folder.path, folder.takes_in, folder.since_ms])?;
        Ok(())
    }

    /// Forgets a folder and the files met there. Answers whether it was watched.
    pub fn delete_watched_folder(&self, id: Uuid) -> Result<bool> {
        let id = id.into_bytes();
        self.conn.prepare_cached("DELETE FROM watched_file WHERE folder_id = ?1")?.execute([id])?;
        Ok(self.conn.prepare_cached("DELETE FROM watched_folder WHERE id = ?1")?.execute([id])? > 0)
    }

    /// The files met in a folder.
    pub fn watched_files(&self, folder: Uuid) -> Result<Vec<WatchedFile>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM watched_file WHERE folder_id = ?1 ORDER BY path")?;
        let mut rows = statement.query([folder.into_bytes()])?;
        let mut files = Vec::new();
        while let Some(found) = rows.next()? {
            files.push(read_file(found)?);
        }
        Ok(files)
    }

    /// The files that wait, the first one met first: neither the file nor another one of the same content has come in.
    pub fn watched_files_waiting(&self) -> Result<Vec<WatchedFile>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM watched_file WHERE state IN ('ready', 'asks', 'failed')
             AND (hash IS NULL OR NOT EXISTS (
                SELECT 1 FROM import WHERE import.hash = watched_file.hash AND import.state = 'live'))
             ORDER BY found_at_ms, path",
        )?;
        let mut rows = statement.query([])?;
        let mut files = Vec::new();
        while let Some(found) = rows.next()? {
            files.push(read_file(found)?);
        }
        Ok(files)
    }

    /// How many files of a folder went in by themselves.
    pub fn watched_files_in(&self, folder: Uuid) -> Result<u64> {
        let count: i64 = self
            .conn
            .prepare_cached("SELECT count(*) FROM watched_file WHERE folder_id = ?1 AND state = 'in'")?
            .query_row([folder.into_bytes()], |found| found.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Whether another file of this content waits already, or was left out.
    pub fn is_content_watched(&self, hash: &str, but: &str) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(
            "SELECT 1 FROM watched_file WHERE hash = ?1 AND path <> ?2
             AND state IN ('ready', 'asks', 'failed', 'left')",
        )?;
        Ok(statement.exists(params![hash, but])?)
    }

    /// Keeps where a file stands.
    pub fn save_watched_file(&self, file: &WatchedFile) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO watched_file
                 (folder_id, path, bytes, modified_ms, hash, state, found_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                file.folder.into_bytes(),
                file.path,
                i64::try_from(file.bytes).unwrap_or(i64::MAX),
                file.modified_ms,
                file.hash,
                file.state.code(),
                file.found_at_ms,
            ])?;
        Ok(())
    }

    /// Says of files that waited and came in otherwise that nothing new is in them: taken back by hand, they do not come
    /// in again. Answers whether there were any.
    pub fn settle_watched_files(&self) -> Result<bool> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE watched_file SET state = 'nothing' WHERE state IN ('ready', 'asks', 'failed')
                 AND EXISTS (SELECT 1 FROM import WHERE import.hash = watched_file.hash AND import.state = 'live')",
            )?
            .execute([])?;
        Ok(changed > 0)
    }

    /// Whether files waited and came in otherwise.
    pub fn has_watched_files_to_settle(&self) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(
            "SELECT 1 FROM watched_file WHERE state IN ('ready', 'asks', 'failed')
             AND EXISTS (SELECT 1 FROM import WHERE import.hash = watched_file.hash AND import.state = 'live')",
        )?;
        Ok(statement.exists([])?)
    }

    /// Forgets a file that is gone from its folder.
    pub fn delete_watched_file(&self, folder: Uuid, path: &str) -> Result<()> {
        self.conn
            .prepare_cached("DELETE FROM watched_file WHERE folder_id = ?1 AND path = ?2")?
            .execute(params![folder.into_bytes(), path])?;
        Ok(())
    }

    /// Leaves a file out that waits. Answers whether there was one.
    pub fn leave_watched_file(&self, path: &str) -> Result<bool> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE watched_file SET state = 'left'
                 WHERE path = ?1 AND state IN ('ready', 'asks', 'failed')",
            )?
            .execute([path])?;
        Ok(changed > 0)
    }
}
