//! The catalogue as a table: sorted, paged and searched as one types, quick at 100,000 variants.

use domain::{Variant, fold};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

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

/// Up to so many matches are fetched and sorted; above, the order is walked and each row asked whether it matches.
const FEW: usize = 2_000;

impl CatalogueSort {
    /// The order, walked forth or back; both ways use the same index, and unknown values stand last in each.
    const fn order(self, descending: bool, back: bool) -> &'static str {
        match (self, descending, back) {
            (Self::Title, false, false) | (Self::Title, true, true) => "title_key, position, n",
            (Self::Title, true, false) | (Self::Title, false, true) => {
                "title_key DESC, position DESC, n DESC"
            }
            (Self::Sku, false, false) => "sku_key NULLS LAST, n",
            (Self::Sku, false, true) => "sku_key DESC NULLS FIRST, n DESC",
            (Self::Sku, true, false) => "sku_key DESC, n DESC",
            (Self::Sku, true, true) => "sku_key, n",
            (Self::Price, false, false) => "price_minor NULLS LAST, n",
            (Self::Price, false, true) => "price_minor DESC NULLS FIRST, n DESC",
            (Self::Price, true, false) => "price_minor DESC, n DESC",
            (Self::Price, true, true) => "price_minor, n",
            (Self::Stock, false, false) => "stock NULLS LAST, n",
            (Self::Stock, false, true) => "stock DESC NULLS FIRST, n DESC",
            (Self::Stock, true, false) => "stock DESC, n DESC",
            (Self::Stock, true, true) => "stock, n",
            (Self::Changed, false, false) | (Self::Changed, true, true) => "changed_at_ms, n",
            (Self::Changed, true, false) | (Self::Changed, false, true) => "changed_at_ms DESC, n DESC",
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
    FROM variant JOIN product ON product.id = variant.product_id WHERE variant.id = ?1";

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
        let words = words_of(&query.text);
        let (total, ids) = if query.text.trim().is_empty() {
            self.whole_catalogue(query)?
        } else if words.is_empty() {
            (0, Vec::new())
        } else {
            self.matching(query, &words)?
        };
        let mut statement = self.conn.prepare_cached(ROWS)?;
        let mut page = CataloguePage { total, rows: Vec::with_capacity(ids.len()) };
        for id in ids {
            let mut rows = statement.query([id])?;
            if let Some(found) = rows.next()? {
                page.rows.push(read_row(found)?);
            }
        }
        Ok(page)
    }

    fn whole_catalogue(&self, query: &CatalogueQuery) -> Result<(u64, Vec<Vec<u8>>)> {
        let total = self.count("SELECT count(*) FROM catalogue_row", [])?;
        let Some(walk) = Walk::of(query, total) else { return Ok((total, Vec::new())) };
        let sql = format!(
            "SELECT variant_id FROM catalogue_row JOIN
             (SELECT n AS wanted FROM catalogue_row ORDER BY {order} LIMIT ?1 OFFSET ?2) ON n = wanted
             ORDER BY {order}",
            order = query.sort.order(query.descending, walk.back)
        );
        Ok((total, self.ids(&sql, [walk.limit.into(), walk.offset.into()], walk.back)?))
    }

    fn matching(&self, query: &CatalogueQuery, words: &[String]) -> Result<(u64, Vec<Vec<u8>>)> {
        let pattern = match_of(words);
        let total = self.count(
            "SELECT count(*) FROM catalogue_search WHERE catalogue_search MATCH ?1",
            [pattern.clone()],
        )?;
        let Some(walk) = Walk::of(query, total) else { return Ok((total, Vec::new())) };
        let order = query.sort.order(query.descending, walk.back);
        let few = usize::try_from(total).is_ok_and(|total| total <= FEW);
        let sql = if few {
            format!(
                "SELECT variant_id FROM catalogue_search JOIN catalogue_row ON n = catalogue_search.rowid
                 WHERE catalogue_search MATCH ?3 ORDER BY {order} LIMIT ?1 OFFSET ?2"
            )
        } else {
            format!(
                "SELECT variant_id FROM catalogue_row WHERE has_words(words, ?3) ORDER BY {order}
                 LIMIT ?1 OFFSET ?2"
            )
        };
        let pattern = if few { pattern } else { words.join(" ") };
        let ids = self.ids(&sql, [walk.limit.into(), walk.offset.into(), pattern.into()], walk.back)?;
        Ok((total, ids))
    }

    fn count<const N: usize>(&self, sql: &str, values: [String; N]) -> Result<u64> {
        let count: i64 =
            self.conn.prepare_cached(sql)?.query_row(params_from_iter(values), |found| found.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    fn ids<const N: usize>(&self, sql: &str, values: [Value; N], reversed: bool) -> Result<Vec<Vec<u8>>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let ids = statement.query_map(params_from_iter(values), |found| found.get(0))?;
        let mut ids = ids.collect::<Result<Vec<Vec<u8>>, _>>()?;
        if reversed {
            ids.reverse();
        }
        Ok(ids)
    }
}

/// How the order is walked: a page in the second half is reached sooner from the end.
struct Walk {
    back: bool,
    offset: i64,
    limit: i64,
}

impl Walk {
    /// None when the page lies behind the end.
    fn of(query: &CatalogueQuery, total: u64) -> Option<Self> {
        let limit = query.limit.min(total.checked_sub(query.offset)?);
        if limit == 0 {
            return None;
        }
        let back = query.offset > total / 2;
        let offset = if back { total - query.offset - limit } else { query.offset };
        Some(Self { back, offset: i64::try_from(offset).ok()?, limit: i64::try_from(limit).ok()? })
    }
}

/// Whether each of the `wanted` words, parted by spaces, is the beginning of one of the `words`.
pub(crate) fn has_words(words: &str, wanted: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '\u{0E00}'..='\u{0E7F}');
    wanted.split(' ').all(|wanted| {
        words.match_indices(wanted).any(|(at, _)| !words[..at].chars().next_back().is_some_and(is_letter))
    })
}
