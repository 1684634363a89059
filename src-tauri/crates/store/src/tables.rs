//! What a closure works with inside a read or a write.

use rusqlite::Connection;

use crate::catalogue_order::Orders;

/// All tables of one workspace, on one connection; each module adds the accessor of its own table.
///
/// Inside [`crate::Store::read`] the connection refuses writes.
pub struct Tables<'c> {
    pub(crate) conn: &'c Connection,
    pub(crate) orders: Option<&'c Orders>,
}

impl<'c> Tables<'c> {
    pub(crate) const fn new(conn: &'c Connection) -> Self {
        Self { conn, orders: None }
    }

    /// For reading a snapshot: what is worked out of it may be kept in `orders`.
    pub(crate) const fn reading(conn: &'c Connection, orders: &'c Orders) -> Self {
        Self { conn, orders: Some(orders) }
    }
}
