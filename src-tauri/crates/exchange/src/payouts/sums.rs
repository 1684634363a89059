//! What the amounts of a row must come to: named where they do not, and used to tell what is taken from what is not.

use super::form::PayoutForm;
use super::{ADJUSTMENT, FEES, PayoutColumn, PayoutEntry, PayoutSheet, REVENUE, TOTAL};
use crate::number::e4_text;
use crate::product::Warning;

/// Says what is taken by its sign, finds the fees among the columns nobody has described, and checks every row.
pub(super) fn settle(form: &PayoutForm, found: &mut PayoutSheet) {
    if are_fees_written_positive(found) {
        turn_fees(found);
    }
    name_unknown_fees(found);
    let warnings: Vec<Warning> =
        found.entries.iter().flat_map(|entry| uneven(form, &found.columns, entry)).collect();
    found.warnings.extend(warnings);
    for total in &found.totals {
        if let Some(said) = total.said_e4.filter(|said| *said != total.e4) {
            found.warnings.push(Warning::TotalDisagrees {
                row: 0,
                column: total.column.clone(),
                said: e4_text(said),
                reckoned: e4_text(total.e4),
            });
        }
    }
    found.not_itemised = found
        .entries
        .iter()
        .filter(|entry| residual(&found.columns, entry).is_some_and(|e4| e4 != 0))
        .count() as u64;
}

/// Whether more rows add up when fees are taken off than when they are added: some platforms write them without
/// the minus.
fn are_fees_written_positive(found: &PayoutSheet) -> bool {
    let (mut added, mut taken) = (0_u64, 0_u64);
    for entry in &found.entries {
        let of = |kind| entry.amount(&found.columns, kind);
        let (Some(revenue), Some(fees)) = (of(REVENUE), of(FEES)) else { continue };
        if fees == 0 {
            continue;
        }
        let rest = entry.total_e4 - revenue - of(ADJUSTMENT).unwrap_or_default();
        added += u64::from(rest == fees);
        taken += u64::from(rest == -fees);
    }
    taken > added
}

/// Whether a column is the fees or a part of them, however deep.
fn is_fee(columns: &[PayoutColumn], at: usize) -> bool {
    let mut column = Some(&columns[at]);
    for _ in 0..columns.len() {
        let Some(one) = column else { return false };
        if one.kind == FEES {
            return true;
        }
        column = one.of.as_ref().and_then(|of| columns.iter().find(|other| other.kind == *of));
    }
    false
}

fn turn_fees(found: &mut PayoutSheet) {
    let turned: Vec<bool> = (0..found.columns.len()).map(|at| is_fee(&found.columns, at)).collect();
    for (at, e4) in found.entries.iter_mut().flat_map(|entry| entry.amounts.iter_mut()) {
        if turned[*at] {
            *e4 = -*e4;
        }
    }
    for (total, _) in found.totals.iter_mut().zip(&turned).filter(|(_, turned)| **turned) {
        total.e4 = -total.e4;
        total.said_e4 = total.said_e4.map(|said| -said);
    }
}

/// What the fees come to beyond those itemised; none where the file has no sum of fees.
fn residual(columns: &[PayoutColumn], entry: &PayoutEntry) -> Option<i64> {
    let fees = entry.amount(columns, FEES)?;
    let parts = entry.amounts.iter().filter(|(at, _)| columns[*at].of.as_deref() == Some(FEES));
    Some(fees - parts.map(|(_, e4)| *e4).sum::<i64>())
}

/// Columns nobody has described are fees when they are, row by row, what is missing to the file's own sum of fees:
/// all of them together, or one alone. Else nothing is said of them.
fn name_unknown_fees(found: &mut PayoutSheet) {
    let unknown: Vec<usize> = (0..found.columns.len())
        .filter(|&at| found.columns[at].kind.is_empty() && found.columns[at].of.is_none())
        .collect();
    let columns = &found.columns;
    let residuals: Vec<i64> =
        found.entries.iter().map(|entry| residual(columns, entry).unwrap_or_default()).collect();
    if unknown.is_empty() || residuals.iter().all(|rest| *rest == 0) {
        return;
    }
    let explains = |some: &[usize]| {
        found.entries.iter().zip(&residuals).all(|(entry, rest)| {
            let own = entry.amounts.iter().filter(|(at, _)| some.contains(at));
            own.map(|(_, e4)| *e4).sum::<i64>() == *rest
        })
    };
    let single = unknown.iter().map(|&at| vec![at]);
    let fees = std::iter::once(unknown.clone()).chain(single).find(|some| explains(some));
    for at in fees.into_iter().flatten() {
        found.columns[at].of = Some(FEES.to_owned());
    }
}

/// The sums of a row that do not hold.
fn uneven(form: &PayoutForm, columns: &[PayoutColumn], entry: &PayoutEntry) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for whole in form.amounts.iter().filter(|amount| !amount.open) {
        let Some(said) = entry.amount(columns, &whole.kind) else { continue };
        let parts: Vec<&str> = form.parts(&whole.kind).map(|part| part.kind.as_str()).collect();
        let has = |kind: &&str| columns.iter().any(|column| column.kind == **kind);
        // Of a total, revenue and fees are enough; other sums hold only where all their parts are there.
        let needed: Vec<&str> =
            parts.iter().copied().filter(|part| whole.kind != TOTAL || *part != ADJUSTMENT).collect();
        if needed.is_empty() || !needed.iter().all(has) {
            continue;
        }
        let reckoned: i64 = parts.iter().filter_map(|part| entry.amount(columns, part)).sum();
        if reckoned != said {
            let column = columns.iter().find(|column| column.kind == whole.kind);
            warnings.push(Warning::SumDisagrees {
                row: entry.row,
                column: column.map(|column| column.name.clone()).unwrap_or_default(),
                said: e4_text(said.into()),
                reckoned: e4_text(reckoned.into()),
            });
        }
    }
    warnings
}
