//! Products, and what a slot needs to know of one.

use std::collections::HashMap;

use domain::id::ProductId;
use domain::{Currency, Money, Product, ProductSummary};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "product";

pub(crate) fn read_product(found: &Row<'_>) -> Result<Product> {
    Ok(Product {
        id: row::id(found, TABLE, "id")?,
        title: found.get("title")?,
        handle: found.get("handle")?,
        vendor: found.get("vendor")?,
        description: found.get("description")?,
        tags: row::lines(found, "tags")?,
        image: found.get("image")?,
        link: found.get("link")?,
        talking_points: row::lines(found, "talking_points")?,
        changed_at_ms: found.get("changed_at_ms")?,
    })
}

/// Everything a slot shows of a product, in one row: the lowest price, the known stock, the first stock code.
const SUMMARY: &str = "
    SELECT product.id, title, product.image, link, sum(stock) AS stock, min(price_minor) AS price_minor,
           (SELECT currency FROM variant WHERE product_id = product.id ORDER BY price_minor IS NULL, price_minor
            LIMIT 1) AS currency,
           (SELECT sku FROM variant WHERE product_id = product.id AND sku IS NOT NULL ORDER BY position LIMIT 1)
               AS sku,
           (SELECT image FROM variant WHERE product_id = product.id AND image IS NOT NULL ORDER BY position
            LIMIT 1) AS variant_image
    FROM product LEFT JOIN variant ON variant.product_id = product.id
    WHERE product.id = ?1 GROUP BY product.id";

fn read_summary(found: &Row<'_>) -> Result<ProductSummary> {
    let price: Option<i64> = found.get("price_minor")?;
    let list_price = price
        .map(|minor| {
            let currency = row::code(found, "variant", "currency", Currency::from_code)?;
            Ok::<_, Error>(Money::from_minor(minor, currency))
        })
        .transpose()?;
    let own_image: Option<String> = found.get("image")?;
    Ok(ProductSummary {
        id: row::id(found, TABLE, "id")?,
        title: found.get("title")?,
        image: own_image.map_or_else(|| found.get("variant_image"), |image| Ok(Some(image)))?,
        link: found.get("link")?,
        list_price,
        stock: found.get("stock")?,
        sku: found.get("sku")?,
    })
}

impl Tables<'_> {
    /// Adds a product.
    ///
    /// # Errors
    /// [`Error::Taken`] when another product has its handle.
    pub fn insert_product(&self, product: &Product) -> Result<()> {
        self.write_product(
            "INSERT INTO product (id, title, handle, vendor, description, tags, image, link, talking_points,
             changed_at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            product,
        )?;
        Ok(())
    }

    /// Writes an edited product.
    pub fn update_product(&self, product: &Product) -> Result<()> {
        let changed = self.write_product(
            "UPDATE product SET title = ?2, handle = ?3, vendor = ?4, description = ?5, tags = ?6, image = ?7,
             link = ?8, talking_points = ?9, changed_at_ms = ?10 WHERE id = ?1",
            product,
        )?;
        if changed == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    fn write_product(&self, sql: &str, product: &Product) -> Result<usize> {
        let written = self.conn.prepare_cached(sql)?.execute(params![
            product.id.as_uuid().into_bytes(),
            product.title,
            product.handle,
            product.vendor,
            product.description,
            product.tags.join("\n"),
            product.image,
            product.link,
            product.talking_points.join("\n"),
            product.changed_at_ms,
        ])?;
        Ok(written)
    }

    /// Removes a product with its variants and its places in product lists.
    ///
    /// # Errors
    /// [`Error::NotFound`]; a foreign key refuses it while a line-up still has it.
    pub fn delete_product(&self, id: ProductId) -> Result<()> {
        let bytes = id.as_uuid().into_bytes();
        // One statement a table, so that the history can repeat each.
        self.conn.prepare_cached("DELETE FROM product_list_entry WHERE product_id = ?1")?.execute([bytes])?;
        self.conn.prepare_cached("DELETE FROM variant WHERE product_id = ?1")?.execute([bytes])?;
        let gone = self.conn.prepare_cached("DELETE FROM product WHERE id = ?1")?.execute([bytes])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    /// One product.
    pub fn product(&self, id: ProductId) -> Result<Product> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM product WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_product).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// The product with this key in the shop.
    pub fn product_by_handle(&self, handle: &str) -> Result<Option<Product>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM product WHERE handle = ?1")?;
        let mut rows = statement.query([handle])?;
        rows.next()?.map(read_product).transpose()
    }

    /// What a slot shows of a product.
    pub fn product_summary(&self, id: ProductId) -> Result<ProductSummary> {
        self.summary_if_there(id)?.ok_or(Error::NotFound(TABLE))
    }

    /// What slots show of products, by id; those that are gone are left out.
    pub fn product_summaries(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, ProductSummary>> {
        let mut summaries = HashMap::with_capacity(ids.len());
        for &id in ids {
            if let Some(summary) = self.summary_if_there(id)? {
                summaries.insert(id, summary);
            }
        }
        Ok(summaries)
    }

    fn summary_if_there(&self, id: ProductId) -> Result<Option<ProductSummary>> {
        let mut statement = self.conn.prepare_cached(SUMMARY)?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_summary).transpose()
    }

    /// The title of the latest session whose line-up has the product.
    pub fn session_with(&self, product: ProductId) -> Result<Option<String>> {
        let title = self
            .conn
            .prepare_cached(
                "SELECT title FROM slot JOIN session ON session.id = slot.session_id WHERE product_id = ?1
                 ORDER BY starts_at_ms DESC LIMIT 1",
            )?
            .query_row([product.as_uuid().into_bytes()], |found| found.get(0))
            .optional()?;
        Ok(title)
    }

    /// How many products there are.
    pub fn product_count(&self) -> Result<u64> {
        let count: i64 = self.conn.query_row("SELECT count(*) FROM product", [], |found| found.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The product a stock code belongs to; the first one, should several have it.
    pub fn product_by_sku(&self, sku: &str) -> Result<Option<ProductId>> {
        self.product_by("SELECT product_id FROM variant WHERE sku = ?1 ORDER BY rowid LIMIT 1", sku)
    }

    /// The product a barcode belongs to; the first one, should several have it.
    pub fn product_by_barcode(&self, barcode: &str) -> Result<Option<ProductId>> {
        self.product_by("SELECT product_id FROM variant WHERE barcode = ?1 ORDER BY rowid LIMIT 1", barcode)
    }

    fn product_by(&self, sql: &str, value: &str) -> Result<Option<ProductId>> {
        let found = self
            .conn
            .prepare_cached(sql)?
            .query_row([value], |found| Ok(row::id(found, "variant", "product_id")))
            .optional()?;
        found.transpose()
    }

    /// Every stock code with its product, for matching many sale lines at once.
    pub fn products_by_sku(&self) -> Result<HashMap<String, ProductId>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT sku, product_id FROM variant WHERE sku IS NOT NULL ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        let mut products = HashMap::new();
        while let Some(found) = rows.next()? {
            let product = row::id(found, "variant", "product_id")?;
            products.entry(found.get("sku")?).or_insert(product);
        }
        Ok(products)
    }
}
