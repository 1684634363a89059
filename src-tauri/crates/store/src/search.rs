//! The catalogue as a table: sorted, paged and searched as one types, quick at 100,000 variants.

use std::sync::Arc;

use domain::{Variant, fold};
use rusqlite::Row;

use crate::variant::read_variant;
use crate::{Result, Tables};

/// What the catalogue is sorted by; unknown values stand last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CatalogueSort {
    /// Title without accents, then the place among the variants.
    #[default]
    Title,
    /// Stock code.
    Sku,
    /// Ordinary price.
    Price,
    /// Units in stock.
    Stock,
    /// When it was last edited or imported.
    Changed,
}

/// Which part of the catalogue is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogueQuery {
    /// Beginnings of words in title, stock code, barcode, choice or maker; accents do not count.
    pub text: String,
    /// What it is sorted by.
    pub sort: CatalogueSort,
    /// Largest first.
    pub descending: bool,
    /// Rows to leave out in front.
    pub offset: u64,
    /// Rows wanted.
    pub limit: u64,
}

/// One row of the catalogue: a variant with what it takes from its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueRow {
    /// The variant.
    pub variant: Variant,
    /// The product's title.
    pub title: String,
    /// Who makes it.
    pub vendor: Option<String>,
    /// The variant's picture, or the product's.
    pub image: Option<String>,
    /// The product's page in the shop.
    pub link: Option<String>,
}

/// One page of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CataloguePage {
    /// Rows that match.
    pub total: u64,
    /// Those asked for.
    pub rows: Vec<CatalogueRow>,
}

/// Up to so many matches are sorted by SQLite; for more, the order of the whole catalogue is at hand.
const FEW: usize = 300;

/// Searches of so few letters match the most, and are kept.
const SHORT: usize = 2;

/// Pages of the index merged at a time: some milliseconds of work.
const SETTLED_PAGES: i64 = 64;

impl CatalogueSort {
    const fn order_by(self, descending: bool) -> &'static str {
        match (self, descending) {
            (Self::Title, false) => "title_key, position, n",
            (Self::Title, true) => "title_key DESC, position DESC, n DESC",
            (Self::Changed, false) => "changed_at_ms, n",
            (Self::Changed, true) => "changed_at_ms DESC, n DESC",
            (Self::Sku, false) => "sku_key NULLS LAST, n",
            (Self::Sku, true) => "sku_key DESC NULLS LAST, iif(sku_key IS NULL, n, -n)",
            (Self::Price, false) => "price_minor NULLS LAST, n",
            (Self::Price, true) => "price_minor DESC NULLS LAST, iif(price_minor IS NULL, n, -n)",
            (Self::Stock, false) => "stock NULLS LAST, n",
            (Self::Stock, true) => "stock DESC NULLS LAST, iif(stock IS NULL, n, -n)",
        }
    }
}

/// The words of a search as the index knows them.
fn words_of(text: &str) -> Vec<String> {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\u{0E00}'..='\u{0E7F}');
    let folded = fold(text);
    folded.split(|c| !is_letter(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Each word as a beginning; all must occur.
fn match_of(words: &[String]) -> String {
    words.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" AND ")
}

const ROWS: &str = "
    SELECT variant.*, product.title, product.vendor, product.link, product.image AS product_image
    FROM catalogue_row JOIN variant ON variant.id = variant_id JOIN product ON product.id = variant.product_id
    WHERE n = ?1";

fn read_row(found: &Row<'_>) -> Result<CatalogueRow> {
    let variant = read_variant(found)?;
    let image = variant.image.clone().map_or_else(|| found.get("product_image"), |image| Ok(Some(image)))?;
    Ok(CatalogueRow {
        variant,
        title: found.get("title")?,
        vendor: found.get("vendor")?,
        image,
        link: found.get("link")?,
    })
}

impl Tables<'_> {
    /// One page of the catalogue.
    pub fn catalogue_page(&self, query: &CatalogueQuery) -> Result<CataloguePage> {
        let offset = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let words = words_of(&query.text);
        let (total, rows) = if query.text.trim().is_empty() {
            let order = self.catalogue_order(query.sort)?;
            let places = offset..order.len().min(offset.saturating_add(limit));
            (order.len(), places.filter_map(|place| order.row_at(place, query.descending)).collect())
        } else if words.is_empty() {
            (0, Vec::new())
        } else {
            self.matching(query, &words, offset, limit)?
        };
        let mut statement = self.conn.prepare_cached(ROWS)?;
        let mut page = CataloguePage { total: total as u64, rows: Vec::with_capacity(rows.len()) };
        for row in rows {
            let mut found = statement.query([row])?;
            if let Some(found) = found.next()? {
                page.rows.push(read_row(found)?);
            }
        }
        Ok(page)
    }

    /// Brings the parts of the search index closer to one, a little at a time; answers whether more is left.
    ///
    /// A large import leaves the index in many parts, and each of them has to be asked at every keystroke.
    pub fn settle_search(&self, begin: bool) -> Result<bool> {
        let before = self.conn.total_changes();
        let pages = if begin { -SETTLED_PAGES } else { SETTLED_PAGES };
        self.conn
            .prepare_cached("INSERT INTO catalogue_search (catalogue_search, rank) VALUES ('merge', ?1)")?
            .execute([pages])?;
        // As SQLite's manual has it: less than two changes mean that there was nothing to merge.
        Ok(self.conn.total_changes() - before >= 2)
    }

    /// How many rows match, and the numbers of those on the page.
    fn matching(
        &self,
        query: &CatalogueQuery,
        words: &[String],
        offset: usize,
        limit: usize,
    ) -> Result<(usize, Vec<u32>)> {
        let pattern = &match_of(words);
        let find =
            || self.matches("SELECT rowid FROM catalogue_search WHERE catalogue_search MATCH ?1", pattern);
        let matches = if words.iter().map(String::len).sum::<usize>() <= SHORT {
            self.short_search(pattern, find)?
        } else {
            Arc::new(find()?)
        };
        let total = matches.len();
        if total <= FEW {
            let sql = format!(
                "SELECT n FROM catalogue_search JOIN catalogue_row ON n = catalogue_search.rowid
                 WHERE catalogue_search MATCH ?1 ORDER BY {}",
                query.sort.order_by(query.descending)
            );
            let sorted = self.matches(&sql, pattern)?;
            return Ok((total, sorted.into_iter().skip(offset).take(limit).collect()));
        }
        let order = self.catalogue_order(query.sort)?;
        let places = matches.iter().filter_map(|&row| order.place_of(row, query.descending));
        let mut places: Vec<usize> = places.collect();
        let end = places.len().min(offset.saturating_add(limit));
        if offset >= end {
            return Ok((total, Vec::new()));
        }
        // Only what stands in front of the page's end has to be told apart, and only the page sorted.
        if end < places.len() {
            places.select_nth_unstable(end - 1);
        }
        let page = &mut places[..end];
        if offset > 0 {
            page.select_nth_unstable(offset);
        }
        let page = &mut page[offset..];
        page.sort_unstable();
        Ok((total, page.iter().filter_map(|&place| order.row_at(place, query.descending)).collect()))
    }

    fn matches(&self, sql: &str, pattern: &str) -> Result<Vec<u32>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([pattern])?;
        let mut numbers = Vec::new();
        while let Some(found) = rows.next()? {
            numbers.push(found.get(0)?);
        }
        Ok(numbers)
    }
}
