//! Dates that are written like one and name no day, or no time of it: `31/04/2026`, `2026-05-01 25:00`.

use crate::date::{self, DateShape};

/// Whether the text is written like a date, and no order of day and month makes it one.
pub(crate) fn names_no_day(text: &[u8]) -> bool {
    is_written_like_a_date(text) && date::explain(text) == DateShape::Neither
}

fn is_written_like_a_date(text: &[u8]) -> bool {
    let date = text.split(|byte| matches!(byte, b' ' | b'T')).find(|part| !part.contains(&b':'));
    let mut parts = date.unwrap_or_default().split(|byte| matches!(byte, b'/' | b'-' | b'.'));
    let mut next = || {
        let part = parts.next()?;
        part.iter().all(u8::is_ascii_digit).then_some(part.len())
    };
    // One after the other: how many digits each part has, and that nothing follows.
    let widths = (next(), next(), next());
    let is_last = parts.next().is_none();
    is_last && matches!(widths, (Some(4), Some(1 | 2), Some(1 | 2)) | (Some(1 | 2), Some(1 | 2), Some(2 | 4)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_told_from_what_is_no_date() {
        for text in
            ["31/04/2026", "2026-02-29", "2026-13-01", "29/02/2026 10:00", "2026-05-01 25:00", "45/45/2026"]
        {
            assert!(names_no_day(text.as_bytes()), "{text}");
        }
        for text in ["2026-05-01", "13/05/2026", "05/13/2026", "soon", "", "199.000", "1.2.3.4", "20:00"] {
            assert!(!names_no_day(text.as_bytes()), "{text}");
        }
    }
}
