//! Settlements as TikTok Shop writes them: every column kept, every row checked by its sum.

use std::io::Write;
use std::path::Path;

use domain::Currency;

use super::{PayoutAnswers, PayoutSheet, read_payouts};
use crate::header::Kind;
use crate::product::Warning;
use crate::reject::Expectation;

const HEADER: &str = "Order/adjustment ID  ;Type;Order created time(UTC);Order settled time(UTC);Currency;Total settlement amount;Total Revenue;Total Fees;Transaction fee;Ajustment amount;Related order ID";

fn read_file(path: &Path) -> PayoutSheet {
    let sniffed = crate::sniff(path).unwrap();
    assert_eq!(sniffed.recognised.kind, Kind::Payouts, "{:?}", sniffed.recognised);
    read_payouts(path, &sniffed, &PayoutAnswers::default()).unwrap()
}

fn read_text(header: &str, rows: &str) -> PayoutSheet {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("income.csv");
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(format!("{header}\n{rows}").as_bytes()).unwrap();
    read_file(&path)
}

fn fixture(name: &str) -> PayoutSheet {
    read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("source/tiktok-settlement").join(name))
}

const GOOD: &str = "583870900000002014;Order;2026/05/16;2026/05/27;VND;190000;200000;-10000;-10000;/;/\n";

#[test]
fn an_entry_keeps_its_number_as_text_and_what_is_blank_is_not_said() {
    let sheet = read_text(HEADER, GOOD);
    assert!(sheet.rejects.is_empty() && sheet.warnings.is_empty(), "{sheet:?}");
    let entry = &sheet.entries[0];
    assert_eq!((entry.entry.as_str(), entry.order.as_str()), ("583870900000002014", "583870900000002014"));
    assert_eq!((entry.currency, entry.total_e4), (Currency::Vnd, 1_900_000_000));
    assert_eq!(entry.settled_at_ms, 1_779_840_000_000, "27 May 2026 in UTC");
    assert_eq!(entry.amount(&sheet.columns, "transaction"), Some(-100_000_000));
    assert_eq!(entry.amount(&sheet.columns, "adjustment"), None, "a slash is not zero");
}

#[test]
fn an_adjustment_belongs_to_its_order() {
    let row = "7312000000000000011;Adjustment;/;2026/06/20;VND;45000;0;0;/;45000;583870900000002014\n";
    let sheet = read_text(HEADER, row);
    assert_eq!(sheet.entries[0].order, "583870900000002014");
    assert_eq!(sheet.entries[0].created_at_ms, None);
}

#[test]
fn a_row_that_does_not_add_up_is_kept_and_named() {
    let sheet = read_text(HEADER, &GOOD.replace(";190000;", ";191000;"));
    assert_eq!(sheet.entries.len(), 1);
    let named = Warning::SumDisagrees {
        row: 2,
        column: "Total settlement amount".to_owned(),
        said: "191000".to_owned(),
        reckoned: "190000".to_owned(),
    };
    assert_eq!(sheet.warnings, [named]);
}

#[test]
fn fees_written_without_a_minus_are_taken_where_the_rows_prove_it() {
    let sheet = read_text(HEADER, &GOOD.replace("-10000", "10000"));
    assert!(sheet.warnings.is_empty());
    assert_eq!(sheet.entries[0].amount(&sheet.columns, "fees"), Some(-100_000_000));
    assert_eq!(sheet.entries[0].amount(&sheet.columns, "transaction"), Some(-100_000_000));
}

#[test]
fn a_column_nobody_described_is_a_fee_only_when_it_is_what_is_missing_to_the_sum() {
    let header = format!("{HEADER};New programme fee;Points");
    let row = |fee: &str| {
        GOOD.replace(";190000;200000;-10000;", ";187000;200000;-13000;")
            .replace(";/;/\n", &format!(";/;/;{fee};7\n"))
    };
    let of = |sheet: &PayoutSheet, name: &str| {
        sheet.columns.iter().find(|column| column.name == name).map(|column| column.of.clone())
    };
    let proved = read_text(&header, &row("-3000"));
    assert_eq!(of(&proved, "New programme fee"), Some(Some("fees".to_owned())));
    assert_eq!((of(&proved, "Points"), proved.not_itemised), (Some(None), 0));
    let open = read_text(&header, &row("-2999"));
    assert_eq!(of(&open, "New programme fee"), Some(None));
    assert_eq!(open.not_itemised, 1);
}

#[test]
fn a_row_that_stands_there_twice_counts_once_and_a_total_is_compared() {
    let sheet = read_text(HEADER, &format!("{GOOD}{GOOD}Total;;;;;190001;200000;-10000;-10000;;\n"));
    assert_eq!((sheet.rows, sheet.entries.len(), sheet.repeated), (2, 1, 1));
    assert_eq!(sheet.totals[0].said_e4, Some(1_900_010_000));
    assert!(matches!(&sheet.warnings[..], [Warning::TotalDisagrees { said, .. }] if said == "190001"));
}

#[test]
fn what_a_spreadsheet_has_eaten_is_refused_with_its_row() {
    let rows = format!(
        "{GOOD}{}{}{}",
        GOOD.replace("583870900000002014", "5.83871E+17"),
        GOOD.replace("2026/05/27", "2026/02/30"),
        GOOD.replace("VND", "XXX"),
    );
    let sheet = read_text(HEADER, &rows);
    let found: Vec<_> = sheet.rejects.iter().map(|reject| (reject.row, reject.expectation.clone())).collect();
    let expected = [(3, Expectation::IdAsText), (4, Expectation::Date), (5, Expectation::KnownCurrency)];
    assert_eq!(found, expected);
    assert_eq!(sheet.entries.len(), 1);
}

#[test]
fn both_forms_of_vietnam_and_that_of_america_are_known() {
    let (vn, june, us) = (fixture("vn.xlsx"), fixture("vn-june.csv"), fixture("us.csv"));
    for sheet in [&vn, &june, &us] {
        assert!(sheet.rejects.is_empty() && sheet.warnings.is_empty(), "{:?}", sheet.warnings);
        assert_eq!((sheet.not_itemised, sheet.zone), (0, Some("UTC")));
    }
    assert_eq!((vn.repeated, june.repeated), (0, 31), "the block of the week before stands there twice");
    let new = us.columns.iter().find(|column| column.name == "Smart Promotion fee").unwrap();
    assert_eq!((new.kind.as_str(), new.of.as_deref()), ("", Some("fees")));
}

#[test]
fn a_row_of_formulas_under_the_header_is_no_entry() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("source/douyin-settlement/cn.csv");
    let sheet = read_file(&path);
    assert!(
        sheet.rejects.is_empty() && sheet.warnings.is_empty(),
        "{:?} {:?}",
        sheet.rejects,
        sheet.warnings
    );
    assert_eq!((sheet.rows, sheet.entries.len(), sheet.zone), (95, 95, Some("Asia/Shanghai")));
    assert!(sheet.entries.iter().all(|one| one.currency == Currency::Cny && !one.order.starts_with('\'')));
}
