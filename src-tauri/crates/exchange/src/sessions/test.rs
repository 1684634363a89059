//! Exports of live sessions, as platforms write them.

use std::io::Write;
use std::path::PathBuf;

use chrono_tz::Tz;
use domain::{Channel, Currency};

use super::{RoomAnswers, RoomOpen, RoomSheet, read_rooms};
use crate::header::{Kind, Source};
use crate::number::NumberDialect;
use crate::product::Warning;
use crate::reject::Expectation;

const HEADER: &str = "Room ID,Room Title,Start Time,End Time,Duration,Attributed GMV,Attributed orders,AOV,Views,Impressions,Show GPM,Watch GPM,Tap through rate";

fn saved(text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("rooms.csv");
    std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
    (dir, path)
}

fn read_with(text: &str, answers: &RoomAnswers) -> RoomSheet {
    let (_dir, path) = saved(text);
    let sniffed = crate::sniff(&path).unwrap();
    assert_eq!(sniffed.recognised.kind, Kind::Sessions);
    read_rooms(&path, &sniffed, answers).unwrap()
}

fn read(rows: &str) -> RoomSheet {
    let answers = RoomAnswers { zone: Some(Tz::Asia__Ho_Chi_Minh), ..RoomAnswers::default() };
    read_with(&format!("2026-07-01 ~ 2026-09-17\n\n{HEADER}\n{rows}"), &answers)
}

const GOOD: &str = "7412345678901234567,Đêm da,2026-07-01 20:00:00,2026-07-01 20:19:00,0h19m,\"6,830,000.01₫\",2,\"3,415,000.01₫\",845,17061,\"400,328.23₫\",\"8,082,840.25₫\",4.95282%\n";

#[test]
fn a_room_is_read_below_the_period_with_its_id_as_text() {
    let sheet = read(GOOD);
    assert_eq!((sheet.channel, sheet.currency), (Some(Channel::TikTok), Some(Currency::Vnd)));
    assert_eq!(
        (sheet.rejects.len(), sheet.warnings.len()),
        (0, 0),
        "{:?} {:?}",
        sheet.rejects,
        sheet.warnings
    );
    let room = &sheet.rooms[0];
    assert_eq!(room.id.as_deref(), Some("7412345678901234567"));
    assert_eq!((room.row, room.ended_at_ms.unwrap() - room.started_at_ms), (4, 19 * 60_000));
    assert_eq!(room.started_at_ms, 1_782_910_800_000, "20:00 in Vietnam");
    assert_eq!((room.figures.gmv_e4, room.figures.likes), (Some(68_300_000_100), None));
}

#[test]
fn an_empty_cell_is_not_known_and_not_zero() {
    let sheet = read("1,a,2026-07-01 20:00:00,,0h19m,0₫,0,,,0,,,\n");
    let figures = sheet.rooms[0].figures;
    assert_eq!(
        (figures.gmv_e4, figures.orders, figures.views, figures.impressions),
        (Some(0), Some(0), None, Some(0))
    );
    assert_eq!(sheet.rooms[0].ended_at_ms.unwrap() - sheet.rooms[0].started_at_ms, 19 * 60_000);
}

#[test]
fn a_rate_that_contradicts_its_parts_is_named_with_its_rows() {
    let sheet = read(&GOOD.replace("4.95282%", "14.95282%"));
    let [Warning::RateContradicts { row: 4, column, cells: 1, at, .. }] = sheet.warnings.as_slice() else {
        panic!("{:?}", sheet.warnings)
    };
    assert_eq!((column.as_str(), at.as_str()), ("Tap through rate", "4"));
}

