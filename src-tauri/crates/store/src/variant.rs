//! Variants: the choices of a product, with price, cost and stock.

use domain::id::{ProductId, VariantId};
use domain::{Currency, Money, MoneyError, Variant};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "variant";

pub(crate) fn read_variant(found: &Row<'_>) -> Result<Variant> {
    let currency = row::code(found, TABLE, "currency", Currency::from_code)?;
    let money = |column: &str| -> Result<Option<Money>> {
        let minor: Option<i64> = found.get(column)?;
        Ok(minor.map(|minor| Money::from_minor(minor, currency)))
    };
    Ok(Variant {
        id: row::id(found, TABLE, "id")?,
        product: row::id(found, TABLE, "product_id")?,
        choice: found.get("choice")?,
        sku: found.get("sku")?,
        barcode: found.get("barcode")?,
        price: money("price_minor")?,
        compare_at: money("compare_at_minor")?,
        cost: money("cost_minor")?,
        currency,
        stock: found.get("stock")?,
        image: found.get("image")?,
        position: found.get("position")?,
        changed_at_ms: found.get("changed_at_ms")?,
    })
}

/// Minor units of an amount; refuses one that does not fit the variant's currency.
fn minor(variant: &Variant, money: Option<Money>) -> Result<Option<i64>, MoneyError> {
    money
        .map(|money| match money.currency() == variant.currency {
            true => money.to_minor(),
            false => Err(MoneyError::Mixed(money.currency(), variant.currency)),
        })
        .transpose()
}

impl Tables<'_> {
    /// Adds a variant.
    ///
    /// # Errors
    /// [`Error::Money`] when an amount is in another currency or has too many decimals.
    pub fn insert_variant(&self, variant: &Variant) -> Result<()> {
        self.write_variant(
            "INSERT INTO variant (id, product_id, choice, sku, barcode, price_minor, compare_at_minor, cost_minor,
             currency, stock, image, position, changed_at_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            variant,
        )?;
        Ok(())
    }

    /// Writes an edited variant.
    ///
    /// # Errors
    /// As [`Tables::insert_variant`].
    pub fn update_variant(&self, variant: &Variant) -> Result<()> {
        let changed = self.write_variant(
            "UPDATE variant SET product_id = ?2, choice = ?3, sku = ?4, barcode = ?5, price_minor = ?6,
             compare_at_minor = ?7, cost_minor = ?8, currency = ?9, stock = ?10, image = ?11, position = ?12,
             changed_at_ms = ?13 WHERE id = ?1",
            variant,
        )?;
        if changed == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    fn write_variant(&self, sql: &str, variant: &Variant) -> Result<usize> {
        let written = self.conn.prepare_cached(sql)?.execute(params![
            variant.id.as_uuid().into_bytes(),
            variant.product.as_uuid().into_bytes(),
            variant.choice,
            variant.sku,
            variant.barcode,
            minor(variant, variant.price)?,
            minor(variant, variant.compare_at)?,
            minor(variant, variant.cost)?,
            variant.currency.code(),
            variant.stock,
            variant.image,
            variant.position,
            variant.changed_at_ms,
        ])?;
        Ok(written)
    }

    /// One variant.
    pub fn variant(&self, id: VariantId) -> Result<Variant> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM variant WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_variant).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// The variants of a product, in order.
    pub fn variants_of(&self, product: ProductId) -> Result<Vec<Variant>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM variant WHERE product_id = ?1 ORDER BY position, rowid")?;
        let mut rows = statement.query([product.as_uuid().into_bytes()])?;
        let mut variants = Vec::new();
        while let Some(found) = rows.next()? {
            variants.push(read_variant(found)?);
        }
        Ok(variants)
    }

    /// The variant of a stock code; the first one, should several have it.
    pub fn variant_by_sku(&self, sku: &str) -> Result<Option<Variant>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM variant WHERE sku = ?1 ORDER BY rowid LIMIT 1")?;
        let mut rows = statement.query([sku])?;
        rows.next()?.map(read_variant).transpose()
    }
}
