//! What the header says, what the values say, and what remains to be asked.

use std::str::FromStr;

use chrono_tz::Tz;
use domain::{Currency, Market};

use crate::error::FileError;
use crate::field::{self, Field};
use crate::header::{Kind, Source};
use crate::mapping::{MAPPING_VERSION, MappedColumn, Mapping};
use crate::propose::scan::Scan;
use crate::propose::stat::Stat;
use crate::propose::{
    About, Answers, ColumnProposal, CurrencyProof, Evidence, Proposal, Question, ZoneProof,
};
use crate::sniff::Sniffed;

mod proof;

/// Confidence of a known name alone, with values that agree, and of an answer.
const NAMED: u8 = 85;
const AGREED: u8 = 97;
const SHAPED: u8 = 70;
const UNKNOWN: u8 = 30;

/// The columns as their headers name them.
pub(super) struct Named {
    pub(super) columns: Vec<ColumnProposal>,
    /// Fields several columns could be.
    twice: Vec<(Field, Vec<String>)>,
    /// Fields the user said the file does not have.
    absent: Vec<Field>,
}

impl Named {
    /// The first column of a field.
    pub(super) fn first(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }
}

/// Shopify's columns that mean something; others are kept or dropped by name.
const SHOPIFY: [(&str, Field); 13] = [
    ("Name", Field::OrderRef),
    ("Email", Field::Buyer),
    ("Financial Status", Field::Status),
    ("Currency", Field::Currency),
    ("Discount Amount", Field::Discount),
    ("Created at", Field::At),
    ("Lineitem quantity", Field::Quantity),
    ("Lineitem name", Field::Title),
    ("Lineitem price", Field::UnitPrice),
    ("Lineitem sku", Field::Sku),
    ("Note Attributes", Field::SessionRef),
    ("Refunded Amount", Field::Refund),
    ("Source", Field::Channel),
];

/// Shopify's columns that are worth keeping as cells and hold nobody's data.
const SHOPIFY_KEPT: [&str; 16] = [
    "Paid at",
    "Fulfillment Status",
    "Fulfilled at",
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Code",
    "Shipping Method",
    "Lineitem compare at price",
    "Lineitem discount",
    "Billing Country",
    "Shipping Country",
    "Cancelled at",
    "Payment Method",
    "Vendor",
];

/// Names the columns by their headers and by what was answered.
pub(super) fn by_header(sniffed: &Sniffed, answers: &Answers) -> Result<Named, FileError> {
    let shopify = sniffed.recognised.source == Source::ShopifyOrders;
    let mut columns: Vec<ColumnProposal> =
        sniffed.headers.iter().map(|header| name_one(header, shopify)).collect();
    let bad = |key: &str, value: &str| FileError::BadAnswer { key: key.to_owned(), value: value.to_owned() };
    for (header, code) in answers.of_prefix("column:") {
        let field = Field::from_code(code).ok_or_else(|| bad(&format!("column:{header}"), code))?;
        let column = columns.iter_mut().find(|column| column.header == header);
        answer(column.ok_or_else(|| bad(&format!("column:{header}"), code))?, field);
    }
    let mut absent = Vec::new();
    for (code, header) in answers.of_prefix("field:") {
        let key = format!("field:{code}");
        let field = Field::from_code(code).ok_or_else(|| bad(&key, header))?;
        if header == "none" && field == Field::Quantity {
            absent.push(field);
            continue;
        }
        let chosen = columns.iter().position(|column| column.header == header);
        let chosen = chosen.ok_or_else(|| bad(&key, header))?;
        for column in columns.iter_mut().filter(|column| column.field == field) {
            column.field = Field::Keep;
        }
        answer(&mut columns[chosen], field);
    }
    // A unit price says more than an amount.
    let price = columns.iter().find(|column| column.field == Field::UnitPrice);
    if let Some(by) = price.map(|column| column.header.clone()) {
        for column in columns.iter_mut().filter(|column| column.field == Field::Amount) {
            column.field = Field::Keep;
            column.evidence.push(Evidence::AlreadyGiven { by: by.clone() });
        }
    }
    let twice = part_twice(&mut columns);
    Ok(Named { columns, twice, absent })
}

