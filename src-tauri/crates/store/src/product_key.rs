//! How shops know products again that have no address of their own in a file.

use domain::Product;
use domain::id::ProductId;
use rusqlite::{OptionalExtension, params};

use crate::product::read_product;
use crate::{Result, Tables};

impl Tables<'_> {
    /// The product a source calls by this key; none when it is gone.
    pub fn product_by_key(&self, source: &str, key: &str) -> Result<Option<Product>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT product.* FROM product_key JOIN product ON product.id = product_key.product_id
             WHERE product_key.source = ?1 AND product_key.key = ?2",
        )?;
        let mut rows = statement.query([source, key])?;
        rows.next()?.map(read_product).transpose()
    }

    /// Says by which key a source calls a product.
    pub fn set_product_key(&self, source: &str, key: &str, product: ProductId) -> Result<()> {
        let id = product.as_uuid().into_bytes();
        self.conn
            .prepare_cached(
                "INSERT INTO product_key (source, key, product_id) VALUES (?1, ?2, ?3)
                 ON CONFLICT (source, key) DO UPDATE SET product_id = excluded.product_id
                 WHERE product_id <> excluded.product_id",
            )?
            .execute(params![source, key, id])?;
        Ok(())
    }

    /// The category of one product.
    pub fn product_category(&self, product: ProductId) -> Result<Option<String>> {
        let mut statement =
            self.conn.prepare_cached("SELECT category FROM product_category WHERE product_id = ?1")?;
        let id = product.as_uuid().into_bytes();
        Ok(statement.query_row([id], |row| row.get(0)).optional()?)
    }
}
