//! What the headers say, and what was answered about them.

use std::collections::HashSet;

use crate::composed;
use crate::described::{DescribedColumn, Description, Missing};
use crate::error::FileError;
use crate::field::{self, Field};
use crate::header::Source;
use crate::propose::decide::{NAMED, UNKNOWN};
use crate::propose::{Answers, ColumnProposal, Evidence};
use crate::sniff::Sniffed;

/// The columns as their headers name them.
pub(super) struct Named {
    pub(super) columns: Vec<ColumnProposal>,
    /// Fields several columns could be.
    pub(super) twice: Vec<(Field, Vec<String>)>,
    /// Fields the user said the file does not have.
    pub(super) absent: Vec<Field>,
    /// Columns of a description that are not there, and what stands in for them.
    pub(super) missing: Vec<Gone>,
}

/// A column of a description that the file does not have.
pub(super) struct Gone {
    pub(super) header: String,
    pub(super) field: Field,
    pub(super) ask: bool,
    /// The column that takes its place, or the word that there is none.
    pub(super) answer: Option<Option<String>>,
}

impl Named {
    /// The first column of a field.
    pub(super) fn first(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }
}

/// The description of the source, if it is a described one.
pub(super) fn description(sniffed: &Sniffed) -> Option<&'static Description> {
    match sniffed.recognised.source {
        Source::Described(source) => Some(source.description()),
        _ => None,
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

/// Columns of Shopify that are known and left out.
const SHOPIFY_BESIDE: [&str; 20] = [
    "Accepts Marketing",
    "Lineitem requires shipping",
    "Lineitem taxable",
    "Lineitem fulfillment status",
    "Payment Reference",
    "Outstanding Balance",
    "Employee",
    "Location",
    "Device ID",
    "Id",
    "Risk Level",
    "Receipt Number",
    "Duties",
    "Payment ID",
    "Payment Terms Name",
    "Next Payment Due At",
    "Payment References",
    "Tax 1 Name",
    "Tax 1 Value",
    "Tax 2 Name",
];

/// Columns of Shopify without which figures would be wrong: what was taken off, given back, cancelled.
const SHOPIFY_NEEDED: [(&str, Field); 5] = [
    ("Financial Status", Field::Status),
    ("Discount Amount", Field::Discount),
    ("Refunded Amount", Field::Refund),
    ("Subtotal", Field::Keep),
    ("Cancelled at", Field::Keep),
];

/// Those of them that are not there, and what takes their place.
fn shopify_gone(columns: &mut [ColumnProposal], answers: &Answers) -> Result<Vec<Gone>, FileError> {
    let mut gone = Vec::new();
    for (header, field) in SHOPIFY_NEEDED {
        if columns.iter().any(|column| column.header == header) {
            continue;
        }
        let key = format!("missing:{header}");
        let named = answers.get(&key);
        if let Some(by) = named.filter(|by| *by != "none") {
            let bad = || FileError::BadAnswer { key: key.clone(), value: by.to_owned() };
            answer(columns.iter_mut().find(|column| column.header == by).ok_or_else(bad)?, field);
        }
        let answer = named.map(|by| (by != "none").then(|| by.to_owned()));
        gone.push(Gone { header: header.to_owned(), field, ask: named.is_none(), answer });
    }
    Ok(gone)
}

/// Names the columns by their headers and by what was answered.
pub(super) fn by_header(sniffed: &Sniffed, answers: &Answers) -> Result<Named, FileError> {
    let mut columns: Vec<ColumnProposal> =
        sniffed.headers.iter().map(|header| name_one(header, sniffed.recognised.source)).collect();
    if sniffed.recognised.source == Source::Unknown {
        compose(&mut columns);
    }
    let missing = match description(sniffed) {
        Some(description) => stand_ins(&mut columns, description, answers)?,
        None if sniffed.recognised.source == Source::ShopifyOrders => shopify_gone(&mut columns, answers)?,
        None => Vec::new(),
    };
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
    for (header, scope) in answers.of_prefix("per:") {
        let key = format!("per:{header}");
        let column = columns.iter_mut().find(|column| column.header == header);
        let column = column.ok_or_else(|| bad(&key, scope))?;
        column.per_order = match scope {
            "order" => true,
            "line" => false,
            other => return Err(bad(&key, other)),
        };
    }
    let twice = part_twice(&mut columns, description(sniffed).is_some());
    Ok(Named { columns, twice, absent, missing })
}

/// Understands names by the words they are put together from, where no column has a field's own name.
fn compose(columns: &mut [ColumnProposal]) {
    let composed: Vec<Option<Field>> = columns
        .iter()
        .map(|column| if column.is_unknown() { composed::field(&column.header) } else { None })
        .collect();
    for field in Field::ALL
        .into_iter()
        .filter(|field| columns.iter().all(|column| column.field != *field))
        .collect::<Vec<_>>()
    {
        for (column, _) in columns.iter_mut().zip(&composed).filter(|(_, composed)| **composed == Some(field))
        {
            (column.field, column.confidence, column.evidence) = (field, NAMED, vec![Evidence::HeaderKnown]);
        }
    }
}

pub(super) fn answer(column: &mut ColumnProposal, field: Field) {
    column.field = field;
    column.confidence = 100;
    column.evidence = vec![Evidence::Answered];
}

fn name_one(header: &str, source: Source) -> ColumnProposal {
    let personal = || field::named(header) == Some(Field::Personal);
    let mut described = None;
    let (field, confidence, evidence) = match source {
        Source::ShopifyOrders => {
            let known = SHOPIFY.iter().find(|(name, _)| *name == header).map(|(_, field)| *field);
            let kept = SHOPIFY_KEPT.contains(&header);
            let field = match known {
                Some(field) => field,
                None if kept => Field::Keep,
                None if personal() => Field::Personal,
                None => Field::Drop,
            };
            let known =
                known.is_some() || kept || field == Field::Personal || SHOPIFY_BESIDE.contains(&header);
            match known {
                true => (field, 100, Evidence::SourceKnown),
                false => (field, UNKNOWN, Evidence::Unknown),
            }
        }
        Source::Described(source) => {
            let description = source.description();
            described = description.column(header);
            match described {
                Some(column) => (column.field, 100, Evidence::SourceKnown),
                None if description.keeps(header) => (Field::Keep, 100, Evidence::SourceKnown),
                None if personal() => (Field::Personal, 100, Evidence::SourceKnown),
                None if description.knows(header) => (Field::Drop, 100, Evidence::SourceKnown),
                None => (Field::Drop, UNKNOWN, Evidence::Unknown),
            }
        }
        Source::Unknown
        | Source::Products(_)
        | Source::TiktokLive
        | Source::ShopeeLive
        | Source::DouyinLive
        | Source::FacebookPosts
        | Source::Figures(_) => match field::named(header) {
            Some(field) => (field, NAMED, Evidence::HeaderKnown),
            None => (Field::Drop, UNKNOWN, Evidence::Unknown),
        },
    };
    ColumnProposal {
        header: header.to_owned(),
        field,
        confidence,
        evidence: vec![evidence],
        numbers: None,
        filled: 0,
        example: None,
        per_order: described.is_some_and(|column| column.per_order),
        dash: described.is_some_and(|column| column.dash),
    }
}

/// Finds what takes the place of the description's columns that are not there under their names: a column whose
/// name differs only in how it is written, or the one the user names.
fn stand_ins(
    columns: &mut [ColumnProposal],
    description: &Description,
    answers: &Answers,
) -> Result<Vec<Gone>, FileError> {
    let mut missing = Vec::new();
    let mut taken: HashSet<String> = HashSet::new();
    let key_only = DescribedColumn {
        header: String::new(),
        field: Field::Keep,
        per_order: false,
        dash: false,
        missing: Missing::Ask,
    };
    let keys = description.key.iter().filter(|header| description.column(header).is_none());
    let keys = keys.map(|header| DescribedColumn { header: header.clone(), ..key_only.clone() });
    for wanted in description.columns.iter().cloned().chain(keys) {
        if columns.iter().any(|column| column.header == wanted.header) {
            continue;
        }
        let key = format!("missing:{}", wanted.header);
        let free = |column: &ColumnProposal| !description.knows(&column.header);
        let named = answers.get(&key);
        let at = match named {
            Some("none") => None,
            Some(header) => {
                let at = columns.iter().position(|column| column.header == header);
                let bad = || FileError::BadAnswer { key: key.clone(), value: header.to_owned() };
                Some(at.ok_or_else(bad)?)
            }
            None => {
                let same = |column: &ColumnProposal| field::key(&column.header) == field::key(&wanted.header);
                let mut alike = (0..columns.len()).filter(|&at| free(&columns[at]) && same(&columns[at]));
                alike.next().filter(|_| alike.next().is_none())
            }
        };
        if let Some(column) =
            at.map(|at| &mut columns[at]).filter(|column| taken.insert(column.header.clone()))
        {
            (column.field, column.per_order, column.dash) = (wanted.field, wanted.per_order, wanted.dash);
            column.confidence = if named.is_some() { 100 } else { NAMED };
            column.evidence = vec![if named.is_some() { Evidence::Answered } else { Evidence::HeaderKnown }];
            let answer = Some(Some(column.header.clone()));
            missing.push(Gone { header: wanted.header, field: wanted.field, ask: false, answer });
            continue;
        }
        let ask = wanted.missing == Missing::Ask && named.is_none();
        let answer = named.map(|_| None);
        missing.push(Gone { header: wanted.header, field: wanted.field, ask, answer });
    }
    Ok(missing)
}

/// Where several columns could be one field, none is: the user says which. They are kept as cells meanwhile.
fn part_twice(columns: &mut [ColumnProposal], described: bool) -> Vec<(Field, Vec<String>)> {
    let mut twice = Vec::new();
    for field in Field::ALL.into_iter().filter(|field| field.is_single()) {
        let same: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].field == field).collect();
        // A description may name several columns of one kind: they add up.
        if same.len() < 2 || (described && field.is_share()) {
            continue;
        }
        let answered = same.iter().copied().find(|&at| columns[at].confidence == 100);
        // Nothing is wrong without these: what is not known is not said.
        let needless =
            matches!(field, Field::Tax | Field::Shipping | Field::PlatformDiscount | Field::Returned);
        if answered.is_none() && !needless {
            twice.push((field, same.iter().map(|&at| columns[at].header.clone()).collect()));
        }
        for at in same.into_iter().filter(|at| Some(*at) != answered) {
            columns[at].field = if field == Field::Buyer { Field::Personal } else { Field::Keep };
        }
    }
    twice
}
