//! Files of commissions in: looked at, compared stock code by stock code with what is known, taken in.

use std::collections::HashMap;

use domain::id::ImportId;
use domain::{Actor, Change, Money};
use exchange::CommissionSheet;
use store::Tables;
use store::commission::{Commission as Kept, CommissionPay, CommissionTerms};
use store::import::{Import, ImportCounts, ImportKind, ImportState};

use crate::commissions::Commissions;
use crate::imports::{Ask, FieldChange, PreviewRow, Refused, Report, RowState, SHOWN, Total, Value, Waiting};
use crate::payout_imports::{ask as asked, hashed, state_of};
use crate::product_imports::source_code;
use crate::sales_imports::order_key;
use crate::{App, Result, on_air};

/// How far a file reaches: whether it tells of every order creators brought in its days.
const REACH: &str = "reach";
const EVERY: &str = "every";
const SOME: &str = "some";

/// A file of commissions that was looked at.
pub(crate) struct Looked {
    sheet: CommissionSheet,
    as_of_ms: i64,
    is_whole: bool,
    rejects: Vec<Refused>,
    judged: Vec<Judged>,
}

/// What a file says of one stock code of an order, and what is known of it.
struct Judged {
    rows: Vec<usize>,
    state: RowState,
    /// What stood for it.
    before: Vec<Kept>,
    /// Commissions that say the same, one for each of ours; empty when none do.
    same: Vec<i64>,
}

/// Looks at a file of commissions and completes its report. While a question is open, nothing is compared.
pub(crate) fn look(app: &App, ask: &Ask, report: &mut Report) -> Result<Looked> {
    let sheet = exchange::read_commissions(&ask.path, &report.sniffed, &asked::answers(ask)?)?;
    let is_newest = asked::counts_as_newest(ask)?;
    let as_of_ms = if is_newest { app.now_ms() } else { crate::sales_imports::as_of(app, &ask.path) };
    let is_whole = match ask.answers.get(REACH).map(String::as_str) {
        None => !sheet.is_summarised,
        Some(EVERY) => true,
        Some(SOME) => false,
        Some(other) => return Err(asked::bad(REACH, other)),
    };
    let currencies = sheet.commissions.iter().map(|one| one.currency).collect();
    asked::describe(report, ask, &sheet.read, currencies);
    let reach =
        asked::question(REACH, "", &[EVERY, SOME], Some(if is_whole { EVERY } else { SOME }.to_owned()));
    report.questions.push(crate::imports::Question { blocks: false, ..reach });
    let rejects = sheet.read.rejects.iter().map(Refused::from).collect();
    let mut looked = Looked { sheet, as_of_ms, is_whole, rejects, judged: Vec::new() };
    if looked.sheet.read.open.is_empty() {
        looked.judged = app.read(|tables| looked.judge(tables))?;
        looked.tell(report);
        asked::ask_last(report, looked.judged.iter().any(|one| asked::is_older(one.state)), is_newest);
    }
    Ok(looked)
}

/// What a row says beside what names its group.
fn terms(one: &exchange::Commission) -> CommissionTerms {
    let pay = &one.pay;
    CommissionTerms {
        creator: one.creator.clone(),
        content_type: one.content_type.clone(),
        content_ref: one.content.clone(),
        model: one.model.clone(),
        rate_ppm: one.rate_ppm,
        ads_rate_ppm: one.ads_rate_ppm,
        created_day: one.created_day,
        paid_day: one.paid_day,
        is_returned: one.is_returned,
        currency: one.currency,
        pay: CommissionPay {
            paid_e4: pay.paid_e4,
            expected_base_e4: pay.expected_base_e4,
            expected_e4: pay.expected_e4,
            actual_base_e4: pay.actual_base_e4,
            actual_e4: pay.actual_e4,
            expected_ads_e4: pay.expected_ads_e4,
            actual_ads_e4: pay.actual_ads_e4,
            expected_bonus_e4: pay.expected_bonus_e4,
            actual_bonus_e4: pay.actual_bonus_e4,
        },
    }
}

impl Looked {
    fn key(&self, one: &exchange::Commission) -> i64 {
        hashed(&[self.sheet.read.orders, &one.order, &one.sku], &[])
    }

    fn judge(&self, tables: &Tables<'_>) -> Result<Vec<Judged>> {
        let known = Commissions::read(tables, None)?;
        let mut groups: Vec<(i64, Vec<usize>)> = Vec::new();
        let mut places: HashMap<i64, usize> = HashMap::new();
        for (at, one) in self.sheet.commissions.iter().enumerate() {
            let key = self.key(one);
            let place = *places.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            groups[place].1.push(at);
        }
        let mut judged = Vec::with_capacity(groups.len());
        for (key, mut rows) in groups {
            rows.sort_by_cached_key(|&at| terms(&self.sheet.commissions[at]));
            let observed = tables.commission_group(key)?;
            let as_of_before = known.newest(&observed);
            let mut before: Vec<Kept> = known.standing(observed);
            before.sort_by(|one, other| one.terms.cmp(&other.terms));
            let is_same = before.len() == rows.len()
                && before
                    .iter()
                    .zip(&rows)
                    .all(|(kept, &at)| kept.terms == terms(&self.sheet.commissions[at]));
            let state = state_of(as_of_before, is_same, self.as_of_ms);
            let same = if is_same { before.iter().map(|kept| kept.id).collect() } else { Vec::new() };
            judged.push(Judged { rows, state, before, same });
        }
        Ok(judged)
    }

