//! The catalogue is found as one types, sorted and paged at any depth, and right after undo and redo.

use domain::id::{ProductId, VariantId};
use domain::{Currency, Money, Product, ProductList, Variant};
use store::search::{CatalogueQuery, CatalogueSort};
use store::{Error, Recording, Result, Step, Store};
use uuid::Uuid;

struct Studio {
    store: Store,
    _folder: tempfile::TempDir,
}

fn studio() -> Result<Studio> {
    let folder = tempfile::tempdir()?;
    Ok(Studio { store: Store::open(&folder.path().join("brand.showrunner"))?, _folder: folder })
}

fn recording(verb: &'static str) -> Recording {
    let subject = String::new();
    Recording { at_ms: 1, actor: "owner".to_owned(), verb, subject, change: "catalogue", change_id: None }
}

fn product(n: u128, title: &str) -> Product {
    Product {
        id: ProductId::new(Uuid::from_u128(n)),
        title: title.to_owned(),
        handle: None,
        vendor: Some("Mộc Lan".to_owned()),
        description: String::new(),
        tags: Vec::new(),
        image: None,
        link: None,
        talking_points: Vec::new(),
        changed_at_ms: 1,
    }
}

fn variant(n: u128, of: u128, sku: &str, price: Option<i64>, stock: Option<i64>) -> Variant {
    Variant {
        id: VariantId::new(Uuid::from_u128(n)),
        product: ProductId::new(Uuid::from_u128(of)),
        choice: None,
        sku: Some(sku.to_owned()),
        barcode: None,
        price: price.map(|minor| Money::from_minor(minor, Currency::Vnd)),
        compare_at: None,
        cost: None,
        currency: Currency::Vnd,
        stock,
        image: None,
        position: 0,
        changed_at_ms: i64::try_from(n).unwrap_or_default(),
    }
}

fn query(text: &str) -> CatalogueQuery {
    CatalogueQuery { text: text.to_owned(), limit: 50, ..Default::default() }
}

fn found(store: &Store, text: &str) -> Result<Vec<String>> {
    let page = store.read(|tables| tables.catalogue_page(&query(text)))?;
    assert_eq!(page.total, page.rows.len() as u64, "the count and the rows of {text:?} agree");
    Ok(page.rows.into_iter().map(|row| row.title).collect())
}

fn stocked() -> Result<Studio> {
    let studio = studio()?;
    studio.store.write(Some(&recording("product_create")), |tables| {
        for (n, title, sku) in
            [(1, "Áo thun cổ tròn", "AT-01"), (2, "Đầm hoa nhí", "DH-50"), (3, "Kem chống nắng", "ML-SUN-50")]
        {
            tables.insert_product(&product(n, title))?;
            tables.insert_variant(&variant(n + 100, n, sku, Some(100_000), Some(3)))?;
        }
        Ok::<_, Error>(())
    })?;
    Ok(studio)
}

#[test]
fn vietnamese_is_found_without_accents_and_with_them() -> Result<()> {
    let Studio { store, _folder } = stocked()?;
    for text in ["ao thun", "Áo thun", "AO TH", "thun ao", "tron"] {
        assert_eq!(found(&store, text)?, ["Áo thun cổ tròn"], "searching {text:?}");
    }
    assert_eq!(found(&store, "dam")?, ["Đầm hoa nhí"]);
    assert_eq!(found(&store, "đầm")?, ["Đầm hoa nhí"]);
    assert_eq!(found(&store, "ml-sun")?, ["Kem chống nắng"], "by stock code");
    assert_eq!(found(&store, "mlsun50")?, ["Kem chống nắng"], "by stock code without its hyphens");
    assert_eq!(found(&store, "moc lan")?.len(), 3, "by maker");
    assert_eq!(found(&store, "thu ao x")?.len(), 0, "every word must occur");
    assert_eq!(found(&store, "\"*) OR (")?.len(), 0, "signs of the index are words like any other");
    assert_eq!(found(&store, " ' ")?.len(), 0, "nothing but signs finds nothing");
    Ok(())
}

#[test]
fn the_search_follows_edits_deletes_undo_and_redo() -> Result<()> {
    let Studio { store, _folder } = stocked()?;
    store.write(Some(&recording("product_edit")), |tables| {
        tables.update_product(&Product { vendor: None, ..product(1, "Quần jean") })
    })?;
    assert_eq!(found(&store, "ao thun")?.len(), 0);
    assert_eq!(found(&store, "quan")?, ["Quần jean"]);
    store.write(Some(&recording("variant_edit")), |tables| {
        tables.update_variant(&variant(101, 1, "QJ-77", None, None))
    })?;
    assert_eq!(found(&store, "qj77")?, ["Quần jean"]);
    assert_eq!(found(&store, "at 01")?.len(), 0, "the old stock code is forgotten");
    store.write(Some(&recording("product_delete")), |tables| {
        tables.delete_product(ProductId::new(Uuid::from_u128(1)))
    })?;
    assert_eq!(found(&store, "quan")?.len(), 0);

    store.step(Step::Undo, "owner")?;
    assert_eq!(found(&store, "qj77")?, ["Quần jean"], "the deleted product is back in the search");
    store.step(Step::Undo, "owner")?;
    assert_eq!(found(&store, "at-01")?, ["Quần jean"]);
    store.step(Step::Undo, "owner")?;
    assert_eq!(found(&store, "ao thun")?, ["Áo thun cổ tròn"]);
    store.step(Step::Undo, "owner")?;
    assert_eq!(found(&store, "")?.len(), 0, "before the first product there was none");
    store.step(Step::Redo, "owner")?;
    assert_eq!(found(&store, "ao thun")?, ["Áo thun cổ tròn"], "a redone product is found by its title");
    assert_eq!(found(&store, "")?.len(), 3);
    Ok(())
}

