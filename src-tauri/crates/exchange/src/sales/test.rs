//! What comes of files of sales.

use std::path::PathBuf;

use super::*;
use crate::number::e4_text;
use crate::propose::{About, Answers, Proposal, propose};
use crate::reject::{Expectation, Reject, Remedy};
use crate::sale::SaleKind;
use crate::sniff::sniff;

const WASH: Wash = Wash { key: [9; 32] };

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture").join(name)
}

/// A line, owned.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) row: u64,
    pub(super) order: String,
    pub(super) line_no: u32,
    pub(super) at_ms: i64,
    pub(super) kind: SaleKind,
    pub(super) sku: Option<String>,
    pub(super) quantity: i64,
    pub(super) amount_e4: i64,
    pub(super) discount_e4: i64,
    pub(super) refund_e4: i64,
    pub(super) buyer: Option<[u8; 16]>,
    pub(super) session: Option<String>,
    pub(super) status: Option<String>,
    pub(super) platform_discount_e4: Option<i64>,
    pub(super) tax_e4: Option<i64>,
    pub(super) shipping_e4: Option<i64>,
}

pub(super) struct Outcome {
    pub(super) proposal: Proposal,
    pub(super) lines: Vec<Line>,
    pub(super) rejects: Vec<Reject>,
    pub(super) report: SaleReport,
    pub(super) everything: String,
}

fn read(name: &str, answers: &[(&str, &str)]) -> Outcome {
    read_path(&fixture(name), answers)
}

pub(super) fn read_path(path: &Path, answers: &[(&str, &str)]) -> Outcome {
    let sniffed = sniff(path).unwrap();
    let mut given = Answers::default();
    for (key, value) in answers {
        given.add(*key, *value);
    }
    let proposal = propose(path, &sniffed, &given).unwrap();
    assert!(proposal.questions.is_empty(), "open: {:?}", proposal.questions);
    let (mut lines, mut rejects, mut everything) = (Vec::new(), Vec::new(), String::new());
    let report = read_sales(path, &sniffed, &proposal.mapping, &WASH, &mut |batch| {
        for row in batch.rows() {
            everything.push_str(&format!("{row:?}\n"));
            lines.push(Line {
                row: row.row,
                order: row.order_ref.to_owned(),
                line_no: row.line_no,
                at_ms: row.at_ms,
                kind: row.kind,
                sku: row.sku.map(str::to_owned),
                quantity: row.quantity,
                amount_e4: row.amount_e4,
                discount_e4: row.discount_e4,
                refund_e4: row.refund_e4,
                buyer: row.buyer,
                session: row.session_ref.map(str::to_owned),
                status: row.status.map(str::to_owned),
                platform_discount_e4: row.platform_discount_e4,
                tax_e4: row.tax_e4,
                shipping_e4: row.shipping_e4,
            });
        }
        everything.push_str(&format!("{:?}\n", batch.rejects));
        rejects.extend(batch.rejects);
        ControlFlow::Continue(())
    })
    .unwrap();
    let counts = report.counts;
    assert_eq!(counts.rows_read, counts.rows_out + counts.rejected, "no row is lost");
    assert_eq!((lines.len() as u64, rejects.len() as u64), (counts.rows_out, counts.rejected));
    Outcome { proposal, lines, rejects, report, everything }
}

/// Read once: forty thousand lines take their time without optimisation.
fn online_retail() -> &'static Outcome {
    static READ: std::sync::OnceLock<Outcome> = std::sync::OnceLock::new();
    READ.get_or_init(|| read("online-retail-sample.xlsx", &[("currency", "GBP"), ("zone", "Europe/London")]))
}

pub(super) fn total(report: &SaleReport, column: &str) -> String {
    let total = report.totals.iter().find(|total| total.column == column);
    total.map_or_else(|| "no such column".to_owned(), |total| e4_text(total.e4))
}

