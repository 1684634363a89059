//! Whether every sum is that of its lines: computed anew and compared, without writing anything.

use std::collections::BTreeSet;

use store::Tables;
use store::rollup::Sum;

use super::recredit::counted;
use crate::Result;

/// What a check found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Sums that were compared.
    pub sums: usize,
    /// Sums that are not those of their lines, or stand for no line.
    pub wrong: usize,
}

/// Compares every sum with the lines it stands for.
pub(crate) fn check(tables: &Tables<'_>) -> Result<Checked> {
    let mut unmatched = Vec::new();
    let mut of_lines: BTreeSet<String> = BTreeSet::new();
    for sum in counted(tables)?.into_sums() {
        match sum {
            // Kept by the minute; compared by reason and currency.
            Sum::Unmatched { currency, credit, gmv_e4, lines, .. } => {
                unmatched.push((currency, credit, gmv_e4, lines));
            }
            sum => {
                of_lines.insert(format!("{sum:?}"));
            }
        }
    }
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut keep = |sum: Sum| {
        kept.insert(format!("{sum:?}"));
    };
    for sum in tables.all_session_sums()? {
        let (session_no, currency, tally) = (sum.session_no, sum.currency, sum.tally);
        keep(Sum::Session { session_no, currency, tally, certain_lines: sum.certain_lines });
    }
    for (session_no, sum) in tables.all_product_sums()? {
        let (product_no, currency, tally) = (sum.product_no, sum.currency, sum.tally);
        keep(Sum::Product { session_no, product_no, currency, tally });
    }
    for sum in tables.certain_sums()? {
        let (session_no, currency) = (sum.session_no, sum.currency);
        let (gmv_e4, lines, by_hand) = (sum.gmv_e4, sum.lines, sum.by_hand);
        keep(Sum::Certain { session_no, currency, gmv_e4, lines, by_hand });
    }
    for sum in tables.shared_sums()? {
        let (gmv_e4, lines) = (sum.gmv_e4, sum.lines);
        keep(Sum::Shared { sessions: sum.sessions, currency: sum.currency, gmv_e4, lines });
    }
    for session_no in tables.sale_session_numbers()?.into_keys() {
        for sum in tables.minute_sums(session_no)? {
            let (minute, currency) = (sum.minute, sum.currency);
            keep(Sum::Minute { session_no, minute, currency, gmv_e4: sum.gmv_e4, units: sum.units });
        }
        for (import_no, lines) in tables.source_sums(session_no)? {
            keep(Sum::Source { session_no, import_no, lines });
        }
    }
    let mut wrong = of_lines.symmetric_difference(&kept).count();
    let kept_unmatched = tables.unmatched_sums(i64::MIN, i64::MAX)?;
    for sum in &kept_unmatched {
        let own = unmatched.iter().filter(|one| (one.0, one.1) == (sum.currency, sum.credit));
        let (gmv, lines) = own.fold((0, 0), |(gmv, lines), one| (gmv + one.2, lines + one.3));
        wrong += usize::from((gmv, lines) != (sum.gmv_e4, sum.lines));
    }
    let is_kept =
        |one: &&(_, _, _, _)| kept_unmatched.iter().any(|sum| (sum.currency, sum.credit) == (one.0, one.1));
    wrong += unmatched.iter().filter(|one| !is_kept(one)).count();
    Ok(Checked { sums: of_lines.len().max(kept.len()) + kept_unmatched.len(), wrong })
}
