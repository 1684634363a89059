//! What creators get for what they brought: which lines of orders, expected and in the end, beside our own rules.

mod brought;
mod page;

use domain::payout::standing;
use store::Tables;
use store::commission::{Commission, CommissionObserved, CommissionReach};

use crate::Result;
use crate::payouts::Files;

pub(crate) use brought::{Asked, Brought, Found};
pub use page::{CreatorRow, SessionCommissions, of_session};

/// What is known of commissions: of several files that tell of one stock code of an order, the later one counts.
pub(crate) struct Commissions {
    files: Files,
    reaches: Vec<CommissionReach>,
}

impl Commissions {
    /// As known at an instant; now when none.
    pub(crate) fn read(tables: &Tables<'_>, known_on_ms: Option<i64>) -> Result<Self> {
        let files = Files::of(tables.commission_files()?, known_on_ms);
        let mut reaches = tables.commission_reaches()?;
        reaches.retain(|reach| files.file(reach.file_no).is_some());
        Ok(Self { files, reaches })
    }

    /// The files that count.
    pub(crate) const fn files(&self) -> &Files {
        &self.files
    }

    /// The instant the newest of what was observed stands for.
    pub(crate) fn newest(&self, observed: &[CommissionObserved]) -> Option<i64> {
        let ranks = observed.iter().flat_map(|one| self.holders(one)).map(|(rank, _, _)| rank);
        ranks.max().map(|rank| self.files.as_of(rank))
    }

    fn holders(&self, one: &CommissionObserved) -> impl Iterator<Item = (usize, i64, i64)> {
        self.files.holders((one.commission.file_no, one.commission.row), &one.seen_by)
    }

    /// Of each group what its newest file says.
    pub(crate) fn standing(&self, observed: Vec<CommissionObserved>) -> Vec<Commission> {
        let mut all = Vec::new();
        for one in observed {
            if let Some(rank) = self.holders(&one).map(|(rank, _, _)| rank).max() {
                all.push((one.commission.group_key, rank, one.commission));
            }
        }
        standing(all)
    }
}
