//! Rows that were not taken in: where, what stood there, what was expected and what helps.

use domain::Currency;
use serde::Serialize;

/// One row (or one cell of it) that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reject {
    /// The row as a spreadsheet numbers it, 1-based, header included.
    pub row: u64,
    /// The column's header as found; none when the whole row is meant.
    pub column: Option<String>,
    /// What stood there, shortened to 80 characters; e-mails and phone numbers are masked.
    pub value: Option<String>,
    /// What was expected instead.
    pub expectation: Expectation,
}

/// What a cell or row should have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Expectation {
    /// A value; the cell is empty.
    Filled,
    /// A number in the file's way of writing them.
    Number,
    /// A whole number.
    WholeNumber,
    /// A whole number that is not negative.
    NotNegative,
    /// A number the range of amounts can hold.
    InRange,
    /// At most this many decimals.
    Decimals {
        /// Decimals allowed.
        at_most: u32,
        /// ISO 4217 code of the currency, if that is why.
        currency: Option<String>,
    },
    /// An amount in this currency.
    Currency {
        /// ISO 4217 code.
        currency: String,
    },
    /// The code of a currency that is known.
    KnownCurrency,
    /// An id as text; a spreadsheet has turned it into `5.83E+17`.
    IdAsText,
    /// A date in the file's form.
    Date,
    /// A date of the calendar, a time of the clock; what stands there is written like one.
    ExistingDate,
    /// A local time that exists; clocks skipped this one.
    ExistingLocalTime {
        /// IANA name of the zone.
        zone: String,
    },
    /// A time with its offset; the mapping names no zone.
    Zone,
    /// A value, not a formula without one or an error such as `#REF!`.
    Value,
    /// As many cells as the header has.
    Columns {
        /// Cells the header has.
        expected: usize,
        /// Cells the row has.
        found: usize,
    },
    /// The rest of the row; the file ends in it.
    CompleteRow,
    /// A key that appears once.
    UniqueKey {
        /// The row that has the key already.
        first_row: u64,
    },
    /// All rows of one product or order next to each other.
    Together {
        /// The row at which the product or order began.
        first_row: u64,
    },
    /// What the order's other rows say of the whole order.
    SameInOrder {
        /// The order's first row.
        first_row: u64,
    },
    /// An end that does not lie before the start.
    AfterItsStart,
    /// A length that is not negative.
    Length,
    /// One row a room; another gives the same room other figures.
    OneRowARoom {
        /// The other row.
        first_row: u64,
    },
    /// The row that begins the product or order to be right.
    WithItsFirstRow {
        /// That row.
        first_row: u64,
    },
    /// The row of the product whose choice this is.
    WithItsProduct {
        /// How the row names it.
        parent: String,
    },
    /// Rows of the choices this product is told to have.
    WithItsChoices,
}

/// What the user can do about a reject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Remedy {
    /// Correct the cell and import the file again; rows that came in are recognised.
    CorrectCell,
    /// Export again and do not open the file in a spreadsheet program on the way.
    ExportAgain,
    /// Answer the mapping's question differently.
    ChangeMapping,
    /// Import this currency's rows into a workspace or market that has it.
    OtherCurrency,
    /// Sort the file so that what belongs together stands together.
    SortFile,
    /// Replace the formula by its value.
    PasteValues,
}

