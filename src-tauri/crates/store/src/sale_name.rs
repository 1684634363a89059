//! What sources call products, and sessions by small numbers.

use domain::fold;
use domain::id::{ProductId, SessionId};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{Error, Result, Tables, row};

/// A product as sources call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleProduct {
    /// Its small number.
    pub no: i64,
    /// The stock code, where the source gives one.
    pub sku: Option<String>,
    /// The title.
    pub title: String,
    /// The catalogue product it was found to be.
    pub product: Option<ProductId>,
}

/// A session by its small number, with what lines were last credited by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleSession {
    /// Its small number.
    pub no: i64,
    /// The session.
    pub session: SessionId,
    /// Its stretches on air: from and to, UTC milliseconds.
    pub windows: Vec<(i64, i64)>,
    /// The products it offered, sorted.
    pub products: Vec<ProductId>,
}

fn pack_windows(windows: &[(i64, i64)]) -> Vec<u8> {
    windows.iter().flat_map(|(from, to)| [from.to_le_bytes(), to.to_le_bytes()]).flatten().collect()
}

fn unpack_windows(bytes: &[u8]) -> Vec<(i64, i64)> {
    let number = |bytes: &[u8]| bytes.try_into().map(i64::from_le_bytes).unwrap_or_default();
    bytes.chunks_exact(16).map(|pair| (number(&pair[..8]), number(&pair[8..]))).collect()
}

fn read_product(found: &Row<'_>) -> Result<SaleProduct> {
    Ok(SaleProduct {
        no: found.get("no")?,
        sku: found.get("sku")?,
        title: found.get("title")?,
        product: row::id_or_null(found, "sale_product", "product_id")?,
    })
}

impl Tables<'_> {
    /// Every product as sources call it.
    pub fn sale_products(&self) -> Result<Vec<SaleProduct>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sale_product ORDER BY no")?;
        let mut rows = statement.query([])?;
        let mut products = Vec::new();
        while let Some(found) = rows.next()? {
            products.push(read_product(found)?);
        }
        Ok(products)
    }

    /// The products a source calls by these numbers.
    pub fn sale_products_of(&self, numbers: &[i64]) -> Result<Vec<SaleProduct>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sale_product WHERE no = ?1")?;
        let mut products = Vec::with_capacity(numbers.len());
        for no in numbers {
            let mut rows = statement.query([no])?;
            while let Some(found) = rows.next()? {
                products.push(read_product(found)?);
            }
        }
        Ok(products)
    }

    /// Keeps a product as a source calls it.
    pub fn insert_sale_product(&self, product: &SaleProduct) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO sale_product (no, sku, title, product_id) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                product.no,
                product.sku,
                product.title,
                product.product.map(|id| id.as_uuid().into_bytes())
            ])?;
        Ok(())
    }

    /// Says which catalogue product it is.
    pub fn set_sale_product(&self, no: i64, product: Option<ProductId>) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE sale_product SET product_id = ?2 WHERE no = ?1")?
            .execute(params![no, product.map(|id| id.as_uuid().into_bytes())])?;
        Ok(())
    }

    /// The catalogue product with this stock code, or else the only one with this title; capitals and accents
    /// in the title do not count.
    pub fn product_by_name(&self, sku: Option<&str>, title: &str) -> Result<Option<ProductId>> {
        let by_sku: Option<[u8; 16]> = match sku {
            Some(sku) => self
                .conn
                .prepare_cached("SELECT product_id FROM variant WHERE sku = ?1 ORDER BY position LIMIT 1")?
                .query_row([sku], |row| row.get(0))
                .optional()?,
            None => None,
        };
        if let Some(bytes) = by_sku {
            return Ok(Some(Uuid::from_bytes(bytes).into()));
        }
        let mut statement = self
            .conn
            .prepare_cached("SELECT DISTINCT product_id FROM catalogue_row WHERE title_key = ?1 LIMIT 2")?;
        let found: Vec<[u8; 16]> =
            statement.query_map([fold(title)], |row| row.get(0))?.collect::<Result<_, rusqlite::Error>>()?;
        match found.as_slice() {
            [only] => Ok(Some(Uuid::from_bytes(*only).into())),
            _ => Ok(None),
        }
    }

    /// Every session lines were credited by.
    pub fn sale_sessions(&self) -> Result<Vec<SaleSession>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sale_session ORDER BY no")?;
        let mut rows = statement.query([])?;
        let mut sessions = Vec::new();
        while let Some(found) = rows.next()? {
            let windows: Vec<u8> = found.get("windows")?;
            let products: Vec<u8> = found.get("products")?;
            let product = |bytes: &[u8]| {
                Uuid::from_slice(bytes)
                    .map(ProductId::from)
                    .map_err(|_| Error::Corrupt { table: "sale_session", column: "products" })
            };
            sessions.push(SaleSession {
                no: found.get("no")?,
                session: row::id(found, "sale_session", "session_id")?,
                windows: unpack_windows(&windows),
                products: products.chunks(16).map(product).collect::<Result<_>>()?,
            });
        }
        Ok(sessions)
    }

    /// Keeps or replaces what lines of a session are credited by.
    pub fn save_sale_session(&self, session: &SaleSession) -> Result<()> {
        let products: Vec<u8> =
            session.products.iter().flat_map(|product| product.as_uuid().into_bytes()).collect();
        self.conn
            .prepare_cached(
                "INSERT INTO sale_session (no, session_id, windows, products) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (no) DO UPDATE SET windows = excluded.windows, products = excluded.products",
            )?
            .execute(params![
                session.no,
                session.session.as_uuid().into_bytes(),
                pack_windows(&session.windows),
                products,
            ])?;
        Ok(())
    }

    /// The small number of a session; none when no line was ever credited by it.
    pub fn sale_session_no(&self, session: SessionId) -> Result<Option<i64>> {
        let no = self
            .conn
            .prepare_cached("SELECT no FROM sale_session WHERE session_id = ?1")?
            .query_row([session.as_uuid().into_bytes()], |row| row.get(0))
            .optional()?;
        Ok(no)
    }
}
