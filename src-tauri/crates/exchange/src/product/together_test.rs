//! What comes of Shopify's product files.

use std::path::{Path, PathBuf};

use std::ops::ControlFlow;

use domain::{Currency, Money};

use crate::number::NumberDialect;
use crate::product::{Product, ProductReading, ProductReport, read_products};
use crate::reject::Expectation;
use crate::reject::Remedy;
use crate::sniff::sniff;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture").join(name)
}

fn read_file(path: &Path, currency: Currency) -> (Vec<Product>, ProductReport) {
    let sniffed = sniff(path).unwrap();
    let mut products = Vec::new();
    let report = read_products(path, &sniffed, &ProductReading::plain(currency), &mut |batch| {
        products.extend(batch);
        ControlFlow::Continue(())
    })
    .unwrap();
    let counts = report.counts;
    assert_eq!(
        counts.rows_read,
        counts.variant_rows + counts.image_rows + counts.product_rows + counts.rejected
    );
    (products, report)
}

fn read_text(text: &str, currency: Currency) -> (Vec<Product>, ProductReport) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("products.csv");
    std::fs::write(&path, text).unwrap();
    read_file(&path, currency)
}

const HEADER: &str = "Title,URL handle,SKU,Option1 name,Option1 value,Price,Inventory quantity\n";

#[test]
fn the_legacy_template_gives_two_products_and_four_variants() {
    let (products, report) = read_file(&fixture("shopify-product-template.csv"), Currency::Usd);
    assert_eq!((products.len(), report.counts.variant_rows), (2, 4));
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
    let shirt = &products[0].variants[0];
    assert_eq!(shirt.barcode.as_deref(), Some("3212483"), "the apostrophe is not part of the barcode");
    assert_eq!((shirt.price, shirt.compare_at), (Some(Money::from_minor(1_999, Currency::Usd)), None));
    assert_eq!(shirt.options, [], "a default title is no choice");
    let small = &products[1].variants[1];
    assert_eq!(small.options, [("Size".to_owned(), "Small".to_owned())]);
    assert_eq!(products[1].variants[0].options[0].1, "Lithograph - Height: 9\" x Width: 12\"");
}

#[test]
fn an_empty_cell_is_not_zero() {
    let (products, report) = read_file(&fixture("shopify-products-current.csv"), Currency::Gbp);
    let bag = products.iter().find(|product| product.key == "jumbo-bag-red").unwrap();
    assert_eq!(bag.variants[1].stock, Some(0));
    assert_eq!((bag.variants[2].stock, bag.variants[2].cost), (None, None));
    assert_eq!(products[0].images.len(), 3, "rows that bring a picture are not variants");
    assert_eq!(report.counts.image_rows, 3);
    assert_eq!(products[2].title, "<b>Bold</b> & Brave Mug", "markup in a title is text");
    assert_eq!(products[0].description.as_deref(), Some("A heart of wood & glass.\nFor one tea light"));
}

#[test]
fn vietnamese_products_come_in_with_their_dong() {
    let (products, report) = read_file(&fixture("shopify-products-vi.csv"), Currency::Vnd);
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
    assert_eq!(products[0].title, "Áo thun cotton Mát Lạnh");
    assert_eq!(products[0].variants[0].price, Some(Money::from_minor(199_000, Currency::Vnd)));
    assert_eq!(products[3].variants[0].price, Some(Money::from_minor(215_000, Currency::Vnd)));
    assert_eq!(report.warnings.len(), 1, "one product has no price yet");
}

#[test]
fn a_price_with_more_decimals_than_its_currency_is_refused_with_its_place() {
    let (products, report) =
        read_text(&format!("{HEADER}Áo,ao,A1,,,199000.5,3\nĐầm,dam,D1,,,10,\n"), Currency::Vnd);
    assert_eq!(products.len(), 1);
    let reject = &report.rejects[0];
    assert_eq!((reject.row, reject.column.as_deref()), (2, Some("Price")));
    assert_eq!(reject.value.as_deref(), Some("199000.5"));
    assert_eq!(reject.expectation.remedy(), Remedy::CorrectCell);
}

#[test]
fn a_price_in_another_currency_or_below_zero_is_refused() {
    let (_, report) = read_text(&format!("{HEADER}A,a,,,,£5,\nB,b,,,,-5,\nC,c,,,,abc,\n"), Currency::Vnd);
    let codes: Vec<&str> = report.rejects.iter().map(|reject| reject.expectation.code()).collect();
    assert_eq!(codes, ["currency", "notNegative", "number"]);
}

#[test]
fn keys_that_repeat_are_refused_with_the_row_that_has_them() {
    let text = "A,a,S1,Size,M,1,\n,a,S2,,M,1,\n,a,S1,,L,1,\nB,b,,,,1,\nA again,a,,,,1,\n,a,,Size,XL,1,\n";
    let (products, report) = read_text(&format!("{HEADER}{text}"), Currency::Gbp);
    assert_eq!(products.len(), 2);
    let refused: Vec<(u64, &Expectation)> =
        report.rejects.iter().map(|reject| (reject.row, &reject.expectation)).collect();
    assert_eq!(
        refused,
        [
            (3, &Expectation::UniqueKey { first_row: 2 }),
            (4, &Expectation::UniqueKey { first_row: 2 }),
            (6, &Expectation::UniqueKey { first_row: 2 }),
            (7, &Expectation::Together { first_row: 2 }),
        ]
    );
}

#[test]
fn a_barcode_eaten_by_a_spreadsheet_is_refused() {
    let text = "Title,URL handle,Barcode,Price\nA,a,5.83E+17,1\n";
    let (_, report) = read_text(text, Currency::Gbp);
    assert_eq!(report.rejects[0].expectation, Expectation::IdAsText);
    assert_eq!(report.rejects[0].expectation.remedy(), Remedy::ExportAgain);
}

#[test]
fn a_row_shifted_by_a_comma_is_refused_without_showing_its_cells() {
    let (_, report) = read_text(&format!("{HEADER}A, b,a,S1,,,1,5,7\n"), Currency::Gbp);
    assert_eq!(report.rejects[0].expectation, Expectation::Columns { expected: 7, found: 9 });
    assert_eq!(report.rejects[0].value, None);
}

#[test]
fn a_file_rewritten_with_decimal_commas_is_read_as_it_was_meant() {
    let text = "Title;URL handle;Price\nA;a;19,99\nB;b;1.234,50\n";
    let (products, report) = read_text(text, Currency::Gbp);
    assert_eq!(report.dialect, Some(NumberDialect::Comma));
    assert_eq!(products[1].variants[0].price, Some(Money::from_minor(123_450, Currency::Gbp)));
}

#[test]
fn a_price_in_some_dollar_is_refused_where_dong_is_expected() {
    let text = format!("{HEADER}Son,son,S1,,,$5,1\n");
    let (products, report) = read_text(&text, Currency::Vnd);
    assert!(products.is_empty());
    let [reject] = report.rejects.as_slice() else { panic!("{:?}", report.rejects) };
    assert_eq!(
        (reject.row, reject.column.as_deref(), reject.value.as_deref()),
        (2, Some("Price"), Some("$5"))
    );
    assert_eq!(reject.expectation, Expectation::Currency { currency: "VND".to_owned() });
    assert_eq!(reject.expectation.remedy(), Remedy::OtherCurrency);
    let (products, _) = read_text(&text, Currency::Usd);
    assert_eq!(products.len(), 1, "in dollars it is a price");
}
