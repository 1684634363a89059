//! Product search per keystroke, 100,000 variants, accents folded; and the table at any depth.

use std::time::{Duration, Instant};

use store::Store;
use store::search::{CatalogueQuery, CatalogueSort};
use tests::catalogue;

/// How long the answers took, sorted.
pub struct Search {
    /// A page after each keystroke.
    pub keystrokes: Vec<Duration>,
    /// A page of the whole catalogue at a depth drawn by lot, in each order.
    pub depths: Vec<Duration>,
}

/// The given share of the answers took at most this long.
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

/// Measures in a workspace of `variants` variants.
pub fn measure(seed: u64, variants: usize) -> store::Result<Search> {
    let folder = tempfile::tempdir()?;
    let store = Store::open(&folder.path().join("bench.showrunner"))?;
    catalogue::fill(&store, seed, variants)?;
    let page = |query: &CatalogueQuery| -> store::Result<Duration> {
        let begun = Instant::now();
        let page = store.read(|tables| tables.catalogue_page(query))?;
        std::hint::black_box(page);
        Ok(begun.elapsed())
    };
    let typed = catalogue::keystrokes(seed, 200);
    let queries =
        typed.into_iter().map(|text| CatalogueQuery { text, limit: 60, ..CatalogueQuery::default() });
    let mut keystrokes = queries.map(|query| page(&query)).collect::<store::Result<Vec<_>>>()?;

    let mut lot = catalogue::Lot::of(seed);
    let mut depths = Vec::new();
    for sort in [
        CatalogueSort::Title,
        CatalogueSort::Sku,
        CatalogueSort::Price,
        CatalogueSort::Stock,
        CatalogueSort::Changed,
    ] {
        for turn in 0..40 {
            let offset = lot.below(variants as u64);
            let query =
                CatalogueQuery { text: String::new(), sort, descending: turn % 2 == 1, offset, limit: 60 };
            depths.push(page(&query)?);
        }
    }
    keystrokes.sort_unstable();
    depths.sort_unstable();
    Ok(Search { keystrokes, depths })
}
