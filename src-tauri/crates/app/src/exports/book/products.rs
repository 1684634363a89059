//! What each product of a session brought, with its share of the whole and a total a currency as formulas.

use domain::Money;
use exchange::share::{BookOut, CellOut, Column, Form, ShareError, Value};
use rust_decimal::{Decimal, RoundingStrategy};

use super::head;
use crate::exports::scope::Content;
use crate::exports::wording::{fill, titles, word};
use crate::reviews::{Figures, ProductRow, SessionReview};

const COLUMNS: &[Column] = &[
    Column::new("slot", Form::Whole),
    Column::new("product", Form::Text),
    Column::new("sku", Form::Text),
    Column::new("currency", Form::Text),
    Column::new("units", Form::Whole),
    Column::new("gmv", Form::Amount),
    Column::new("discounts", Form::Amount),
    Column::new("refunds", Form::Amount),
    Column::new("net_sales", Form::Amount),
    Column::new("share", Form::Amount),
    Column::new("on_screen_minutes", Form::Amount),
    Column::new("gmv_per_minute", Form::Amount),
];

const MS_PER_MINUTE: i64 = 60_000;

/// Writes the sheet.
pub(super) fn write(book: &mut BookOut, content: &Content, review: &SessionReview) -> Result<(), ShareError> {
    let language = content.language;
    let widths = [6.0, 38.0, 18.0, 9.0, 8.0, 15.0, 14.0, 14.0, 15.0, 8.0, 12.0, 14.0];
    book.sheet(&word(language, "share_sheet_products"), &widths, false)?;
    head(book, &titles(language, COLUMNS))?;
    for set in review.figures.iter().filter(|set| set.products.iter().any(|row| row.tally.lines > 0)) {
        let first = book.next();
        let last = first + u32::try_from(set.products.len()).unwrap_or(u32::MAX) - 1;
        for row in &set.products {
            let at = book.next();
            book.row(&cells(set, row, at, (first, last)))?;
        }
        let name = fill(language, "share_total", &[("currency", set.currency.code())]);
        book.row(&total(set, &name, (first, last)))?;
    }
    Ok(())
}

fn cells<'a>(set: &Figures, row: &'a ProductRow, at: u32, (first, last): (u32, u32)) -> Vec<CellOut<'a>> {
    let currency = set.currency;
    let money = |e4| CellOut::Value(Value::E4(e4), currency);
    let text = |text: Option<&'a str>| text.map_or(CellOut::Empty, CellOut::text);
    let tally = &row.tally;
    let net = Money::from_observed(tally.net_sales_e4(), currency).amount();
    let whole: i64 = set.products.iter().map(|row| row.tally.gmv_e4).sum();
    let share = Decimal::from(tally.gmv_e4).checked_div(Decimal::from(whole));
    let minutes = Decimal::from(row.on_screen_ms).checked_div(Decimal::from(MS_PER_MINUTE));
    let shown = minutes.filter(|minutes| !minutes.is_zero());
    let gmv = Money::from_observed(tally.gmv_e4, currency).amount();
    let rate = shown.and_then(|minutes| gmv.checked_div(minutes)).map(rounded);
    vec![
        row.slot_number.map_or(CellOut::Empty, |number| CellOut::whole(i64::from(number))),
        CellOut::text(&row.title),
        text(row.sku.as_deref()),
        CellOut::text(currency.code()),
        CellOut::whole(tally.units),
        money(tally.gmv_e4),
        money(tally.discount_e4),
        money(tally.refund_e4),
        CellOut::Amount(format!("=F{at}-G{at}-H{at}"), Some(net), currency),
        match share {
            Some(share) => CellOut::Share(format!("=F{at}/SUM($F${first}:$F${last})"), Some(share)),
            None => CellOut::Empty,
        },
        // Milliseconds over 60,000: the seconds stay exact.
        shown.map_or(CellOut::Empty, |minutes| {
            CellOut::Amount(format!("={}/60000", row.on_screen_ms), Some(minutes), domain::Currency::Usd)
        }),
        match rate {
            Some(rate) => CellOut::Amount(format!("=ROUND(F{at}/K{at},4)"), Some(rate), currency),
            None => CellOut::Empty,
        },
    ]
}

fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero)
}

fn total<'a>(set: &Figures, name: &'a str, (first, last): (u32, u32)) -> Vec<CellOut<'a>> {
    let sum = |of: &dyn Fn(&ProductRow) -> i64| set.products.iter().map(of).sum::<i64>();
    let money = |letter: &str, of: &dyn Fn(&ProductRow) -> i64| {
        let result = Money::from_observed(sum(of), set.currency).amount();
        CellOut::Amount(format!("=SUM({letter}{first}:{letter}{last})"), Some(result), set.currency)
    };
    let units = Decimal::from(sum(&|row| row.tally.units));
    vec![
        CellOut::Empty,
        CellOut::Title(name),
        CellOut::Empty,
        CellOut::text(set.currency.code()),
        CellOut::Count(format!("=SUM(E{first}:E{last})"), Some(units)),
        money("F", &|row| row.tally.gmv_e4),
        money("G", &|row| row.tally.discount_e4),
        money("H", &|row| row.tally.refund_e4),
        money("I", &|row| row.tally.net_sales_e4()),
    ]
}
