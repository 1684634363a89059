//! Rows of totals below or among the lines: recognised, compared with what the lines come to, never a line.

use crate::binding::Binding;
use crate::field;
use crate::number::e4_text;
use crate::product::Warning;
use crate::sale::SaleReport;
use crate::sales::cells::Sums;
use crate::table::Row;

/// Whether the row says that it is one of totals: it names no order and no time, and a word for it stands there.
pub(crate) fn is_worded(row: &Row<'_>, binding: &Binding) -> bool {
    is_worded_at(row, binding.order_ref, binding.date)
}

/// The same, where only those two columns are known.
pub(crate) fn is_worded_at(row: &Row<'_>, order_ref: usize, date: usize) -> bool {
    let blank = |at: usize| matches!(row.get(at), b"" | b"-" | b"--" | b"/");
    let word = |at: usize| field::is_total_word(row.text(at));
    if !(blank(order_ref) || word(order_ref)) || !(blank(date) || word(date)) {
        return false;
    }
    (0..row.filled_len()).any(|at| !row.get(at).is_empty() && word(at))
}

/// A row that says nothing but numbers, and may be one of totals.
struct Held {
    row: u64,
    said: Vec<Option<i128>>,
    reckoned: Vec<i128>,
}

/// Rows that may wait for their sums; a file with more has no totals there but lines that name nothing.
const HELD: usize = 1_000;

/// The rows of totals of a file.
#[derive(Default)]
pub(super) struct TotalRows {
    /// What the columns came to at the last one: subtotals begin anew behind it.
    before: Vec<i128>,
    held: Vec<Held>,
    named: Vec<usize>,
}

impl TotalRows {
    pub(super) fn new(binding: &Binding) -> Self {
        let named = [Some(binding.order_ref), Some(binding.date), binding.sku, binding.title, binding.status];
        Self { named: named.into_iter().flatten().collect(), ..Self::default() }
    }

    /// Whether the row names nothing that a line is of, and holds numbers.
    pub(super) fn may_be(&self, row: &Row<'_>) -> bool {
        self.held.len() < HELD && self.named.iter().all(|&at| row.get(at).is_empty())
    }

    /// Keeps what such a row says, until the sums at its place are known.
    pub(super) fn hold(&mut self, row: &Row<'_>, sums: &Sums) {
        self.held.push(Held { row: row.number, said: sums.said(row), reckoned: sums.values() });
    }

    /// Compares a row of totals with the rows above it.
    pub(super) fn said(&mut self, row: &Row<'_>, sums: &mut Sums, report: &mut SaleReport) {
        let (said, values) = (sums.said(row), sums.values());
        self.compare(row.number, &said, &values, sums, report);
        self.before = values;
    }

    fn compare(
        &mut self,
        row: u64,
        said: &[Option<i128>],
        values: &[i128],
        sums: &mut Sums,
        report: &mut SaleReport,
    ) {
        report.counts.total_rows += 1;
        for (at, (said, value)) in said.iter().zip(values).enumerate() {
            let Some(said) = *said else { continue };
            let since = value - self.before.get(at).copied().unwrap_or(0);
            if said != *value && said != since {
                report.warn(Warning::TotalDisagrees {
                    row,
                    column: sums.name(at).to_owned(),
                    said: e4_text(said),
                    reckoned: e4_text(*value),
                });
            }
            if said != since || since == *value {
                sums.file_says(at, said);
            }
        }
    }

    /// The rows that were held: those whose numbers are what the rows above come to are totals, the others are
    /// answered to be refused.
    pub(super) fn release(&mut self, sums: &mut Sums, report: &mut SaleReport) -> Vec<u64> {
        let mut refused = Vec::new();
        for held in std::mem::take(&mut self.held) {
            let mut said =
                held.said.iter().zip(&held.reckoned).filter_map(|(said, sum)| Some((*said)? == *sum));
            let proven = said.next().is_some_and(|agrees| agrees && said.all(|agrees| agrees));
            if proven {
                self.compare(held.row, &held.said, &held.reckoned, sums, report);
            } else {
                refused.push(held.row);
            }
        }
        refused
    }
}