fn answer(column: &mut ColumnProposal, field: Field) {
    column.field = field;
    column.confidence = 100;
    column.evidence = vec![Evidence::Answered];
}

fn name_one(header: &str, shopify: bool) -> ColumnProposal {
    let (field, confidence, evidence) = if shopify {
        let known = SHOPIFY.iter().find(|(name, _)| *name == header).map(|(_, field)| *field);
        let kept = SHOPIFY_KEPT.contains(&header);
        let personal = field::named(header) == Some(Field::Personal);
        let field = match known {
            Some(field) => field,
            None if kept => Field::Keep,
            None if personal => Field::Personal,
            None => Field::Drop,
        };
        (field, 100, Evidence::SourceKnown)
    } else {
        match field::named(header) {
            Some(field) => (field, NAMED, Evidence::HeaderKnown),
            None => (Field::Drop, UNKNOWN, Evidence::Unknown),
        }
    };
    let header = header.to_owned();
    ColumnProposal { header, field, confidence, evidence: vec![evidence], numbers: None, filled: 0 }
}

/// Where several columns could be one field, none is: the user says which. They are kept as cells meanwhile.
fn part_twice(columns: &mut [ColumnProposal]) -> Vec<(Field, Vec<String>)> {
    let mut twice = Vec::new();
    for field in Field::ALL.into_iter().filter(|field| field.is_single()) {
        let same: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].field == field).collect();
        let answered = same.iter().copied().find(|&at| columns[at].confidence == 100);
        if same.len() < 2 {
            continue;
        }
        if answered.is_none() {
            twice.push((field, same.iter().map(|&at| columns[at].header.clone()).collect()));
        }
        for at in same.into_iter().filter(|at| Some(*at) != answered) {
            columns[at].field = if field == Field::Buyer { Field::Personal } else { Field::Keep };
        }
    }
    twice
}

