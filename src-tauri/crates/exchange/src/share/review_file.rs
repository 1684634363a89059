//! A review file: one recap in a file that another Showrunner opens and nobody edits unnoticed.
//!
//! The first line is `showreview 1 <SHA-256>`; what follows is JSON, as `schema/showreview.v1.json` says. The sum is
//! over the first two words and everything behind the line, so no byte can change without it. It tells damage and
//! careless editing, not a forger: whoever writes another file can write another sum.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The first word of a review file.
const MAGIC: &str = "showreview";

/// The version written, and the newest one read.
pub const REVIEW_FILE_VERSION: u32 = 1;

/// Nobody's recap is larger; a larger file is not read at all.
pub const LARGEST_REVIEW_FILE: u64 = 64 * 1024 * 1024;

/// Why a file is not opened as a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewFileError {
    /// It is something else.
    #[error("this is not a review file")]
    NotOne,
    /// It was written by a later Showrunner.
    #[error("this review file is of version {0}, which is newer than this Showrunner reads")]
    Newer(u32),
    /// It is not what was written.
    #[error("this review file was altered or damaged after it was written")]
    Altered,
}

/// A recap as it is shared. Amounts are whole units of 10⁻⁴; what is not known is null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedReview {
    /// Whose it is.
    pub brand: String,
    /// When it was written, UTC milliseconds.
    pub written_at_ms: i64,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// The session.
    pub session: SharedSession,
    /// The one it is compared with.
    pub previous: Option<SharedSession>,
    /// When it was on air: from, to; UTC milliseconds.
    pub windows: Vec<(i64, i64)>,
    /// The names of the files behind the figures, and how many lines of each.
    pub files: Vec<SharedFile>,
    /// Views; null while not known.
    pub views: Option<i64>,
    /// Width of the curve's buckets, minutes.
    pub bucket_minutes: u32,
    /// What was on screen.
    pub bands: Vec<SharedBand>,
    /// Figures, one set a currency.
    pub figures: Vec<SharedFigures>,
    /// The way to the margin; only where the sender chose so.
    pub left: Option<Vec<SharedLeft>>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedSession {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its market's code.
    pub market: String,
    /// Its IANA zone.
    pub zone: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// The channels' codes.
    pub channels: Vec<String>,
    /// The hosts' names.
    pub hosts: Vec<String>,
}

/// A file behind the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedFile {
    /// Its name.
    pub name: String,
    /// The instant its figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// Its lines credited to the session.
    pub lines: i64,
}

/// What was on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedBand {
    /// Its number in the line-up.
    pub slot_number: Option<u32>,
    /// The product's title.
    pub title: String,
    /// From, UTC milliseconds.
    pub from_ms: i64,
    /// To, UTC milliseconds.
    pub to_ms: i64,
}

/// Sums, 10⁻⁴ and counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedTally {
    /// GMV.
    pub gmv_e4: i64,
    /// Discounts.
    pub discount_e4: i64,
    /// Refunds.
    pub refund_e4: i64,
    /// Postage and charges.
    pub charge_e4: i64,
    /// Corrections.
    pub adjustment_e4: i64,
    /// Orders.
    pub orders: i64,
    /// Units.
    pub units: i64,
    /// Lines.
    pub lines: i64,
}

/// One figure; decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedKpi {
    /// `gmv`, `netSales`, `orders`, `units`, `aov`, `gpm`, `discounts`, `refunds`.
    pub metric: String,
    /// The value; null while not known.
    pub value: Option<String>,
    /// The goal.
    pub goal: Option<String>,
    /// The previous session's.
    pub previous: Option<String>,
}

/// One bucket of a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedBucket {
    /// Begin, UTC milliseconds.
    pub at_ms: i64,
    /// GMV.
    pub gmv_e4: i64,
    /// Units.
    pub units: i64,
}

/// One product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedProduct {
    /// Its number in the line-up.
    pub slot_number: Option<u32>,
    /// Its stock code.
    pub sku: Option<String>,
    /// Its title.
    pub title: String,
    /// Its sums.
    pub tally: SharedTally,
    /// How long it was on screen, milliseconds.
    pub on_screen_ms: i64,
}

/// Figures in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedFigures {
    /// ISO 4217 code.
    pub currency: String,
    /// The sums.
    pub tally: SharedTally,
    /// The headline figures.
    pub kpis: Vec<SharedKpi>,
    /// Lines credited for certain.
    pub certain_lines: i64,
    /// Lines credited by time and product.
    pub likely_lines: i64,
    /// The curve.
    pub curve: Vec<SharedBucket>,
    /// GMV outside the time on air.
    pub outside_e4: i64,
    /// The previous session's curve.
    pub previous_curve: Vec<SharedBucket>,
    /// The products.
    pub products: Vec<SharedProduct>,
    /// Whether they are the platform's own totals, which know no lines.
    pub by_platform: bool,
}

