//! Affiliate orders as TikTok writes them: joined by its own number, blank is not nought, each dialect proved.

use std::io::Write;
use std::path::Path;

use domain::Currency;

use super::{CommissionSheet, PayoutAnswers, PayoutOpen, read_commissions};
use crate::header::Kind;
use crate::number::NumberDialect;
use crate::reject::Expectation;

const HEADER: &str = "Order ID,Product ID,SKU ID,Seller Sku,Price,Payment Amount,Currency,Creator Username,Content Type,Content ID,commission model,Standard commission rate,Est. Commission Base,Est. standard commission payment,Actual Commission Base,Actual Commission Payment,Fully returned or refunded,Time Created,Time Commission Paid";
const GOOD: &str = "583870900000002000,1,1729400000000000000,SON-03,200000,190000,VND,moclan.live,LIVE,7490000000000000001,Open,15%,190000,28500,,,No,10/06/2026,\n";

fn read_file(path: &Path) -> CommissionSheet {
    let sniffed = crate::sniff(path).unwrap();
    assert_eq!(sniffed.recognised.kind, Kind::Commissions, "{:?}", sniffed.recognised);
    read_commissions(path, &sniffed, &PayoutAnswers::default()).unwrap()
}

fn read_text(header: &str, rows: &str) -> CommissionSheet {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("affiliate.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(format!("{header}\n{rows}").as_bytes()).unwrap();
    read_file(&path)
}

fn fixture(name: &str) -> CommissionSheet {
    read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("source/tiktok-affiliate").join(name))
}

#[test]
fn a_commission_keeps_its_ids_and_what_is_blank_is_not_said() {
    let sheet = read_text(HEADER, GOOD);
    let one = &sheet.commissions[0];
    assert_eq!((one.order.as_str(), one.sku.as_str()), ("583870900000002000", "1729400000000000000"));
    assert_eq!((one.creator.as_str(), one.content.as_deref()), ("moclan.live", Some("7490000000000000001")));
    assert_eq!((one.rate_ppm, one.ads_rate_ppm), (Some(150_000), None));
    assert_eq!(
        (one.pay.expected_e4, one.pay.actual_e4),
        (Some(285_000_000), None),
        "not settled is not nought"
    );
    assert_eq!((one.is_returned, one.paid_day, one.created_day), (Some(false), None, 20_614), "10 June 2026");
    assert_eq!((sheet.joined_by, one.currency), ("SKU ID", Currency::Vnd));
}

#[test]
fn both_dialects_of_one_family_are_proved_by_their_cells() {
    let (dots, commas) = (fixture("id.csv"), fixture("mcn.csv"));
    assert_eq!(
        (dots.read.numbers, commas.read.numbers),
        (Some(NumberDialect::Comma), Some(NumberDialect::Dot))
    );
    assert!(dots.read.proof_cells > 0 && commas.read.proof_cells > 0);
    assert!(dots.commissions.iter().any(|one| one.pay.paid_e4 == Some(22_633_530_950_000)));
    assert!(commas.commissions.iter().any(|one| one.pay.paid_e4 == Some(10_754_848_670_000)));
    assert_eq!((dots.is_summarised, commas.is_summarised), (false, true), "an agency's report says so");
}

#[test]
fn amounts_that_may_be_read_two_ways_are_asked_about() {
    let sheet = read_text(
        HEADER,
        &GOOD.replace(",200000,190000,", ",200.000,190.000,").replace(",190000,28500,", ",190.000,28.500,"),
    );
    assert_eq!(sheet.read.open, [PayoutOpen::Numbers]);
    assert!(sheet.commissions.is_empty());
}

#[test]
fn columns_in_another_order_and_a_new_one_change_nothing() {
    let known = fixture("id.csv");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/tiktok-affiliate/id.csv");
    let text = std::fs::read_to_string(path).unwrap();
    // No cell of this fixture holds a comma: its dialect has dots between thousands.
    let turned: Vec<String> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.reverse();
            cells.push(if at == 0 { "Loyalty points" } else { "7" });
            cells.join(",")
        })
        .collect();
    let sheet = read_text(&turned[0], &turned[1..].join("\n"));
    assert_eq!(sheet.commissions, known.commissions);
}

#[test]
fn every_column_that_is_dropped_is_missed_or_unsaid_and_never_another_amount() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/tiktok-affiliate/id.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<&str>> =
        text.trim_start_matches('\u{feff}').lines().map(|line| line.split(',').collect()).collect();
    let known = fixture("id.csv");
    let sum = |sheet: &CommissionSheet, name: &str| {
        sheet.read.totals.iter().find(|total| total.column == name).map(|total| total.e4)
    };
    for at in 0..rows[0].len() {
        for renamed in [false, true] {
            let write = |row: &Vec<&str>, is_header: bool| {
                let mut cells = row.clone();
                match (renamed, is_header) {
                    (true, true) => cells[at] = "Xyzzy",
                    (true, false) => {}
                    (false, _) => {
                        cells.remove(at);
                    }
                }
                cells.join(",")
            };
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("affiliate.csv");
            let lines: Vec<String> =
                rows.iter().enumerate().map(|(row, cells)| write(cells, row == 0)).collect();
            std::fs::write(&path, lines.join("\n")).unwrap();
            let sniffed = crate::sniff(&path).unwrap();
            assert_eq!(sniffed.recognised.kind, Kind::Commissions, "without {}", rows[0][at]);
            let Ok(sheet) = read_commissions(&path, &sniffed, &PayoutAnswers::default()) else { continue };
            for name in rows[0].iter().filter(|name| **name != rows[0][at] && sheet.read.open.is_empty()) {
                assert_eq!(sum(&sheet, name), sum(&known, name), "{name} without {}", rows[0][at]);
            }
        }
    }
}

#[test]
fn what_a_spreadsheet_has_eaten_is_refused_with_its_row() {
    let rows = format!(
        "{GOOD}{}{}",
        GOOD.replace("1729400000000000000", "1.7294E+18"),
        GOOD.replace("10/06/2026", "31/06/2026"),
    );
    let sheet = read_text(HEADER, &rows);
    let found: Vec<_> =
        sheet.read.rejects.iter().map(|reject| (reject.row, reject.expectation.clone())).collect();
    assert_eq!(found, [(3, Expectation::IdAsText), (4, Expectation::Date)]);
}
