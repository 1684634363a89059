//! The index finds what looking at every product would find.

use store::Store;
use store::search::CatalogueQuery;
use tests::catalogue;

const SEED: u64 = 20_261_122;

/// The words a variant is found by, looked up the slow way.
fn words_of(text: &str) -> Vec<String> {
    let folded = domain::fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_keystroke_finds_what_a_look_at_every_variant_finds() {
    println!("seed {SEED}");
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&folder.path().join("brand.showrunner")).expect("a workspace");
    catalogue::fill(&store, SEED, 5_000).expect("filled");
    let all: Vec<Vec<String>> = catalogue::products(SEED, 5_000)
        .flat_map(|(product, variants)| {
            variants.into_iter().map(move |variant| {
                let sku = variant.sku.unwrap_or_default();
                let maker = product.vendor.clone().unwrap_or_default();
                let barcode = variant.barcode.unwrap_or_default();
                let choice = variant.choice.unwrap_or_default();
                let bare = sku.replace('-', "");
                words_of(&format!("{} {sku} {bare} {barcode} {choice} {maker}", product.title))
            })
        })
        .collect();
    assert_eq!(all.len(), 5_000);

    let mut found_some = 0;
    for typed in catalogue::keystrokes(SEED, 40) {
        let wanted = words_of(&typed);
        let expected = all
            .iter()
            .filter(|words| wanted.iter().all(|wanted| words.iter().any(|word| word.starts_with(wanted))))
            .count() as u64;
        let query = CatalogueQuery { text: typed.clone(), limit: 60, ..CatalogueQuery::default() };
        let page = store.read(|tables| tables.catalogue_page(&query)).expect("a page");
        assert_eq!(page.total, expected, "typed {typed:?}");
        assert_eq!(page.rows.len() as u64, expected.min(60), "typed {typed:?}");
        let titles: Vec<String> = page.rows.iter().map(|row| domain::fold(&row.title)).collect();
        assert!(titles.is_sorted(), "the page of {typed:?} stands in the order of titles");
        found_some += u64::from(expected > 0);
    }
    assert!(found_some > 100, "the keystrokes find something");
}
