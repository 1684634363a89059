//! A mapping proposed for a file of sales, with its proof and with what only the user can say.

mod ask;
mod decide;
mod naming;
mod place;
mod scan;
mod stat;
mod sums;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::date::DateForm;
use crate::error::FileError;
use crate::field::Field;
use crate::mapping::Mapping;
use crate::number::NumberDialect;
use crate::sniff::Sniffed;

/// What the user has answered, by the key of the question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, String>);

impl Answers {
    /// Adds an answer; a later one for the same question replaces it.
    pub fn add(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.0.insert(key.into(), value.into());
    }

    /// Adds `KEY=VALUE`; false when there is no `=`.
    pub fn add_pair(&mut self, pair: &str) -> bool {
        let Some((key, value)) = pair.split_once('=') else { return false };
        self.add(key.trim(), value.trim());
        true
    }

    /// The answer to a question.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Every answer, by its key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    fn of_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?, value.as_str())))
    }
}

/// A mapping as far as the file proves it, and what is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// The mapping; usable when nothing is open.
    pub mapping: Mapping,
    /// Each column, in the order of the file.
    pub columns: Vec<ColumnProposal>,
    /// The order of day and month, with its proof.
    pub date: Option<DateProof>,
    /// The currency, and what says so.
    pub currency: Option<CurrencyProof>,
    /// The zone, and what says so.
    pub zone: Option<ZoneProof>,
    /// Rows looked at: the whole file.
    pub rows: u64,
    /// The first and the last row of the first block that stood there before.
    pub block: Option<(u64, u64)>,
    /// What only the user can say.
    pub questions: Vec<Question>,
}

/// What a column is proposed to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnProposal {
    /// The header as found.
    pub header: String,
    /// What it is taken for.
    pub field: Field,
    /// How surely, 0 to 100.
    pub confidence: u8,
    /// What speaks for it.
    pub evidence: Vec<Evidence>,
    /// How it writes numbers, if it holds any that matter.
    pub numbers: Option<DialectProof>,
    /// Cells that are filled.
    pub filled: u64,
    /// One of its values, shortened; never of a personal column.
    pub example: Option<String>,
    /// Whether it is said of the whole order, on each of its rows.
    pub per_order: bool,
    /// Whether a dash stands for 0.
    pub dash: bool,
}

impl ColumnProposal {
    /// Whether nothing says what it is.
    fn is_unknown(&self) -> bool {
        self.evidence.contains(&Evidence::Unknown)
    }
}

/// What speaks for a column's meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Evidence {
    /// Its header is a known name.
    HeaderKnown,
    /// Its source is known to write it so.
    SourceKnown,
    /// The user said so.
    Answered,
    /// Its values are numbers.
    Numbers {
        /// The share of filled cells.
        percent: u8,
    },
    /// Its values are dates.
    Dates {
        /// The share of filled cells.
        percent: u8,
    },
    /// It holds e-mail addresses.
    Emails {
        /// Cells with one.
        cells: u64,
    },
    /// It holds phone numbers.
    Phones {
        /// Cells with one.
        cells: u64,
    },
    /// It times the quantity is the amount, or the other way round, over the whole file.
    SumHolds {
        /// Rows in which it does.
        rows: u64,
        /// The quantity.
        quantity: String,
        /// The price of one.
        price: String,
        /// The amount.
        amount: String,
    },
    /// Another column already gives this.
    AlreadyGiven {
        /// That column.
        by: String,
    },
    /// Nothing says what it is; it is not kept.
    Unknown,
}

/// Which way of writing numbers explains a column, counted over the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DialectProof {
    /// The dialect, if it is decided.
    pub dialect: Option<NumberDialect>,
    /// What decided it.
    pub by: ProofBy,
    /// Values only a dot before the decimals explains.
    pub only_dot: u64,
    /// Values only a comma before the decimals explains.
    pub only_comma: u64,
    /// Values both explain, differently.
    pub either: u64,
    /// Values both explain alike.
    pub same: u64,
    /// Values a workbook stores as numbers: no question of writing.
    pub stored: u64,
    /// A value only this dialect explains, or one that both do when it is open.
    pub example: Option<String>,
    /// The row of the example.
    pub example_row: Option<u64>,
}

/// What decided a question of form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ProofBy {
    /// A value only one reading explains, and none against it.
    Value,
    /// Every value reads the same either way.
    NoDifference,
    /// Another column of the same file decides it.
    OtherColumn {
        /// That column.
        header: String,
    },
    /// Nobody writes three decimals in this currency, so the mark parts thousands.
    Currency {
        /// ISO 4217 code.
        currency: String,
    },
    /// The source is known to write it so.
    Source,
    /// The user said so.
    Answer,
    /// Nothing; it is open.
    Nothing,
}

