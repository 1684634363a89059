//! Settlements in from files: looked at, compared entry by entry with what is known, taken in, taken back.

pub(crate) mod ask;

use std::collections::HashMap;

use domain::id::ImportId;
use domain::{Actor, Change, Money};
use exchange::{PayoutEntry, PayoutSheet};
use store::Tables;
use store::import::{Import, ImportCounts, ImportKind, ImportState};
use store::payout::{PayoutColumn, PayoutEntry as Kept, PayoutObserved};

use crate::imports::{
    Ask, Caution, FieldChange, PreviewRow, Refused, Report, RowState, SHOWN, Total, Value, Waiting,
};
use crate::payouts::Files;
use crate::product_imports::source_code;
use crate::sales_imports::order_key;
use crate::{App, Error, Result, on_air};

/// A settlement that was looked at.
pub(crate) struct Looked {
    sheet: PayoutSheet,
    as_of_ms: i64,
    rejects: Vec<Refused>,
    judged: Vec<Judged>,
}

/// The entries of one group, and what is known of it.
struct Judged {
    entries: Vec<usize>,
    state: RowState,
    /// What stood for it.
    before: Vec<Kept>,
    /// Entries that say the same, one for each of ours; empty when none do.
    same: Vec<i64>,
}

/// Looks at a settlement and completes its report. While a question is open, nothing is compared.
pub(crate) fn look(app: &App, ask: &Ask, report: &mut Report) -> Result<Looked> {
    let sheet = exchange::read_payouts(&ask.path, &report.sniffed, &ask::answers(ask)?)?;
    let is_newest = ask::counts_as_newest(ask)?;
    let as_of_ms = if is_newest { app.now_ms() } else { crate::sales_imports::as_of(app, &ask.path) };
    let rejects = sheet.rejects.iter().map(Refused::from).collect();
    ask::describe(report, ask, &sheet, sheet.entries.iter().map(|entry| entry.currency).collect());
    let mut looked = Looked { sheet, as_of_ms, rejects, judged: Vec::new() };
    if looked.sheet.open.is_empty() {
        looked.judged = app.read(|tables| looked.judge(tables))?;
        looked.tell(report);
        ask::ask_last(report, looked.judged.iter().any(|one| ask::is_older(one.state)), is_newest);
    }
    Ok(looked)
}

/// What a group is to what is known of it: what the newest file said stands for `as_of_before`, ours for `as_of_ms`.
pub(crate) fn state_of(as_of_before: Option<i64>, is_same: bool, as_of_ms: i64) -> RowState {
    match as_of_before {
        None => RowState::New,
        Some(_) if is_same => RowState::Unchanged,
        Some(before) if before > as_of_ms => RowState::Older,
        Some(_) => RowState::Changed,
    }
}

fn group_key(orders: &str, entry: &PayoutEntry) -> i64 {
    let parts = [orders, &entry.entry, &entry.type_name, entry.currency.code()];
    hashed(&parts, &entry.settled_at_ms.to_le_bytes())
}

/// What names a group: 63 bits of a hash.
pub(crate) fn hashed(parts: &[&str], more: &[u8]) -> i64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes()).update(&[0x1f]);
    }
    hasher.update(more);
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    (u64::from_le_bytes(first) >> 1).cast_signed()
}

/// An amount by what it is: by its kind, or as it is named.
type Amount<'a> = (&'a str, &'a str, i64);

/// What an entry says beside what names its group.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Content<'a> {
    total_e4: i64,
    order: &'a str,
    created_at_ms: Option<i64>,
    amounts: Vec<Amount<'a>>,
}

impl<'a> Content<'a> {
    fn of_entry(sheet: &'a PayoutSheet, entry: &'a PayoutEntry) -> Self {
        let amounts = entry.amounts.iter().filter_map(|(at, e4)| {
            let column = sheet.columns.get(*at)?;
            Some(named(&column.kind, &column.name, *e4))
        });
        Self::sorted(entry.total_e4, &entry.order, entry.created_at_ms, amounts.collect())
    }

    fn of_kept(columns: &'a HashMap<i64, PayoutColumn>, entry: &'a Kept) -> Self {
        let amounts = entry.amounts.iter().filter_map(|(no, e4)| {
            let column = columns.get(no)?;
            Some(named(&column.kind, &column.name, *e4))
        });
        Self::sorted(entry.total_e4, &entry.order_ref, entry.created_at_ms, amounts.collect())
    }

