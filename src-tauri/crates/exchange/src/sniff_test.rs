//! What files are told to be, and why some are not read at all.

use std::path::PathBuf;

use super::*;
use crate::header::{Kind, Source};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture").join(name)
}

fn kind(name: &str) -> (Source, Kind) {
    let sniffed = sniff(&fixture(name)).unwrap();
    (sniffed.recognised.source, sniffed.recognised.kind)
}

fn products(code: &str) -> Source {
    Source::Products(crate::product::ProductSource::from_code(code).unwrap())
}

fn refused(name: &str) -> String {
    let err = sniff(&fixture(name)).unwrap_err();
    let json = serde_json::to_value(&err).unwrap();
    assert!(json["file"].as_str().is_some_and(|file| err.to_string().contains(file)));
    json["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_dropped_file_is_products_or_sales_by_its_content() {
    assert_eq!(kind("shopify-product-template.csv"), (products("shopifyProductsLegacy"), Kind::Products));
    assert_eq!(kind("shopify-products-current.csv"), (products("shopifyProducts"), Kind::Products));
    assert_eq!(kind("shopify-products-vi.csv"), (products("shopifyProducts"), Kind::Products));
    assert_eq!(kind("shopify-orders-vn.csv"), (Source::ShopifyOrders, Kind::Sales));
    assert_eq!(kind("online-retail-sample.xlsx"), (Source::Unknown, Kind::Sales));
    assert_eq!(kind("bad/renamed-csv.xlsx"), (Source::Unknown, Kind::Sales));
    assert_eq!(kind("bad/unknown-header.csv"), (Source::Unknown, Kind::Unclear));
}

#[test]
fn each_file_that_cannot_be_read_says_why() {
    for (name, code) in [
        ("no-such-file.csv", "missing"),
        ("bad/empty.csv", "empty"),
        ("bad/blank.csv", "empty"),
        ("bad/truncated-quote.csv", "truncated"),
        ("bad/cut.xlsx", "truncated"),
        ("bad/not-a-zip.xlsx", "notATable"),
        ("bad/web-page.csv", "notATable"),
        ("bad/old-excel.xls", "notATable"),
        ("bad/locked.xlsx", "notATable"),
        ("bad/archive.xlsx", "notATable"),
        ("bad/utf16-without-mark.csv", "encoding"),
        ("bad/windows-1258.csv", "encoding"),
        ("bad/no-header.csv", "noHeader"),
    ] {
        assert_eq!(refused(name), code, "{name}");
    }
}

#[test]
fn an_open_quote_is_named_with_its_line() {
    let err = sniff(&fixture("bad/truncated-quote.csv")).unwrap_err();
    assert_eq!(err, FileError::Truncated { file: "truncated-quote.csv".to_owned(), row: Some(3) });
    let err = sniff(&fixture("bad/windows-1258.csv")).unwrap_err();
    assert_eq!(err, FileError::Encoding { file: "windows-1258.csv".to_owned(), row: Some(3) });
}

#[test]
fn names_that_differ_by_a_capital_stay_two_and_decomposed_ones_are_composed() {
    let sniffed = sniff(&fixture("bad/one-capital.csv")).unwrap();
    assert_eq!(sniffed.headers[4..], ["Price", "price"]);
    let sniffed = sniff(&fixture("bad/nfd-header.csv")).unwrap();
    assert_eq!(sniffed.headers[0], "Mã đơn hàng");
    assert_eq!(sniff(&fixture("bad/rows-above.csv")).unwrap().header_row, 4);
}

#[test]
fn a_workbook_that_unpacks_to_gigabytes_is_refused_by_its_directory() {
    use std::io::Write;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.xlsx");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    archive.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..96 {
        archive.write_all(&zeros).unwrap();
    }
    archive.finish().unwrap();
    let err = sniff(&path).unwrap_err();
    assert!(matches!(err, FileError::TooLargeInside { size: 100_663_296, .. }), "{err}");
}

#[test]
fn a_sheet_that_ends_in_the_middle_is_truncated() {
    let path = fixture("bad/cut-sheet.xlsx");
    let read = sniff(&path).and_then(|sniffed| {
        let mut rows = 0;
        crate::table::rows(&path, &sniffed, &mut |_| {
            rows += 1;
            Ok(ControlFlow::Continue(()))
        })
    });
    assert!(matches!(read, Err(FileError::Truncated { .. } | FileError::Damaged { .. })), "{read:?}");
}

#[test]
fn a_file_that_changed_since_it_was_looked_at_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sales.csv");
    std::fs::copy(fixture("bad/tab.csv"), &path).unwrap();
    let sniffed = sniff(&path).unwrap();
    std::fs::write(&path, "other").unwrap();
    let read = crate::table::rows(&path, &sniffed, &mut |_| Ok(ControlFlow::Continue(())));
    assert_eq!(read, Err(FileError::Changed { file: "sales.csv".to_owned() }));
}

#[test]
fn a_workbook_is_unpacked_once_and_its_file_is_looked_at_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("sales.xlsx");
    std::fs::copy(fixture("bad/formulas.xlsx"), &path).unwrap();
    let sniffed = sniff(&path).unwrap();
    crate::table::rows(&path, &sniffed, &mut |_| Ok(ControlFlow::Break(()))).unwrap();
    assert!(sniffed.kept.pages().is_none(), "what was read in part is not kept");
    let read = || {
        let mut all = Vec::new();
        crate::table::rows(&path, &sniffed, &mut |row| {
            let cells = (0..row.len()).map(|at| (row.text(at).to_owned(), row.kind(at)));
            all.push((row.number, cells.collect::<Vec<_>>()));
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        all
    };
    let first = read();
    assert!(!first.is_empty());
    let other = vec![b'x'; usize::try_from(sniffed.size).unwrap()];
    std::fs::write(&path, other).unwrap();
    assert_eq!(read(), first);
    assert_eq!(
        crate::table::unchanged(&path, &sniffed),
        Err(FileError::Changed { file: "sales.xlsx".to_owned() })
    );
}

#[test]
fn a_cell_as_long_as_a_book_is_cut_before_it_is_taken_for_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("long.csv");
    let long = "É".repeat(4 << 20);
    std::fs::write(&path, format!("Order ID,Order Date,Price,{long}\n1,2026-05-22,5,x\n")).unwrap();
    let sniffed = sniff(&path).unwrap();
    assert_eq!(sniffed.headers[3].chars().count(), LONGEST_NAME);
}

/// A workbook of one sheet, by its bare parts.
fn write_book(path: &Path, sheet: &str) {
    use std::io::Write;
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |target: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"{LINKS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book =
        format!("<workbook xmlns:r=\"{LINKS}\"><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets></workbook>");
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, part) in [
        ("_rels/.rels", link("xl/workbook.xml", "officeDocument").as_str()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &link("worksheets/sheet1.xml", "worksheet")),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(part.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}

#[test]
fn a_cell_longer_than_a_workbook_can_hold_is_refused_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bomb.xlsx");
    let sheet = |length: usize| {
        let text = "É".repeat(length);
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
             <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Order ID</t></is></c>\
             <c r=\"B1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row></sheetData></worksheet>"
        );
        write_book(&path, &sheet);
        sniff(&path)
    };
    assert!(sheet(32_767).is_ok());
    let refused = sheet(32_768);
    let file = "bomb.xlsx".to_owned();
    assert_eq!(refused, Err(FileError::CellTooLong { file, cell: "B1".to_owned(), limit: 32_767 }));
}
