//! How surely a figure is a session's: from what is certain to what may be its as well.

use std::collections::HashMap;

use domain::{Currency, Tally};
use store::Tables;
use store::rollup::{CertainSum, SharedSum};

use crate::Result;

/// GMV as a range, with what it is made of; 10⁻⁴.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Range {
    /// By the session's id or by hand.
    pub certain_e4: i64,
    /// Certain or likely, and what fits another session as well.
    pub possible_e4: i64,
    /// Sale lines credited for certain.
    pub certain_lines: i64,
    /// How many of them by hand.
    pub by_hand: i64,
    /// Sale lines that fit another session as well.
    pub shared_lines: i64,
}

/// What is certain and what is shared, of every session.
pub(super) struct Ranges {
    certain: HashMap<(i64, Currency), CertainSum>,
    shared: Vec<SharedSum>,
}

impl Ranges {
    /// Reads them; none while they are still to be computed from lines of an earlier version.
    pub(super) fn read(tables: &Tables<'_>) -> Result<Option<Self>> {
        if tables.is_credit_due()? {
            return Ok(None);
        }
        let certain = tables.certain_sums()?.into_iter();
        let certain = certain.map(|sum| ((sum.session_no, sum.currency), sum)).collect();
        Ok(Some(Self { certain, shared: tables.shared_sums()? }))
    }

    /// The range of some sessions together, around their sum: a line that fits two of them is in it once.
    pub(super) fn of(&self, sessions: &[i64], currency: Currency, tally: &Tally) -> Range {
        let mut range = Range { possible_e4: tally.gmv_e4, ..Range::default() };
        for no in sessions {
            if let Some(sum) = self.certain.get(&(*no, currency)) {
                range.certain_e4 += sum.gmv_e4;
                range.certain_lines += sum.lines;
                range.by_hand += sum.by_hand;
            }
        }
        let fits = |sum: &&SharedSum| sum.sessions.iter().any(|no| sessions.contains(no));
        for sum in self.shared.iter().filter(|sum| sum.currency == currency).filter(fits) {
            range.possible_e4 += sum.gmv_e4;
            range.shared_lines += sum.lines;
        }
        range
    }
}
