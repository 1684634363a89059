//! Takes a file of sales in: read on one thread, judged on a second, written on a third in short steps, and
//! visible all at once.

use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use std::vec::IntoIter;

use domain::id::ImportId;
use domain::{Actor, Change};
use exchange::{SaleBatch, SaleReport};
use store::import::{Import, ImportCounts, ImportKind, ImportState};
use store::raw::RawBlock;
use store::sale::{SaleImport, SaleLine};
use store::sale_name::SaleProduct;
use store::{Store, Tables};

use super::SalesFile;
use super::beside::{self, WAITING, joined};
use super::observer::{Judged, Numbers, Observer, Reading};
use crate::imports::Total;
use crate::sales::{Books, Ledger, Pace, RowState, settle, step, turn};
use crate::{App, Error, Result};

/// Rows that are written before the clock is looked at.
const ROWS: usize = 200;
/// How long a step waits for the judge's next page.
const GATHER: Duration = Duration::from_millis(50);
/// Lines whose keys are gathered before they are written in the order of the keys, each page once; 32 MB.
const KEYS: usize = 2_000_000;

/// What the judge hands to the writer.
struct Page {
    lines: IntoIter<SaleLine>,
    seen: IntoIter<(i64, i64)>,
    products: Vec<SaleProduct>,
    raw: Option<RawBlock>,
}

/// What the judge knows at the end.
struct Judgement {
    counts: ImportCounts,
    ledger: Ledger,
    last_line: i64,
}

/// Takes the file in; all of it or nothing.
pub(super) fn take_in(app: &App, by: &Actor, file: &SalesFile) -> Result<ImportId> {
    let _turn = turn();
    let store = app.store()?;
    settle(&store)?;
    let numbers = open(app, by, &store, file)?;
    let written = write(&store, file, numbers);
    let id = match written {
        Ok((report, judgement)) => finish(&store, numbers, &report, judgement).map(|()| numbers.import),
        Err(error) => Err(error),
    };
    if id.is_ok() {
        if let Err(error) = by_rooms(&store, numbers) {
            // The file is in; the next one, or the next start, makes that good.
            tracing::error!(%error, "lines could not be credited by their rooms");
        }
    } else {
        // What is left counts for nothing; the next import or start sweeps it away if this cannot.
        let _ = settle(&store);
    }
    app.announce(Change::Imports);
    app.announce(Change::Sales);
    id
}

/// Credits what came in by the rooms platforms name, where any file of commissions is known.
fn by_rooms(store: &Store, numbers: Numbers) -> Result<()> {
    let is_due = store.write::<_, Error>(None, |tables| {
        let own = tables.sale_imports()?.into_iter().find(|import| import.no == numbers.no);
        own.map_or(Ok(false), |own| Ok(tables.forget_room_credits(own.first_line, own.last_line)?))
    })?;
    if is_due { settle(store).map(drop) } else { Ok(()) }
}

fn open(app: &App, by: &Actor, store: &Store, file: &SalesFile) -> Result<Numbers> {
    let import: ImportId = app.mint();
    store.write(None, |tables| {
        let (no, first_line, batch) = tables.next_sale_numbers()?;
        let sniffed = &file.sniffed;
        tables.insert_import(&Import {
            id: import,
            kind: ImportKind::Sales,
            file_name: sniffed.file.clone(),
            path: file.path.display().to_string(),
            hash: sniffed.hash.clone(),
            bytes: sniffed.size,
            source: crate::imports::source_code(file.mapping.source).to_owned(),
            mapping_json: Some(file.mapping.to_json()),
            actor: by.name.clone(),
            at_ms: app.now_ms(),
            state: ImportState::Staging,
            counts: ImportCounts::default(),
            totals_json: "[]".to_owned(),
        })?;
        tables.insert_sale_import(&SaleImport {
            no,
            import,
            source: file.namespace(),
            as_of_ms: file.as_of_ms,
            first_line,
            last_line: first_line - 1,
            batch,
            header: file.mapping.kept_columns().join("\u{1f}"),
            state: ImportState::Staging,
            file_name: String::new(),
        })?;
        tables.open_sale_batch(batch, false)?;
        Ok(Numbers { import, no, first_line, batch })
    })
}

fn write(store: &Store, file: &SalesFile, numbers: Numbers) -> Result<(SaleReport, Judgement)> {
    let books = store.read(Books::read)?;
    let reading = Reading {
        source: file.namespace(),
        import_no: numbers.no,
        as_of_ms: file.as_of_ms,
        has_history: numbers.first_line > 1,
        orders_stand_together: file.orders_stand_together,
    };
    let observer = Observer::new(books, reading);
    let (to_write, judged) = sync_channel::<Page>(WAITING);
    thread::scope(|scope| {
        let judge = scope.spawn(move || judge(store, observer, numbers, file, &to_write));
        let outcome = write_pages(store, numbers, &judged);
        drop(judged);
        let judgement = joined(judge.join());
        outcome?;
        judgement?
    })
}

