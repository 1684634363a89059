//! What comes of files whose products have rows of their own.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::{Currency, Money};

use crate::number::NumberDialect;
use crate::product::{Product, ProductReading, ProductReport, StandIns, open_products, read_products};
use crate::reject::Expectation;
use crate::sniff::sniff;

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("source").join(name)
}

fn read(path: &Path, reading: &ProductReading) -> (Vec<Product>, ProductReport) {
    let sniffed = sniff(path).unwrap();
    let mut products = Vec::new();
    let report = read_products(path, &sniffed, reading, &mut |batch| {
        products.extend(batch);
        ControlFlow::Continue(())
    })
    .unwrap();
    let counts = report.counts;
    let rows = counts.variant_rows + counts.image_rows + counts.product_rows + counts.rejected;
    assert_eq!(counts.rows_read, rows);
    (products, report)
}

const HEADER: &str = "ID,Type,SKU,Name,Is featured?,Visibility in catalog,Tax status,Date sale price starts,Date sale price ends,\
                      Stock,Sale price,Regular price,Categories,Parent,Attribute 1 name,Attribute 1 value(s)\n";

fn write(text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("woo.csv");
    std::fs::write(&path, text).unwrap();
    (dir, path)
}

fn read_text(rows: &str) -> (Vec<Product>, ProductReport) {
    let (_dir, path) = write(&format!("{HEADER}{rows}"));
    read(&path, &ProductReading::plain(Currency::Gbp))
}

#[test]
fn choices_find_their_product_by_its_number_or_its_stock_code_wherever_they_stand() {
    let (products, report) = read_text(
        "31,variation,T-S,Tee - S,,visible,,,,3,,9.00,,id:30,Size,S\n\
         30,variable,T,Tee,,visible,,,,,,,Tops,,Size,\"S, M\"\n\
         32,variation,T-M,Tee - M,,visible,,,,parent,8.00,9.00,,T,Size,M\n",
    );
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
    let [tee] = products.as_slice() else { panic!("{products:?}") };
    assert_eq!((tee.key.as_str(), tee.handle.as_ref(), tee.variants.len()), ("id:30", None, 2));
    let pence = |minor| Some(Money::from_minor(minor, Currency::Gbp));
    assert_eq!((tee.variants[1].price, tee.variants[1].compare_at), (pence(800), pence(900)));
    assert_eq!((tee.variants[0].stock, tee.variants[1].stock), (Some(3), None));
}

#[test]
fn a_sale_with_days_is_passing_and_the_regular_price_counts() {
    let (products, _) = read_text("1,simple,A,Mug,,visible,,2026-11-01,,2,4.00,5.00,Home,,,\n");
    let mug = &products[0].variants[0];
    assert_eq!((mug.price, mug.compare_at), (Some(Money::from_minor(500, Currency::Gbp)), None));
}

#[test]
fn of_several_categories_what_all_lie_below_is_taken() {
    let (products, _) = read_text(
        "1,simple,A,Mug,,visible,,,,,,5.00,\"Home > Kitchen, Home > Gifts\",,,\n\
         2,simple,B,Bag,,visible,,,,,,5.00,\"Bags, Gifts\",,,\n\
         3,simple,C,Cup,,visible,,,,,,5.00,\"Cups\\, large > Blue\",,,\n",
    );
    let categories: Vec<Option<&str>> = products.iter().map(|product| product.category.as_deref()).collect();
    assert_eq!(categories, [Some("Home"), None, Some("Cups, large > Blue")]);
}

#[test]
fn a_choice_without_its_product_and_a_product_without_its_choices_are_refused() {
    let (products, report) = read_text(
        "31,variation,T-S,Tee - S,,visible,,,,3,,9.00,,id:99,Size,S\n\
         40,variable,V,Vest,,visible,,,,,,,Tops,,Size,\"S, M\"\n",
    );
    assert!(products.is_empty());
    let codes: Vec<&str> = report.rejects.iter().map(|reject| reject.expectation.code()).collect();
    assert_eq!(codes, ["withItsProduct", "withItsChoices"]);
    assert!(
        matches!(&report.rejects[0].expectation, Expectation::WithItsProduct { parent } if parent == "id:99")
    );
}

#[test]
fn amounts_that_can_be_read_in_two_ways_are_asked_about() {
    let (_dir, path) = write(&format!("{HEADER}1,simple,A,Son,,visible,,,,,,199.000,Son,,,\n"));
    let sniffed = sniff(&path).unwrap();
    let open = open_products(&path, &sniffed, &StandIns::new()).unwrap();
    assert_eq!((open.numbers, open.either), (None, Some(("Regular price".into(), "199.000".into()))));
    let reading =
        ProductReading { numbers: Some(NumberDialect::Comma), ..ProductReading::plain(Currency::Vnd) };
    let (products, _) = read(&path, &reading);
    assert_eq!(products[0].variants[0].price, Some(Money::from_minor(199_000, Currency::Vnd)));
}

#[test]
fn a_price_column_that_is_gone_is_asked_for_and_what_takes_its_place_is_read() {
    let header = HEADER.replace("Sale price,", "Deal,");
    let (_dir, path) = write(&format!("{header}1,simple,A,Mug,,visible,,,,,4.00,5.00,Home,,,\n"));
    let sniffed = sniff(&path).unwrap();
    let open = open_products(&path, &sniffed, &StandIns::new()).unwrap();
    assert_eq!(open.missing, [("Sale price".to_owned(), vec!["Deal".to_owned(), "none".to_owned()])]);
    let stand_ins = StandIns::from([("Sale price".to_owned(), "Deal".to_owned())]);
    let (products, _) = read(&path, &ProductReading { stand_ins, ..ProductReading::plain(Currency::Gbp) });
    assert_eq!(products[0].variants[0].price, Some(Money::from_minor(400, Currency::Gbp)));
}

#[test]
fn every_language_and_shop_is_known_by_its_header_and_comes_in_whole() {
    for (name, currency, products, variants) in [
        ("woo-products/en.csv", Currency::Gbp, 18, 30),
        ("woo-products/de.csv", Currency::Gbp, 18, 30),
        ("woo-products/vi.csv", Currency::Vnd, 18, 30),
        ("haravan-products/vn.csv", Currency::Vnd, 20, 34),
        ("pancake-products/vn.xlsx", Currency::Vnd, 16, 24),
        ("sapo-stock/vn.xlsx", Currency::Vnd, 10, 10),
        ("whatnot-listings/us.csv", Currency::Usd, 24, 24),
    ] {
        let (found, report) = read(&source(name), &ProductReading::plain(currency));
        assert!(report.rejects.is_empty(), "{name}: {:?}", report.rejects);
        let all: usize = found.iter().map(|product| product.variants.len()).sum();
        assert_eq!((found.len(), all), (products, variants), "{name}");
    }
}

#[test]
fn an_auctions_starting_bid_is_no_price() {
    let (products, report) = read(&source("whatnot-listings/us.csv"), &ProductReading::plain(Currency::Usd));
    let priced = products.iter().filter(|product| product.variants[0].price.is_some()).count();
    assert_eq!((priced, report.warnings.len()), (12, 12));
}
