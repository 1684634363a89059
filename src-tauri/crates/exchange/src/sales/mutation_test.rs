//! Every column of every fixture renamed, dropped, moved or typed otherwise: never a wrong total without a question.

use std::ops::ControlFlow;
use std::path::Path;

use crate::propose::{Answers, propose};
use crate::sales::test::{Outcome, read_path};
use crate::sniff::sniff;
use crate::table;

/// GMV, discounts, refunds; and what the platform took off, taxes and shipping, where they are said.
type Figures = (i128, i128, i128, [Option<i128>; 3]);

/// Sums that must not be wrong: GMV, discounts and refunds always; the others may be unsaid.
fn figures(read: &Outcome) -> Figures {
    let sum =
        |of: &dyn Fn(&super::test::Line) -> i64| read.lines.iter().map(|line| i128::from(of(line))).sum();
    let said = |of: &dyn Fn(&super::test::Line) -> Option<i64>| {
        let said: Vec<i64> = read.lines.iter().filter_map(of).collect();
        (!said.is_empty()).then(|| said.into_iter().map(i128::from).sum())
    };
    (
        sum(&|line| line.amount_e4),
        sum(&|line| line.discount_e4),
        sum(&|line| line.refund_e4),
        [said(&|line| line.platform_discount_e4), said(&|line| line.tax_e4), said(&|line| line.shipping_e4)],
    )
}

/// The rows of a workbook as they stand there, as text.
fn sheet(path: &Path) -> Vec<Vec<String>> {
    let sniffed = sniff(path).unwrap();
    let mut rows = Vec::new();
    table::all_rows(path, &sniffed, &mut |row| {
        rows.push((0..sniffed.headers.len()).map(|at| row.text(at).to_owned()).collect());
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    rows
}

/// Writes a workbook; of one column, digits become numbers a spreadsheet stores.
fn write_book(path: &Path, rows: &[Vec<String>], numbers: Option<usize>) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            let number = cell.parse::<f64>().ok().filter(|_| row > 0 && numbers == Some(usize::from(column)));
            match number {
                _ if cell.is_empty() => {}
                Some(number) => drop(sheet.write_number(row, column, number).unwrap()),
                None => drop(sheet.write_string(row, column, cell).unwrap()),
            }
        }
    }
    book.save(path).unwrap();
}

