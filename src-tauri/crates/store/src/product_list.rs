//! Named, reusable lists of products.

use domain::ProductList;
use domain::id::{ProductId, ProductListId};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "product_list";

impl Tables<'_> {
    /// Every product list, by name.
    pub fn product_lists(&self) -> Result<Vec<ProductList>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM product_list ORDER BY fold(name), name, id")?;
        let mut rows = statement.query([])?;
        let mut lists = Vec::new();
        while let Some(found) = rows.next()? {
            lists.push(self.read_product_list(found)?);
        }
        Ok(lists)
    }

    /// One product list.
    pub fn product_list(&self, id: ProductListId) -> Result<ProductList> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM product_list WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        let found = rows.next()?.ok_or(Error::NotFound(TABLE))?;
        self.read_product_list(found)
    }

    fn read_product_list(&self, found: &Row<'_>) -> Result<ProductList> {
        let id: ProductListId = row::id(found, TABLE, "id")?;
        let mut statement = self.conn.prepare_cached(
            "SELECT product_id FROM product_list_entry WHERE list_id = ?1 ORDER BY position",
        )?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        let mut products: Vec<ProductId> = Vec::new();
        while let Some(entry) = rows.next()? {
            products.push(row::id(entry, "product_list_entry", "product_id")?);
        }
        Ok(ProductList { id, name: found.get("name")?, products, changed_at_ms: found.get("changed_at_ms")? })
    }

    /// Writes a product list as a whole, new or known.
    pub fn save_product_list(&self, list: &ProductList) -> Result<()> {
        let id = list.id.as_uuid().into_bytes();
        self.conn
            .prepare_cached(
                "INSERT INTO product_list (id, name, changed_at_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, changed_at_ms = excluded.changed_at_ms",
            )?
            .execute(params![id, list.name, list.changed_at_ms])?;
        self.conn.prepare_cached("DELETE FROM product_list_entry WHERE list_id = ?1")?.execute([id])?;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO product_list_entry (list_id, product_id, position) VALUES (?1, ?2, ?3)",
        )?;
        for (position, product) in (0_i64..).zip(&list.products) {
            insert.execute(params![id, product.as_uuid().into_bytes(), position])?;
        }
        Ok(())
    }

    /// Removes a product list; its products stay.
    pub fn delete_product_list(&self, id: ProductListId) -> Result<()> {
        let id = id.as_uuid().into_bytes();
        self.conn.prepare_cached("DELETE FROM product_list_entry WHERE list_id = ?1")?.execute([id])?;
        let gone = self.conn.prepare_cached("DELETE FROM product_list WHERE id = ?1")?.execute([id])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }
}
