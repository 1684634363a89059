//! Brings the log beside the file into it, aside from whoever writes: a take must not wait until a thousand pages of an
//! import are on the disk.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use crate::pool::locked;
use crate::{Result, file};

/// Bytes in the log before they are brought into the file.
pub(crate) const LENGTH: u64 = 4 << 20;
/// The same while an import writes and nothing is on air: a page that many batches touch is then written once.
pub(crate) const LENGTH_OFF_AIR: u64 = 64 << 20;

/// The log beside a workspace file, and a thread that empties it when it was told to.
pub(crate) struct LogFile {
    path: PathBuf,
    conn: Arc<Mutex<Connection>>,
    writer: Arc<Mutex<Connection>>,
    emptying: Option<(SyncSender<()>, JoinHandle<()>)>,
}

impl LogFile {
    /// `conn` is a connection of the log's own, `writer` the one that writes.
    pub(crate) fn new(path: &Path, conn: Connection, writer: Arc<Mutex<Connection>>) -> Result<Self> {
        // It never waits for anybody: what it cannot do now it does the next time.
        conn.busy_timeout(Duration::ZERO)?;
        let conn = Arc::new(Mutex::new(conn));
        let (tell, told) = sync_channel::<()>(1);
        let path = file::beside(path, "-wal");
        let thread = {
            let (path, conn, writer) = (path.clone(), Arc::clone(&conn), Arc::clone(&writer));
            std::thread::Builder::new().name("log".to_owned()).spawn(move || {
                while told.recv().is_ok() {
                    empty(&path, &conn, &writer, LENGTH);
                }
            })?
        };
        Ok(Self { path, conn, writer, emptying: Some((tell, thread)) })
    }

    /// Has the log emptied soon if it is long; does not wait for it.
    pub(crate) fn tell(&self) {
        if length(&self.path) > LENGTH
            && let Some((tell, _)) = &self.emptying
        {
            // Told already: once is enough.
            match tell.try_send(()) {
                Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
            }
        }
    }

    /// Empties the log if it is longer than `longest`, and waits until that is done. The caller does not hold the writer.
    pub(crate) fn keep_below(&self, longest: u64) {
        empty(&self.path, &self.conn, &self.writer, longest);
    }
}

impl Drop for LogFile {
    fn drop(&mut self) {
        if let Some((tell, thread)) = self.emptying.take() {
            drop(tell);
            // It has said so in the log already if it died.
            let _ = thread.join();
        }
    }
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}

/// Nearly all of the log is brought into the file while others write; only the rest, and cutting it off, keeps them waiting.
fn empty(path: &Path, conn: &Mutex<Connection>, writer: &Mutex<Connection>, longest: u64) {
    if length(path) <= longest {
        return;
    }
    let conn = locked(conn);
    let outcome = checkpoint(&conn, "PASSIVE").and_then(|()| {
        let _writer = locked(writer);
        checkpoint(&conn, "TRUNCATE")
    });
    if let Err(error) = outcome {
        // Nothing is lost: the log keeps what the file does not have yet.
        tracing::warn!(%error, "the log beside the file could not be emptied");
    }
}

fn checkpoint(conn: &Connection, how: &str) -> Result<()> {
    Ok(conn.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |_| Ok(()))?)
}
