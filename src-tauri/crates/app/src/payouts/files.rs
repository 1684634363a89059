//! Which files of payouts count, and which of their entries stand.

use std::collections::{BTreeSet, HashMap};

use domain::payout::standing;
use store::Tables;
use store::import::ImportState;
use store::payout::{PayoutEntry, PayoutFile, PayoutObserved};

use crate::Result;

/// The files that count, the oldest figures first. Of one age the one with the greater hash counts more, so that the
/// order of imports does not matter.
#[derive(Default)]
pub(crate) struct Files {
    files: Vec<PayoutFile>,
    ranks: HashMap<i64, usize>,
}

/// An entry that stands, and where its newest file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) entry: PayoutEntry,
    pub(crate) file_no: i64,
    pub(crate) row: i64,
}

impl Files {
    /// Reads the files that count, or counted at an instant.
    pub(crate) fn read(tables: &Tables<'_>, known_on_ms: Option<i64>) -> Result<Self> {
        let mut files = tables.payout_files()?;
        files.retain(|file| {
            file.state == ImportState::Live && known_on_ms.is_none_or(|instant| file.as_of_ms <= instant)
        });
        files.sort_by(|one, other| {
            (one.as_of_ms, &one.hash, one.no).cmp(&(other.as_of_ms, &other.hash, other.no))
        });
        let ranks = files.iter().enumerate().map(|(rank, file)| (file.no, rank)).collect();
        Ok(Self { files, ranks })
    }

    /// Whose order numbers they hold.
    pub(crate) fn sources(&self) -> BTreeSet<String> {
        self.files.iter().map(|file| file.orders.clone()).collect()
    }

    /// The files themselves.
    pub(crate) fn all(&self) -> &[PayoutFile] {
        &self.files
    }

    /// The file with this number, if it counts.
    pub(crate) fn file(&self, no: i64) -> Option<&PayoutFile> {
        self.ranks.get(&no).and_then(|rank| self.files.get(*rank))
    }

    /// The instant the figures of a rank stand for.
    pub(crate) fn as_of(&self, rank: usize) -> i64 {
        self.files.get(rank).map_or(i64::MIN, |file| file.as_of_ms)
    }

    /// The rank of the newest file that holds an entry.
    pub(crate) fn newest(&self, observed: &PayoutObserved) -> Option<usize> {
        self.holders(observed).map(|(rank, _, _)| rank).max()
    }

    fn holders(&self, observed: &PayoutObserved) -> impl Iterator<Item = (usize, i64, i64)> {
        let own = (observed.entry.file_no, observed.entry.row);
        let all = std::iter::once(own).chain(observed.seen_by.iter().copied());
        all.filter_map(|(no, row)| Some((*self.ranks.get(&no)?, no, row)))
    }

    /// The entries that stand: of each group those of the newest file that tells of it.
    pub(crate) fn standing(&self, observed: Vec<PayoutObserved>) -> Vec<Standing> {
        let mut all = Vec::new();
        for one in observed {
            let group = one.entry.group_key;
            for (rank, file_no, row) in self.holders(&one) {
                all.push((group, rank, Standing { entry: one.entry.clone(), file_no, row }));
            }
        }
        standing(all)
    }
}