fn judge(
    store: &Store,
    mut observer: Observer,
    numbers: Numbers,
    file: &SalesFile,
    to_write: &SyncSender<Page>,
) -> Result<(SaleReport, Judgement)> {
    let mut done = Judgement {
        counts: ImportCounts::default(),
        ledger: Ledger::of_file(file.orders_stand_together),
        last_line: numbers.first_line - 1,
    };
    let report = beside::each_batch(file, |batch| {
        let all = store.read(|tables| observer.enter(tables, &batch, &mut done.ledger))?;
        let raw = raw_block(&batch)?;
        let page = done.page(all, observer.books.take_new_products(), raw);
        // The writer is gone only when it failed.
        Ok(if to_write.send(page).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok((report, done))
}

impl Judgement {
    /// Numbers the lines to be written, and counts which row went which way.
    fn page(&mut self, all: Vec<Judged>, products: Vec<SaleProduct>, raw: Option<RawBlock>) -> Page {
        let (mut lines, mut seen) = (Vec::with_capacity(all.len()), Vec::new());
        for judged in all {
            match judged.state() {
                RowState::New => self.counts.new += 1,
                RowState::Changed => self.counts.changed += 1,
                RowState::Unchanged => self.counts.unchanged += 1,
                RowState::Older => self.counts.older += 1,
            }
            let Judged { mut line, known } = judged;
            if let Some(same) = known.as_ref().and_then(|known| known.same.as_ref()) {
                seen.push((same.id, line.row));
                continue;
            }
            self.last_line += 1;
            line.id = self.last_line;
            line.supersedes = known.and_then(|known| known.before).map(|before| before.id);
            lines.push(line);
        }
        Page { lines: lines.into_iter(), seen: seen.into_iter(), products, raw }
    }
}

/// The washed cells of a batch, each row behind its number.
fn raw_block(batch: &SaleBatch) -> Result<Option<RawBlock>> {
    let mut rows = batch.rows();
    let Some(first) = rows.len().checked_sub(1).and_then(|last| Some((batch.row(0)?, batch.row(last)?)))
    else {
        return Ok(None);
    };
    let mut text = String::with_capacity(batch.len() * 96);
    let mut span = (first.0.row, first.1.row);
    for row in &mut rows {
        span = (span.0.min(row.row), span.1.max(row.row));
        text.push_str(&row.row.to_string());
        text.push('\u{1f}');
        text.push_str(row.raw);
        text.push('\u{1e}');
    }
    let number = |row: u64| i64::try_from(row).unwrap_or(i64::MAX);
    Ok(Some(RawBlock::new(number(span.0), number(span.1), text.as_bytes())?))
}

/// Writes what is judged, page after page, in steps that are as long as others may wait, and then puts the lines into
/// their orders.
fn write_pages(store: &Store, numbers: Numbers, judged: &Receiver<Page>) -> Result<()> {
    let mut keys = Vec::new();
    // Waited for outside of a step, so that an idle judge holds up nobody.
    while let Ok(first) = judged.recv() {
        let mut rest = Some(first);
        while rest.is_some() {
            store.write_batch::<_, Error>(|tables| {
                let until = Instant::now() + step(tables)?;
                while let Some(page) = rest.as_mut() {
                    page.write_some(tables, numbers.no, &mut keys)?;
                    let left = until.saturating_duration_since(Instant::now());
                    if page.is_written() {
                        rest = judged.recv_timeout(left.min(GATHER)).ok();
                    }
                    if left.is_zero() {
                        break;
                    }
                }
                Ok(())
            })?;
            if keys.len() >= KEYS {
                write_keys(store, &mut keys)?;
            }
        }
    }
    write_keys(store, &mut keys)
}

/// Writes what puts lines into their orders, and lets go of it.
fn write_keys(store: &Store, keys: &mut Vec<(i64, i64)>) -> Result<()> {
    keys.sort_unstable();
    Pace::new().write(store, keys, |tables, keys| Ok(tables.insert_sale_keys(keys)?))?;
    keys.clear();
    Ok(())
}

impl Page {
    fn is_written(&self) -> bool {
        self.lines.as_slice().is_empty() && self.seen.as_slice().is_empty()
    }

    /// Writes a part that takes about a millisecond.
    fn write_some(&mut self, tables: &Tables<'_>, import_no: i64, keys: &mut Vec<(i64, i64)>) -> Result<()> {
        for product in self.products.drain(..) {
            tables.insert_sale_product(&product)?;
        }
        if let Some(raw) = self.raw.take() {
            tables.insert_raw_block(import_no, &raw)?;
        }
        tables.insert_sale_seen(import_no, some(&self.seen))?;
        self.seen.by_ref().take(ROWS).for_each(drop);
        tables.insert_sale_lines(some(&self.lines))?;
        keys.extend(some(&self.lines).iter().map(|line| (line.key(), line.id)));
        self.lines.by_ref().take(ROWS).for_each(drop);
        Ok(())
    }
}

fn some<T>(rest: &IntoIter<T>) -> &[T] {
    let rest = rest.as_slice();
    rest.get(..ROWS).unwrap_or(rest)
}

/// Writes the differences step by step, then makes lines and differences count by one short durable commit.
fn finish(store: &Store, numbers: Numbers, report: &SaleReport, judgement: Judgement) -> Result<()> {
    let sums = judgement.ledger.into_sums();
    Pace::new().write(store, &sums, |tables, sums| Ok(tables.add_sums(numbers.batch, sums)?))?;
    let counts =
        ImportCounts { read: report.counts.rows_read, rejected: report.counts.rejected, ..judgement.counts };
    let totals: Vec<Total> = report.totals.iter().map(Total::from).collect();
    let totals = serde_json::to_string(&totals).unwrap_or_else(|_| "[]".to_owned());
    store.write(None, |tables| {
        tables.set_sale_import_last(numbers.no, judgement.last_line)?;
        tables.set_import_counts(numbers.import, counts, &totals)?;
        tables.set_import_state(numbers.import, ImportState::Live)?;
        Ok(tables.apply_sale_batch(numbers.batch)?)
    })
}
