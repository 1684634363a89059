//! How a file of sales is read: a small document that can be kept, shared and used again.

use chrono_tz::Tz;
use domain::Currency;
use serde::{Deserialize, Serialize};

use crate::date::DateForm;
use crate::error::FileError;
use crate::field::Field;
use crate::header::{Kind, Source};
use crate::number::NumberDialect;
use crate::propose::Answers;
use crate::sniff::Sniffed;

/// The version of mappings written here; older ones are read, newer ones are refused.
pub const MAPPING_VERSION: u32 = 1;

/// How a file of sales is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mapping {
    /// The version of this document.
    pub version: u32,
    /// Where files of this form come from.
    pub source: Source,
    /// What they bring.
    pub kind: Kind,
    /// The signature of the header it was made for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// The columns, in the order of the file.
    pub columns: Vec<MappedColumn>,
    /// The order of day and month, where the file does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_form: Option<DateForm>,
    /// IANA name of the zone of times without an offset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// ISO 4217 code of amounts without a currency of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// ISO 4217 codes that may come in; rows in others are refused. Empty: every known one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_currencies: Vec<String>,
    /// Stock codes that are charges (postage, bank charges), not products; compared with their capitals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub charge_codes: Vec<String>,
    /// What a cancelled order's number begins with, before its digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation_prefix: Option<String>,
    /// Rows directly below the header that explain it and are no data.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub description_rows: u64,
}

/// One column of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappedColumn {
    /// Its header as found; capitals count.
    pub header: String,
    /// What it is.
    pub field: Field,
    /// How it writes numbers, if it holds any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<NumberDialect>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Mapping {
    /// Reads a mapping a user was given.
    ///
    /// # Errors
    /// When it is no mapping, or one of a newer version.
    pub fn from_json(text: &str) -> Result<Self, FileError> {
        let mapping: Self =
            serde_json::from_str(text).map_err(|err| FileError::NotAMapping { reason: err.to_string() })?;
        if mapping.version > MAPPING_VERSION {
            let reason = format!("it has version {}; update Showrunner", mapping.version);
            return Err(FileError::NotAMapping { reason });
        }
        Ok(mapping)
    }

    /// The document as it is shared.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Takes over answers to what a mapping can leave open: currency, zone, order of day and month, dialects.
    ///
    /// # Errors
    /// When an answer is not one of the choices.
    pub fn answer(&mut self, answers: &Answers) -> Result<(), FileError> {
        let bad =
            |key: &str, value: &str| FileError::BadAnswer { key: key.to_owned(), value: value.to_owned() };
        if let Some(code) = answers.get("currency") {
            let currency = Currency::from_code(code).ok_or_else(|| bad("currency", code))?;
            self.currency = Some(currency.code().to_owned());
        }
        if let Some(name) = answers.get("zone") {
            let zone: Tz = name.parse().map_err(|_| bad("zone", name))?;
            self.zone = Some(zone.name().to_owned());
        }
        if let Some(code) = answers.get("dateForm") {
            self.date_form = Some(DateForm::from_code(code).ok_or_else(|| bad("dateForm", code))?);
        }
        for column in &mut self.columns {
            let key = format!("numbers:{}", column.header);
            column.dialect = match answers.get(&key) {
                None => column.dialect,
                Some("dot") => Some(NumberDialect::Dot),
                Some("comma") => Some(NumberDialect::Comma),
                Some(other) => return Err(bad(&key, other)),
            };
        }
        Ok(())
    }

    /// Names the files of one source: by the headers that say order, time, product, count and price, so that a
    /// column more or less, or another order of columns, leaves a file with its earlier ones.
    pub fn form(&self) -> String {
        let header = |fields: &[Field]| {
            fields.iter().find_map(|field| self.columns.iter().find(|column| column.field == *field))
        };
        let mut hasher = blake3::Hasher::new();
        for fields in [
            &[Field::OrderRef][..],
            &[Field::At],
            &[Field::Sku, Field::Title],
            &[Field::Quantity],
            &[Field::UnitPrice, Field::Amount],
        ] {
            let name = header(fields).map(|column| crate::field::key(&column.header)).unwrap_or_default();
            hasher.update(name.as_bytes()).update(b"\x1f");
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The headers whose cells are kept washed beside each line, in the order of [`crate::SaleRow::raw`].
    pub fn kept_columns(&self) -> Vec<&str> {
        let kept = self.columns.iter().filter(|column| keeps_cell(column.field));
        kept.map(|column| column.header.as_str()).collect()
    }
}

/// Whether a column's cells may be kept as they stand. Ids of buyers and free text may not.
const fn keeps_cell(field: Field) -> bool {
    !matches!(field, Field::Personal | Field::Drop | Field::Buyer | Field::SessionRef)
}

/// A column found in the file at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub at: usize,
    pub dialect: NumberDialect,
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
    pub discount: Option<Bound>,
    pub refund: Option<Bound>,
    pub currency_column: Option<usize>,
    pub buyer: Option<usize>,
    pub status: Option<usize>,
    pub channel: Option<usize>,
    pub session: Option<usize>,
    pub kept: Vec<usize>,
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
        let find = |field: Field| {
            let mut found = mapping.columns.iter().zip(&places).filter(|(column, _)| column.field == field);
            found
                .next()
                .map(|(column, &at)| Bound { at, dialect: column.dialect.unwrap_or(NumberDialect::Dot) })
        };
        let at = |field| find(field).map(|bound| bound.at);
        let open =
            |what: &str| FileError::MappingIncomplete { file: sniffed.file.clone(), what: what.to_owned() };
        let needed = |field: Field| at(field).ok_or_else(|| open(&format!("field:{}", field.code())));
        let kept = mapping.columns.iter().zip(&places).filter(|(column, _)| keeps_cell(column.field));
        let code = |code: &String| Currency::from_code(code).ok_or_else(|| open("currency"));
        let binding = Self {
            order_ref: needed(Field::OrderRef)?,
            date: needed(Field::At)?,
            sku: at(Field::Sku),
            title: at(Field::Title),
            quantity: find(Field::Quantity),
            unit_price: find(Field::UnitPrice),
            amount: find(Field::Amount),
            discount: find(Field::Discount),
            refund: find(Field::Refund),
            currency_column: at(Field::Currency),
            buyer: at(Field::Buyer),
            status: at(Field::Status),
            channel: at(Field::Channel),
            session: at(Field::SessionRef),
            kept: kept.map(|(_, &at)| at).collect(),
            date_form: mapping.date_form.unwrap_or(DateForm::Ymd),
            zone: mapping.zone.as_ref().map(|name| name.parse().map_err(|_| open("zone"))).transpose()?,
            currency: mapping.currency.as_ref().map(code).transpose()?,
            allowed: mapping.allowed_currencies.iter().map(code).collect::<Result<_, _>>()?,
        };
        let numeric = |field: Field| field == Field::Quantity || field.is_money();
        if let Some(column) =
            mapping.columns.iter().find(|column| numeric(column.field) && column.dialect.is_none())
        {
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
