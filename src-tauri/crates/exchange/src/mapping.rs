//! How a file of sales is read: a small document that can be kept, shared and used again.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::Currency;
use serde::{Deserialize, Serialize};

use crate::date::DateForm;
use crate::described::{AmountIs, Sum};
use crate::error::FileError;
use crate::field::Field;
use crate::header::{Kind, Source};
use crate::number::NumberDialect;
use crate::propose::Answers;

/// The version of mappings written here; older ones are read, newer ones are refused.
pub const MAPPING_VERSION: u32 = 2;

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
    /// The columns by which a row is known again; a second row of the same is not counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Whether each row is one unit.
    #[serde(default, skip_serializing_if = "is_false")]
    pub rows_are_units: bool,
    /// What the column of amounts holds.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub amount_is: AmountIs,
    /// What the column of states says, by its folded text, where that was asked; a state nobody knows counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, State>,
    /// Columns that are filled only when the order was cancelled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled_when_filled: Vec<String>,
    /// Columns that must agree in each row; a row in which they do not is warned about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<Sum>,
    /// Whether a block of rows that stands there twice is counted once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub blocks_once: bool,
    /// What takes the place of columns the source is known to have: a header, or `none`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stand_ins: BTreeMap<String, String>,
}

/// What the state of an order means for its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It was sold.
    Counts,
    /// It was cancelled: it earned nothing.
    Cancelled,
    /// Nothing has been paid yet: it earned nothing so far.
    Unpaid,
}

impl State {
    /// All states, as they are offered.
    pub const ALL: [Self; 3] = [Self::Counts, Self::Cancelled, Self::Unpaid];

    /// The name used in answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counts => "counts",
            Self::Cancelled => "cancelled",
            Self::Unpaid => "unpaid",
        }
    }

    /// The state with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
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
    /// Whether it is said of the whole order, on each of its rows: it is counted once an order.
    #[serde(default, skip_serializing_if = "is_false")]
    pub per_order: bool,
    /// Whether a dash stands for 0.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dash: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_plain(amount: &AmountIs) -> bool {
    matches!(amount, AmountIs::BeforeDiscounts)
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

    /// What was answered to the question of this key when the mapping was made; none when it was not asked.
    pub fn answer_to(&self, key: &str) -> Option<String> {
        let (kind, about) = key.split_once(':').unwrap_or((key, ""));
        let column = || self.columns.iter().find(|column| column.header == about);
        match kind {
            "currency" => self.currency.clone(),
            "zone" => self.zone.clone(),
            "dateForm" => self.date_form.map(|form| form.code().to_owned()),
            "numbers" => column().and_then(|column| column.dialect).map(|dialect| dialect.code().to_owned()),
            "field" => {
                let field = Field::from_code(about)?;
                let found = self.columns.iter().find(|column| column.field == field);
                match found {
                    Some(column) => Some(column.header.clone()),
                    None => (field == Field::Quantity).then(|| "none".to_owned()),
                }
            }
            "blocks" => self.blocks_once.then(|| "once".to_owned()),
            "missing" => self.stand_ins.get(about).cloned(),
            "per" => column().map(|column| if column.per_order { "order" } else { "line" }.to_owned()),
            "state" => self.states.get(&crate::states::key(about)).map(|state| state.code().to_owned()),
            _ => None,
        }
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
pub(crate) const fn keeps_cell(field: Field) -> bool {
    !matches!(field, Field::Personal | Field::Drop | Field::Buyer | Field::SessionRef)
}
