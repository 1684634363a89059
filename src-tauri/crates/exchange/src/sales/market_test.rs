//! What comes of the orders exports of marketplaces.

use std::path::{Path, PathBuf};

use crate::header::Source;
use crate::number::e4_text;
use crate::propose::{Answers, propose};
use crate::reject::Expectation;
use crate::sales::test::{Line, Outcome, read_path, total};
use crate::sniff::sniff;

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("source").join(name)
}

/// Each fixture with what only the user knows of it.
const FILES: [(&str, &[(&str, &str)]); 13] = [
    ("tiktok-orders/us.csv", &[("currency", "USD"), ("zone", "America/New_York")]),
    ("tiktok-orders/vn.xlsx", &[("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh")]),
    ("tiktok-orders/id.csv", &[("zone", "Asia/Jakarta")]),
    ("tiktok-orders/my.xlsx", &[("zone", "Asia/Kuala_Lumpur")]),
    ("tiktok-orders/th.csv", &[("zone", "Asia/Bangkok")]),
    ("tiktok-orders/ph.xlsx", &[("zone", "Asia/Manila")]),
    ("tiktok-orders/sg.csv", &[("zone", "Asia/Singapore")]),
    ("tiktok-orders/uk.csv", &[("zone", "Europe/London")]),
    ("tiktok-orders/br.csv", &[("zone", "America/Sao_Paulo")]),
    ("woo-orders/gb.csv", &[("zone", "Europe/London")]),
    ("shopee-orders-vn/Order.all.xlsx", &[]),
    ("lazada-orders/my.csv", &[("currency", "MYR"), ("zone", "Asia/Kuala_Lumpur")]),
    ("douyin-orders/gbk.csv", &[]),
];

fn read(name: &str) -> Outcome {
    let (_, answers) = FILES.iter().find(|(file, _)| *file == name).unwrap();
    read_path(&source(name), answers)
}

fn sum(read: &Outcome, of: fn(&Line) -> i64) -> String {
    e4_text(read.lines.iter().map(|line| i128::from(of(line))).sum())
}

#[test]
fn every_fixture_is_known_by_its_header_and_comes_in_whole() {
    for (name, answers) in FILES {
        let path = source(name);
        let sniffed = sniff(&path).unwrap();
        assert!(matches!(sniffed.recognised.source, Source::Described(_)), "{name}: {:?}", sniffed.headers);
        let open = propose(&path, &sniffed, &Answers::default()).unwrap().questions;
        let keys: Vec<&str> = open.iter().map(|question| question.key.as_str()).collect();
        let asked: Vec<&str> = answers.iter().map(|(key, _)| *key).collect();
        assert_eq!(keys, asked, "{name}");
        let read = read(name);
        assert!(read.rejects.is_empty(), "{name}: {}", read.rejects[0]);
        assert!(read.report.warnings.is_empty(), "{name}: {:?}", read.report.warnings[0]);
        assert!(read.report.counts.cancelled_lines > 0 && read.report.counts.unpaid_lines > 0, "{name}");
    }
}

#[test]
fn an_amount_of_a_whole_order_is_counted_once() {
    for name in ["tiktok-orders/us.csv", "tiktok-orders/id.csv"] {
        let read = read(name);
        assert_eq!(sum(&read, |line| line.tax_e4.unwrap()), total(&read.report, "Taxes"), "{name}");
        let shipping = sum(&read, |line| line.shipping_e4.unwrap());
        assert_eq!(shipping, total(&read.report, "Shipping Fee After Discount"), "{name}");
        assert_eq!(
            sum(&read, |line| line.amount_e4),
            total(&read.report, "Quantity × SKU Unit Original Price")
        );
    }
}

#[test]
fn what_earned_nothing_is_given_back_whole_and_stays_in_gmv() {
    let read = read("tiktok-orders/vn.xlsx");
    let nothing = |line: &&Line| matches!(line.status.as_deref(), Some("cancelled" | "unpaid"));
    assert!(read.lines.iter().filter(nothing).count() > 5);
    for line in read.lines.iter().filter(nothing) {
        assert_eq!(line.refund_e4, line.amount_e4 - line.discount_e4, "row {}", line.row);
    }
}