/// Which order of day and month explains the dates, counted over the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DateProof {
    /// The column.
    pub header: String,
    /// The order, if it is decided.
    pub form: Option<DateForm>,
    /// What decided it.
    pub by: ProofBy,
    /// Dates only the day in front explains.
    pub only_dmy: u64,
    /// Dates only the month in front explains.
    pub only_mdy: u64,
    /// Dates both explain, differently.
    pub either: u64,
    /// Dates without a question: the year in front, or stored by a workbook.
    pub plain: u64,
    /// Dates that carry their own offset from UTC.
    pub with_offset: u64,
    /// A date that decides it, or one that does not.
    pub example: Option<String>,
    /// The row of the example.
    pub example_row: Option<u64>,
}

/// Where the currency is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CurrencyProof {
    /// A column names it row by row.
    Column {
        /// The column.
        header: String,
    },
    /// A header names it.
    Header {
        /// The column.
        header: String,
        /// ISO 4217 code.
        currency: String,
    },
    /// The amounts carry its symbol.
    Symbol {
        /// The column.
        header: String,
        /// ISO 4217 code.
        currency: String,
        /// Cells with the symbol.
        cells: u64,
    },
    /// The source writes in no other.
    Source {
        /// ISO 4217 code.
        currency: String,
    },
    /// The user said so.
    Answer {
        /// ISO 4217 code.
        currency: String,
    },
}

impl CurrencyProof {
    fn currency(&self) -> Option<String> {
        match self {
            Self::Column { .. } => None,
            Self::Header { currency, .. }
            | Self::Symbol { currency, .. }
            | Self::Source { currency }
            | Self::Answer { currency } => Some(currency.clone()),
        }
    }
}

/// Where the zone is known from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ZoneProof {
    /// Every time carries its offset.
    Offsets,
    /// The source writes in no other.
    Source {
        /// IANA name.
        zone: String,
    },
    /// The user said so.
    Answer {
        /// IANA name.
        zone: String,
    },
}

impl ZoneProof {
    fn zone(&self) -> Option<String> {
        match self {
            Self::Offsets => None,
            Self::Source { zone } | Self::Answer { zone } => Some(zone.clone()),
        }
    }
}

/// What only the user can say. It is answered under its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// `currency`, `zone`, `dateForm`, `numbers:HEADER`, `field:FIELD`, `missing:HEADER`, `per:HEADER`,
    /// `state:TEXT`, `blocks`.
    pub key: String,
    /// What it is about.
    pub about: About,
    /// What can be answered.
    pub choices: Vec<String>,
}

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum About {
    /// Nothing in the file names the currency, or several are named.
    Currency,
    /// Times have no offset; in which zone were they written?
    Zone,
    /// Is the day or the month in front?
    DateForm {
        /// The column.
        column: String,
        /// A date that can be read both ways.
        example: Option<String>,
    },
    /// Is it a dot or a comma before the decimals?
    Numbers {
        /// The column.
        column: String,
        /// A value that can be read both ways, or one that contradicts the rest.
        example: Option<String>,
    },
    /// Which column is it? It must be known and none says so.
    FieldMissing {
        /// The field.
        field: Field,
    },
    /// Which of several columns is it?
    FieldTwice {
        /// The field.
        field: Field,
    },
    /// The source has this column; which one takes its place?
    ColumnMissing {
        /// The column that is not there.
        column: String,
    },
    /// Every row of each order says the same: is it said of the order?
    PerOrder {
        /// The column.
        column: String,
        /// Orders of several rows that say so.
        orders: u64,
    },
    /// A block of rows stands there twice: is it counted once?
    Blocks {
        /// The row it begins in the second time.
        first_row: u64,
        /// The row it ends in.
        last_row: u64,
    },
    /// What does this state of an order mean?
    State {
        /// The state as it stands in the file.
        text: String,
    },
}

/// Proposes a mapping for a file of sales, from its header and from every value in it.
///
/// Answers are `currency` (ISO 4217), `zone` (IANA), `dateForm` (`ymd`, `dmy`, `mdy`), `numbers:HEADER`
/// (`dot`, `comma`), `field:FIELD` (a header, or `none` for the quantity), `column:HEADER` (a field),
/// `missing:HEADER` (a header or `none`), `per:HEADER` (`order`, `line`), `state:TEXT` (`counts`, `cancelled`,
/// `unpaid`), `blocks` (`once`, `all`).
///
/// # Errors
/// When the file cannot be read, or an answer is not one of the choices.
pub fn propose(path: &Path, sniffed: &Sniffed, answers: &Answers) -> Result<Proposal, FileError> {
    let mut named = naming::by_header(sniffed, answers)?;
    let scan = scan::scan(path, sniffed, &named)?;
    sums::settle(path, sniffed, &mut named, &scan)?;
    decide::assemble(sniffed, answers, named, &scan)
}
