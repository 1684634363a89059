//! Tables of figures, as platforms write them.

use std::io::Write;
use std::path::PathBuf;

use chrono_tz::Tz;
use domain::Currency;

use super::{FigureField as F, FigureSheet, FigureSource, read_figures};
use crate::header::{Kind, Source};
use crate::number::NumberDialect;
use crate::product::Warning;
use crate::reject::Expectation;
use crate::sessions::{RoomAnswers, RoomOpen};

fn source(path: &std::path::Path) -> (crate::Sniffed, FigureSource) {
    let sniffed = crate::sniff(path).unwrap();
    let Source::Figures(source) = sniffed.recognised.source else { panic!("{:?}", sniffed.recognised) };
    (sniffed, source)
}

fn read_with(text: &str, kind: Kind, answers: &RoomAnswers) -> FigureSheet {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("figures.csv");
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    let (sniffed, source) = source(&path);
    assert_eq!(sniffed.recognised.kind, kind);
    read_figures(&path, &sniffed, source, answers).unwrap()
}

fn read(text: &str, kind: Kind) -> FigureSheet {
    read_with(text, kind, &RoomAnswers { zone: Some(Tz::Asia__Ho_Chi_Minh), ..RoomAnswers::default() })
}

fn beside(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("source").join(name)
}

const ADS: &str = "Theo ngày,Chi phí,Số lượng đơn hàng SKU (Cửa hàng hiện tại),Chi phí mỗi đơn hàng (Cửa hàng hiện tại),Doanh thu gộp (Cửa hàng hiện tại),ROI (Cửa hàng hiện tại),Tiền tệ\n";

#[test]
fn days_of_advertising_end_in_a_total_that_is_no_day() {
    let sheet = read(
        &format!(
            "{ADS}2026-07-01,1500000,10,150000,6000000,4,VND\n2026-07-02,0,0,-,0,-,VND\n-,1500000,10,150000,6000000,4,VND\n"
        ),
        Kind::Ads,
    );
    assert_eq!(
        (sheet.rejects.len(), sheet.warnings.len()),
        (0, 0),
        "{:?} {:?}",
        sheet.rejects,
        sheet.warnings
    );
    assert_eq!((sheet.rows.len(), sheet.total_rows, sheet.currency), (2, 1, Some(Currency::Vnd)));
    let day = &sheet.rows[0];
    assert_eq!((day.day, day.get(F::Cost), day.get(F::SkuOrders)), (20_635, Some(15_000_000_000), Some(10)));
    assert_eq!(sheet.rows[1].get(F::Cost), Some(0), "nought spent is nought");
    let cost = sheet.totals.iter().find(|total| total.column == "Chi phí").unwrap();
    assert_eq!(cost.said_e4, Some(cost.e4));
}

#[test]
fn a_total_that_is_not_the_sum_is_named() {
    let sheet = read(
        &format!("{ADS}2026-07-01,1500000,10,150000,6000000,4,VND\n-,1500001,10,,6000000,4,VND\n"),
        Kind::Ads,
    );
    assert!(
        matches!(sheet.warnings.as_slice(), [Warning::TotalDisagrees { row: 3, .. }]),
        "{:?}",
        sheet.warnings
    );
}

#[test]
fn a_day_told_twice_differently_is_refused_and_not_chosen() {
    let text = "Ngày,GMV,Đơn hàng,Khách hàng,Số món bán ra\n01/07/2026,627.840.078₫,3,2,4\n13/07/2026,5.000₫,3,2,4\n13/07/2026,6.000₫,3,2,4\n";
    let sheet = read(text, Kind::Days);
    assert_eq!(sheet.numbers, Some(NumberDialect::Comma));
    assert_eq!((sheet.rows.len(), sheet.rows[0].get(F::Gmv)), (1, Some(6_278_400_780_000)));
    assert_eq!(sheet.rejects.iter().map(|reject| reject.row).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(sheet.rejects[1].expectation, Expectation::UniqueKey { first_row: 3 });
}

#[test]
fn counts_prove_how_numbers_are_written() {
    let text = "Ngày,GMV,Đơn hàng,Khách hàng,Số món bán ra\n13/07/2026,5.000,1.003,2,4\n";
    let sheet =
        read_with(text, Kind::Days, &RoomAnswers { currency: Some(Currency::Vnd), ..RoomAnswers::default() });
    assert_eq!((sheet.numbers, sheet.rows[0].get(F::Orders)), (Some(NumberDialect::Comma), Some(1_003)));
    let open = read_with(
        "Ngày,GMV,Đơn hàng,Khách hàng,Số món bán ra\n05/07/2026,5.000,3,2,4\n",
        Kind::Days,
        &RoomAnswers::default(),
    );
    assert_eq!(open.open, [RoomOpen::Numbers, RoomOpen::Currency, RoomOpen::Dates], "a day needs no zone");
}

#[test]
fn cells_that_contradict_each_other_are_asked_about() {
    let text = "Ngày,GMV,Đơn hàng,Khách hàng,Số món bán ra\n13/07/2026,5.000.000₫,3,2,4\n14/07/2026,\"1,500,000₫\",3,2,4\n";
    assert_eq!(read(text, Kind::Days).open, [RoomOpen::Numbers]);
}

#[test]
fn a_session_is_read_step_by_step_from_all_its_sheets() {
    let path = beside("tiktok-session/vn.xlsx");
    let (sniffed, source) = source(&path);
    assert_eq!(sniffed.recognised.kind, Kind::Minutes);
    let answers = RoomAnswers { zone: Some(Tz::Asia__Ho_Chi_Minh), ..RoomAnswers::default() };
    let sheet = read_figures(&path, &sniffed, source, &answers).unwrap();
    assert_eq!(
        (sheet.rejects.len(), sheet.warnings.len()),
        (0, 0),
        "{:?} {:?}",
        sheet.rejects,
        sheet.warnings
    );
    assert_eq!(sheet.open, []);
    let room = sheet.room.clone().unwrap();
    assert_eq!(room.id.as_deref(), Some("7412345678910234594"));
    assert_eq!((sheet.step_minutes, sheet.currency), (5, Some(Currency::Vnd)));
    assert_eq!(sheet.rows.len() as i64, (room.ended_at_ms - room.started_at_ms).div_euclid(300_000) + 1);
    assert!(
        sheet.second > 0 && sheet.rows.iter().all(|row| row.get(F::Items).is_some()),
        "the trend fills in"
    );
    let gmv: i64 = sheet.rows.iter().filter_map(|row| row.get(F::Gmv)).sum();
    let of_products: i64 = sheet.products.iter().filter_map(|row| row.get(F::Gmv)).sum();
    assert_eq!((room.figures.gmv_e4, of_products), (Some(gmv), gmv));
    assert_eq!((room.figures.customers, room.figures.items.is_some()), (None, true));
}

#[test]
fn steps_told_by_the_time_of_day_pass_midnight() {
    let text = "Started 23:50:00 2026-07-01\nRoom ID: 7412345678901234567\n\nTime,Attributed GMV,Viewers,Views,Comments\n23:50,10₫,3,4,5\n23:55,0₫,3,4,5\n00:00,5₫,3,4,5\n";
    let sheet = read(text, Kind::Minutes);
    assert_eq!(sheet.rejects, []);
    let at: Vec<i64> = sheet.rows.iter().map(|row| row.at_ms).collect();
    assert_eq!((at[1] - at[0], at[2] - at[1]), (300_000, 300_000));
    let room = sheet.room.unwrap();
    assert_eq!((room.started_at_ms, room.ended_at_ms), (at[0], at[2] + 300_000));
}