fn cells(path: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(path).unwrap();
    let (text, _, _) = match std::str::from_utf8(&bytes) {
        Ok(_) => encoding_rs::UTF_8.decode(&bytes),
        Err(_) => encoding_rs::GB18030.decode(&bytes),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

fn retyped(cell: &str, how: &str) -> String {
    let digits: String = cell.chars().filter(|c| c.is_ascii_digit()).collect();
    match how {
        "words" if !digits.is_empty() => "n/a".to_owned(),
        "scientific" if digits.len() > 12 => {
            format!("{}.{}E+{}", &digits[..1], &digits[1..3], digits.len() - 1)
        }
        "decimals" if !digits.is_empty() && digits == cell && digits.len() < 9 => format!("{cell}.00"),
        _ => cell.to_owned(),
    }
}

/// The tables a column's change makes, each with what was done.
fn mutations(rows: &[Vec<String>], at: usize) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let mut all = Vec::new();
    let each =
        |change: &dyn Fn(&[String]) -> Vec<String>| rows.iter().map(|row| change(row)).collect::<Vec<_>>();
    let mut renamed = rows.to_vec();
    renamed[0][at] = format!("Zq {at}");
    all.push(("renamed", renamed));
    all.push(("dropped", each(&|row| [&row[..at], &row[at + 1..]].concat())));
    all.push(("moved", each(&|row| [&row[at..=at], &row[..at], &row[at + 1..]].concat())));
    for how in ["words", "scientific", "decimals"] {
        let mut typed = rows.to_vec();
        for row in typed.iter_mut().skip(2) {
            row[at] = retyped(&row[at], how);
        }
        all.push((how, typed));
    }
    all
}

/// What came of changed files.
#[derive(Default)]
struct Tried {
    all: u32,
    asked: u32,
    refused: u32,
}

impl Tried {
    /// Reads a changed file: it asks, it refuses, or it comes to what the unchanged one does.
    fn hold(&mut self, path: &Path, answers: &[(&str, &str)], right: &Figures, what: &str) {
        self.all += 1;
        let mut given = Answers::default();
        answers.iter().for_each(|(key, value)| given.add(*key, *value));
        let Ok(sniffed) = sniff(path) else {
            self.refused += 1;
            return;
        };
        if !propose(path, &sniffed, &given).unwrap().questions.is_empty() {
            self.asked += 1;
            return;
        }
        let read = read_path(path, answers);
        if !read.rejects.is_empty() {
            self.refused += 1;
            return;
        }
        let found = figures(&read);
        assert_eq!((found.0, found.1, found.2), (right.0, right.1, right.2), "{what}");
        for (found, right) in found.3.into_iter().zip(right.3) {
            assert!(found.is_none() || found == right, "{what}: {found:?} is not {right:?}");
        }
    }
}

#[test]
fn no_changed_column_ends_in_a_wrong_total_without_a_question() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changed.csv");
    let mut tried = Tried::default();
    for (name, currency, zone) in [
        ("source/tiktok-orders/us.csv", "USD", "America/New_York"),
        ("source/tiktok-orders/id.csv", "IDR", "Asia/Jakarta"),
        ("source/lazada-orders/my.csv", "MYR", "Asia/Kuala_Lumpur"),
        ("source/douyin-orders/gbk.csv", "CNY", "Asia/Shanghai"),
        ("../../../tests/fixture/shopify-orders-vn.csv", "VND", "Asia/Ho_Chi_Minh"),
    ] {
        let answers = [("currency", currency), ("zone", zone)];
        let rows = cells(&home.join(name));
        // A part of the file holds every kind of order, and a test of hundreds of files stays quick.
        let rows = &rows[..36];
        write(&path, rows);
        let right = figures(&read_path(&path, &answers));
        for at in 0..rows[0].len() {
            for (how, changed) in mutations(rows, at) {
                write(&path, &changed);
                tried.hold(&path, &answers, &right, &format!("{name}, {} {how}", rows[0][at]));
            }
        }
    }
    let Tried { all, asked, refused } = tried;
    assert!(all > 1_200 && asked > 60 && refused > 30, "{all} tried, {asked} asked, {refused} refused");
}

#[test]
fn nor_does_one_of_a_workbook_whether_its_cells_are_text_or_numbers() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changed.xlsx");
    let mut tried = Tried::default();
    for (name, currency, zone) in [
        ("source/tiktok-orders/vn.xlsx", "VND", "Asia/Ho_Chi_Minh"),
        ("source/tiktok-orders/my.xlsx", "MYR", "Asia/Kuala_Lumpur"),
        ("source/shopee-orders-vn/Order.all.xlsx", "VND", "Asia/Ho_Chi_Minh"),
    ] {
        let answers = [("currency", currency), ("zone", zone)];
        let rows = sheet(&home.join(name));
        let rows = &rows[..24];
        write_book(&path, rows, None);
        let right = figures(&read_path(&path, &answers));
        assert!(right.0 > 0 && right.1 > 0, "{name} has figures: {right:?}");
        for at in 0..rows[0].len() {
            let what = |how: &str| format!("{name}, {} {how}", rows[0][at]);
            for (how, changed) in mutations(rows, at) {
                write_book(&path, &changed, None);
                tried.hold(&path, &answers, &right, &what(how));
            }
            write_book(&path, rows, Some(at));
            tried.hold(&path, &answers, &right, &what("stored as numbers"));
        }
    }
    let Tried { all, asked, refused } = tried;
    assert!(all > 1_000 && asked > 60 && refused > 30, "{all} tried, {asked} asked, {refused} refused");
}
