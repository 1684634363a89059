//! The summary: sessions with their figures and rates, and a total a currency, as formulas over the rows.

use domain::{Currency, Metric};
use exchange::share::{BookOut, CellOut, Column, Form, ShareError, Value};
use rust_decimal::Decimal;

use super::head;
use crate::exports::scope::Content;
use crate::exports::session::{self, columns, e4};
use crate::exports::tables::words;
use crate::exports::wording::{fill, titles, word};
use crate::reviews::AcrossRow;

/// Columns reckoned by formulas instead of written as values.
const NET: &str = "net_sales";
const AOV: &str = "aov";
/// Columns whose rows add up within a currency.
const SUMMED: &[&str] =
    &["gmv", "discounts", "refunds", NET, "orders", "units", "fees", "commission", "cost"];

/// Widths of the first columns, in characters.
const WIDTHS: [f64; 10] = [10.0, 34.0, 8.0, 18.0, 20.0, 18.0, 19.0, 19.0, 9.0, 10.0];

/// Writes the sheet.
pub(super) fn write(book: &mut BookOut, content: &Content) -> Result<(), ShareError> {
    let language = content.language;
    let columns = columns(content);
    book.sheet(&word(language, "share_sheet_summary"), &WIDTHS, false)?;
    let mut heads = titles(language, &columns);
    heads.push(word(language, "share_col_goal_percent"));
    head(book, &heads)?;
    let first = book.next();
    for going in &content.sessions {
        for row in &going.rows {
            let words = words(content, going, row);
            let values = session::cells(content, going, row, &words);
            let place = Place { columns: &columns, row: book.next() };
            let mut cells: Vec<CellOut<'_>> =
                columns.iter().zip(values).map(|(column, value)| place.cell(column, value, row)).collect();
            cells.push(place.goal(row));
            book.row(&cells)?;
        }
    }
    let last = book.next() - 1;
    let mut currencies: Vec<Currency> =
        content.sessions.iter().flat_map(|one| &one.rows).map(|row| row.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    for currency in currencies {
        let name = fill(language, "share_total", &[("currency", currency.code())]);
        let total = Total { columns: &columns, first, last, currency, content };
        let cells: Vec<CellOut<'_>> = columns.iter().map(|column| total.cell(column, &name)).collect();
        book.row(&cells)?;
    }
    Ok(())
}

/// A row of the sheet, for formulas over its own cells.
struct Place<'a> {
    columns: &'a [Column],
    row: u32,
}

/// The letters of a column, from 0.
pub(super) fn letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, char::from(b'A' + u8::try_from(at % 26).unwrap_or_default()));
        match at / 26 {
            0 => return letters.into_iter().collect(),
            more => at = more - 1,
        }
    }
}

fn letter(columns: &[Column], key: &str) -> String {
    letters(columns.iter().position(|column| column.key == key).unwrap_or_default())
}

pub(super) fn figure(row: &AcrossRow, metric: Metric) -> Option<Decimal> {
    row.kpis.iter().find(|kpi| kpi.metric == metric)?.value
}

impl Place<'_> {
    fn at(&self, key: &str) -> String {
        format!("{}{}", letter(self.columns, key), self.row)
    }

    /// Net sales and the mean are formulas where their parts are known; the rest is what was read.
    fn cell<'v>(&self, column: &Column, value: Value<'v>, row: &AcrossRow) -> CellOut<'v> {
        let parts = [Metric::Gmv, Metric::Discounts, Metric::Refunds].map(|metric| figure(row, metric));
        match column.key {
            NET if parts.iter().all(Option::is_some) => CellOut::Amount(
                format!("={}-{}-{}", self.at("gmv"), self.at("discounts"), self.at("refunds")),
                figure(row, Metric::NetSales),
                row.currency,
            ),
            AOV if figure(row, Metric::Aov).is_some() => CellOut::Amount(
                format!("=ROUND({}/{},4)", self.at("gmv"), self.at("orders")),
                figure(row, Metric::Aov),
                row.currency,
            ),
            _ => CellOut::Value(value, row.currency),
        }
    }

    /// GMV as a share of its goal.
    fn goal(&self, row: &AcrossRow) -> CellOut<'static> {
        let kpi = row.kpis.iter().find(|kpi| kpi.metric == Metric::Gmv);
        let parts = kpi.and_then(|kpi| kpi.value.zip(kpi.goal));
        match parts.filter(|(_, goal)| !goal.is_zero()) {
            Some((value, goal)) => CellOut::Share(
                format!("={}/{}", self.at("gmv"), self.at("gmv_goal")),
                value.checked_div(goal),
            ),
            None => CellOut::Empty,
        }
    }
}

/// The total of one currency over the rows above.
struct Total<'a> {
    columns: &'a [Column],
    first: u32,
    last: u32,
    currency: Currency,
    content: &'a Content,
}

impl Total<'_> {
    fn cell<'v>(&self, column: &Column, name: &'v str) -> CellOut<'v> {
        match column.key {
            "session" => CellOut::Title(name),
            "currency" => CellOut::text(self.currency.code()),
            key if SUMMED.contains(&key) => self.sum(column),
            _ => CellOut::Empty,
        }
    }

    fn sum(&self, column: &Column) -> CellOut<'static> {
        let (first, last) = (self.first, self.last);
        let over = |key: &str| {
            let letter = letter(self.columns, key);
            format!("${letter}${first}:${letter}${last}")
        };
        let formula =
            format!("=SUMIF({},\"{}\",{})", over("currency"), self.currency.code(), over(column.key));
        // Where nothing is known at all, a sum would say nought.
        let Some(result) = self.known(column.key) else { return CellOut::Empty };
        match column.form {
            Form::Amount => CellOut::Amount(formula, Some(result), self.currency),
            _ => CellOut::Count(formula, Some(result)),
        }
    }

    /// The sum of what is known of a column; none where nothing is.
    fn known(&self, key: &str) -> Option<Decimal> {
        let at = self.columns.iter().position(|column| column.key == key)?;
        let mut sum = None;
        for going in &self.content.sessions {
            for row in going.rows.iter().filter(|row| row.currency == self.currency) {
                let words = words(self.content, going, row);
                let value = match session::cells(self.content, going, row, &words).get(at) {
                    Some(Value::E4(e4)) => Decimal::new(*e4, 4),
                    Some(Value::Whole(count)) => Decimal::from(*count),
                    _ => continue,
                };
                sum = Some(sum.unwrap_or(Decimal::ZERO) + value);
            }
        }
        sum
    }
}

/// An amount as a cell, in its currency.
pub(super) fn amount(amount: Decimal, currency: Currency) -> CellOut<'static> {
    e4(amount).map_or(CellOut::Empty, |e4| CellOut::Value(Value::E4(e4), currency))
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_lettered_as_workbooks_letter_them() {
        let at = [0, 25, 26, 27, 51, 52, 701, 702];
        assert_eq!(at.map(letters), ["A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }
}