/// Puts everything together.
pub(super) fn assemble(
    sniffed: &Sniffed,
    answers: &Answers,
    named: Named,
    scan: &Scan,
) -> Result<Proposal, FileError> {
    let shopify = sniffed.recognised.source == Source::ShopifyOrders;
    let Named { mut columns, twice, absent } = named;
    for (column, stat) in columns.iter_mut().zip(&scan.stats) {
        column.filled = stat.filled;
        if !shopify {
            weigh(column, stat);
        }
    }
    if !columns.iter().any(|column| column.field == Field::Buyer) {
        let like = columns.iter_mut().find(|column| {
            column.field == Field::Personal && column.filled > 0 && field::is_buyer_like(&column.header)
        });
        if let Some(column) = like.filter(|_| !shopify) {
            (column.field, column.confidence) = (Field::Buyer, SHAPED);
        }
    }
    let mut questions = field_questions(&columns, &twice, &absent);
    proof::numbers(&mut columns, scan, answers, shopify, &mut questions)?;
    let date = proof::dates(&columns, scan, answers, &mut questions)?;
    let currency = currency_of(&columns, scan, answers, &mut questions)?;
    let zone = zone_of(&date, answers, &mut questions)?;
    let mapped = columns.iter().map(|column| MappedColumn {
        header: column.header.clone(),
        field: column.field,
        dialect: column.numbers.as_ref().and_then(|proof| proof.dialect),
    });
    let mapping = Mapping {
        version: MAPPING_VERSION,
        source: sniffed.recognised.source,
        kind: Kind::Sales,
        signature: Some(sniffed.signature.clone()),
        columns: mapped.collect(),
        date_form: date.as_ref().and_then(|date| date.form),
        zone: zone.as_ref().and_then(|zone| match zone {
            ZoneProof::Offsets => None,
            ZoneProof::Answer { zone } => Some(zone.clone()),
        }),
        currency: currency.as_ref().and_then(|proof| match proof {
            CurrencyProof::Column { .. } => None,
            CurrencyProof::Header { currency, .. }
            | CurrencyProof::Symbol { currency, .. }
            | CurrencyProof::Answer { currency } => Some(currency.clone()),
        }),
        allowed_currencies: Vec::new(),
        charge_codes: scan.charges.clone(),
        cancellation_prefix: scan.cancellation_prefix().filter(|_| !shopify),
        description_rows: scan.description_rows,
    };
    Ok(Proposal { mapping, columns, date, currency, zone, rows: scan.rows, questions })
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

fn field_questions(
    columns: &[ColumnProposal],
    twice: &[(Field, Vec<String>)],
    absent: &[Field],
) -> Vec<Question> {
    let mut questions: Vec<Question> = twice
        .iter()
        .map(|(field, headers)| Question {
            key: format!("field:{}", field.code()),
            about: About::FieldTwice { field: *field },
            choices: headers.clone(),
        })
        .collect();
    let has = |field: Field| {
        columns.iter().any(|column| column.field == field) || twice.iter().any(|(other, _)| *other == field)
    };
    let missing = [
        (Field::OrderRef, has(Field::OrderRef)),
        (Field::At, has(Field::At)),
        (Field::Quantity, has(Field::Quantity) || absent.contains(&Field::Quantity)),
        (Field::UnitPrice, has(Field::UnitPrice) || has(Field::Amount)),
        (Field::Sku, has(Field::Sku) || has(Field::Title)),
    ];
    for (field, _) in missing.into_iter().filter(|(_, known)| !known) {
        let free = columns.iter().filter(|column| !column.field.is_single() && column.filled > 0);
        let mut choices: Vec<String> = free.map(|column| column.header.clone()).collect();
        if field == Field::Quantity {
            choices.push("none".to_owned());
        }
        let key = format!("field:{}", field.code());
        questions.push(Question { key, about: About::FieldMissing { field }, choices });
    }
    questions
}

fn currency_of(
    columns: &[ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<Option<CurrencyProof>, FileError> {
    if let Some(code) = answers.get("currency") {
        let known = Currency::from_code(code)
            .ok_or_else(|| FileError::BadAnswer { key: "currency".to_owned(), value: code.to_owned() })?;
        return Ok(Some(CurrencyProof::Answer { currency: known.code().to_owned() }));
    }
    let of_rows = columns.iter().find(|column| column.field == Field::Currency && column.filled > 0);
    if let Some(column) = of_rows {
        return Ok(Some(CurrencyProof::Column { header: column.header.clone() }));
    }
    let money = || columns.iter().zip(&scan.stats).filter(|(column, _)| column.field.is_money());
    let symbols: Vec<_> = money()
        .flat_map(|(column, stat)| stat.currencies.iter().map(move |found| (&column.header, found)))
        .collect();
    if let Some((header, (currency, cells))) = symbols.first()
        && symbols.iter().all(|(_, (other, _))| other == currency)
    {
        let currency = currency.code().to_owned();
        let header = (*header).clone();
        return Ok(Some(CurrencyProof::Symbol { header, currency, cells: *cells }));
    }
    let in_header = money()
        .find_map(|(column, _)| Some((column.header.clone(), proof::currency_in_header(&column.header)?)));
    if let Some((header, currency)) = in_header.filter(|_| symbols.is_empty()) {
        return Ok(Some(CurrencyProof::Header { header, currency: currency.code().to_owned() }));
    }
    let choices = Currency::ALL.map(|currency| currency.code().to_owned()).to_vec();
    questions.push(Question { key: "currency".to_owned(), about: About::Currency, choices });
    Ok(None)
}

fn zone_of(
    date: &Option<super::DateProof>,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<Option<ZoneProof>, FileError> {
    if let Some(name) = answers.get("zone") {
        let zone = Tz::from_str(name)
            .map_err(|_| FileError::BadAnswer { key: "zone".to_owned(), value: name.to_owned() })?;
        return Ok(Some(ZoneProof::Answer { zone: zone.name().to_owned() }));
    }
    let Some(date) = date else { return Ok(None) };
    let dates = date.plain + date.only_dmy + date.only_mdy + date.either;
    if dates > 0 && date.with_offset == dates {
        return Ok(Some(ZoneProof::Offsets));
    }
    let choices = Market::ALL.map(|market| market.zone().name().to_owned()).to_vec();
    questions.push(Question { key: "zone".to_owned(), about: About::Zone, choices });
    Ok(None)
}
