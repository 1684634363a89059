//! Crediting lines anew when a session's time on air, its line-up or the catalogue has changed, and computing
//! every sum anew.

use domain::correction::Correction;
use rustc_hash::FxHashSet;
use store::credit_correction::Followed;
use store::sale::{Observed, SaleLine};
use store::sale_name::SaleSession;
use store::session_join::SessionJoin;
use store::{Store, Tables};

use super::books::actual_sessions;
use super::rooms::{self, Moved};
use super::{Books, Ledger, standing};
use crate::{Error, Result};

/// Orders a step: some hundred lines are credited anew in a few milliseconds.
const ORDERS_A_STEP: i64 = 150;
/// Orders a step of the rebuild, which nobody waits behind.
const ORDERS_A_REBUILD_STEP: i64 = 5_000;

/// What must be credited anew, and by what.
struct Overdue {
    sessions: Vec<SaleSession>,
    ranges: Vec<(i64, i64)>,
    orders: Vec<i64>,
    books: Books,
    renamed: Vec<i64>,
    corrections: Vec<Correction>,
    joins: Vec<SessionJoin>,
    rooms: Option<Moved>,
    is_due: bool,
}

/// Brings every credit up to date with sessions, line-ups and catalogue, and sweeps what a crash left. Answers
/// whether any figure may have changed. The caller holds the turn.
pub(crate) fn settle(store: &Store) -> Result<bool> {
    sweep(store)?;
    let Some(mut overdue) = store.read(overdue)? else { return Ok(false) };
    let batch = store.write::<_, Error>(None, |tables| {
        let (_, _, batch) = tables.next_sale_numbers()?;
        tables.open_sale_batch(batch, true)?;
        Ok(batch)
    })?;
    for orders in std::mem::take(&mut overdue.orders).chunks(usize::try_from(ORDERS_A_STEP).unwrap_or(1)) {
        overdue.step(store, batch, orders.iter().copied())?;
    }
    for (from_ms, to_ms) in std::mem::take(&mut overdue.ranges) {
        let mut after = 0;
        loop {
            let page = store.read::<_, Error>(|tables| {
                Ok(tables.sale_orders_between(from_ms, to_ms, after, ORDERS_A_STEP)?)
            })?;
            let Some(&(last, _)) = page.last() else { break };
            after = last;
            let orders: FxHashSet<i64> = page.into_iter().map(|(_, order)| order).collect();
            overdue.step(store, batch, orders.into_iter())?;
        }
    }
    // Last, so that whatever interrupts this is made good the next time.
    store.write::<_, Error>(None, |tables| {
        for session in &overdue.sessions {
            tables.save_sale_session(session)?;
        }
        for &no in &overdue.renamed {
            tables.set_sale_product(no, overdue.books.catalogue_product(no))?;
        }
        // What was worked out of the lines between two steps holds no longer.
        let (_, _, batch) = tables.next_sale_numbers()?;
        tables.open_sale_batch(batch, true)?;
        if let Some(moved) = &overdue.rooms {
            let now: Vec<_> = moved.now.iter().map(|(key, session)| (key.clone(), *session)).collect();
            tables.set_room_credits(&now, &moved.mark)?;
        }
        tables.follow_corrections(&overdue.corrections)?;
        Ok(tables.follow_joins(&overdue.joins)?)
    })?;
    if overdue.is_due {
        rebuild(store)?;
        store.write::<_, Error>(None, |tables| Ok(tables.settle_credit_due()?))?;
    }
    Ok(true)
}

impl Overdue {
    /// Credits some orders anew, in a step of its own.
    fn step(&self, store: &Store, batch: i64, orders: impl Iterator<Item = i64>) -> Result<()> {
        store.write_batch::<_, Error>(|tables| {
            let mut ledger = Ledger::default();
            for order in orders {
                recredit(tables, &self.books, &mut ledger, &tables.sale_order(order)?)?;
            }
            Ok(tables.add_sums(batch, &ledger.into_sums())?)
        })
    }
}

/// Whether something was left undone that nobody would ask for: by a crash, an update, or between two steps.
pub(crate) fn is_behind(tables: &Tables<'_>) -> Result<bool> {
    let corrections = tables.corrections()?;
    Ok(!tables.dead_sale_batches()?.is_empty()
        || tables.is_credit_due()?
        || rooms::is_behind(tables)?
        || corrected(tables, &corrections, &tables.session_joins()?, &[])?.is_some())
}

/// What is to be looked at again: orders, and times from and to.
type Again = (Vec<i64>, Vec<(i64, i64)>);

/// Corrections that the lines do not follow yet, or no longer may: orders and times to look at again.
fn corrected(
    tables: &Tables<'_>,
    corrections: &[Correction],
    joins: &[SessionJoin],
    sessions: &[SaleSession],
) -> Result<Option<Again>> {
    let followed = tables.corrections_followed()?;
    let now: Vec<Followed> = corrections
        .iter()
        .map(|one| Followed {
            id: one.id,
            order_key: one.about.order().map(|order| order.key),
            within: one.within,
            to: one.to,
        })
        .chain(joins.iter().filter(|join| join.is_one).map(SessionJoin::followed))
        .collect();
    let changed: Vec<&Followed> = now
        .iter()
        .filter(|one| !followed.contains(one))
        .chain(followed.iter().filter(|one| !now.contains(one)))
        .collect();
    if changed.is_empty() {
        return Ok(None);
    }
    let (mut orders, mut ranges) = (Vec::new(), Vec::new());
    for one in changed {
        if let Some(key) = one.order_key {
            orders.push(key);
            continue;
        }
        // Of a product: whatever its session has, had, or might have.
        for session in
            sessions.iter().filter(|known| known.session == one.within || Some(known.session) == one.to)
        {
            orders.extend(tables.sale_orders_credited(session.no)?);
            ranges.extend(session.windows.iter().copied());
        }
    }
    orders.sort_unstable();
    orders.dedup();
    Ok(Some((orders, ranges)))
}

