//! Products of every shop come in as an independent reader finds them, in any order, twice without change.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::files::{fresh_seed, python, showctl, sources};

/// Files of products, beside the descriptions of their sources, with the currency only the user knows.
pub(crate) const FIXTURES: [(&str, &str); 7] = [
    ("woo-products/en.csv", "GBP"),
    ("woo-products/de.csv", "GBP"),
    ("woo-products/vi.csv", "VND"),
    ("haravan-products/vn.csv", "VND"),
    ("pancake-products/vn.xlsx", "VND"),
    ("sapo-stock/vn.xlsx", "VND"),
    ("whatnot-listings/us.csv", "USD"),
];

/// What is counted there must be known before.
const COUNTED: &str = "sapo-stock/vn.xlsx";
const BEFORE_IT: &str = "haravan-products/vn.csv";

fn theirs(path: &Path) -> Value {
    let found = python("products.py", &[&path.display().to_string()]);
    serde_json::from_str(&found).expect("the reader answers in JSON")
}

fn import(workspace: &Path, path: &Path, currency: &str) -> Value {
    let (file, currency) = (path.display().to_string(), format!("currency={currency}"));
    showctl(workspace, &["import", &file, "--answer", &currency, "--json"])
}

/// What the catalogue of a workspace holds, as the reader tells it.
fn held(workspace: &Path, minor: f64) -> Value {
    let database = rusqlite::Connection::open(workspace).expect("the workspace");
    let sum = |column: &str| -> f64 {
        let sql = format!("SELECT ifnull(sum({column}), 0) FROM variant");
        database.query_row(&sql, [], |row| row.get::<_, i64>(0)).map(|sum| sum as f64).expect("a sum")
    };
    let plain = |value: f64| format!("{}", (value * 100.0).round() / 100.0);
    let count = |table: &str| -> i64 {
        database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect("a count")
    };
    let mut categories = database.prepare("SELECT category FROM product_category ORDER BY 1").expect("SQL");
    let categories = categories.query_map([], |row| row.get::<_, String>(0)).expect("categories");
    let mut categories: Vec<String> = categories.map(|one| one.expect("a category")).collect();
    categories.sort();
    json!({
        "products": count("product"),
        "variants": count("variant"),
        "held": {
            "price": plain(sum("price_minor") / minor), "compare": plain(sum("compare_at_minor") / minor),
            "cost": plain(sum("cost_minor") / minor), "stock": plain(sum("stock")),
        },
        "categories": categories,
    })
}

/// Minor units of one unit.
fn minor(currency: &str) -> f64 {
    if currency == "VND" { 1.0 } else { 100.0 }
}

fn assert_same(workspace: &Path, path: &Path, currency: &str, what: &str) {
    let (expected, report) = (theirs(path), import(workspace, path, currency));
    assert_eq!((&report["kind"], &report["counts"]["rejected"]), (&json!("products"), &json!(0)), "{what}");
    assert_eq!(report["counts"]["read"], expected["rows"], "{what}");
    let totals = report["totals"].as_array().expect("totals").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let totals: BTreeMap<String, String> =
        totals.map(|total| (text(&total["column"]), text(&total["total"]))).collect();
    assert_eq!(json!(totals), expected["totals"], "{what}");
    let ours = held(workspace, minor(currency));
    if what.contains("sapo") {
        let counted = ours["held"]["stock"].as_str().expect("a sum");
        assert_ne!(counted, "0", "{what} counts what is there");
        return;
    }
    for part in ["products", "variants", "held", "categories"] {
        assert_eq!(ours[part], expected[part], "{part} of {what}");
    }
}

#[test]
fn products_of_every_shop_are_what_an_independent_reader_finds_also_shuffled() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    for (name, currency) in FIXTURES {
        let folder = tempfile::tempdir().expect("a folder");
        let path = sources().join(name);
        let shuffled = folder.path().join(name.replace('/', "-"));
        let (from, to) = (path.display().to_string(), shuffled.display().to_string());
        python("products.py", &[&from, &to, "--seed", &seed.to_string()]);
        assert_ne!(theirs(&path)["totals"], theirs(&shuffled)["totals"], "{name} was changed, SEED={seed}");
        for (file, what) in [(&path, name.to_owned()), (&shuffled, format!("{name} under SEED={seed}"))] {
            let workspace = folder.path().join(format!("{}.showrunner", file == &path));
            if name == COUNTED {
                import(&workspace, &sources().join(BEFORE_IT), currency);
            }
            assert_same(&workspace, file, currency, &what);
            let again = import(&workspace, file, currency);
            let counts = &again["counts"];
            assert_eq!((&counts["new"], &counts["changed"]), (&json!(0), &json!(0)), "{what}: {counts}");
        }
    }
}

#[test]
fn a_count_of_stock_changes_nothing_but_stock_and_knows_its_products() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    import(&workspace, &sources().join(BEFORE_IT), "VND");
    let before = held(&workspace, 1.0);
    let counted = sources().join(COUNTED);
    let expected = theirs(&counted);
    let report = import(&workspace, &counted, "VND");
    assert_eq!(report["counts"]["new"], json!(0), "{}", report["counts"]);
    let after = held(&workspace, 1.0);
    for part in ["products", "variants", "categories"] {
        assert_eq!(before[part], after[part]);
    }
    assert_eq!(before["held"]["price"], after["held"]["price"]);
    let database = rusqlite::Connection::open(&workspace).expect("the workspace");
    let sql =
        "SELECT sum(stock) FROM variant WHERE sku GLOB 'HV*-0' AND (substr(sku, 3, length(sku) - 4) % 2) = 0";
    let stock: i64 = database.query_row(sql, [], |row| row.get(0)).expect("a sum");
    assert_eq!(json!(stock.to_string()), expected["held"]["stock"], "lots are added up");
}

#[test]
fn the_fixtures_of_products_are_what_the_script_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    python("../fixture/products.py", &[&folder.path().display().to_string()]);
    for (name, _) in FIXTURES {
        let paths = [folder.path().join(name), sources().join(name)];
        // A workbook is packed otherwise by every version of the packer; what it holds is the same.
        let [made, kept] = match name.ends_with(".csv") {
            true => paths.map(|path| format!("{:?}", std::fs::read(path).expect("a fixture"))),
            false => paths.map(|path| theirs(&path).to_string()),
        };
        assert_eq!(made, kept, "{name} is not what products.py writes");
    }
}
