//! What the values say of what the headers say, and what remains to be asked.

use std::collections::BTreeMap;

use domain::Currency;

use crate::described::{AmountIs, Description};
use crate::error::FileError;
use crate::field::{self, Field};
use crate::header::{Kind, Source};
use crate::mapping::{MAPPING_VERSION, MappedColumn, Mapping, State};
use crate::number::NumberDialect;
use crate::propose::naming::{Gone, Named, description};
use crate::propose::place::{currency_of, zone_of};
use crate::propose::scan::Scan;
use crate::propose::stat::Stat;
use crate::propose::{
    About, Answers, ColumnProposal, CurrencyProof, Evidence, Proposal, Question, ZoneProof, ask,
};
use crate::sniff::Sniffed;

mod proof;

pub(in crate::propose) use proof::currency_in_header;

/// Confidence of a known name alone, with values that agree, and of an answer.
pub(super) const NAMED: u8 = 85;
pub(super) const AGREED: u8 = 97;
const SHAPED: u8 = 70;
pub(super) const UNKNOWN: u8 = 30;

/// Puts everything together.
pub(super) fn assemble(
    sniffed: &Sniffed,
    answers: &Answers,
    named: Named,
    scan: &Scan,
) -> Result<Proposal, FileError> {
    let described = description(sniffed);
    let by_source = described.is_some() || sniffed.recognised.source == Source::ShopifyOrders;
    let Named { mut columns, twice, absent, missing } = named;
    heed_values(&mut columns, scan, by_source);
    let mut questions = Vec::new();
    let units = described.is_some_and(|description| description.rows_are_units);
    ask::fields(&columns, &twice, &absent, units, &mut questions);
    ask::missing(&columns, scan, &missing, &mut questions);
    let block = scan.blocks.first().filter(|_| !by_source).map(|block| (*block.start(), *block.end()));
    let mut blocks_once = false;
    if !by_source {
        ask::scopes(&columns, scan, answers, &mut questions);
        blocks_once = ask::blocks(scan, answers, &mut questions)?;
    }
    let states = states_of(&columns, scan, answers, described, &mut questions)?;
    let shopify = by_source.then_some(NumberDialect::Dot);
    let writes = described.map_or(shopify, |description| description.numbers);
    let mut asked = Vec::new();
    let currency = currency_of(described, &columns, scan, answers, &mut asked)?;
    let known = currency.as_ref().and_then(CurrencyProof::currency);
    let known = known.and_then(|code| Currency::from_code(&code));
    proof::numbers(&mut columns, scan, answers, writes, known, &mut questions)?;
    let date = proof::dates(&columns, scan, answers, &mut questions)?;
    questions.append(&mut asked);
    let zone = zone_of(described, &date, answers, &mut questions)?;
    let mapped = columns.iter().map(|column| MappedColumn {
        header: column.header.clone(),
        field: column.field,
        dialect: column.numbers.as_ref().and_then(|proof| proof.dialect),
        per_order: column.per_order,
        dash: column.dash,
    });
    let mut mapping = Mapping {
        version: MAPPING_VERSION,
        source: sniffed.recognised.source,
        kind: Kind::Sales,
        signature: Some(sniffed.signature.clone()),
        columns: mapped.collect(),
        date_form: date.as_ref().and_then(|date| date.form),
        zone: zone.as_ref().and_then(ZoneProof::zone),
        currency: currency.as_ref().and_then(CurrencyProof::currency),
        allowed_currencies: Vec::new(),
        charge_codes: if described.is_some() { Vec::new() } else { scan.charges.clone() },
        cancellation_prefix: scan.cancellation_prefix().filter(|_| !by_source),
        description_rows: scan.description_rows,
        key: Vec::new(),
        rows_are_units: units,
        amount_is: AmountIs::default(),
        states,
        cancelled_when_filled: Vec::new(),
        sums: Vec::new(),
        blocks_once,
        stand_ins: answered(&missing),
    };
    if let Some(description) = described {
        describe(&mut mapping, description, sniffed, &missing);
    }
    Ok(Proposal { mapping, columns, date, currency, zone, rows: scan.rows, block, questions })
}

/// Lets the values of every column speak.
fn heed_values(columns: &mut [ColumnProposal], scan: &Scan, by_source: bool) {
    for (column, stat) in columns.iter_mut().zip(&scan.stats) {
        column.filled = stat.filled;
        if !by_source {
            weigh(column, stat);
        }
        column.example = stat.example.clone().filter(|_| shows_values(column.field));
    }
    if !by_source {
        name_buyer(columns);
    }
}