fn overdue(tables: &Tables<'_>) -> Result<Option<Overdue>> {
    let known = tables.sale_sessions()?;
    let actual = actual_sessions(tables, &known)?;
    let mut books = Books::read(tables)?;
    let renamed = renamed(tables, &mut books)?;
    let changed: Vec<&SaleSession> = actual.iter().filter(|session| !known.contains(session)).collect();
    let corrections = tables.corrections()?;
    let joins = tables.session_joins()?;
    let corrected = corrected(tables, &corrections, &joins, &actual)?;
    let is_due = tables.is_credit_due()?;
    let rooms = rooms::moved(tables)?;
    if changed.is_empty() && renamed.is_empty() && corrected.is_none() && rooms.is_none() && !is_due {
        return Ok(None);
    }
    let (mut orders, mut ranges) = corrected.unwrap_or_default();
    if renamed.is_empty() && !is_due {
        for session in &changed {
            let before = known.iter().find(|other| other.no == session.no);
            ranges.extend(before.iter().flat_map(|before| before.windows.iter().copied()));
            ranges.extend(session.windows.iter().copied());
        }
    } else {
        ranges.extend(actual.iter().flat_map(|session| session.windows.iter().copied()));
    }
    let sessions = changed.into_iter().cloned().collect();
    books.know_sessions(&actual);
    if let Some(moved) = &rooms {
        orders.extend(&moved.orders);
        orders.sort_unstable();
        orders.dedup();
        books.know_rooms(&moved.lines);
    }
    Ok(Some(Overdue {
        sessions,
        ranges: joined(ranges),
        orders,
        books,
        renamed,
        corrections,
        joins,
        rooms,
        is_due,
    }))
}

/// Names that stand for another catalogue product than before.
fn renamed(tables: &Tables<'_>, books: &mut Books) -> Result<Vec<i64>> {
    let mut changed = Vec::new();
    for known in books.products() {
        let found = tables.product_by_name(known.sku.as_deref(), &known.title)?;
        if found != known.product {
            changed.push((known.no, found));
        }
    }
    for &(no, product) in &changed {
        books.resolve(no, product);
    }
    Ok(changed.into_iter().map(|(no, _)| no).collect())
}

/// Ranges without overlap, so that no line is looked at twice.
fn joined(mut ranges: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    ranges.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn recredit(tables: &Tables<'_>, books: &Books, ledger: &mut Ledger, order: &[Observed]) -> Result<()> {
    let moved: Vec<(&Observed, SaleLine)> = order
        .iter()
        .filter_map(|observed| {
            let mut line = observed.line.clone();
            books.credit_anew(&mut line);
            (line != observed.line).then_some((observed, line))
        })
        .collect();
    let Some((first, _)) = moved.first() else { return Ok(()) };
    let stands: Vec<_> = standing(books, order);
    ledger.open_order(first.line.order_key, stands.iter().copied());
    for (observed, new) in moved {
        let old = &observed.line;
        if stands.iter().any(|line| line.id == old.id) {
            ledger.line(old, -1);
            ledger.line(&new, 1);
        }
        for import in observed.seen_by.iter().copied().chain([old.import_no]) {
            ledger.source(old.session_no, import, -1);
            ledger.source(new.session_no, import, 1);
        }
        tables.set_sale_credit(&new)?;
    }
    Ok(())
}

/// Takes away what imports left that never became live.
fn sweep(store: &Store) -> Result<()> {
    let (imports, batches) = store.read::<_, Error>(|tables| {
        let mut imports = tables.sale_imports()?;
        imports.retain(|import| import.state == store::import::ImportState::Staging);
        Ok((imports, tables.dead_sale_batches()?))
    })?;
    for batch in batches {
        store.write_batch::<_, Error>(|tables| Ok(tables.drop_sale_batch(batch)?))?;
    }
    for import in imports {
        while !store.write_batch::<_, Error>(|tables| Ok(tables.sweep_sale_import(&import, 2_000)?))? {}
    }
    Ok(())
}

/// Computes every sum anew from the lines, in one transaction. The caller holds the turn.
pub(crate) fn rebuild(store: &Store) -> Result<()> {
    store.write::<_, Error>(None, |tables| {
        let ledger = counted(tables)?;
        tables.clear_rollups()?;
        let (_, _, batch) = tables.next_sale_numbers()?;
        tables.open_sale_batch(batch, true)?;
        Ok(tables.add_sums(batch, &ledger.into_sums())?)
    })
}

/// Every sum, counted from the lines.
pub(super) fn counted(tables: &Tables<'_>) -> Result<Ledger> {
    let books = Books::read(tables)?;
    let mut ledger = Ledger::default();
    let mut after = -1;
    loop {
        let orders = tables.sale_orders_after(after, ORDERS_A_REBUILD_STEP)?;
        let Some(&last) = orders.last() else { return Ok(ledger) };
        after = last;
        for key in orders {
            let order = tables.sale_order(key)?;
            for line in standing(&books, &order) {
                ledger.line(line, 1);
            }
            for observed in &order {
                for import in observed.seen_by.iter().copied().chain([observed.line.import_no]) {
                    ledger.source(observed.line.session_no, import, 1);
                }
            }
        }
    }
}