#[test]
fn the_online_retail_file_comes_in_whole() {
    let read = online_retail();
    let counts = read.report.counts;
    assert_eq!((counts.rows_read, counts.rejected), (40_000, 0), "{:?}", read.rejects.first());
    assert_eq!((counts.cancelled_lines, counts.without_buyer), (674, 10_057));
    assert_eq!(counts.zero_price, 179);
    assert_eq!(total(&read.report, "Quantity × UnitPrice"), "706922.421");
    let sum: i128 = read.lines.iter().map(|line| i128::from(line.amount_e4)).sum();
    assert_eq!(e4_text(sum), "706922.421", "nothing is lost on the way to the lines");
    assert_eq!(read.proposal.mapping.cancellation_prefix.as_deref(), Some("C"));
    for code in ["POST", "DOT", "M", "D", "BANK CHARGES", "AMAZONFEE"] {
        assert!(read.proposal.mapping.charge_codes.iter().any(|charge| charge == code), "{code}");
    }
    let negative = |kind| read.lines.iter().filter(|l| l.kind == kind && l.quantity < 0).count();
    let stray = read.lines.iter().filter(|l| l.quantity < 0 && !l.order.starts_with('C')).count();
    assert_eq!(stray, 104);
    assert_eq!(negative(SaleKind::Sale), 0);
    assert_eq!(negative(SaleKind::Adjustment), stray);
}

#[test]
fn lines_of_an_order_that_stands_in_several_places_are_numbered_through() {
    let read = online_retail();
    let mut keys: Vec<(&str, u32)> = read.lines.iter().map(|l| (l.order.as_str(), l.line_no)).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 40_000);
    let first = &read.lines[0];
    assert_eq!((first.row, first.order.as_str(), first.sku.as_deref()), (2, "573415", Some("21166")));
    assert_eq!(first.at_ms, 1_319_991_420_000, "30 October 2011, 16:17 in London is 16:17 UTC");
}

#[test]
fn discounts_and_refunds_of_an_order_reach_its_lines_to_the_last_coin() {
    for name in ["shopify-orders-vn.csv", "shopify-orders-gb.csv"] {
        let read = read(name, &[]);
        assert!(read.rejects.is_empty() && read.report.warnings.is_empty(), "{:?}", read.report.warnings);
        let sum =
            |pick: fn(&Line) -> i64| e4_text(read.lines.iter().map(|line| i128::from(pick(line))).sum());
        assert_eq!(sum(|line| line.amount_e4), total(&read.report, "Lineitem quantity × Lineitem price"));
        assert_eq!(sum(|line| line.discount_e4), total(&read.report, "Discount Amount"));
        let given_back = |line: &&Line| {
            matches!(line.status.as_deref(), Some("refunded" | "partially_refunded"))
                || line.status.as_deref() == Some("cancelled") && line.refund_e4 > 0
        };
        assert!(read.lines.iter().filter(given_back).count() > 0);
        assert!(read.lines.iter().all(|line| line.refund_e4 <= line.amount_e4 - line.discount_e4));
        assert!(read.report.counts.cancelled_lines > 0);
        assert!(read.lines.iter().any(|line| line.session.is_some()));
    }
}

#[test]
fn a_planted_buyer_is_nowhere_in_what_leaves_the_reader() {
    for name in ["shopify-orders-vn.csv", "shopify-orders-gb.csv"] {
        let read = read(name, &[]);
        for secret in ["PLANTED", "Kiểm", "900 000 111", "42 Planted", "planted.kiem", "example.com", "Phố"]
        {
            assert!(!read.everything.contains(secret), "{secret} leaves {name}");
            let mapping = read.proposal.mapping.to_json();
            let proposal = serde_json::to_string(&read.proposal).unwrap();
            assert!(!mapping.contains(secret) && !proposal.contains(secret));
        }
        assert!(read.lines.iter().any(|line| line.buyer.is_some()));
    }
}

