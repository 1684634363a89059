//! Files that fight back: what must be refused, asked or read all the same, each in words.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::error::{FileError, Found};
use crate::propose::{Answers, propose};
use crate::reject::{Expectation, Remedy};
use crate::sales::read_sales;
use crate::sales::test::read_path;
use crate::sniff::sniff;
use crate::wash::Wash;

const ANSWERS: [(&str, &str); 2] = [("currency", "USD"), ("zone", "UTC")];
const HEADER: &str = "Order ID,Date,SKU,Qty,Price";

fn written(bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("hostile.csv");
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn refused(bytes: impl AsRef<[u8]>) -> FileError {
    let (_dir, path) = written(bytes);
    sniff(&path).unwrap_err()
}

/// A container of old Office files with these names in its directory, which stands behind `before` bytes.
fn container(names: &[&str], before: usize) -> Vec<u8> {
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.resize(512 + before, 7);
    for name in names {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry.resize(128, 0);
        bytes.extend(entry);
    }
    bytes
}

#[test]
fn locked_and_old_workbooks_are_told_apart_wherever_their_directory_stands() {
    let found = |names: &[&str], before: usize| match refused(container(names, before)) {
        FileError::NotATable { found, .. } => found,
        other => panic!("{other}"),
    };
    for before in [0, 60_000, (1 << 20) - 530, 3 << 20] {
        let locked = ["Root Entry", "\u{6}DataSpaces", "EncryptionInfo", "EncryptedPackage"];
        assert_eq!(found(&locked, before), Found::Encrypted, "directory behind {before}");
        assert_eq!(
            found(&["Root Entry", "\u{9}DRMContent", "Workbook"], before),
            Found::Encrypted,
            "a label"
        );
        assert_eq!(found(&["Root Entry", "Workbook"], before), Found::OldExcel);
        assert_eq!(found(&["Root Entry", "Book"], before), Found::OldExcel, "Excel 5");
    }
    assert_eq!(found(&["Root Entry", "WordDocument"], 0), Found::Binary, "a letter");
}

#[test]
fn a_quote_that_never_closes_does_not_fill_the_memory() {
    let mut bytes = format!("{HEADER}\nA1,2026-05-21,S,1,\"").into_bytes();
    bytes.resize(40 << 20, b'x');
    assert!(matches!(refused(&bytes), FileError::RowTooLong { row: 2, .. } | FileError::Truncated { .. }));
    bytes.extend(b"\"\n");
    let error = refused(&bytes);
    assert!(matches!(error, FileError::RowTooLong { row: 2, .. }), "{error}");
    assert!(error.to_string().contains("quote"), "{error}");
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused_at_its_end() {
    let row = |price: &str| format!("A1,2026-05-21,S,1,{price}\n");
    let (_dir, path) = written(format!("{HEADER}\n{}", row("10.50").repeat(40_000)));
    let sniffed = sniff(&path).unwrap();
    let mut answers = Answers::default();
    ANSWERS.iter().for_each(|(key, value)| answers.add(*key, *value));
    answers.add("blocks", "all");
    let mapping = propose(&path, &sniffed, &answers).unwrap().mapping;
    let wash = Wash { key: [1; 32] };
    let mut whole = |_| ControlFlow::Continue(());
    assert!(read_sales(&path, &sniffed, &mapping, &wash, &mut whole).is_ok());
    // As many bytes, other figures, written over the rows that have been read already.
    let mut over = |_| {
        let mut file = std::fs::File::options().write(true).open(&path).unwrap();
        file.write_all(format!("{HEADER}\n{}", row("99.99")).as_bytes()).unwrap();
        ControlFlow::Continue(())
    };
    let read = read_sales(&path, &sniffed, &mapping, &wash, &mut over);
    assert_eq!(read.err(), Some(FileError::Changed { file: "hostile.csv".to_owned() }));
}

#[test]
fn ids_a_spreadsheet_has_rounded_are_refused_with_what_helps() {
    for id in ["5.83E+17", "5,83E+17", "6E+17"] {
        let (_dir, path) = written(format!("{HEADER}\n\"{id}\",2026-05-21,S,1,10\nA2,2026-05-21,S,1,5\n"));
        let read = read_path(&path, &ANSWERS);
        assert_eq!((read.lines.len(), &read.rejects[0].expectation), (1, &Expectation::IdAsText), "{id}");
        assert_eq!(read.rejects[0].expectation.remedy(), Remedy::ExportAgain);
    }
    let (_dir, path) = written(format!("{HEADER}\nA1,2026-05-21,6E17,1,10\n"));
    assert_eq!(read_path(&path, &ANSWERS).lines[0].sku.as_deref(), Some("6E17"), "a stock code is one");
}

#[test]
fn a_day_that_does_not_exist_is_corrected_and_what_is_no_date_is_mapped_otherwise() {
    let (_dir, path) = written(format!(
        "{HEADER}\nA1,31/04/2026,S,1,10\nA2,soon,S,1,10\n{}",
        "A3,30/04/2026,S,1,10\n".repeat(3)
    ));
    let read = read_path(&path, &ANSWERS);
    let said: Vec<_> = read.rejects.iter().map(|one| (&one.expectation, one.expectation.remedy())).collect();
    let wanted =
        [(&Expectation::ExistingDate, Remedy::CorrectCell), (&Expectation::Date, Remedy::ChangeMapping)];
    assert_eq!(said, wanted);
}

#[test]
fn amounts_too_large_to_be_added_up_are_refused_and_never_wrap_around() {
    let rows = ["900000000000000", "100000000001", "99999999999"];
    let rows: String = rows.iter().map(|price| format!("A1,2026-05-21,S,1,{price}\n")).collect();
    let (_dir, path) = written(format!("{HEADER}\n{rows}A2,2026-05-21,S,2000000000,1\n"));
    let read = read_path(&path, &ANSWERS);
    assert_eq!(read.lines.iter().map(|line| line.amount_e4).collect::<Vec<_>>(), [999_999_999_990_000]);
    assert!(read.rejects.iter().all(|one| one.expectation == Expectation::InRange), "{:?}", read.rejects);
}

#[test]
fn a_file_that_is_one_order_takes_no_longer_than_one_of_many() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/lazada-orders/my.csv");
    let text = std::fs::read_to_string(source).unwrap();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records();
    let (header, row) = (rows.next().unwrap().unwrap(), rows.next().unwrap().unwrap());
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&header).unwrap();
    for line in 0..60_000 {
        let cells = row.iter().enumerate();
        let id = format!("9{line:09}");
        out.write_record(
            cells.map(|(at, cell)| if header[at].ends_with("orderItemId") { &id } else { cell }),
        )
        .unwrap();
    }
    let (_dir, path) = written(out.into_inner().unwrap());
    let begun = std::time::Instant::now();
    let read = read_path(&path, &[("currency", "MYR"), ("zone", "Asia/Kuala_Lumpur")]);
    assert_eq!(read.lines.len(), 60_000);
    assert!(begun.elapsed().as_secs() < 60, "it took {:?}", begun.elapsed());
}

