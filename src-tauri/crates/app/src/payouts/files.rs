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
        Ok(Self::of(tables.payout_files()?, known_on_ms))
    }

    /// Those of `files` that count, or counted at an instant.
    pub(crate) fn of(mut files: Vec<PayoutFile>, known_on_ms: Option<i64>) -> Self {
        files.retain(|file| {
            file.state == ImportState::Live && known_on_ms.is_none_or(|instant| file.as_of_ms <= instant)
        });
        files.sort_by(|one, other| {
            (one.as_of_ms, &one.hash, one.no).cmp(&(other.as_of_ms, &other.hash, other.no))
        });
        let ranks = files.iter().enumerate().map(|(rank, file)| (file.no, rank)).collect();
        Self { files, ranks }
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
        let own = (observed.entry.file_no, observed.entry.row);
        self.holders(own, &observed.seen_by).map(|(rank, _, _)| rank).max()
    }

    /// Files that count and hold something, each with its rank, its number and the row there.
    pub(crate) fn holders(
        &self,
        own: (i64, i64),
        seen_by: &[(i64, i64)],
    ) -> impl Iterator<Item = (usize, i64, i64)> {
        let all = std::iter::once(own).chain(seen_by.iter().copied());
        all.filter_map(|(no, row)| Some((*self.ranks.get(&no)?, no, row)))
    }

    /// The entries that stand: of each group those of the newest file that tells of it.
    pub(crate) fn standing(&self, observed: Vec<PayoutObserved>) -> Vec<Standing> {
        let mut all = Vec::new();
        for one in observed {
            let group = one.entry.group_key;
            for (rank, file_no, row) in self.holders((one.entry.file_no, one.entry.row), &one.seen_by) {
                all.push((group, rank, Standing { entry: one.entry.clone(), file_no, row }));
            }
        }
        standing(all)
    }
}
