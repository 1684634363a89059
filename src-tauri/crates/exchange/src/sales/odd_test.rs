//! What comes of files nobody has described: other languages, total rows, sums that decide.

use std::path::PathBuf;

use crate::header::Kind;
use crate::propose::{Answers, Evidence, propose};
use crate::reject::Expectation;
use crate::sales::test::{read_path, total};
use crate::sniff::sniff;

fn written(text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("odd.csv");
    std::fs::write(&path, text).unwrap();
    (dir, path)
}

fn open(path: &std::path::Path) -> Vec<String> {
    let sniffed = sniff(path).unwrap();
    assert_eq!(sniffed.recognised.kind, Kind::Sales, "{:?}", sniffed.headers);
    let open = propose(path, &sniffed, &Answers::default()).unwrap().questions;
    open.into_iter().map(|question| question.key).collect()
}

#[test]
fn sensible_names_in_the_languages_of_the_markets_are_understood() {
    for header in [
        "Order number,Placed at,Product,Qty,Unit price,Discount",
        "Mã đơn hàng,Ngày giờ đặt,Tên sản phẩm,Số lượng,Đơn giá bán,Giảm giá",
        "Nomor Pesanan,Tanggal Pesanan,Nama Barang,Jumlah Barang,Harga Satuan,Diskon",
        "หมายเลขคำสั่งซื้อ,วันที่สั่งซื้อ,ชื่อสินค้า,จำนวนชิ้น,ราคาต่อชิ้น,ส่วนลด",
        "订单号,下单时间,商品名称,数量,单价,优惠金额",
    ] {
        let rows = "A1,2026-05-21 10:00,Son,2,15.5,1\nA2,2026-05-22 11:00,Áo,1,20,0\n";
        let (_dir, path) = written(&format!("{header}\n{rows}"));
        assert_eq!(open(&path), ["currency", "zone"], "{header}");
        let read = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
        let sums: i64 = read.lines.iter().map(|line| line.amount_e4).sum();
        assert_eq!((read.lines.len(), sums, read.lines[0].discount_e4), (2, 510_000, 10_000), "{header}");
    }
}

#[test]
fn a_row_of_totals_is_compared_and_not_imported() {
    let (_dir, path) = written(
        "Báo cáo tháng 5\n\nMã đơn,Ngày,Sản phẩm,Số lượng,Đơn giá,Giảm giá\nA1,2026-05-21,Son,2,15,1\nA2,2026-05-22,Áo,1,20,0\nTổng cộng,,,3,,1\n,,,,,\n",
    );
    let read = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
    assert_eq!((read.lines.len(), read.rejects.len(), read.report.counts.total_rows), (2, 0, 1));
    let said = |column: &str| read.report.totals.iter().find(|total| total.column == column).unwrap().said_e4;
    assert_eq!((said("Số lượng"), said("Giảm giá")), (Some(30_000), Some(10_000)));
    assert!(read.report.warnings.is_empty());
    let (_dir, path) = written("Order ID,Date,SKU,Qty,Price\nA1,2026-05-21,S,2,15\nTotal,,,5,\n");
    let wrong = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
    assert_eq!(wrong.report.warnings.len(), 1, "{:?}", wrong.report.warnings);
}

#[test]
fn a_row_of_numbers_alone_is_one_of_totals_only_when_its_sums_are_right() {
    let text = |quantity: u32| {
        format!("Order ID,Date,SKU,Qty,Price\nA1,2026-05-21,S,2,15\nA2,2026-05-21,T,1,5\n,,,{quantity},20\n")
    };
    let answers = [("currency", "USD"), ("zone", "UTC")];
    let (_dir, path) = written(&text(3));
    let read = read_path(&path, &answers);
    assert_eq!((read.lines.len(), read.rejects.len(), read.report.counts.total_rows), (2, 0, 1));
    let (_dir, path) = written(&text(4));
    let read = read_path(&path, &answers);
    assert_eq!((read.lines.len(), read.rejects[0].row), (2, 4));
    assert_eq!(read.rejects[0].expectation, Expectation::Filled);
}