#[test]
fn nobody_behind_a_masked_name_is_taken_for_a_buyer() {
    let read = read("tiktok-orders/us.csv");
    let named = read.lines.iter().filter(|line| line.buyer.is_some()).count();
    assert!(named > 0 && named < read.lines.len() / 2, "{named} of {}", read.lines.len());
    for (name, _) in FILES {
        let read = self::read(name);
        for secret in ["PLANTED", "Planted", "planted.kiem", "900000111"] {
            assert!(!read.everything.contains(secret), "{secret} leaves {name}");
        }
    }
}

#[test]
fn a_batch_that_stands_there_twice_counts_once() {
    let read = read("shopee-orders-vn/Order.all.xlsx");
    assert_eq!(read.report.counts.repeated_rows, 12);
    let mut keys: Vec<_> = read.lines.iter().map(|line| (&line.order, &line.sku)).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn one_capital_tells_the_row_from_the_order() {
    let path = source("shopee-orders-vn/Order.all.xlsx");
    let sniffed = sniff(&path).unwrap();
    let twins =
        sniffed.headers.iter().filter(|name| name.to_lowercase() == "tổng số tiền người mua thanh toán");
    assert_eq!(twins.count(), 2, "the names were decomposed and are two");
    let read = read("shopee-orders-vn/Order.all.xlsx");
    // Original price less what anybody takes off each piece is what the buyer pays for the row.
    assert!(read.lines.iter().all(|line| line.platform_discount_e4.is_some() && line.discount_e4 >= 0));
}

#[test]
fn a_unit_a_row_is_counted_by_rows() {
    let read = read("lazada-orders/my.csv");
    assert!(read.lines.iter().all(|line| line.quantity == 1 && line.platform_discount_e4.is_none()));
    let orders: std::collections::BTreeSet<_> = read.lines.iter().map(|line| &line.order).collect();
    assert!(orders.len() < read.lines.len());
}

fn changed(name: &str, change: impl Fn(String) -> String) -> (tempfile::TempDir, PathBuf) {
    let text = std::fs::read_to_string(source(name)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changed.csv");
    std::fs::write(&path, change(text)).unwrap();
    (dir, path)
}

fn open(path: &Path) -> Vec<String> {
    let sniffed = sniff(path).unwrap();
    let open = propose(path, &sniffed, &Answers::default()).unwrap().questions;
    open.into_iter().map(|question| question.key).collect()
}

#[test]
fn a_column_that_is_gone_is_asked_for_and_the_answer_takes_its_place() {
    let (_dir, path) =
        changed("tiktok-orders/id.csv", |text| text.replacen("SKU Seller Discount", "Diskon Toko", 1));
    assert_eq!(open(&path), ["missing:SKU Seller Discount", "zone"]);
    let answers = [("missing:SKU Seller Discount", "Diskon Toko"), ("zone", "Asia/Jakarta")];
    let (mended, whole) = (read_path(&path, &answers), read("tiktok-orders/id.csv"));
    assert_eq!(sum(&mended, |line| line.discount_e4), sum(&whole, |line| line.discount_e4));
    assert!(mended.report.warnings.is_empty(), "the sums still hold");
}

#[test]
fn a_state_nobody_knows_is_asked_about() {
    let (_dir, path) = changed("tiktok-orders/id.csv", |text| text.replace(",Selesai,", ",Rampung,"));
    assert_eq!(open(&path), ["state:Rampung", "zone"]);
    let read = read_path(&path, &[("state:Rampung", "counts"), ("zone", "Asia/Jakarta")]);
    assert_eq!(
        sum(&read, |line| line.refund_e4),
        sum(&self::read("tiktok-orders/id.csv"), |line| line.refund_e4)
    );
}

#[test]
fn rows_of_one_key_that_differ_and_rows_that_disagree_about_their_order_are_refused() {
    let (_dir, path) = changed("lazada-orders/my.csv", |text| {
        let second =
            text.lines().nth(1).unwrap().replace(",delivered,", ",lost,").replace(",shipped,", ",lost,");
        format!("{text}{}\r\n", second.replace(",canceled,", ",lost,").replace(",returned,", ",lost,"))
    });
    let read = read_path(&path, &[("currency", "MYR"), ("zone", "Asia/Kuala_Lumpur")]);
    assert_eq!(read.rejects.len(), 2, "{:?}", read.rejects);
    assert!(read.rejects.iter().all(|reject| matches!(reject.expectation, Expectation::UniqueKey { .. })));
    let whole = self::read("tiktok-orders/us.csv");
    let first = whole.lines.iter().find(|line| line.order == whole.lines[1].order).unwrap();
    assert!(first.row >= 3, "row 2 explains the columns");
}