    fn counts(&self, judged: &[Judged]) -> ImportCounts {
        let of = |state| {
            let groups = judged.iter().filter(|one| one.state == state);
            groups.map(|one| one.rows.len() as u64).sum::<u64>()
        };
        ImportCounts {
            read: self.sheet.read.rows,
            new: of(RowState::New),
            changed: of(RowState::Changed),
            unchanged: of(RowState::Unchanged) + self.sheet.read.repeated,
            older: of(RowState::Older),
            rejected: self.rejects.len() as u64,
        }
    }

    fn tell(&self, report: &mut Report) {
        report.counts = self.counts(&self.judged);
        report.totals = self.sheet.read.totals.iter().map(Total::from).collect();
        report.rejects = self.rejects.iter().take(SHOWN).cloned().collect();
        let all = &self.sheet.commissions;
        let waiting = all.iter().filter(|one| one.pay.actual_e4.is_none() && one.pay.actual_ads_e4.is_none());
        let returned = all.iter().filter(|one| one.is_returned == Some(true));
        report.notes = vec![
            ("repeatedEntries", self.sheet.read.repeated),
            ("commissionsWaiting", waiting.count() as u64),
            ("commissionsReturned", returned.count() as u64),
        ];
    }

    /// The days of which the file tells everything.
    fn days(&self) -> Option<(i64, i64)> {
        let days = || self.sheet.commissions.iter().map(|one| one.created_day);
        days().min().zip(days().max()).filter(|_| self.is_whole)
    }

    fn write(&self, tables: &Tables<'_>, file_no: i64, judged: &[Judged]) -> Result<()> {
        for one in judged {
            for (nth, &at) in one.rows.iter().enumerate() {
                let commission = &self.sheet.commissions[at];
                let row = i64::try_from(commission.row).unwrap_or(i64::MAX);
                match one.same.get(nth) {
                    Some(&known) => tables.insert_commission_seen(file_no, known, row)?,
                    None => tables.insert_commission(&Kept {
                        id: 0,
                        file_no,
                        row,
                        group_key: self.key(commission),
                        order_key: order_key(self.sheet.read.orders, &commission.order),
                        order_ref: commission.order.clone(),
                        sku_ref: commission.sku.clone(),
                        terms: terms(commission),
                    })?,
                }
            }
        }
        Ok(())
    }
}

/// What differs, or everything a row brings.
fn fields(one: &exchange::Commission, before: Option<&Kept>, state: RowState) -> Vec<FieldChange> {
    if state == RowState::Unchanged {
        return Vec::new();
    }
    let values = |terms: &CommissionTerms| {
        let money = |e4: Option<i64>| e4.map(|e4| Value::Money(Money::from_observed(e4, terms.currency)));
        let text = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
        [
            ("commissionCreator", text(&terms.creator)),
            ("commissionContentType", text(&terms.content_type)),
            ("commissionContent", terms.content_ref.as_deref().and_then(text)),
            ("commissionExpected", money(terms.pay.expected_e4)),
            ("commissionActual", money(terms.pay.actual_e4)),
            ("commissionExpectedAds", money(terms.pay.expected_ads_e4)),
            ("commissionActualAds", money(terms.pay.actual_ads_e4)),
        ]
    };
    let was = before.map(|kept| values(&kept.terms));
    let becomes = values(&terms(one)).into_iter().enumerate();
    let changes = becomes.map(|(at, (field, becomes))| {
        let was = was.as_ref().and_then(|was| was[at].1.clone());
        FieldChange { field, was, becomes }
    });
    changes.filter(|change| change.was != change.becomes).collect()
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
            .flat_map(|one| one.rows.iter().enumerate().map(|(nth, &at)| (at, one.before.get(nth))))
            .collect();
        all.sort_unstable_by_key(|(at, _)| *at);
        let row = |(at, before): &(usize, Option<&Kept>)| {
            let one = &self.sheet.commissions[*at];
            PreviewRow {
                row: one.row,
                title: one.creator.clone(),
                key: one.order.clone(),
                fields: fields(one, *before, state),
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
                kind: ImportKind::Commissions,
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
            let (orders, joined_by) = (self.sheet.read.orders, self.sheet.joined_by);
            let file_no = tables.insert_commission_file(id, orders, self.as_of_ms, joined_by, self.days())?;
            self.write(tables, file_no, &judged)
        })?;
        Ok(id)
    }
}