#[test]
fn rows_that_cannot_be_right_are_refused_with_the_reason() {
    let of =
        |row: &str| read(row).rejects.iter().map(|reject| reject.expectation.clone()).collect::<Vec<_>>();
    assert_eq!(of("1,a,,,0h19m,1₫,1,,,,,,\n"), [Expectation::Filled]);
    assert_eq!(of("1,a,2026-07-01 20:00,2026-07-01 19:00,,1₫,1,,,,,,\n"), [Expectation::AfterItsStart]);
    assert_eq!(of("1,a,2026-07-01 20:00,,-0h19m,1₫,1,,,,,,\n"), [Expectation::Length]);
    assert_eq!(of("7.41234E+18,a,2026-07-01 20:00,,1h,1₫,1,,,,,,\n"), [Expectation::IdAsText]);
    assert_eq!(of("1,a,2026-07-01 20:00,,1h,1₫,-3,,,,,,\n"), [Expectation::NotNegative]);
    let other = Expectation::OneRowARoom { first_row: 5 };
    let twice = of("1,a,2026-07-01 20:00,,1h,1₫,1,,,,,,\n1,a,2026-07-01 20:00,,1h,2₫,1,,,,,,\n");
    assert_eq!(twice, [other, Expectation::OneRowARoom { first_row: 4 }]);
}

#[test]
fn a_row_repeated_to_the_letter_is_one_room() {
    let sheet = read(&format!("{GOOD}{GOOD}"));
    assert_eq!((sheet.rooms.len(), sheet.repeated, sheet.rejects.len()), (1, 1, 0));
}

#[test]
fn two_currencies_in_one_column_are_asked_about_and_the_other_is_refused() {
    let mixed = "1,a,2026-07-01 20:00,,1h,R$ 413.57,3,,,,,,\n2,b,2026-07-02 20:00,,1h,9₫,3,,,,,,\n";
    assert_eq!(read(mixed).open, [RoomOpen::Currency]);
    let answers = RoomAnswers {
        zone: Some(Tz::America__New_York),
        currency: Some(Currency::Brl),
        ..RoomAnswers::default()
    };
    let sheet = read_with(&format!("{HEADER}\n{mixed}"), &answers);
    let other = Expectation::Currency { currency: "BRL".to_owned() };
    assert_eq!((sheet.rooms.len(), sheet.rejects[0].expectation.clone()), (1, other));
    let foreign = read("1,a,2026-07-01 20:00,,1h,€ 413.57,3,,,,,,\n2,b,2026-07-02 20:00,,1h,9₫,3,,,,,,\n");
    assert_eq!(
        (foreign.rooms.len(), foreign.rejects[0].expectation.clone()),
        (1, Expectation::KnownCurrency)
    );
}

#[test]
fn what_the_file_does_not_say_is_asked() {
    let text = format!("{HEADER}\n1,a,05/06/2026 20:00,,1h,6.830,1,,,,,,\n");
    let open = read_with(&text, &RoomAnswers::default()).open;
    assert_eq!(open, [RoomOpen::Numbers, RoomOpen::Currency, RoomOpen::Dates, RoomOpen::Zone]);
    let comma = read("1,a,2026-07-01 20:00,,1h,6.830.000₫,1,,,,,,\n");
    assert_eq!(
        (comma.numbers, comma.rooms[0].figures.gmv_e4),
        (Some(NumberDialect::Comma), Some(68_300_000_000))
    );
}

#[test]
fn an_older_file_without_ids_and_in_vietnamese_is_read() {
    let text = "Thời lượng,Thời gian bắt đầu,GMV đến từ buổi LIVE,Lượt xem phiên LIVE,Cột mới\n1h05m,2026-07-01 20:00:00,215737974₫,12,x\n";
    let answers = RoomAnswers { zone: Some(Tz::Asia__Ho_Chi_Minh), ..RoomAnswers::default() };
    let sheet = read_with(text, &answers);
    assert_eq!(sheet.rooms[0].id, None);
    assert_eq!((sheet.rooms[0].figures.views, sheet.fields.last()), (Some(12), Some(&None)));
}

#[test]
fn the_thai_posts_are_engagement_without_money() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixture/facebook-live-sellers-thailand.csv");
    let sniffed = crate::sniff(&path).unwrap();
    assert_eq!((sniffed.recognised.source, sniffed.recognised.kind), (Source::FacebookPosts, Kind::Sessions));
    let answers = RoomAnswers { zone: Some(Tz::Asia__Bangkok), ..RoomAnswers::default() };
    let sheet = read_rooms(&path, &sniffed, &answers).unwrap();
    assert_eq!((sheet.rows, sheet.others, sheet.rooms.len(), sheet.repeated), (2_334, 4_716, 2_333, 1));
    assert_eq!((sheet.currency, sheet.rejects.len()), (None, 0));
    assert!(sheet.rooms.iter().all(|room| room.figures.gmv_e4.is_none() && room.figures.views.is_none()));
}