/// What a description says beside the columns.
fn describe(mapping: &mut Mapping, description: &Description, sniffed: &Sniffed, missing: &[Gone]) {
    let stand_in = |header: &String| match missing.iter().find(|gone| gone.header == *header) {
        None => Some(header.clone()),
        Some(gone) => gone.answer.clone().flatten(),
    };
    // A key that lacks a part would take two rows for one.
    mapping.key = description.key.iter().map(stand_in).collect::<Option<Vec<_>>>().unwrap_or_default();
    mapping.amount_is = description.amount_is;
    let there = |header: &&String| sniffed.headers.contains(*header);
    mapping.cancelled_when_filled = description.cancelled_when_filled.iter().filter(there).cloned().collect();
    mapping.sums.clone_from(&description.sums);
}

/// What takes the place of columns that are not there.
fn answered(missing: &[Gone]) -> BTreeMap<String, String> {
    let answered = |gone: &Gone| {
        let answer = gone.answer.clone()?;
        Some((gone.header.clone(), answer.unwrap_or_else(|| "none".to_owned())))
    };
    missing.iter().filter_map(answered).collect()
}

/// Whether values of such a column may be shown.
const fn shows_values(field: Field) -> bool {
    !matches!(field, Field::Personal | Field::Drop | Field::Buyer | Field::SessionRef)
}

fn name_buyer(columns: &mut [ColumnProposal]) {
    if columns.iter().any(|column| column.field == Field::Buyer) {
        return;
    }
    let like = columns.iter_mut().find(|column| {
        column.field == Field::Personal && column.filled > 0 && field::is_buyer_like(&column.header)
    });
    if let Some(column) = like {
        (column.field, column.confidence) = (Field::Buyer, SHAPED);
    }
}

/// What the states of orders mean. Of a described source all of them must be known, for it lists cancelled and
/// unpaid orders among the others.
fn states_of(
    columns: &[ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    described: Option<&Description>,
    questions: &mut Vec<Question>,
) -> Result<BTreeMap<String, State>, FileError> {
    let mut states = BTreeMap::new();
    if !columns.iter().any(|column| column.field == Field::Status) {
        return Ok(states);
    }
    let own = |key: &str| {
        let mut states = described?.states.iter();
        states.find(|(text, _)| crate::states::key(text) == key).map(|(_, state)| *state)
    };
    for (key, text) in &scan.states {
        let asked = format!("state:{text}");
        if let Some(code) = answers.get(&asked) {
            let bad = || FileError::BadAnswer { key: asked.clone(), value: code.to_owned() };
            states.insert(key.clone(), State::from_code(code).ok_or_else(bad)?);
        } else if let Some(state) = own(key) {
            states.insert(key.clone(), state);
        } else if described.is_some() && crate::states::known(text).is_none() {
            let choices = State::ALL.map(|state| state.code().to_owned()).to_vec();
            questions.push(Question { key: asked, about: About::State { text: text.clone() }, choices });
        }
    }
    Ok(states)
}

/// Lets the values speak: they confirm a name, contradict it, or show that a column is personal.
fn weigh(column: &mut ColumnProposal, stat: &Stat) {
    if column.evidence == [Evidence::Answered] {
        return;
    }
    let (numbers, dates) = (stat.percent(stat.numbers()), stat.percent(stat.dates()));
    let exempt = matches!(column.field, Field::OrderRef | Field::Sku | Field::Buyer | Field::Personal);
    let free = matches!(column.field, Field::Keep | Field::Drop);
    let emails = stat.emails > 0 && (free || stat.percent(stat.emails) >= 5);
    let phones = stat.phones > 0 && stat.percent(stat.phones) >= 20 && !column.field.is_money();
    if !exempt && (emails || phones) && column.field != Field::At {
        column.evidence.push(match emails {
            true => Evidence::Emails { cells: stat.emails },
            false => Evidence::Phones { cells: stat.phones },
        });
        (column.field, column.confidence) = (Field::Personal, AGREED);
        return;
    }
    let share = match column.field {
        Field::Quantity => Some((numbers, Evidence::Numbers { percent: numbers })),
        field if field.is_money() => Some((numbers, Evidence::Numbers { percent: numbers })),
        Field::At => Some((dates, Evidence::Dates { percent: dates })),
        _ => None,
    };
    match share {
        Some((percent, evidence)) if stat.filled > 0 => {
            column.confidence = if percent >= 90 { AGREED } else { percent.min(NAMED) };
            column.evidence.push(evidence);
            if percent < 50 {
                column.field = Field::Drop;
            }
        }
        // Numbers too short to be a person's may be kept; everything else unknown is not.
        None if column.field == Field::Drop && numbers == 100 && stat.long_digits == 0 => {
            column.field = Field::Keep;
            column.evidence.push(Evidence::Numbers { percent: numbers });
        }
        _ => {}
    }
}
