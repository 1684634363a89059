//! Dates as files write them, and what instant a local time is in its zone.

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// In which order a file writes day, month and year. A year of four digits in front is understood in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DateForm {
    /// `2026-05-01`
    Ymd,
    /// `01/05/2026`, the first of May
    Dmy,
    /// `05/01/2026`, the first of May
    Mdy,
}

impl DateForm {
    /// The name used in answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ymd => "ymd",
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
        }
    }

    /// The form with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Ymd, Self::Dmy, Self::Mdy].into_iter().find(|form| form.code() == code)
    }

    /// Milliseconds since 1970 on the clock a date was written by; none if it is no date of this form.
    pub fn local_ms(self, text: &str) -> Option<i64> {
        parse(text.as_bytes(), self).map(|stamp| stamp.local_ms)
    }
}

const DAY_MS: i64 = 86_400_000;
/// Days from 1899-12-30, a spreadsheet's day 0, to 1970-01-01.
const SERIAL_EPOCH: i64 = 25_569;
/// 1900-03-01 to 2200: outside it a number is not a date.
const SERIALS: std::ops::Range<f64> = 61.0..109_575.0;

/// A date and time as written, with the offset if one was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Milliseconds since 1970-01-01 00:00 on the clock it was written by.
    pub local_ms: i64,
    /// Minutes that clock is ahead of UTC, if written.
    pub offset_minutes: Option<i32>,
}

/// Which orders of day and month explain a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateShape {
    /// A year in front, or a day equal to its month: no question.
    Plain,
    OnlyDmy,
    OnlyMdy,
    Either,
    Neither,
}

/// Reads a date with an optional time and offset; none if it is none, or a day that does not exist.
pub(crate) fn parse(text: &[u8], form: DateForm) -> Option<Stamp> {
    if let Some((ms, used)) = leading_time(text) {
        // `14:05 01/05/2026`, as Vietnamese exports write it.
        let stamp = dated(text[used..].trim_ascii_start(), form)?;
        return (stamp.local_ms % DAY_MS == 0).then_some(Stamp { local_ms: stamp.local_ms + ms, ..stamp });
    }
    dated(text, form)
}

/// A date with the time, if any, behind it.
fn dated(text: &[u8], form: DateForm) -> Option<Stamp> {
    let mut scan = Scan { rest: text };
    let days = scan.date(form)?;
    if scan.rest.is_empty() {
        return Some(Stamp { local_ms: days * DAY_MS, offset_minutes: None });
    }
    match scan.rest[0] {
        b'T' | b' ' | b',' => scan.rest = scan.rest[1..].trim_ascii_start(),
        _ => return None,
    }
    let ms = scan.time()?;
    let offset_minutes = scan.offset()?;
    Some(Stamp { local_ms: days * DAY_MS + ms, offset_minutes })
}

fn leading_time(text: &[u8]) -> Option<(i64, usize)> {
    let colon = text.iter().take(3).position(|byte| *byte == b':')?;
    (colon > 0).then_some(())?;
    let mut scan = Scan { rest: text };
    let ms = scan.time()?;
    Some((ms, text.len() - scan.rest.len()))
}

/// A spreadsheet's day number, to the second.
pub(crate) fn parse_serial(text: &[u8]) -> Option<Stamp> {
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    if !SERIALS.contains(&value) {
        return None;
    }
    let seconds = (value * 86_400.0).round() as i64;
    Some(Stamp { local_ms: seconds * 1_000 - SERIAL_EPOCH * DAY_MS, offset_minutes: None })
}

/// Which orders explain the text.
pub(crate) fn explain(text: &[u8]) -> DateShape {
    if !text.first().is_some_and(u8::is_ascii_digit) || text.len() < 6 {
        return DateShape::Neither;
    }
    match (parse(text, DateForm::Dmy), parse(text, DateForm::Mdy)) {
        (Some(dmy), Some(mdy)) if dmy == mdy => DateShape::Plain,
        (Some(_), Some(_)) => DateShape::Either,
        (Some(_), None) => DateShape::OnlyDmy,
        (None, Some(_)) => DateShape::OnlyMdy,
        (None, None) => DateShape::Neither,
    }
}

struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    /// Up to `at_most` digits, with how many there were.
    fn number(&mut self, at_most: usize) -> Option<(i64, usize)> {
        let count = self.rest.iter().take(at_most).take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return None;
        }
        let value = self.rest[..count].iter().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
        self.rest = &self.rest[count..];
        Some((value, count))
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn date(&mut self, form: DateForm) -> Option<i64> {
        let (first, width) = self.number(8)?;
        if width == 8 {
            return days(first / 10_000, first / 100 % 100, first % 100);
        }
        let mark = *self.rest.first().filter(|byte| b"/-. ".contains(byte))?;
        self.rest = &self.rest[1..];
        if self.rest.first().is_some_and(u8::is_ascii_alphabetic) {
            return self.named_month(first, width, mark);
        }
        if mark == b' ' {
            return None;
        }
        let (second, _) = self.number(2)?;
        if !self.take(mark) {
            return None;
        }
        let (third, third_width) = self.number(4)?;
        if width == 4 {
            return if third_width <= 2 { days(first, second, third) } else { None };
        }
        let year = match third_width {
            4 => third,
            2 => 2_000 + third,
            _ => return None,
        };
        match form {
            _ if width > 2 => None,
            DateForm::Ymd => None,
            DateForm::Dmy => days(year, second, first),
            DateForm::Mdy => days(year, first, second),
        }
    }

    /// `04 Jul 2022`, `4-July-2022`: a month in English letters leaves no question.
    fn named_month(&mut self, day: i64, width: usize, mark: u8) -> Option<i64> {
        const MONTHS: [&[u8]; 12] =
            [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = self.rest.get(..3).filter(|_| (3..=9).contains(&letters))?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|known| *known == name.as_slice())?;
        self.rest = &self.rest[letters..];
        if !self.take(mark) || width > 2 {
            return None;
        }
        let (year, width) = self.number(4)?;
        (width == 4).then(|| days(year, i64::try_from(month).ok()? + 1, day))?
    }

    fn time(&mut self) -> Option<i64> {
        let (hour, _) = self.number(2)?;
        if !self.take(b':') {
            return None;
        }
        let (minute, width) = self.number(2)?;
        let (mut second, mut milli) = (0, 0);
        if self.take(b':') {
            second = self.number(2)?.0;
            if self.take(b'.') {
                let (value, digits) = self.number(9)?;
                milli = if digits >= 3 {
                    value / 10_i64.pow(digits as u32 - 3)
                } else {
                    value * 10_i64.pow(3 - digits as u32)
                };
            }
        }
        let hour = self.half_of_day(hour)?;
        if width != 2 || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(((hour * 60 + minute) * 60 + second) * 1_000 + milli)
    }

    /// `AM`, `PM`, and Vietnamese `SA`, `CH`.
    fn half_of_day(&mut self, hour: i64) -> Option<i64> {
        let rest = self.rest.trim_ascii_start();
        let Some(mark) = rest.get(..2) else { return Some(hour) };
        let afternoon = match mark.to_ascii_uppercase().as_slice() {
            b"AM" | b"SA" => false,
            b"PM" | b"CH" => true,
            _ => return Some(hour),
        };
        self.rest = &rest[2..];
        match hour {
            1..=12 => Some(hour % 12 + if afternoon { 12 } else { 0 }),
            _ => None,
        }
    }

    /// None when what follows is no offset; `Some(None)` when nothing follows.
    #[expect(clippy::option_option, reason = "no offset and a wrong one are two things")]
    fn offset(&mut self) -> Option<Option<i32>> {
        let rest = self.rest.trim_ascii();
        let (sign, digits) = match rest {
            [] => return Some(None),
            b"Z" | b"UTC" | b"GMT" => return Some(Some(0)),
            [b'+', digits @ ..] => (1, digits),
            [b'-', digits @ ..] => (-1, digits),
            _ => return None,
        };
        let digits: Vec<u8> = digits.iter().copied().filter(|byte| *byte != b':').collect();
        let number = std::str::from_utf8(&digits).ok()?.parse::<i32>().ok()?;
        let minutes = match digits.len() {
            2 => number * 60,
            4 => number / 100 * 60 + number % 100,
            _ => return None,
        };
        (minutes <= 14 * 60).then_some(Some(sign * minutes))
    }
}

