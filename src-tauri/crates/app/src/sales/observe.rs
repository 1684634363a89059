//! What one more observation changes: which of all observations of a line stands.

use domain::Credit;
use store::sale::{Observed, SaleLine};

use super::Books;
use super::books::Rank;

/// What a row of a file is to what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowState {
    /// Nothing stood for it.
    New,
    /// It takes the place of other figures.
    Changed,
    /// It says what stands.
    Unchanged,
    /// It says something else, but is older than what stands.
    Older,
}

/// What is to be written for a row, and which figures change by it.
#[derive(Debug)]
pub(crate) struct Decision {
    /// What the row is to what is known.
    pub(crate) state: RowState,
    /// The observation that says the same and is there already; else the row becomes one itself.
    pub(crate) same: Option<SaleLine>,
    /// What stood before.
    pub(crate) before: Option<SaleLine>,
    /// Whether the row (or `same`) stands now.
    pub(crate) stands: bool,
}

/// The rank of an observation: of the live imports that saw it, the highest.
fn rank(books: &Books, observed: &Observed) -> Option<Rank> {
    let own = books.rank(observed.line.import_no);
    observed.seen_by.iter().map(|&no| books.rank(no)).chain([own]).flatten().max()
}

/// Whether two observations are of the same line of the same order.
fn is_same_line(books: &Books, one: &SaleLine, other: &SaleLine) -> bool {
    one.line_no == other.line_no
        && one.order_ref == other.order_ref
        && books.identity(one.product_no) == books.identity(other.product_no)
}

/// Whether two observations say the same. The buyer is left out: another key makes other hashes of the same
/// buyers. So is a credit by time or by hand, which is ours and not the source's.
fn says_the_same(one: &SaleLine, other: &SaleLine) -> bool {
    let named = |line: &SaleLine| {
        let (session, credit) = line.found.unwrap_or((line.session_no, line.credit));
        session.filter(|_| credit == Credit::SessionId)
    };
    one.at_ms == other.at_ms
        && one.product_no == other.product_no
        && one.amounts == other.amounts
        && one.unit_price_e4 == other.unit_price_e4
        && one.platform_discount_e4 == other.platform_discount_e4
        && one.tax_e4 == other.tax_e4
        && one.shipping_e4 == other.shipping_e4
        && one.currency == other.currency
        && named(one) == named(other)
}

/// The observations of an order that stand, one a line.
pub(crate) fn standing<'a>(books: &Books, order: &'a [Observed]) -> Vec<&'a SaleLine> {
    let mut best: Vec<(&SaleLine, Rank)> = Vec::new();
    for observed in order {
        let Some(rank) = rank(books, observed) else { continue };
        match best.iter_mut().find(|(line, _)| is_same_line(books, line, &observed.line)) {
            // The later row of two of one rank: the file corrected itself.
            Some(entry) if entry.1 <= rank => *entry = (&observed.line, rank),
            Some(_) => {}
            None => best.push((&observed.line, rank)),
        }
    }
    best.into_iter().map(|(line, _)| line).collect()
}

impl Decision {
    /// Judges `line`, whose import will have `rank_of_import`, by everything observed of its order before.
    pub(crate) fn of(books: &Books, line: &SaleLine, rank_of_import: Rank, order: &[Observed]) -> Self {
        let own: Vec<&Observed> =
            order.iter().filter(|observed| is_same_line(books, &observed.line, line)).collect();
        let before = own
            .iter()
            .filter_map(|observed| Some((rank(books, observed)?, observed)))
            .max_by_key(|(rank, observed)| (*rank, observed.line.id));
        let same = before
            .as_ref()
            .map(|(_, observed)| **observed)
            .filter(|observed| says_the_same(&observed.line, line))
            .or_else(|| own.iter().copied().rfind(|observed| says_the_same(&observed.line, line)));
        let stands = before.as_ref().is_none_or(|(rank, _)| *rank <= rank_of_import);
        let state = match &before {
            None => RowState::New,
            Some((_, observed)) if says_the_same(&observed.line, line) => RowState::Unchanged,
            Some(_) if stands => RowState::Changed,
            Some(_) => RowState::Older,
        };
        Self {
            state,
            same: same.map(|observed| observed.line.clone()),
            before: before.map(|(_, observed)| observed.line.clone()),
            stands,
        }
    }
}
