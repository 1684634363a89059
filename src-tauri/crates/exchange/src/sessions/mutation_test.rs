//! Every column of exports of live sessions renamed, dropped, moved or typed otherwise: no wrong total unsaid.

use std::ops::ControlFlow;
use std::path::Path;

use chrono_tz::Tz;

use super::{RoomAnswers, RoomSheet, read_rooms};
use crate::header::Kind;
use crate::{sniff, table};

/// Rooms, and the sums of GMV, orders, items, customers, views, impressions, comments, shares and likes.
fn sums(sheet: &RoomSheet) -> Vec<Option<i64>> {
    let of = |figure: &dyn Fn(&domain::RoomFigures) -> Option<i64>| {
        let said: Vec<i64> = sheet.rooms.iter().filter_map(|room| figure(&room.figures)).collect();
        (!said.is_empty()).then(|| said.into_iter().sum())
    };
    vec![
        of(&|f| f.gmv_e4),
        of(&|f| f.orders),
        of(&|f| f.items),
        of(&|f| f.customers),
        of(&|f| f.views),
        of(&|f| f.impressions),
        of(&|f| f.comments),
        of(&|f| f.shares),
        of(&|f| f.likes),
    ]
}

/// What a file comes to; none when it is not known, asks, refuses or warns.
fn read(path: &Path, zone: Tz) -> Option<RoomSheet> {
    let sniffed = sniff(path).ok()?;
    if sniffed.recognised.kind != Kind::Sessions {
        return None;
    }
    let answers = RoomAnswers { zone: Some(zone), ..RoomAnswers::default() };
    let sheet = read_rooms(path, &sniffed, &answers).ok()?;
    (sheet.open.is_empty() && sheet.rejects.is_empty() && sheet.warnings.is_empty()).then_some(sheet)
}

fn write(path: &Path, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_path(path).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.flush().unwrap();
}

#[test]
fn no_changed_column_of_rooms_ends_in_a_wrong_total_without_a_word() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture");
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("changed.csv");
    let (mut tried, mut open) = (0, 0);
    for (name, zone) in [
        ("tiktok-live-vn.xlsx", Tz::Asia__Ho_Chi_Minh),
        ("tiktok-live-vn-no-id.xlsx", Tz::Asia__Ho_Chi_Minh),
        ("shopee-live-id.xlsx", Tz::Asia__Jakarta),
    ] {
        let sniffed = sniff(&home.join(name)).unwrap();
        let mut rows = vec![sniffed.headers.clone()];
        table::rows(&home.join(name), &sniffed, &mut |row| {
            rows.push((0..sniffed.headers.len()).map(|at| row.text(at).to_owned()).collect());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        write(&path, &rows);
        let right = read(&path, zone).unwrap_or_else(|| panic!("{name} comes in"));
        for at in 0..rows[0].len() {
            let mut renamed = rows.clone();
            renamed[0][at] = format!("Zq {at}");
            let dropped = rows.iter().map(|row| [&row[..at], &row[at + 1..]].concat()).collect();
            let moved = rows.iter().map(|row| [&row[at..=at], &row[..at], &row[at + 1..]].concat()).collect();
            let mut words = rows.clone();
            words.iter_mut().skip(1).for_each(|row| row[at] = "n/a".to_owned());
            let mut empty = rows.clone();
            empty.iter_mut().skip(1).for_each(|row| row[at] = String::new());
            for (how, changed) in [
                ("renamed", renamed),
                ("dropped", dropped),
                ("moved", moved),
                ("words", words),
                ("empty", empty),
            ] {
                write(&path, &changed);
                tried += 1;
                let Some(sheet) = read(&path, zone) else {
                    open += 1;
                    continue;
                };
                let what = format!("{name}, {} {how}", rows[0][at]);
                assert_eq!(sheet.rooms.len(), right.rooms.len(), "{what}");
                for (sum, right) in sums(&sheet).into_iter().zip(sums(&right)) {
                    assert!(sum.is_none() || sum == right, "{what}: {sum:?} is not {right:?}");
                }
            }
        }
    }
    assert!(tried > 400 && open > 40, "{tried} tried, {open} asked, refused or warned");
}
