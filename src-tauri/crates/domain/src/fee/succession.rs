//! A commission that changes: who keeps the old rate for how long.

use chrono::{Days, NaiveDate};

use super::{FeeError, FeeTerms, Purpose};
use crate::id::HostId;

/// Days a creator who is there already keeps a rate that is lowered, from the day it is announced.
pub const LOCK_DAYS: u64 = 30;

/// Days between saying so and a change.
pub const NOTICE_DAYS: u64 = 2;

/// What takes the place of a commission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The commission as it was, until the day before the change.
    pub ended: FeeTerms,
    /// As it is from then on.
    pub begun: FeeTerms,
    /// The old rate for those who keep it, one each; they take the place of the new one while they last.
    pub kept: Vec<FeeTerms>,
}

/// The commission `old` at another rate, announced on a day. Two days later it holds; when it is lowered, creators
/// who were there before (`existing`, with their names) keep the old rate for 30 days from the announcement.
///
/// # Errors
/// [`FeeError::Rate`] when either rate is no rate, [`FeeError::Period`] when the old one is not in force by then.
pub fn succession(
    old: &FeeTerms,
    rate_ppm: u32,
    announced: NaiveDate,
    existing: &[(HostId, String)],
    group: &str,
) -> Result<Succession, FeeError> {
    let before = old.rate_ppm.filter(|_| old.purpose == Purpose::Commission).ok_or(FeeError::Rate)?;
    let from = announced.checked_add_days(Days::new(NOTICE_DAYS)).ok_or(FeeError::Period)?;
    let ends = from.pred_opt().ok_or(FeeError::Period)?;
    let last_kept = announced.checked_add_days(Days::new(LOCK_DAYS - 1)).ok_or(FeeError::Period)?;
    let has_begun = old.valid_from.is_none_or(|first| first <= ends);
    let is_over = old.valid_to.is_some_and(|last| last <= ends);
    if !has_begun || is_over {
        return Err(FeeError::Period);
    }
    let is_lowered = rate_ppm < before;
    let group = old.group.clone().or_else(|| is_lowered.then(|| group.to_owned()));
    let begun = FeeTerms {
        rate_ppm: Some(rate_ppm),
        valid_from: Some(from),
        starts_at: None,
        group: group.clone(),
        ..old.clone()
    };
    let keeps = |(host, name): &(HostId, String)| FeeTerms {
        name: format!("{} · {name}", old.name),
        host: Some(*host),
        valid_from: Some(from),
        starts_at: None,
        valid_to: Some(old.valid_to.map_or(last_kept, |last| last.min(last_kept))),
        precedence: old.precedence.saturating_add(1),
        group: group.clone(),
        ..old.clone()
    };
    let theirs = existing.iter().filter(|(host, _)| is_lowered && old.host.is_none_or(|one| one == *host));
    let kept = theirs.map(keeps).map(FeeTerms::checked).collect::<Result<_, _>>()?;
    let ended = FeeTerms { valid_to: Some(ends), ends_at: None, ..old.clone() };
    Ok(Succession { ended: ended.checked()?, begun: begun.checked()?, kept })
}