#[test]
fn sums_decide_which_column_is_the_price() {
    let (_dir, path) = written(
        "Order ID,Date,SKU,Qty,Original price,Selling price,Line total\nA1,2026-05-21,S,2,20,15,30\nA2,2026-05-21,T,3,9,5,15\nA3,2026-05-22,T,1,9,5,5\n",
    );
    assert_eq!(open(&path), ["currency", "zone"]);
    let sniffed = sniff(&path).unwrap();
    let proposal = propose(&path, &sniffed, &Answers::default()).unwrap();
    let price = proposal.columns.iter().find(|column| column.header == "Selling price").unwrap();
    assert!(matches!(price.evidence[0], Evidence::SumHolds { rows: 3, .. }), "{:?}", price.evidence);
    let read = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
    assert_eq!(total(&read.report, "Qty × Selling price"), "50");
    // Without the amounts nothing tells them apart.
    let (_dir, path) =
        written("Order ID,Date,SKU,Qty,Original price,Selling price\nA1,2026-05-21,S,2,20,15\n");
    assert_eq!(open(&path), ["field:unitPrice", "currency", "zone"]);
}

#[test]
fn an_amount_repeated_on_every_row_of_each_order_is_asked_about() {
    let (_dir, path) = written(
        "Order ID,Date,SKU,Qty,Price,Shipping fee\nA1,2026-05-21,S,2,10,4\nA1,2026-05-21,T,1,5,4\nA2,2026-05-22,T,1,5,3\n",
    );
    assert_eq!(open(&path), ["per:Shipping fee", "currency", "zone"]);
    let answers = |per| [("per:Shipping fee", per), ("currency", "USD"), ("zone", "UTC")];
    let shipping =
        |per| read_path(&path, &answers(per)).lines.iter().filter_map(|line| line.shipping_e4).sum::<i64>();
    assert_eq!((shipping("order"), shipping("line")), (70_000, 110_000));
}

#[test]
fn a_cancelled_order_of_any_file_earned_nothing() {
    let (_dir, path) = written(
        "Mã đơn hàng,Ngày,Sản phẩm,Số lượng,Đơn giá,Trạng thái\nA1,2026-05-21,Son,2,10,Đã hủy\nA2,2026-05-21,Son,1,10,Hoàn thành\n",
    );
    let read = read_path(&path, &[("currency", "USD"), ("zone", "UTC")]);
    assert_eq!(read.lines.iter().map(|line| line.refund_e4).collect::<Vec<_>>(), [200_000, 0]);
    assert_eq!(read.report.counts.cancelled_lines, 1);
}

#[test]
fn amounts_in_another_currency_of_one_column_are_refused_by_row() {
    let (_dir, path) = written(
        "Order ID,Date,SKU,Qty,Price\nA1,2026-05-21,S,1,£10.00\nA2,2026-05-21,T,1,€5.00\nA3,2026-05-21,T,1,£5.00\n",
    );
    assert_eq!(open(&path), ["zone"]);
    let read = read_path(&path, &[("zone", "UTC")]);
    assert_eq!((read.lines.len(), read.rejects.len()), (2, 1));
    assert_eq!(read.rejects[0].value.as_deref(), Some("€5.00"));
}

#[test]
fn a_mark_before_three_digits_parts_thousands_where_the_currency_has_no_decimals() {
    let (_dir, path) = written("Mã đơn,Ngày,Sản phẩm,Số lượng,Đơn giá\nA1,2026-05-21,Son,2,150.000 ₫\n");
    assert_eq!(open(&path), ["zone"]);
    let read = read_path(&path, &[("zone", "UTC")]);
    assert_eq!(read.lines[0].amount_e4, 3_000_000_000);
    let (_dir, path) = written("Order ID,Date,SKU,Qty,Price\nA1,2026-05-21,S,2,£150.000\n");
    assert_eq!(open(&path), ["numbers:Price", "zone"], "pounds have decimals");
}

#[test]
fn a_block_that_stands_there_twice_is_asked_about() {
    let rows: String = (0..8).map(|n| format!("A{n},2026-05-2{n},S{n},1,{n}.50\n")).collect();
    let (_dir, path) = written(&format!("Order ID,Date,SKU,Qty,Price\n{rows}B9,2026-05-30,T,1,1\n{rows}"));
    assert_eq!(open(&path), ["blocks", "currency", "zone"]);
    let answers = |blocks| [("blocks", blocks), ("currency", "USD"), ("zone", "UTC")];
    let once = read_path(&path, &answers("once"));
    assert_eq!((once.lines.len(), once.report.counts.repeated_rows), (9, 8));
    assert_eq!(read_path(&path, &answers("all")).lines.len(), 17);
}