/// The way to the margin in one currency; amounts are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SharedLeft {
    /// ISO 4217 code.
    pub currency: String,
    /// Net sales.
    pub net_sales: String,
    /// What the brand bears of each rule: its name and the amount, null while not known.
    pub taken: Vec<(String, Option<String>)>,
    /// What the goods cost, as far as known.
    pub cost: String,
    /// The margin; null while something is missing.
    pub margin: Option<String>,
    /// What is missing, in the words of the sender.
    pub missing: Vec<String>,
}

/// The sum of a review file of this version with this body.
fn sum(version: u32, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{MAGIC} {version}\n"));
    hash.update(body);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl SharedReview {
    /// The review as a file.
    pub fn to_bytes(&self) -> Result<Vec<u8>, crate::share::ShareError> {
        let body = serde_json::to_vec_pretty(self)
            .map_err(|error| crate::share::ShareError::Form(error.to_string()))?;
        let mut bytes =
            format!("{MAGIC} {REVIEW_FILE_VERSION} {}\n", sum(REVIEW_FILE_VERSION, &body)).into_bytes();
        bytes.extend(body);
        Ok(bytes)
    }

    /// The review in a file.
    ///
    /// # Errors
    /// When it is something else, newer, or not what was written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReviewFileError> {
        let end = bytes.iter().take(200).position(|byte| *byte == b'\n').ok_or(ReviewFileError::NotOne)?;
        let (line, body) = (&bytes[..end], &bytes[end + 1..]);
        let line = std::str::from_utf8(line).map_err(|_| ReviewFileError::NotOne)?;
        let mut words = line.split(' ');
        if words.next() != Some(MAGIC) {
            return Err(ReviewFileError::NotOne);
        }
        let version: u32 = words.next().and_then(|word| word.parse().ok()).ok_or(ReviewFileError::Altered)?;
        let told = words.next().ok_or(ReviewFileError::Altered)?;
        // The sum first: a version that was changed by hand is an altered file, not a newer one.
        let is_whole = sum(version, body) == told && words.next().is_none();
        match (is_whole, version > REVIEW_FILE_VERSION) {
            (false, _) => Err(ReviewFileError::Altered),
            (true, true) => Err(ReviewFileError::Newer(version)),
            (true, false) => serde_json::from_slice(body).map_err(|_| ReviewFileError::Altered),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review() -> SharedReview {
        let session = SharedSession {
            id: "01a204e6-422a-7159-93c8-552d066b7f3b".to_owned(),
            title: "Đêm hội".to_owned(),
            market: "vn".to_owned(),
            zone: "Asia/Ho_Chi_Minh".to_owned(),
            started_at_ms: 1,
            ended_at_ms: None,
            channels: vec!["tikTok".to_owned()],
            hosts: vec!["Lan".to_owned()],
        };
        SharedReview {
            brand: "Mộc Lan".to_owned(),
            written_at_ms: 2,
            as_of_ms: None,
            session,
            previous: None,
            windows: vec![(1, 2)],
            files: Vec::new(),
            views: None,
            bucket_minutes: 5,
            bands: Vec::new(),
            figures: Vec::new(),
            left: None,
        }
    }

    #[test]
    fn a_review_comes_back_as_it_was_written() {
        let bytes = review().to_bytes().unwrap();
        assert_eq!(SharedReview::from_bytes(&bytes), Ok(review()));
    }

    #[test]
    fn no_byte_can_change_without_being_refused() {
        let bytes = review().to_bytes().unwrap();
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            assert!(SharedReview::from_bytes(&altered).is_err(), "byte {at}");
        }
        for length in 0..bytes.len() {
            assert!(SharedReview::from_bytes(&bytes[..length]).is_err(), "cut at {length}");
        }
    }

    #[test]
    fn a_newer_file_and_another_file_are_told_apart() {
        let body = b"{\"whatever\":1}";
        let newer = [format!("{MAGIC} 2 {}\n", sum(2, body)).as_bytes(), body].concat();
        assert_eq!(SharedReview::from_bytes(&newer), Err(ReviewFileError::Newer(2)));
        assert_eq!(SharedReview::from_bytes(b"PK\x03\x04\n"), Err(ReviewFileError::NotOne));
    }
}