#[test]
fn empty_rows_below_the_last_one_are_nothing() {
    let (_dir, path) =
        written(format!("{HEADER}\nA1,2026-05-21,S,1,10\n{}", ",,,,\n \n,\u{a0},,,\n".repeat(500)));
    let read = read_path(&path, &ANSWERS);
    assert_eq!((read.lines.len(), read.rejects.len(), read.report.counts.rows_read), (1, 0, 1));
}

#[test]
fn currencies_mixed_in_one_column_are_kept_apart_or_refused_by_row() {
    let (_dir, path) = written(
        "Order ID,Date,SKU,Qty,Price,Currency\nA1,2026-05-21,S,1,10,USD\nA2,2026-05-21,S,1,200000,VND\nA3,2026-05-21,S,1,9,EUR\nA4,2026-05-21,S,1,₫9,USD\n",
    );
    let read = read_path(&path, &ANSWERS[1..]);
    let usd = Expectation::Currency { currency: "USD".to_owned() };
    let said: Vec<_> = read.rejects.iter().map(|one| &one.expectation).collect();
    assert_eq!((read.lines.len(), said), (2, vec![&Expectation::KnownCurrency, &usd]));
}

#[test]
fn dates_that_nest_and_lengths_without_end_are_refused_not_followed() {
    let nested = format!("{}01/01/2026", "1:01 ".repeat(200_000));
    let (_dir, path) = written(format!("{HEADER}\nA1,{nested},S,1,10\nA2,2026-05-21,S,1,10\n"));
    let read = read_path(&path, &ANSWERS);
    assert_eq!((read.lines.len(), read.rejects.len()), (1, 1));
}
