//! What creators get for what they brought a session, on the wire.

use app::commissions as from;
use domain::{Currency, Money};
use serde::Serialize;
use ts_rs::TS;

/// What one creator gets in one currency; amounts that no file says are null.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreatorCommission {
    /// The creator's name on the platform; empty for all together.
    pub creator: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Orders.
    pub orders: i64,
    /// Stock codes of orders.
    pub commissions: i64,
    /// Those of which all came back.
    pub returned: i64,
    /// Those that were not paid yet.
    pub waiting: i64,
    /// What is expected, shop ads included.
    pub expected: Option<String>,
    /// What was paid, shop ads included.
    pub actual: Option<String>,
    /// What of it is for shop ads.
    pub ads: Option<String>,
    /// The co-funded bonus; it comes on top.
    pub bonus: Option<String>,
    /// What was paid where it was, what is expected where not.
    pub file: Option<String>,
    /// What our rules for creators say; null where there is none.
    pub ours: Option<String>,
    /// Lines of which a rule does not know.
    pub open: i64,
    /// What the files say more than our rules; null where one side does not say everything.
    pub difference: Option<String>,
}

/// What creators get for what they brought a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionCommissions {
    /// One row a currency and creator, the most first.
    pub rows: Vec<CreatorCommission>,
    /// All together, one row a currency.
    pub totals: Vec<CreatorCommission>,
    /// Lines of the session of which no file says whether a creator brought them.
    pub unknown_lines: i64,
    /// Names of the rules that are compared.
    pub rules: Vec<String>,
    /// The latest instant the figures stand for, UTC milliseconds; null while no file came in.
    pub as_of_ms: Option<i64>,
    /// Names of the files.
    pub files: Vec<String>,
}

impl CreatorCommission {
    fn of((currency, row): (Currency, from::CreatorRow)) -> Self {
        let text = |e4: i64| Money::from_observed(e4, currency).amount().normalize().to_string();
        Self {
            currency: currency.code().to_owned(),
            orders: row.orders,
            commissions: row.commissions,
            returned: row.returned,
            waiting: row.waiting,
            expected: row.expected_e4.map(text),
            actual: row.actual_e4.map(text),
            ads: row.ads_e4.map(text),
            bonus: row.bonus_e4.map(text),
            file: row.file_e4.map(text),
            ours: row.ours.map(|ours| ours.normalize().to_string()),
            open: row.open,
            difference: row.difference().map(|difference| difference.normalize().to_string()),
            creator: row.creator,
        }
    }
}

impl From<from::SessionCommissions> for SessionCommissions {
    fn from(found: from::SessionCommissions) -> Self {
        Self {
            rows: found.rows.into_iter().map(CreatorCommission::of).collect(),
            totals: found.totals.into_iter().map(CreatorCommission::of).collect(),
            unknown_lines: found.unknown_lines,
            rules: found.rules,
            as_of_ms: found.as_of_ms,
            files: found.files,
        }
    }
}