#[test]
fn personal_columns_of_an_unknown_file_are_found_by_their_values() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("odd.csv");
    let text = "Order ID,Order Date,SKU,Quantity,Price,Kontakt,Wer,Anmerkung\n\
        1,2026-05-22,A,1,1.50,0900000111,Nguyễn Thị Kiểm,call kiem@example.com first\n\
        2,2026-05-23,B,1,2.50,+84 900 000 112,Trần Văn A,\n";
    std::fs::write(&path, text).unwrap();
    let read = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
    for secret in ["0900000111", "000 112", "Nguyễn", "Trần", "kiem@"] {
        assert!(!read.everything.contains(secret), "{secret}");
    }
}

#[test]
fn an_amount_in_some_dollar_is_no_amount_in_pounds() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("dollars.csv");
    std::fs::write(&path, "Order ID,Order Date,SKU,Quantity,Price\n1,2026-05-22,A,1,$6.00\n").unwrap();
    let read = read_path(&path, &[("currency", "GBP"), ("zone", "UTC")]);
    let [reject] = read.rejects.as_slice() else { panic!("{:?}", read.rejects) };
    assert_eq!(
        (reject.row, reject.column.as_deref(), reject.value.as_deref()),
        (2, Some("Price"), Some("$6.00"))
    );
    assert_eq!(reject.expectation, Expectation::Currency { currency: "GBP".to_owned() });
    for currency in ["USD", "SGD"] {
        assert_eq!(read_path(&path, &[("currency", currency), ("zone", "UTC")]).lines.len(), 1);
    }
}

#[test]
fn negative_and_zero_quantities_each_have_their_meaning() {
    let read = read("bad/quantities.csv", &[("currency", "GBP"), ("zone", "Europe/London")]);
    let kinds: Vec<(&str, SaleKind)> = read.lines.iter().map(|l| (l.order.as_str(), l.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("1001", SaleKind::Adjustment),
            ("1002", SaleKind::Sale),
            ("C1003", SaleKind::Refund),
            ("1006", SaleKind::Charge),
        ]
    );
    assert_eq!(read.report.counts.zero_quantity, 1);
    let refused: Vec<&str> = read.rejects.iter().map(|reject| reject.expectation.code()).collect();
    assert_eq!(refused, ["wholeNumber", "number"]);
    assert_eq!(
        read.rejects[0].to_string(),
        "row 5, column \"Quantity\", \"1.5\": expected a whole number; correct it in the file and import again"
    );
}

#[test]
fn dates_that_do_not_exist_or_were_skipped_by_the_clocks_are_refused() {
    let read = read("bad/bad-dates.csv", &[("currency", "GBP"), ("zone", "Europe/London")]);
    assert_eq!(read.lines.len(), 1);
    assert_eq!(read.rejects[0].expectation, Expectation::ExistingDate);
    assert_eq!(read.rejects[0].expectation.remedy(), Remedy::CorrectCell);
    let zone = "Europe/London".to_owned();
    assert_eq!(read.rejects[1].expectation, Expectation::ExistingLocalTime { zone });
    assert_eq!(read.rejects[1].row, 3);
}

