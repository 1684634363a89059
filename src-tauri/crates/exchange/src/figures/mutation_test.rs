//! Every column of tables of figures renamed, dropped, moved or typed otherwise: never a wrong total unsaid.

use std::collections::BTreeMap;
use std::path::Path;

use domain::Currency;

use super::{FigureField, FigureSheet, read_figures};
use crate::header::Source;
use crate::sessions::RoomAnswers;

/// Sums of every figure that may be added.
fn figures(sheet: &FigureSheet) -> BTreeMap<FigureField, i64> {
    let mut sums = BTreeMap::new();
    for row in &sheet.rows {
        for (field, value) in row.figures.iter().filter(|(field, _)| field.adds_up()) {
            *sums.entry(*field).or_insert(0) += value;
        }
    }
    sums
}

fn cells(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

/// What a file comes to; none when it is not recognised, or something about it is open.
fn read(path: &Path) -> Option<FigureSheet> {
    let sniffed = crate::sniff(path).unwrap();
    let Source::Figures(source) = sniffed.recognised.source else { return None };
    let answers = RoomAnswers { currency: Some(Currency::Vnd), ..RoomAnswers::default() };
    let sheet = read_figures(path, &sniffed, source, &answers).unwrap();
    sheet.open.is_empty().then_some(sheet)
}

fn mutations(rows: &[Vec<String>], at: usize) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let each =
        |change: &dyn Fn(&[String]) -> Vec<String>| rows.iter().map(|row| change(row)).collect::<Vec<_>>();
    let typed = |change: &dyn Fn(&str) -> String| {
        let mut typed = rows.to_vec();
        typed.iter_mut().skip(1).for_each(|row| row[at] = change(&row[at]));
        typed
    };
    let mut renamed = rows.to_vec();
    renamed[0][at] = format!("Zq {at}");
    vec![
        ("renamed", renamed),
        ("dropped", each(&|row| [&row[..at], &row[at + 1..]].concat())),
        ("moved", each(&|row| [&row[at..=at], &row[..at], &row[at + 1..]].concat())),
        ("words", typed(&|_| "n/a".to_owned())),
        (
            "decimals",
            typed(&|cell| {
                if cell.bytes().all(|b| b.is_ascii_digit()) { format!("{cell}.00") } else { cell.to_owned() }
            }),
        ),
        ("empty", typed(&|_| String::new())),
    ]
}

const ADS: &str = "Theo ngày,Chi phí,Số lượng đơn hàng SKU (Cửa hàng hiện tại),Doanh thu gộp (Cửa hàng hiện tại),Tiền tệ\n2026-07-01,1500000,10,6000000,VND\n2026-07-02,250000,3,80000,VND\n-,1750000,13,6080000,-\n";

#[test]
fn no_changed_column_of_a_table_of_figures_ends_in_a_wrong_total() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let days = std::fs::read_to_string(home.join("source/tiktok-shop-days/vn.csv")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changed.csv");
    let (mut tried, mut unread, mut refused) = (0, 0, 0);
    for text in [days.as_str(), ADS] {
        let rows = cells(text);
        write(&path, &rows);
        let right = figures(&read(&path).unwrap());
        for at in 0..rows[0].len() {
            for (how, changed) in mutations(&rows, at) {
                write(&path, &changed);
                tried += 1;
                let Some(sheet) = read(&path) else {
                    unread += 1;
                    continue;
                };
                if !sheet.rejects.is_empty() {
                    refused += 1;
                    continue;
                }
                for (field, sum) in figures(&sheet) {
                    assert_eq!(right.get(&field), Some(&sum), "{} {how}: {field:?}", rows[0][at]);
                }
            }
        }
    }
    assert!(tried > 70 && unread > 5 && refused > 8, "{tried} tried, {unread} not read, {refused} refused");
}
