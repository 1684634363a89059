//! A mapping made ready for one file: where each of its columns stands there.

use chrono_tz::Tz;
use domain::Currency;

use crate::date::DateForm;
use crate::error::FileError;
use crate::field::Field;
use crate::mapping::{Mapping, keeps_cell};
use crate::number::NumberDialect;
use crate::sniff::Sniffed;

/// A column found in the file at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub at: usize,
    pub dialect: NumberDialect,
    /// Whether a dash stands for 0.
    pub dash: bool,
}

/// A column that is a share of a line, or is said of its whole order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Share {
    pub field: Field,
    pub bound: Bound,
    pub per_order: bool,
}

/// A mapping made ready for one file.
#[derive(Debug)]
pub(crate) struct Binding {
    pub order_ref: usize,
    pub date: usize,
    pub sku: Option<usize>,
    pub title: Option<usize>,
    pub quantity: Option<Bound>,
    pub unit_price: Option<Bound>,
    pub amount: Option<Bound>,
    /// Whether the amount is said of the whole order.
    pub amount_per_order: bool,
    pub discount: Option<Bound>,
    pub refund: Option<Bound>,
    /// Discounts, refunds, taxes and shipping: every column of them.
    pub shares: Vec<Share>,
    pub returned: Option<Bound>,
    pub currency_column: Option<usize>,
    pub buyer: Option<usize>,
    pub status: Option<usize>,
    pub channel: Option<usize>,
    pub session: Option<usize>,
    pub kept: Vec<usize>,
    /// The columns by which a row is known again.
    pub key: Vec<usize>,
    pub cancelled_when_filled: Vec<usize>,
    pub date_form: DateForm,
    /// None when every time must carry its offset.
    pub zone: Option<Tz>,
    pub currency: Option<Currency>,
    pub allowed: Vec<Currency>,
}

impl Binding {
    /// Finds the mapping's columns in the file; refuses a mapping that leaves something open.
    pub(crate) fn new(sniffed: &Sniffed, mapping: &Mapping) -> Result<Self, FileError> {
        let places = places(sniffed, mapping)?;
        let all = || mapping.columns.iter().zip(&places);
        let bound = |field: Field| {
            all().filter(move |(column, _)| column.field == field).map(move |(column, &at)| Share {
                field,
                bound: Bound { at, dialect: column.dialect.unwrap_or(NumberDialect::Dot), dash: column.dash },
                per_order: column.per_order,
            })
        };
        let find = |field: Field| bound(field).next().map(|share| share.bound);
        let at = |field| find(field).map(|bound| bound.at);
        let open =
            |what: &str| FileError::MappingIncomplete { file: sniffed.file.clone(), what: what.to_owned() };
        let needed = |field: Field| at(field).ok_or_else(|| open(&format!("field:{}", field.code())));
        let kept = all().filter(|(column, _)| keeps_cell(column.field));
        let code = |code: &String| Currency::from_code(code).ok_or_else(|| open("currency"));
        let binding = Self {
            order_ref: needed(Field::OrderRef)?,
            date: needed(Field::At)?,
            sku: at(Field::Sku),
            title: at(Field::Title),
            quantity: find(Field::Quantity).filter(|_| !mapping.rows_are_units),
            unit_price: find(Field::UnitPrice),
            amount: find(Field::Amount),
            amount_per_order: bound(Field::Amount).next().is_some_and(|share| share.per_order),
            discount: find(Field::Discount),
            refund: find(Field::Refund),
            shares: Field::ALL.into_iter().filter(|field| field.is_share()).flat_map(bound).collect(),
            returned: find(Field::Returned),
            currency_column: at(Field::Currency),
            buyer: at(Field::Buyer),
            status: at(Field::Status),
            channel: at(Field::Channel),
            session: at(Field::SessionRef),
            kept: kept.map(|(_, &at)| at).collect(),
            key: headers_at(sniffed, &mapping.key)?,
            cancelled_when_filled: headers_at(sniffed, &mapping.cancelled_when_filled)?,
            date_form: mapping.date_form.unwrap_or(DateForm::Ymd),
            zone: mapping.zone.as_ref().map(|name| name.parse().map_err(|_| open("zone"))).transpose()?,
            currency: mapping.currency.as_ref().map(code).transpose()?,
            allowed: mapping.allowed_currencies.iter().map(code).collect::<Result<_, _>>()?,
        };
        let unread =
            |column: &&crate::mapping::MappedColumn| column.field.is_number() && column.dialect.is_none();
        if let Some(column) = mapping.columns.iter().find(unread) {
            return Err(open(&format!("numbers:{}", column.header)));
        }
        if binding.unit_price.is_none() && binding.amount.is_none() {
            return Err(open("field:unitPrice"));
        }
        if binding.currency.is_none() && binding.currency_column.is_none() {
            return Err(open("currency"));
        }
        Ok(binding)
    }

    /// The last column without which a row says nothing.
    pub(crate) fn last_needed(&self) -> usize {
        let money = self.unit_price.or(self.amount).map(|bound| bound.at);
        let quantity = self.quantity.map(|bound| bound.at);
        [Some(self.order_ref), Some(self.date), money, quantity].into_iter().flatten().max().unwrap_or(0)
    }

    /// Whether something is said once an order on each of its rows, or rows are known again by a key: then the
    /// orders are looked at before any line is handed on.
    pub(crate) fn looks_ahead(&self) -> bool {
        !self.key.is_empty() || self.amount_per_order || self.shares.iter().any(|share| share.per_order)
    }
}

/// Where columns stand that the mapping names beside its fields.
fn headers_at(sniffed: &Sniffed, headers: &[String]) -> Result<Vec<usize>, FileError> {
    let find = |wanted: &String| {
        let at = sniffed.headers.iter().position(|header| header == wanted);
        at.ok_or_else(|| FileError::MappingDoesNotFit { file: sniffed.file.clone(), column: wanted.clone() })
    };
    headers.iter().map(find).collect()
}

/// Where each column of the mapping stands; the second of two equal headers is the second in the file too.
fn places(sniffed: &Sniffed, mapping: &Mapping) -> Result<Vec<usize>, FileError> {
    let mut places = Vec::with_capacity(mapping.columns.len());
    for (index, column) in mapping.columns.iter().enumerate() {
        let nth = mapping.columns[..index].iter().filter(|other| other.header == column.header).count();
        let mut same = sniffed.headers.iter().enumerate().filter(|(_, header)| **header == column.header);
        match same.nth(nth) {
            Some((at, _)) => places.push(at),
            // A column that was not used may be gone.
            None if matches!(column.field, Field::Keep | Field::Drop | Field::Personal) => {
                places.push(usize::MAX);
            }
            None => {
                let (file, column) = (sniffed.file.clone(), column.header.clone());
                return Err(FileError::MappingDoesNotFit { file, column });
            }
        }
    }
    Ok(places)
}
