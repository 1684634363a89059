//! Reading typed values out of rows, by name.

use domain::{Currency, Money};
use rusqlite::Row;
use uuid::Uuid;

use crate::{Error, Result};

/// An id column; refuses a blob that is not 16 bytes long.
pub(crate) fn id<Id: From<Uuid>>(row: &Row<'_>, table: &'static str, column: &'static str) -> Result<Id> {
    let bytes: [u8; 16] = row.get(column).map_err(|_| Error::Corrupt { table, column })?;
    Ok(Uuid::from_bytes(bytes).into())
}

/// An id column that may be NULL.
pub(crate) fn id_or_null<Id: From<Uuid>>(
    row: &Row<'_>,
    table: &'static str,
    column: &'static str,
) -> Result<Option<Id>> {
    let bytes: Option<[u8; 16]> = row.get(column).map_err(|_| Error::Corrupt { table, column })?;
    Ok(bytes.map(|bytes| Uuid::from_bytes(bytes).into()))
}

/// A text column holding one of a closed set of codes.
pub(crate) fn code<T>(
    row: &Row<'_>,
    table: &'static str,
    column: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T> {
    let text: String = row.get(column)?;
    read(&text).ok_or(Error::Corrupt { table, column })
}

/// Like [`code`], of a column that may be NULL.
pub(crate) fn code_or_null<T>(
    row: &Row<'_>,
    table: &'static str,
    column: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| read(&text).ok_or(Error::Corrupt { table, column })).transpose()
}

/// A text column with one value a line.
pub(crate) fn lines(row: &Row<'_>, column: &'static str) -> Result<Vec<String>> {
    let text: String = row.get(column)?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// A column of minor units beside one with their currency; none when both are NULL.
pub(crate) fn price(
    row: &Row<'_>,
    table: &'static str,
    minor: &'static str,
    currency: &'static str,
) -> Result<Option<Money>> {
    let amount: Option<i64> = row.get(minor)?;
    let Some(amount) = amount else { return Ok(None) };
    Ok(Some(Money::from_minor(amount, code(row, table, currency, Currency::from_code)?)))
}

/// A count kept as an integer; refuses one that is negative or too large.
pub(crate) fn count(row: &Row<'_>, table: &'static str, column: &'static str) -> Result<u32> {
    let number: i64 = row.get(column)?;
    u32::try_from(number).map_err(|_| Error::Corrupt { table, column })
}

/// A count that may be NULL.
pub(crate) fn count_or_null(row: &Row<'_>, table: &'static str, column: &'static str) -> Result<Option<u32>> {
    let number: Option<i64> = row.get(column)?;
    number.map(|number| u32::try_from(number).map_err(|_| Error::Corrupt { table, column })).transpose()
}