#[test]
fn shopees_sessions_are_read_under_their_groups_with_shortened_figures() {
    let text = "Nama Livestream,Waktu Mulai,Durasi,Penonton,Suka,Komentar,Pengikut Baru,Pesanan,,Produk Terjual,,Penjualan,,Pembeli,\n\
                ,,,,,,,Pesanan Dibuat,Pesanan Siap Dikirim,Pesanan Dibuat,Pesanan Siap Dikirim,Pesanan Dibuat,Pesanan Siap Dikirim,Pesanan Dibuat,Pesanan Siap Dikirim\n\
                Live malam,2026-07-01 20:00:00,01:35:00,\"3,1rb\",\"1,2rb\",89,7,12,10,15,12,\"Rp1,2jt\",Rp1jt,11,9\n";
    let answers = RoomAnswers { zone: Some(Tz::Asia__Jakarta), ..RoomAnswers::default() };
    let sheet = read_with(text, &answers);
    assert_eq!((sheet.open.as_slice(), sheet.rejects.as_slice()), (&[][..], &[][..]));
    let figures = sheet.rooms[0].figures;
    assert_eq!((sheet.channel, sheet.currency), (Some(Channel::Shopee), Some(Currency::Idr)));
    assert_eq!(
        (figures.gmv_e4, figures.orders, figures.items, figures.likes),
        (Some(12_000_000_000), Some(12), Some(15), Some(1_200))
    );
    assert_eq!((figures.views, figures.customers), (None, Some(11)), "viewers are no views");
}

#[test]
fn douyins_list_says_when_and_nothing_else() {
    let text = "主播昵称,主播抖音号,直播开始时间,直播结束时间,直播时长(分钟)\n木兰,mulan01,2026-07-01 20:00:00,,95\n";
    let answers = RoomAnswers { zone: Some(Tz::Asia__Shanghai), ..RoomAnswers::default() };
    let sheet = read_with(text, &answers);
    let room = &sheet.rooms[0];
    assert_eq!((sheet.channel, sheet.currency, room.title.as_str()), (Some(Channel::Other), None, "木兰"));
    assert_eq!(room.ended_at_ms.unwrap() - room.started_at_ms, 95 * 60_000);
    assert_eq!(room.figures, domain::RoomFigures::default());
}

#[test]
fn a_rate_above_a_hundred_percent_is_a_rate_and_two_rooms_of_one_title_are_two() {
    let sheet =
        read("1,a,2026-07-01 20:00,,1h,9₫,1,,250,100,,,250%\n2,a,2026-07-01 22:00,,1h,8₫,1,,100,200,,,50%\n");
    assert_eq!((sheet.rooms.len(), sheet.rejects.len()), (2, 0));
    assert!(sheet.warnings.is_empty(), "{:?}", sheet.warnings);
}

#[test]
fn a_session_that_ends_when_the_file_was_made_was_still_on_air() {
    let text = format!(
        "{HEADER}\n1,a,2026-07-01 20:00:00,2026-07-01 21:30:40,,9₫,1,,,,,,\n2,b,2026-07-01 09:00:00,2026-07-01 10:00:00,,9₫,1,,,,,,\n"
    );
    let still = |name: &str, age: Option<u64>| {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, &text).unwrap();
        if let Some(seconds) = age {
            let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
            std::fs::File::options().write(true).open(&path).unwrap().set_modified(at).unwrap();
        }
        let answers = RoomAnswers { zone: Some(Tz::Asia__Ho_Chi_Minh), ..RoomAnswers::default() };
        read_rooms(&path, &crate::sniff(&path).unwrap(), &answers).unwrap().warnings
    };
    let said = [Warning::StillOnAir { row: 2 }];
    assert_eq!(still("Creator-Live-Performance_20260701213110.csv", None), said, "the time in its name");
    assert_eq!(still("live.csv", Some(1_782_916_250)), said, "21:30:50 in Vietnam");
    assert!(still("live.csv", Some(1_783_000_000)).is_empty(), "a day later");
}
