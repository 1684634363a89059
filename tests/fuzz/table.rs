//! Tables that are not sales: what is recognised, products, rooms.

use std::ops::ControlFlow;
use std::path::Path;

use chrono_tz::Tz;
use domain::Currency;
use exchange::{
    DateForm, NumberDialect, ProductReading, ProductReport, RoomAnswers, RoomOpen, RoomSheet, Sniffed,
    read_products, read_rooms, sniff,
};

/// Recognises a file twice.
pub(crate) fn sniffed(path: &Path) {
    let (first, again) = (sniff(path), sniff(path));
    assert_eq!(first, again, "the same bytes are the same file");
    let Ok(sniffed) = first else { return };
    assert!(!sniffed.headers.is_empty() && sniffed.header_row > 0);
    let filled = sniffed.headers.iter().filter(|name| !name.is_empty());
    let mut names: Vec<&String> = filled.collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "no two columns have one name");
}

fn products_of(path: &Path, sniffed: &Sniffed) -> Option<(ProductReport, String)> {
    let reading = ProductReading::plain(Currency::Vnd);
    let mut found = Vec::new();
    let report = read_products(path, sniffed, &reading, &mut |batch| {
        found.extend(batch);
        ControlFlow::Continue(())
    });
    report.ok().map(|report| (report, format!("{found:?}")))
}

/// Reads products twice; each row ends as a variant, a picture or a reject.
pub(crate) fn products(path: &Path) {
    let Ok(sniffed) = sniff(path) else { return };
    let Some((report, found)) = products_of(path, &sniffed) else { return };
    let counts = report.counts;
    assert_eq!(counts.rows_read, counts.variant_rows + counts.image_rows + counts.rejected, "no row is lost");
    assert_eq!(counts.rejected, report.rejects.len() as u64, "each refused row is told");
    if counts.rows_read == 0 {
        assert!(report.totals.iter().all(|total| total.e4 == 0 && total.cells == 0), "no total without rows");
    }
    assert_eq!(products_of(path, &sniffed), Some((report, found)), "read again, it is the same");
}

fn rooms_of(path: &Path, sniffed: &Sniffed, answers: &RoomAnswers) -> Option<RoomSheet> {
    read_rooms(path, sniffed, answers).ok()
}

/// Reads rooms twice, answering what is open; each row ends as a room, a repetition or a reject.
pub(crate) fn rooms(path: &Path) {
    let Ok(sniffed) = sniff(path) else { return };
    let mut answers = RoomAnswers::default();
    let Some(open) = rooms_of(path, &sniffed, &answers) else { return };
    for open in &open.open {
        match open {
            RoomOpen::Zone => answers.zone = Some(Tz::Asia__Ho_Chi_Minh),
            RoomOpen::Currency => answers.currency = Some(Currency::Vnd),
            RoomOpen::Numbers => answers.numbers = Some(NumberDialect::Comma),
            RoomOpen::Dates => answers.dates = Some(DateForm::Dmy),
        }
    }
    let Some(read) = rooms_of(path, &sniffed, &answers) else { return };
    assert!(read.open.is_empty(), "what was answered is not open: {:?}", read.open);
    let ended = read.rooms.len() as u64 + read.repeated + read.rejects.len() as u64;
    assert_eq!(read.rows, ended, "no row is lost");
    if read.rows == 0 {
        assert!(read.totals.iter().all(|total| total.e4 == 0 && total.cells == 0), "no total without rows");
    }
    for room in &read.rooms {
        assert!(room.ended_at_ms.is_none_or(|end| end >= room.started_at_ms), "no room ends before it began");
    }
    let again = rooms_of(path, &sniffed, &answers);
    assert_eq!(
        Some(format!("{read:?}")),
        again.map(|again| format!("{again:?}")),
        "read again, it is the same"
    );
}
