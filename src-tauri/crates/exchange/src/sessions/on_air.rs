//! When a file was made: an export gives a session that is still on air the time of the download as its end.

use std::path::Path;

use crate::date::ZoneClock;
use crate::product::Warning;
use crate::sessions::Room;

/// How far the two may lie apart.
const APART_MS: i64 = 90_000;

/// When a file was made, as far as it can be known: by the time in its name, and by its own age.
pub(super) fn made_at(path: &Path, file: &str, clock: Option<&mut ZoneClock>) -> Vec<i64> {
    let written = std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let age = written
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    let named = clock.and_then(|clock| clock.instant(stamp_in(file)?).ok()).map(|(at_ms, _)| at_ms);
    [age, named].into_iter().flatten().collect()
}

/// `Creator-Live-Performance_20260917213110.xlsx`: the local time in a name.
fn stamp_in(file: &str) -> Option<i64> {
    let digits = file.split(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 14)?;
    let form = "%Y%m%d%H%M%S";
    Some(chrono::NaiveDateTime::parse_from_str(digits, form).ok()?.and_utc().timestamp_millis())
}

/// Says which sessions end when the file was made.
pub(super) fn still(rooms: &[Room], made_at: &[i64]) -> Vec<Warning> {
    let ends_then = |room: &&Room| {
        room.ended_at_ms.is_some_and(|end| made_at.iter().any(|made| (made - end).abs() <= APART_MS))
    };
    rooms.iter().filter(ends_then).map(|room| Warning::StillOnAir { row: room.row }).collect()
}