/// Every other variant without price or stock, so that unknown values take part in the order.
fn many(store: &Store, count: u128) -> Result<()> {
    store.write(None, |tables| {
        for n in 1..=count {
            let title = format!("Áo số {:03}", (n * 7_919) % count);
            tables.insert_product(&product(n, &title))?;
            let known = (n % 2 == 0).then(|| i64::try_from((n * 104_729) % 900).unwrap_or_default());
            let sku = format!("S{:05}", (n * 31) % count);
            tables.insert_variant(&variant(n + 1_000_000, n, &sku, known, known))?;
        }
        Ok::<_, Error>(())
    })
}

#[test]
fn pages_of_any_depth_put_together_are_the_whole_in_order() -> Result<()> {
    let Studio { store, _folder } = studio()?;
    many(&store, 2_300)?;
    let sorts = [
        CatalogueSort::Title,
        CatalogueSort::Sku,
        CatalogueSort::Price,
        CatalogueSort::Stock,
        CatalogueSort::Changed,
    ];
    for sort in sorts {
        for descending in [false, true] {
            // `ao` matches all, so that both ways of searching are walked; "s0" matches few.
            for text in ["", "ao", "s00"] {
                let page = |offset, limit| {
                    let query = CatalogueQuery { text: text.to_owned(), sort, descending, offset, limit };
                    store.read(|tables| tables.catalogue_page(&query))
                };
                let whole = page(0, 10_000)?;
                assert_eq!(whole.rows.len() as u64, whole.total);
                let mut parts = Vec::new();
                for offset in (0..whole.total + 97).step_by(97) {
                    parts.extend(page(offset, 97)?.rows);
                }
                assert_eq!(parts, whole.rows, "{sort:?} descending {descending} searching {text:?}");
                if matches!(sort, CatalogueSort::Price | CatalogueSort::Stock) {
                    let unknown = whole.rows.iter().position(|row| row.variant.stock.is_none());
                    let known = whole.rows.iter().rposition(|row| row.variant.stock.is_some());
                    assert!(unknown > known, "unknown values stand last, {sort:?} descending {descending}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn a_slot_shows_the_lowest_price_the_known_stock_and_the_first_code() -> Result<()> {
    let Studio { store, _folder } = studio()?;
    let id = ProductId::new(Uuid::from_u128(1));
    store.write(None, |tables| {
        tables.insert_product(&product(1, "Son môi"))?;
        tables.insert_variant(&variant(11, 1, "SM-RED", Some(199_000), None))?;
        let cheaper = Variant { position: 1, ..variant(12, 1, "SM-NUDE", Some(189_000), Some(4)) };
        tables.insert_variant(&cheaper)?;
        tables.insert_variant(&Variant { position: 2, ..variant(13, 1, "SM-CORAL", None, Some(5)) })?;
        tables.insert_product(&product(2, "Quà tặng"))
    })?;
    let summaries =
        store.read(|tables| tables.product_summaries(&[id, ProductId::new(Uuid::from_u128(9))]))?;
    assert_eq!(summaries.len(), 1, "a product that is gone is left out");
    let summary = &summaries[&id];
    assert_eq!(summary.list_price, Some(Money::from_minor(189_000, Currency::Vnd)));
    assert_eq!(summary.stock, Some(9), "stock that is unknown is not zero and not counted");
    assert_eq!(summary.sku.as_deref(), Some("SM-RED"));
    let bare = store.read(|tables| tables.product_summary(ProductId::new(Uuid::from_u128(2))))?;
    assert_eq!((bare.list_price, bare.stock, bare.sku), (None, None, None));
    assert_eq!(store.read(|tables| tables.product_by_sku("SM-NUDE"))?, Some(id));
    assert_eq!(store.read(|tables| tables.products_by_sku())?.len(), 3);
    Ok(())
}

#[test]
fn a_price_in_another_currency_or_with_lost_decimals_is_refused() -> Result<()> {
    let Studio { store, _folder } = stocked()?;
    let pounds =
        Variant { price: Some(Money::from_minor(100, Currency::Gbp)), ..variant(101, 1, "A", None, None) };
    assert!(matches!(store.write(None, |tables| tables.update_variant(&pounds)), Err(Error::Money(_))));
    assert_eq!(found(&store, "at-01")?, ["Áo thun cổ tròn"], "nothing of the write was kept");
    Ok(())
}

#[test]
fn a_product_list_keeps_its_order_and_is_undone_whole() -> Result<()> {
    let Studio { store, _folder } = stocked()?;
    let ids = [3, 1, 2].map(|n| ProductId::new(Uuid::from_u128(n)));
    let list = ProductList {
        id: domain::id::ProductListId::new(Uuid::from_u128(50)),
        name: "Tối thứ Sáu".to_owned(),
        products: ids.to_vec(),
        changed_at_ms: 1,
    };
    store.write(Some(&recording("product_list_save")), |tables| tables.save_product_list(&list))?;
    let shorter = ProductList { products: vec![ids[1], ids[0]], ..list.clone() };
    store.write(Some(&recording("product_list_save")), |tables| tables.save_product_list(&shorter))?;
    assert_eq!(store.read(|tables| tables.product_lists())?, std::slice::from_ref(&shorter));
    store.step(Step::Undo, "owner")?;
    assert_eq!(store.read(|tables| tables.product_list(list.id))?, list);
    store.step(Step::Redo, "owner")?;
    assert_eq!(store.read(|tables| tables.product_list(list.id))?, shorter);
    Ok(())
}