    fn sorted(
        total_e4: i64,
        order: &'a str,
        created_at_ms: Option<i64>,
        mut amounts: Vec<Amount<'a>>,
    ) -> Self {
        amounts.sort_unstable();
        Self { total_e4, order, created_at_ms, amounts }
    }
}

fn named<'a>(kind: &'a str, name: &'a str, e4: i64) -> Amount<'a> {
    if kind.is_empty() { ("", name, e4) } else { (kind, "", e4) }
}

impl Looked {
    fn judge(&self, tables: &Tables<'_>) -> Result<Vec<Judged>> {
        let files = Files::read(tables, None)?;
        let columns = tables.payout_columns()?;
        let mut groups: Vec<(i64, Vec<usize>)> = Vec::new();
        let mut places: HashMap<i64, usize> = HashMap::new();
        for (at, entry) in self.sheet.entries.iter().enumerate() {
            let key = group_key(self.sheet.orders, entry);
            let place = *places.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(at);
        }
        let mut judged = Vec::with_capacity(groups.len());
        for (key, entries) in groups {
            let observed = tables.payout_group(key)?;
            judged.push(self.judge_group(&files, &columns, entries, observed));
        }
        Ok(judged)
    }

    fn judge_group(
        &self,
        files: &Files,
        columns: &HashMap<i64, PayoutColumn>,
        mut entries: Vec<usize>,
        observed: Vec<PayoutObserved>,
    ) -> Judged {
        entries.sort_by_cached_key(|&at| Content::of_entry(&self.sheet, &self.sheet.entries[at]));
        let ours: Vec<Content<'_>> =
            entries.iter().map(|&at| Content::of_entry(&self.sheet, &self.sheet.entries[at])).collect();
        let rank_before = observed.iter().filter_map(|one| files.newest(one)).max();
        let as_of_before = rank_before.map(|rank| files.as_of(rank));
        let mut before: Vec<Kept> = files.standing(observed).into_iter().map(|one| one.entry).collect();
        before.sort_by(|one, other| Content::of_kept(columns, one).cmp(&Content::of_kept(columns, other)));
        let is_same = before.len() == ours.len()
            && before.iter().zip(&ours).all(|(kept, own)| Content::of_kept(columns, kept) == *own);
        let state = state_of(as_of_before, is_same, self.as_of_ms);
        let same = if is_same { before.iter().map(|kept| kept.id).collect() } else { Vec::new() };
        drop(ours);
        Judged { entries, state, before, same }
    }

    fn counts(&self, judged: &[Judged]) -> ImportCounts {
        let of = |state| {
            let groups = judged.iter().filter(|one| one.state == state);
            groups.map(|one| one.entries.len() as u64).sum::<u64>()
        };
        ImportCounts {
            read: self.sheet.rows,
            new: of(RowState::New),
            changed: of(RowState::Changed),
            unchanged: of(RowState::Unchanged) + self.sheet.repeated,
            older: of(RowState::Older),
            rejected: self.rejects.len() as u64,
        }
    }

    fn tell(&self, report: &mut Report) {
        report.counts = self.counts(&self.judged);
        report.totals = self.sheet.totals.iter().map(Total::from).collect();
        report.rejects = self.rejects.iter().take(SHOWN).cloned().collect();
        report.warnings = self.sheet.warnings.iter().take(SHOWN).map(Caution::from).collect();
        let uneven = self.sheet.warnings.len() as u64;
        report.notes = vec![
            ("repeatedEntries", self.sheet.repeated),
            ("notItemised", self.sheet.not_itemised),
            ("unevenSums", uneven),
        ];
    }

    fn write(&self, tables: &Tables<'_>, file_no: i64, judged: &[Judged]) -> Result<()> {
        let mut columns = Vec::with_capacity(self.sheet.columns.len());
        for column in &self.sheet.columns {
            columns.push(tables.payout_column_no(&PayoutColumn {
                name: column.name.clone(),
                kind: column.kind.clone(),
                part_of: column.of.clone().unwrap_or_default(),
            })?);
        }
        for one in judged {
            for (nth, &at) in one.entries.iter().enumerate() {
                let entry = &self.sheet.entries[at];
                let row = i64::try_from(entry.row).unwrap_or(i64::MAX);
                match one.same.get(nth) {
                    Some(&known) => tables.insert_payout_seen(file_no, known, row)?,
                    None => tables.insert_payout_entry(&self.kept(file_no, entry, &columns))?,
                }
            }
        }
        Ok(())
    }

