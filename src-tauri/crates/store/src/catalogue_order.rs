//! The order of the whole catalogue, kept at hand, so that any page is reached without walking to it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::search::CatalogueSort;
use crate::{Result, Tables};

/// Of a row that is not in the order; there are never so many.
const NOWHERE: u32 = u32::MAX;

/// Every row in one order, smallest first, those with unknown values behind the others.
#[derive(Debug)]
pub(crate) struct Order {
    version: i64,
    /// The numbers of the rows, by place.
    rows: Vec<u32>,
    /// The place of each row, by its number.
    places: Vec<u32>,
    /// How many have a known value.
    known: usize,
}

/// What a search matched.
#[derive(Clone, Debug)]
struct Matches {
    version: i64,
    rows: Arc<Vec<u32>>,
}

/// Every search begins with one letter and then two, which match the most: so many of them are kept.
const SHORT_SEARCHES: usize = 48;

/// The orders and short searches asked for so far; each is made anew once the catalogue has changed.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    orders: Mutex<HashMap<CatalogueSort, Arc<Order>>>,
    short: Mutex<HashMap<String, Matches>>,
}

impl CatalogueSort {
    /// The rows with a known value in order, and those without.
    const fn walks(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Title => ("SELECT n FROM catalogue_row ORDER BY title_key, position, n", None),
            Self::Changed => ("SELECT n FROM catalogue_row ORDER BY changed_at_ms, n", None),
            Self::Sku => (
                "SELECT n FROM catalogue_row WHERE sku_key IS NOT NULL ORDER BY sku_key, n",
                Some("SELECT n FROM catalogue_row WHERE sku_key IS NULL ORDER BY n"),
            ),
            Self::Price => (
                "SELECT n FROM catalogue_row WHERE price_minor IS NOT NULL ORDER BY price_minor, n",
                Some("SELECT n FROM catalogue_row WHERE price_minor IS NULL ORDER BY n"),
            ),
            Self::Stock => (
                "SELECT n FROM catalogue_row WHERE stock IS NOT NULL ORDER BY stock, n",
                Some("SELECT n FROM catalogue_row WHERE stock IS NULL ORDER BY n"),
            ),
        }
    }
}

impl Order {
    /// How many rows there are.
    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row at a place; with `descending` the largest stands first, unknown values still last.
    pub(crate) fn row_at(&self, place: usize, descending: bool) -> Option<u32> {
        self.rows.get(self.turned(place, descending)).copied()
    }

    /// The place of a row; see [`Order::row_at`].
    pub(crate) fn place_of(&self, row: u32, descending: bool) -> Option<usize> {
        let place = *self.places.get(row as usize)?;
        (place != NOWHERE).then(|| self.turned(place as usize, descending))
    }

    /// Turning twice is not turning.
    const fn turned(&self, place: usize, descending: bool) -> usize {
        if descending && place < self.known { self.known - 1 - place } else { place }
    }
}

impl Tables<'_> {
    /// Grows with every change of the catalogue.
    fn catalogue_version(&self) -> Result<i64> {
        let sql = "SELECT version FROM catalogue_version";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |found| found.get(0))?)
    }

    /// The order of the whole catalogue as this snapshot has it.
    pub(crate) fn catalogue_order(&self, sort: CatalogueSort) -> Result<Arc<Order>> {
        let version = self.catalogue_version()?;
        // Inside a write nothing is kept: it may yet be taken back, and the version with it.
        let Some(Orders { orders, .. }) = self.orders else {
            return Ok(Arc::new(self.order(sort, version)?));
        };
        let at_hand = locked(orders).get(&sort).filter(|order| order.version == version).cloned();
        if let Some(order) = at_hand {
            return Ok(order);
        }
        let order = Arc::new(self.order(sort, version)?);
        let mut kept = locked(orders);
        if kept.get(&sort).is_none_or(|other| other.version < version) {
            kept.insert(sort, order.clone());
        }
        Ok(order)
    }

    /// What matches a short search in this snapshot: kept, or else asked of `find`.
    pub(crate) fn short_search(
        &self,
        pattern: &str,
        find: impl FnOnce() -> Result<Vec<u32>>,
    ) -> Result<Arc<Vec<u32>>> {
        let Some(Orders { short, .. }) = self.orders else { return Ok(Arc::new(find()?)) };
        let version = self.catalogue_version()?;
        let at_hand = locked(short).get(pattern).filter(|kept| kept.version == version).cloned();
        if let Some(matches) = at_hand {
            return Ok(matches.rows);
        }
        let rows = Arc::new(find()?);
        let mut kept = locked(short);
        if kept.len() >= SHORT_SEARCHES {
            kept.clear();
        }
        kept.insert(pattern.to_owned(), Matches { version, rows: rows.clone() });
        Ok(rows)
    }

    fn order(&self, sort: CatalogueSort, version: i64) -> Result<Order> {
        let (with, without) = sort.walks();
        let mut rows = self.numbers(with, Vec::new())?;
        let known = rows.len();
        if let Some(without) = without {
            rows = self.numbers(without, rows)?;
        }
        let most = rows.iter().max().map_or(0, |most| *most as usize + 1);
        let mut places = vec![NOWHERE; most];
        for (place, row) in (0_u32..).zip(&rows) {
            places[*row as usize] = place;
        }
        Ok(Order { version, rows, places, known })
    }

    fn numbers(&self, sql: &str, mut numbers: Vec<u32>) -> Result<Vec<u32>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(found) = rows.next()? {
            numbers.push(found.get(0)?);
        }
        Ok(numbers)
    }
}

/// What is kept is right or made anew, whatever happened to who held it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
