//! Every column of files of products renamed, dropped, moved or typed otherwise: never a wrong sum without a question.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::Currency;

use crate::header::Source;
use crate::product::{ProductReading, StandIns, open_products, read_products};
use crate::{sniff, table};

/// Sums of prices, higher prices, costs and stock; none where nothing is said.
type Sums = [Option<i64>; 4];

/// What a file comes to; none when it is not known, asks or refuses.
fn read(path: &Path, currency: Currency) -> Option<(Sums, usize)> {
    let sniffed = sniff(path).ok()?;
    let Source::Products(_) = sniffed.recognised.source else { return None };
    let open = open_products(path, &sniffed, &StandIns::new()).ok()?;
    if !open.missing.is_empty() || open.numbers.is_none() {
        return None;
    }
    let (mut sums, mut variants) = ([None; 4], 0);
    let report = read_products(path, &sniffed, &ProductReading::plain(currency), &mut |batch| {
        for variant in batch.iter().flat_map(|product| &product.variants) {
            let minor = |money: Option<domain::Money>| money.and_then(|money| money.to_minor().ok());
            let said = [minor(variant.price), minor(variant.compare_at), minor(variant.cost), variant.stock];
            for (sum, said) in sums.iter_mut().zip(said) {
                *sum = said.map(|said| sum.unwrap_or(0) + said).or(*sum);
            }
            variants += 1;
        }
        ControlFlow::Continue(())
    })
    .ok()?;
    report.rejects.is_empty().then_some((sums, variants))
}

fn rows_of(path: &Path) -> Vec<Vec<String>> {
    let sniffed = sniff(path).unwrap();
    let mut rows = vec![sniffed.headers.clone()];
    table::rows(path, &sniffed, &mut |row| {
        rows.push((0..sniffed.headers.len()).map(|at| row.text(at).to_owned()).collect());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    rows
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

fn mutations(rows: &[Vec<String>], at: usize) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let each =
        |change: &dyn Fn(&[String]) -> Vec<String>| rows.iter().map(|row| change(row)).collect::<Vec<_>>();
    let typed = |change: &dyn Fn(&str) -> String| {
        let mut typed = rows.to_vec();
        typed.iter_mut().skip(1).for_each(|row| row[at] = change(&row[at]));
        typed
    };
    let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let mut renamed = rows.to_vec();
    renamed[0][at] = format!("Zq {at}");
    vec![
        ("renamed", renamed),
        ("dropped", each(&|row| [&row[..at], &row[at + 1..]].concat())),
        ("moved", each(&|row| [&row[at..=at], &row[..at], &row[at + 1..]].concat())),
        ("words", typed(&|cell| if digits(cell) { "n/a".to_owned() } else { cell.to_owned() })),
        ("decimals", typed(&|cell| if digits(cell) { format!("{cell}.00") } else { cell.to_owned() })),
    ]
}

#[test]
fn no_changed_column_of_products_ends_in_a_wrong_sum_without_a_question() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    let path: PathBuf = dir.path().join("changed.csv");
    let (mut tried, mut open) = (0, 0);
    for (name, currency) in [
        ("source/woo-products/en.csv", Currency::Gbp),
        ("source/woo-products/de.csv", Currency::Gbp),
        ("source/woo-products/vi.csv", Currency::Vnd),
        ("source/haravan-products/vn.csv", Currency::Vnd),
        ("source/pancake-products/vn.xlsx", Currency::Vnd),
        ("source/sapo-stock/vn.xlsx", Currency::Vnd),
        ("source/whatnot-listings/us.csv", Currency::Usd),
        ("../../../tests/fixture/shopify-products-vi.csv", Currency::Vnd),
        ("../../../tests/fixture/shopify-product-template.csv", Currency::Usd),
    ] {
        let rows = rows_of(&home.join(name));
        write(&path, &rows);
        let (right, variants) = read(&path, currency).unwrap_or_else(|| panic!("{name} comes in"));
        for at in 0..rows[0].len() {
            for (how, changed) in mutations(&rows, at) {
                write(&path, &changed);
                tried += 1;
                let Some((sums, found)) = read(&path, currency) else {
                    open += 1;
                    continue;
                };
                let what = format!("{name}, {} {how}", rows[0][at]);
                assert_eq!(found, variants, "{what}");
                for (sum, right) in sums.into_iter().zip(right) {
                    assert!(sum.is_none() || sum == right, "{what}: {sum:?} is not {right:?}");
                }
            }
        }
    }
    assert!(tried > 900 && open > 60, "{tried} tried, {open} asked or refused");
}