    fn kept(&self, file_no: i64, entry: &PayoutEntry, columns: &[i64]) -> Kept {
        Kept {
            id: 0,
            file_no,
            row: i64::try_from(entry.row).unwrap_or(i64::MAX),
            group_key: group_key(self.sheet.orders, entry),
            order_key: order_key(self.sheet.orders, &entry.order),
            entry_ref: entry.entry.clone(),
            order_ref: entry.order.clone(),
            type_name: entry.type_name.clone(),
            created_at_ms: entry.created_at_ms,
            settled_at_ms: entry.settled_at_ms,
            currency: entry.currency,
            total_e4: entry.total_e4,
            amounts: entry.amounts.iter().map(|(at, e4)| (columns[*at], *e4)).collect(),
        }
    }

    fn fields(&self, entry: &PayoutEntry, before: Option<&Kept>, state: RowState) -> Vec<FieldChange> {
        if state == RowState::Unchanged {
            return Vec::new();
        }
        let money = |e4: i64| Value::Money(Money::from_observed(e4, entry.currency));
        let amount = |kind: &str| entry.amount(&self.sheet.columns, kind).map(money);
        let all = [
            ("payoutTotal", before.map(|kept| money(kept.total_e4)), Some(money(entry.total_e4))),
            ("payoutRevenue", None, amount("revenue")),
            ("payoutFees", None, amount("fees")),
            ("payoutAdjustment", None, amount("adjustment")),
            ("payoutSettled", None, Some(Value::Instant(entry.settled_at_ms))),
        ];
        let changes = all.into_iter().map(|(field, was, becomes)| FieldChange { field, was, becomes });
        changes.filter(|change| change.was != change.becomes).collect()
    }
}

impl Waiting for Looked {
    fn rows(
        &self,
        _: &App,
        _: &Actor,
        state: RowState,
        offset: usize,
        limit: usize,
    ) -> Result<(u64, Vec<PreviewRow>)> {
        let of = self.judged.iter().filter(|one| one.state == state);
        let mut all: Vec<(usize, Option<&Kept>)> = of
            .flat_map(|one| one.entries.iter().enumerate().map(|(nth, &at)| (at, one.before.get(nth))))
            .collect();
        all.sort_unstable_by_key(|(at, _)| *at);
        let row = |(at, before): &(usize, Option<&Kept>)| {
            let entry = &self.sheet.entries[*at];
            PreviewRow {
                row: entry.row,
                title: entry.type_name.clone(),
                key: entry.entry.clone(),
                fields: self.fields(entry, *before, state),
            }
        };
        Ok((all.len() as u64, all.iter().skip(offset).take(limit).map(row).collect()))
    }

    fn rejects(&self) -> &[Refused] {
        &self.rejects
    }

    fn commit(&self, app: &App, by: &Actor, report: &Report) -> Result<ImportId> {
        let id: ImportId = app.mint();
        app.act(Change::Sales, |tables| {
            // One transaction, and a take waits for it.
            on_air::leave_room(tables, &report.sniffed.file, report.counts.read)?;
            // Judged again: another file may have come in since the preview.
            let judged = self.judge(tables)?;
            tables.insert_import(&Import {
                id,
                kind: ImportKind::Payouts,
                file_name: report.sniffed.file.clone(),
                path: report.path.display().to_string(),
                hash: report.sniffed.hash.clone(),
                bytes: report.sniffed.size,
                source: source_code(report.sniffed.recognised.source).to_owned(),
                mapping_json: None,
                actor: by.name.clone(),
                at_ms: app.now_ms(),
                state: ImportState::Live,
                counts: self.counts(&judged),
                totals_json: report.totals_json(),
            })?;
            let file_no = tables.insert_payout_file(id, self.sheet.orders, self.as_of_ms)?;
            self.write(tables, file_no, &judged)
        })?;
        Ok(id)
    }
}

/// Takes a settlement back; what another file saw still stands.
pub(crate) fn undo(app: &App, import: &Import) -> Result<()> {
    if import.state != ImportState::Live {
        return Err(Error::from(store::Error::NotFound("import")));
    }
    app.act(Change::Sales, |tables| Ok(tables.set_import_state(import.id, ImportState::Undone)?))
}