impl Expectation {
    /// A closed code for the sentence in each language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Number => "number",
            Self::WholeNumber => "wholeNumber",
            Self::NotNegative => "notNegative",
            Self::InRange => "inRange",
            Self::Decimals { .. } => "decimals",
            Self::Currency { .. } => "currency",
            Self::KnownCurrency => "knownCurrency",
            Self::IdAsText => "idAsText",
            Self::Date => "date",
            Self::ExistingDate => "existingDate",
            Self::ExistingLocalTime { .. } => "existingLocalTime",
            Self::Zone => "zone",
            Self::Value => "value",
            Self::Columns { .. } => "columns",
            Self::CompleteRow => "completeRow",
            Self::UniqueKey { .. } => "uniqueKey",
            Self::Together { .. } => "together",
            Self::SameInOrder { .. } => "sameInOrder",
            Self::AfterItsStart => "afterItsStart",
            Self::Length => "length",
            Self::OneRowARoom { .. } => "oneRowARoom",
            Self::WithItsFirstRow { .. } => "withItsFirstRow",
            Self::WithItsProduct { .. } => "withItsProduct",
            Self::WithItsChoices => "withItsChoices",
        }
    }

    /// What helps.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Filled | Self::WholeNumber | Self::NotNegative | Self::InRange => Remedy::CorrectCell,
            Self::Decimals { .. } | Self::UniqueKey { .. } | Self::WithItsFirstRow { .. } => {
                Remedy::CorrectCell
            }
            Self::WithItsProduct { .. } | Self::WithItsChoices => Remedy::CorrectCell,
            Self::ExistingDate
            | Self::ExistingLocalTime { .. }
            | Self::SameInOrder { .. }
            | Self::AfterItsStart
            | Self::Length
            | Self::OneRowARoom { .. } => Remedy::CorrectCell,
            Self::Number | Self::Date | Self::Zone => Remedy::ChangeMapping,
            Self::Currency { .. } | Self::KnownCurrency => Remedy::OtherCurrency,
            Self::IdAsText | Self::Columns { .. } | Self::CompleteRow => Remedy::ExportAgain,
            Self::Value => Remedy::PasteValues,
            Self::Together { .. } => Remedy::SortFile,
        }
    }

    pub(crate) fn decimals(currency: Currency) -> Self {
        Self::Decimals { at_most: currency.minor_digits(), currency: Some(currency.code().to_owned()) }
    }
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Filled => f.write_str("a value is needed here"),
            Self::Number => f.write_str("expected a number"),
            Self::WholeNumber => f.write_str("expected a whole number"),
            Self::NotNegative => f.write_str("expected a number that is not negative"),
            Self::InRange => f.write_str("the amount is too large to keep"),
            Self::Decimals { at_most, currency: Some(code) } => {
                write!(f, "{code} has at most {at_most} decimals")
            }
            Self::Decimals { at_most, currency: None } => write!(f, "expected at most {at_most} decimals"),
            Self::Currency { currency } => write!(f, "expected an amount in {currency}"),
            Self::KnownCurrency => {
                let known = Currency::ALL.map(Currency::code).join(", ");
                write!(f, "expected a currency Showrunner knows: {known}")
            }
            Self::IdAsText => f.write_str("a spreadsheet has eaten digits of this id"),
            Self::Date => f.write_str("expected a date"),
            Self::ExistingDate => f.write_str("there is no such day or time"),
            Self::ExistingLocalTime { zone } => write!(f, "clocks in {zone} skipped this time"),
            Self::Zone => f.write_str("the mapping does not say in which zone this time is"),
            Self::Value => f.write_str("expected a value, not a formula error"),
            Self::Columns { expected, found } => write!(f, "expected {expected} cells, found {found}"),
            Self::CompleteRow => f.write_str("the file ends in the middle of this row"),
            Self::UniqueKey { first_row } => write!(f, "already given in row {first_row}"),
            Self::Together { first_row } => {
                write!(f, "belongs to row {first_row}, but other rows stand between them")
            }
            Self::SameInOrder { first_row } => {
                write!(f, "the order's rows, from row {first_row} on, do not say the same here")
            }
            Self::AfterItsStart => f.write_str("the end lies before the start"),
            Self::Length => f.write_str("expected a length such as 1h05m that is not negative"),
            Self::OneRowARoom { first_row } => {
                write!(f, "row {first_row} gives the same room other figures; one of them is wrong")
            }
            Self::WithItsFirstRow { first_row } => {
                write!(f, "belongs to row {first_row}, which was not taken in")
            }
            Self::WithItsProduct { parent } => {
                write!(f, "a choice of \"{parent}\", which is no row of this file with choices")
            }
            Self::WithItsChoices => f.write_str("its choices are not in this file; export them with it"),
        }
    }
}

impl std::fmt::Display for Remedy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::CorrectCell => "correct it in the file and import again",
            Self::ExportAgain => "export the file again and do not open it in a spreadsheet on the way",
            Self::ChangeMapping => "correct it, or change how the column is read",
            Self::OtherCurrency => "correct it, or import these rows into a workspace with their currency",
            Self::SortFile => "sort the file so that they stand together",
            Self::PasteValues => "replace the formula by its value",
        })
    }
}

impl std::fmt::Display for Reject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "row {}", self.row)?;
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        if let Some(value) = &self.value {
            write!(f, ", \"{value}\"")?;
        }
        write!(f, ": {}; {}", self.expectation, self.expectation.remedy())
    }
}

impl Expectation {
    /// What a cell should have been that is no date of the file's form.
    pub(crate) fn of_date(cell: &[u8]) -> Self {
        if crate::no_day::names_no_day(cell) { Self::ExistingDate } else { Self::Date }
    }
}

impl Reject {
    /// A reject of one cell.
    pub(crate) fn cell(row: u64, column: &str, value: &[u8], expectation: Expectation) -> Self {
        let value = (!value.is_empty()).then(|| crate::wash::masked(value, 80));
        Self { row, column: Some(column.to_owned()), value, expectation }
    }

    /// A reject of a whole row.
    pub(crate) const fn whole(row: u64, expectation: Expectation) -> Self {
        Self { row, column: None, value: None, expectation }
    }
}