/// Days since 1970-01-01 of a date that exists, in the years 1970 to 2199.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        _ => return None,
    };
    if !(1970..2200).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (y / 400, y % 400);
    let of_year = (153 * m + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// A local time that clocks skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Skipped;

/// Turns local times of one zone into instants; a day without a change of clocks is looked up once.
pub(crate) struct ZoneClock {
    zone: Tz,
    day: i64,
    steady_offset_ms: Option<i64>,
}

impl ZoneClock {
    pub(crate) const fn new(zone: Tz) -> Self {
        Self { zone, day: i64::MIN, steady_offset_ms: None }
    }

    pub(crate) const fn zone(&self) -> Tz {
        self.zone
    }

    /// UTC milliseconds, and whether clocks showed the time twice (the earlier instant is given).
    pub(crate) fn instant(&mut self, local_ms: i64) -> Result<(i64, bool), Skipped> {
        let day = local_ms.div_euclid(DAY_MS);
        if day != self.day {
            self.day = day;
            let ends = [day * DAY_MS, (day + 1) * DAY_MS].map(|ms| self.single_offset(ms));
            self.steady_offset_ms = ends[0].filter(|_| ends[0] == ends[1]);
        }
        if let Some(offset) = self.steady_offset_ms {
            return Ok((local_ms - offset, false));
        }
        match self.zone.offset_from_local_datetime(&naive(local_ms)) {
            chrono::LocalResult::Single(offset) => Ok((local_ms - ms_of(&offset), false)),
            chrono::LocalResult::Ambiguous(earlier, _) => Ok((local_ms - ms_of(&earlier), true)),
            chrono::LocalResult::None => Err(Skipped),
        }
    }

    fn single_offset(&self, local_ms: i64) -> Option<i64> {
        self.zone.offset_from_local_datetime(&naive(local_ms)).single().map(|offset| ms_of(&offset))
    }
}

fn naive(local_ms: i64) -> NaiveDateTime {
    DateTime::from_timestamp_millis(local_ms).unwrap_or_default().naive_utc()
}

fn ms_of(offset: &impl Offset) -> i64 {
    i64::from(offset.fix().local_minus_utc()) * 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str, form: DateForm) -> Option<String> {
        let stamp = parse(text.as_bytes(), form)?;
        let utc = stamp.local_ms - i64::from(stamp.offset_minutes.unwrap_or(0)) * 60_000;
        DateTime::from_timestamp_millis(utc).map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string())
    }

    #[test]
    fn dates_are_read_in_the_forms_exports_use() {
        for (text, form, expected) in [
            ("2026-05-01 10:00:00 +0200", DateForm::Dmy, "2026-05-01T08:00:00"),
            ("2026-05-01T10:00:00.250Z", DateForm::Ymd, "2026-05-01T10:00:00"),
            ("01/05/2026 14:05", DateForm::Dmy, "2026-05-01T14:05:00"),
            ("14:05 01/05/2026", DateForm::Dmy, "2026-05-01T14:05:00"),
            ("4/22/2018 6:00", DateForm::Mdy, "2018-04-22T06:00:00"),
            ("12/1/10 8:26", DateForm::Mdy, "2010-12-01T08:26:00"),
            ("5/1/2026 12:30:00 AM", DateForm::Mdy, "2026-05-01T00:30:00"),
            ("20260501", DateForm::Ymd, "2026-05-01T00:00:00"),
            ("04 Jul 2022 11:46", DateForm::Ymd, "2022-07-04T11:46:00"),
        ] {
            assert_eq!(iso(text, form).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in ["31/04/2026", "2026-02-29", "2026-13-01", "00/05/2026", "2026-05-01 25:00", "1/2/3"] {
            assert_eq!(iso(text, DateForm::Dmy), None, "{text}");
        }
        assert!(iso("2028-02-29", DateForm::Ymd).is_some());
    }

    #[test]
    fn day_and_month_are_told_apart_only_by_a_value_above_twelve() {
        assert_eq!(explain(b"05/06/2026"), DateShape::Either);
        assert_eq!(explain(b"05/05/2026"), DateShape::Plain);
        assert_eq!(explain(b"22/04/2026"), DateShape::OnlyDmy);
        assert_eq!(explain(b"4/22/2018 6:00"), DateShape::OnlyMdy);
        assert_eq!(explain(b"2026-04-22"), DateShape::Plain);
        assert_eq!(explain(b"199000"), DateShape::Neither);
    }

    #[test]
    fn a_spreadsheet_day_number_is_the_minute_it_shows() {
        let stamp = parse_serial(b"40846.6784722222").unwrap();
        assert_eq!(naive(stamp.local_ms).to_string(), "2011-10-30 16:17:00");
        assert_eq!(parse_serial(b"12"), None);
    }

    #[test]
    fn a_time_skipped_by_the_clocks_does_not_exist_and_a_repeated_one_is_the_earlier() {
        let mut london = ZoneClock::new(Tz::Europe__London);
        let skipped = parse(b"2026-03-29 01:30", DateForm::Ymd).unwrap();
        assert_eq!(london.instant(skipped.local_ms), Err(Skipped));
        let twice = parse(b"2026-10-25 01:30", DateForm::Ymd).unwrap();
        assert_eq!(london.instant(twice.local_ms), Ok((twice.local_ms - 3_600_000, true)));
        let summer = parse(b"2026-07-01 12:00", DateForm::Ymd).unwrap();
        assert_eq!(london.instant(summer.local_ms), Ok((summer.local_ms - 3_600_000, false)));
    }
}