#[test]
fn ids_eaten_by_a_spreadsheet_are_refused_with_a_way_out() {
    let read = read("bad/eaten-id.csv", &[("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!(read.lines[0].order, "583000000000000001", "a long id that is whole is kept");
    assert_eq!(read.rejects[0].value.as_deref(), Some("5.83E+17"));
    assert_eq!(read.rejects[0].expectation, Expectation::IdAsText);
    let read = self::read("bad/formulas.xlsx", &[("currency", "GBP"), ("zone", "UTC")]);
    let refused: Vec<&Expectation> = read.rejects.iter().map(|reject| &reject.expectation).collect();
    assert_eq!(refused, [&Expectation::Value, &Expectation::IdAsText]);
}

#[test]
fn an_order_in_an_unknown_currency_is_refused_and_the_others_come_in() {
    let read = read("bad/order-currency.csv", &[]);
    assert_eq!(read.lines.len(), 1);
    assert_eq!(read.rejects[0].column.as_deref(), Some("Currency"));
    assert_eq!(read.rejects[0].expectation, Expectation::KnownCurrency);
}

#[test]
fn lines_apart_from_their_order_are_said_to_be() {
    let read = read("bad/order-apart.csv", &[]);
    assert_eq!(read.rejects[0].expectation, Expectation::Together { first_row: 2 });
    assert_eq!(read.rejects[0].row, 4);
}

#[test]
fn a_shifted_row_is_refused_without_showing_its_cells() {
    let read = read("bad/shifted-row.csv", &[("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!(read.rejects[0].expectation, Expectation::Columns { expected: 7, found: 8 });
    assert_eq!(read.rejects[0].value, None);
}

#[test]
fn a_file_that_ends_in_a_row_loses_only_that_row_and_says_so() {
    let read = read("bad/truncated-row.csv", &[("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!((read.lines.len(), read.rejects.len()), (1, 1));
    assert_eq!(read.rejects[0].expectation, Expectation::CompleteRow);
}

#[test]
fn money_is_read_as_each_market_writes_it() {
    let rupiah = read("bad/rupiah.csv", &[("zone", "Asia/Jakarta")]);
    assert_eq!(rupiah.proposal.mapping.currency.as_deref(), Some("IDR"), "the symbol says so");
    assert_eq!(rupiah.lines[0].amount_e4, 94_673_160_000);
    let dong = read("bad/dong.csv", &[("zone", "Asia/Ho_Chi_Minh")]);
    assert_eq!(dong.lines[0].amount_e4, 1_432_258_391_200);
    assert_eq!(dong.proposal.mapping.currency.as_deref(), Some("VND"));
    let comma = read("bad/decimal-comma.csv", &[("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!(comma.lines[1].amount_e4, 30_000_000, "1.000 beside 1.234,56 is a thousand");
}

#[test]
fn workbooks_with_lies_in_them_are_read_all_the_same() {
    for name in ["bad/broken-dimension.xlsx", "bad/lying-count.xlsx"] {
        let read = read(name, &[("currency", "GBP"), ("zone", "UTC")]);
        assert_eq!(read.lines.len(), 2, "{name}");
        assert_eq!(read.lines[1].amount_e4, 82_900);
        assert_eq!(read.lines[1].buyer, None);
    }
}

#[test]
fn encodings_and_delimiters_are_told_apart() {
    for name in ["utf16le.csv", "utf16be.csv", "bom.csv", "semicolon.csv", "tab.csv", "renamed-csv.xlsx"] {
        let read = read(&format!("bad/{name}"), &[("currency", "GBP"), ("zone", "UTC")]);
        assert_eq!(read.lines[0].amount_e4, 90_000, "{name}");
    }
    for name in ["rows-above.csv", "description-row.csv", "nfd-header.csv"] {
        let read = read(&format!("bad/{name}"), &[("currency", "USD"), ("zone", "UTC")]);
        assert_eq!((read.lines.len(), read.rejects.len()), (1, 0), "{name}");
    }
}

#[test]
fn a_mapping_travels_as_a_document_and_reads_the_next_file() {
    let first = read("bad/semicolon.csv", &[("currency", "GBP"), ("zone", "Europe/London")]);
    let shared = Mapping::from_json(&first.proposal.mapping.to_json()).unwrap();
    assert_eq!(shared, first.proposal.mapping);
    let path = fixture("bad/bad-dates.csv");
    let sniffed = sniff(&path).unwrap();
    let report = read_sales(&path, &sniffed, &shared, &WASH, &mut |_| ControlFlow::Continue(()));
    assert!(report.is_ok(), "the same columns, another delimiter");
    let other = fixture("bad/dong.csv");
    let sniffed = sniff(&other).unwrap();
    let refused = read_sales(&other, &sniffed, &shared, &WASH, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(FileError::MappingDoesNotFit { column, .. }) if column == "InvoiceNo"));
}

#[test]
fn a_mapping_that_leaves_something_open_guesses_nothing() {
    let path = fixture("bad/semicolon.csv");
    let sniffed = sniff(&path).unwrap();
    let mut mapping = propose(&path, &sniffed, &Answers::default()).unwrap().mapping;
    let read = |mapping: &Mapping| {
        let mut rejects = Vec::new();
        read_sales(&path, &sniffed, mapping, &WASH, &mut |batch| {
            rejects.extend(batch.rejects);
            ControlFlow::Continue(())
        })
        .map(|_| rejects)
    };
    assert!(matches!(read(&mapping), Err(FileError::MappingIncomplete { what, .. }) if what == "currency"));
    let mut answers = Answers::default();
    answers.add("currency", "gbp");
    mapping.answer(&answers).unwrap();
    assert_eq!(read(&mapping).unwrap()[0].expectation, Expectation::Zone);
    answers.add("zone", "Europe/London");
    mapping.answer(&answers).unwrap();
    assert_eq!(read(&mapping).unwrap(), []);
    for column in &mut mapping.columns {
        column.dialect = None;
    }
    assert!(
        matches!(read(&mapping), Err(FileError::MappingIncomplete { what, .. }) if what == "numbers:Quantity")
    );
}

#[test]
fn what_the_file_leaves_open_is_asked_and_not_guessed() {
    let open = |name: &str| {
        let path = fixture(name);
        let sniffed = sniff(&path).unwrap();
        let proposal = propose(&path, &sniffed, &Answers::default()).unwrap();
        proposal.questions.into_iter().map(|question| question.key).collect::<Vec<_>>()
    };
    assert_eq!(open("online-retail-sample.xlsx"), ["currency", "zone"]);
    assert_eq!(open("shopify-orders-vn.csv"), Vec::<String>::new());
    assert_eq!(open("bad/ambiguous-number.csv"), ["numbers:Price", "currency", "zone"]);
    assert_eq!(open("bad/contradicting-number.csv"), ["numbers:Price", "currency", "zone"]);
    assert_eq!(open("bad/ambiguous-date.csv"), ["dateForm", "currency", "zone"]);
    assert_eq!(open("bad/one-capital.csv"), ["field:unitPrice", "currency", "zone"]);
    let unknown = open("bad/unknown-header.csv");
    assert!(unknown.contains(&"field:orderRef".to_owned()) && unknown.contains(&"field:at".to_owned()));
}

#[test]
fn an_answer_closes_its_question_and_a_wrong_one_is_refused() {
    let read =
        read("bad/one-capital.csv", &[("field:unitPrice", "price"), ("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!(read.lines[0].amount_e4, 99_900);
    let month_first =
        self::read("bad/ambiguous-date.csv", &[("dateForm", "mdy"), ("currency", "GBP"), ("zone", "UTC")]);
    assert_eq!(month_first.lines[0].at_ms, 1_778_025_600_000, "5 June is 6 May the other way round");
    let path = fixture("bad/ambiguous-date.csv");
    let sniffed = sniff(&path).unwrap();
    let mut wrong = Answers::default();
    assert!(wrong.add_pair("zone=Mars/Base") && !wrong.add_pair("zone"));
    let refused = propose(&path, &sniffed, &wrong);
    assert!(matches!(refused, Err(FileError::BadAnswer { key, .. }) if key == "zone"));
    let asked = propose(&path, &sniffed, &Answers::default()).unwrap();
    assert!(
        matches!(&asked.questions[0].about, About::DateForm { example: Some(text), .. } if text == "05/06/2026")
    );
}
