//! The GMV curve of a report, with the bands of what was on screen and the words around it.

use domain::{Currency, Language};
use exchange::report::{Curve, Part};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::exports::numbers::{clock, day, money, number};
use crate::exports::scope::Content;
use crate::exports::wording::{fill, word};
use crate::reviews::{Bucket, Figures, SessionReview};

const MS_PER_MINUTE: i64 = 60_000;

/// Marks across are so many at most.
const MARKS: i64 = 10;

/// Steps between two marks, minutes.
const STEPS: [i64; 8] = [5, 10, 15, 30, 60, 120, 240, 480];

/// The curve with its heading and the sentence under it; nothing while there is none.
pub(super) fn parts(content: &Content, review: &SessionReview, set: &Figures) -> Vec<Part> {
    let language = content.language;
    let (Some(first), Some(last)) = (set.curve.first(), set.curve.last()) else { return Vec::new() };
    let width = i64::from(review.bucket_minutes) * MS_PER_MINUTE;
    let frame = Frame { from_ms: first.at_ms, to_ms: last.at_ms + width, top_e4: top(set) };
    let zone = content.zone_of();
    let minutes = review.bucket_minutes.to_string();
    let peak = set.curve.iter().max_by_key(|bucket| bucket.gmv_e4).filter(|bucket| bucket.gmv_e4 > 0);
    let amount = |e4| money(Decimal::new(e4, 4), set.currency, language);
    let peak_words = peak.map(|bucket| {
        let blanks = [("amount", amount(bucket.gmv_e4)), ("at", clock(bucket.at_ms, zone))];
        fill(language, "share_peak", &blanks.each_ref().map(|(key, text)| (*key, text.as_str())))
    });
    let curve = Curve {
        says: fill(
            language,
            "share_curve_says",
            &[("minutes", &minutes), ("peak", peak_words.as_deref().unwrap_or_default())],
        ),
        points: frame.points(&set.curve, width),
        before: frame.points(&set.previous_curve, width),
        bands: frame.bands(review),
        across: frame.across(zone),
        up: frame.up(set.currency, language),
        peak: peak.zip(peak_words).map(|(bucket, words)| {
            let (x, y) = frame.point(bucket, width);
            (x, y, words)
        }),
    };
    let mut legend = vec![word(language, "share_curve_bands")];
    if let Some(previous) = review.previous.as_ref().filter(|_| !set.previous_curve.is_empty()) {
        let before = previous.zone.parse().unwrap_or(zone);
        let day = day(previous.started_at_ms, before, language);
        legend.push(fill(language, "share_curve_before", &[("day", &day)]));
    }
    if set.outside_e4 != 0 {
        legend.push(fill(language, "share_curve_outside", &[("gmv", &amount(set.outside_e4))]));
    }
    vec![
        Part::Heading(fill(language, "share_curve", &[("minutes", &minutes)])),
        Part::Curve(curve),
        Part::Note(legend.join(" ")),
    ]
}

/// The highest amount the curve has room for: a round one that three lines divide.
fn top(set: &Figures) -> i64 {
    let most =
        set.curve.iter().chain(&set.previous_curve).map(|bucket| bucket.gmv_e4).max().unwrap_or_default();
    let wanted = most.max(1).saturating_add(most / 10);
    let mut power = 1_i64;
    while power.saturating_mul(12) < wanted {
        power = power.saturating_mul(10);
    }
    [12, 15, 24, 30, 45, 60, 75, 90, 120]
        .into_iter()
        .map(|tenths: i64| tenths.saturating_mul(power).div_euclid(10).max(3))
        .find(|top| *top >= wanted)
        .unwrap_or(wanted)
}

/// What the curve covers.
struct Frame {
    from_ms: i64,
    to_ms: i64,
    top_e4: i64,
}

/// A part of a whole, for the eye.
fn share(part: i64, whole: i64) -> f32 {
    let share = Decimal::from(part).checked_div(Decimal::from(whole)).and_then(|share| share.to_f32());
    share.unwrap_or_default().clamp(0.0, 1.0)
}

impl Frame {
    fn x(&self, at_ms: i64) -> f32 {
        share(at_ms - self.from_ms, self.to_ms - self.from_ms)
    }

    fn point(&self, bucket: &Bucket, width: i64) -> (f32, f32) {
        (self.x(bucket.at_ms + width / 2), share(bucket.gmv_e4, self.top_e4))
    }

    fn points(&self, curve: &[Bucket], width: i64) -> Vec<(f32, f32)> {
        let inside = curve.iter().filter(|bucket| (self.from_ms..self.to_ms).contains(&bucket.at_ms));
        inside.map(|bucket| self.point(bucket, width)).collect()
    }

    fn bands(&self, review: &SessionReview) -> Vec<(f32, f32, String)> {
        let band = |band: &crate::reviews::Band| {
            let number = band.slot_number.map(|number| number.to_string()).unwrap_or_default();
            (self.x(band.from_ms), self.x(band.to_ms), number)
        };
        review.bands.iter().map(band).filter(|(from, to, _)| to > from).collect()
    }

    fn across(&self, zone: chrono_tz::Tz) -> Vec<(f32, String)> {
        let span = (self.to_ms - self.from_ms) / MS_PER_MINUTE;
        let step = STEPS.into_iter().find(|step| span / step <= MARKS).unwrap_or(480) * MS_PER_MINUTE;
        let first = (self.from_ms + step - 1).div_euclid(step) * step;
        let marks = (0..=MARKS + 1).map(|at| first + at * step).filter(|at_ms| *at_ms <= self.to_ms);
        marks.map(|at_ms| (self.x(at_ms), clock(at_ms, zone))).collect()
    }

    fn up(&self, currency: Currency, language: Language) -> Vec<(f32, String)> {
        let whole = Decimal::new(self.top_e4, 4);
        let (by, unit) = if whole >= Decimal::from(1_000_000_000) {
            (Decimal::from(1_000_000_000), word(language, "money_billion"))
        } else if whole >= Decimal::from(1_000_000) {
            (Decimal::from(1_000_000), word(language, "money_million"))
        } else {
            (Decimal::ONE, String::new())
        };
        let mark = |third: i64| {
            let amount = whole * Decimal::from(third) / Decimal::from(3) / by;
            let digits = if by == Decimal::ONE { currency.display_digits() } else { 1 };
            let words = format!("{} {unit}", number(amount, digits, language));
            (share(third, 3), words.trim_end().to_owned())
        };
        [1, 2, 3].map(mark).to_vec()
    }
}
