//! What a closure works with inside a read or a write.

use rusqlite::Connection;

/// All tables of one workspace, on one connection; each module adds the accessor of its own table.
///
/// Inside [`crate::Store::read`] the connection refuses writes.
pub struct Tables<'c> {
    pub(crate) conn: &'c Connection,
}

impl<'c> Tables<'c> {
    pub(crate) const fn new(conn: &'c Connection) -> Self {
        Self { conn }
    }
}
