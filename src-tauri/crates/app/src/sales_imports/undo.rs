//! Takes an import of sales back: what no other live import saw counts no longer.

use domain::Change;
use rustc_hash::FxHashSet;
use store::import::{Import, ImportState};
use store::sale::{Observed, SaleImport, SaleLine};

use crate::sales::{Books, Ledger, Pace, settle, standing, turn};
use crate::{App, Error, Result};

/// Lines looked at in one snapshot.
const PAGE: i64 = 4_000;

/// Takes an import back; its rows stay as observations that count no longer.
pub(crate) fn undo(app: &App, import: &Import) -> Result<()> {
    let _turn = turn();
    let store = app.store()?;
    settle(&store)?;
    let own = store.read::<_, Error>(|tables| {
        let found = tables.sale_imports()?.into_iter().find(|other| other.import == import.id);
        Ok(found.filter(|found| found.state == ImportState::Live))
    })?;
    let own = own.ok_or(store::Error::NotFound("import"))?;
    let ledger = differences(&store, &own)?;
    let batch = store.write::<_, Error>(None, |tables| {
        let (_, _, batch) = tables.next_sale_numbers()?;
        tables.open_sale_batch(batch, false)?;
        Ok(batch)
    })?;
    let sums = ledger.into_sums();
    Pace::new().write(&store, &sums, |tables, sums| Ok(tables.add_sums(batch, sums)?))?;
    store.write::<_, Error>(None, |tables| {
        tables.set_import_state(import.id, ImportState::Undone)?;
        Ok(tables.apply_sale_batch(batch)?)
    })?;
    app.announce(Change::Imports);
    app.announce(Change::Sales);
    Ok(())
}

/// What changes when `own` counts no longer. The caller holds the turn, so that nothing else changes meanwhile.
fn differences(store: &store::Store, own: &SaleImport) -> Result<Ledger> {
    let mut books = store.read(Books::read)?;
    let mut ledger = Ledger::default();
    let mut done: FxHashSet<i64> = FxHashSet::default();
    let mut after = 0;
    loop {
        let last = store.read::<_, Error>(|tables| {
            let page = tables.sale_orders_of_import(own.no, after, PAGE)?;
            for &(_, key) in page.iter().filter(|(_, key)| done.insert(*key)) {
                let order = tables.sale_order(key)?;
                without(&mut books, own, &order, &mut ledger);
            }
            Ok(page.last().map(|(line, _)| *line))
        })?;
        match last {
            Some(last) => after = last,
            None => return Ok(ledger),
        }
    }
}

fn without(books: &mut Books, own: &SaleImport, order: &[Observed], ledger: &mut Ledger) {
    let before: Vec<SaleLine> = standing(books, order).into_iter().cloned().collect();
    books.set_live(own.no, None);
    let after: Vec<SaleLine> = standing(books, order).into_iter().cloned().collect();
    books.set_live(own.no, Some((own.as_of_ms, own.no)));
    let Some(first) = order.first() else { return };
    ledger.open_order(first.line.order_key, before.iter());
    for line in &before {
        if !after.iter().any(|other| other.id == line.id) {
            ledger.line(line, -1);
        }
    }
    for line in &after {
        if !before.iter().any(|other| other.id == line.id) {
            ledger.line(line, 1);
        }
    }
}
