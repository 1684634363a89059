//! A page of the rows of a file of sales, with what each changes.

use std::ops::ControlFlow;

use domain::Money;
use store::sale::SaleLine;

use super::observer::Judged;
use super::{Looked, beside};
use crate::imports::{FieldChange, PreviewRow, RowState, Value};
use crate::sales::Books;
use crate::{App, Error, Result};

/// Reads the file again, as far as the page reaches.
pub(super) fn rows(
    app: &App,
    looked: &Looked,
    state: RowState,
    offset: usize,
    limit: usize,
) -> Result<Vec<PreviewRow>> {
    let mut observer = looked.observer(app)?;
    let store = app.store()?;
    let (mut skipped, mut rows) = (0, Vec::new());
    beside::each_batch(&looked.file, |batch| {
        store.read::<_, Error>(|tables| {
            for row in batch.rows() {
                let judged = observer.judge(tables, &row)?;
                if RowState::from(judged.state()) != state || rows.len() >= limit {
                    continue;
                }
                if skipped < offset {
                    skipped += 1;
                } else {
                    rows.push(preview(&observer.books, &judged));
                }
            }
            Ok(if rows.len() >= limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })
    })?;
    Ok(rows)
}

fn preview(books: &Books, judged: &Judged) -> PreviewRow {
    let line = &judged.line;
    let known = books.known(line.product_no);
    let before = judged.known.as_ref().and_then(|known| known.before.as_ref());
    let state = RowState::from(judged.state());
    PreviewRow {
        row: line.row.unsigned_abs(),
        title: known.map(|known| known.title.clone()).unwrap_or_default(),
        key: line.order_ref.clone(),
        fields: if state == RowState::Unchanged { Vec::new() } else { fields(books, before, line) },
    }
}

/// What differs, or everything the row brings.
fn fields(books: &Books, before: Option<&SaleLine>, line: &SaleLine) -> Vec<FieldChange> {
    let was = before.map(|before| values(books, before));
    values(books, line)
        .into_iter()
        .enumerate()
        .map(|(index, (field, becomes))| {
            let was = was.as_ref().and_then(|was| was.get(index)).and_then(|(_, value)| value.clone());
            FieldChange { field, was, becomes }
        })
        .filter(|change| change.was != change.becomes)
        .collect()
}

fn values(books: &Books, line: &SaleLine) -> Vec<(&'static str, Option<Value>)> {
    let money = |e4| Some(Value::Money(Money::from_observed(e4, line.currency)));
    let known = books.known(line.product_no);
    vec![
        ("at", Some(Value::Instant(line.at_ms))),
        ("sku", known.and_then(|known| known.sku.clone()).map(Value::Text)),
        ("title", known.map(|known| Value::Text(known.title.clone()))),
        ("quantity", Some(Value::Count(line.amounts.quantity))),
        ("unitPrice", money(line.unit_price_e4)),
        ("amount", money(line.amounts.amount_e4)),
        ("discount", money(line.amounts.discount_e4)),
        ("refund", money(line.amounts.refund_e4)),
        ("platformDiscount", line.platform_discount_e4.and_then(money)),
        ("tax", line.tax_e4.and_then(money)),
        ("shipping", line.shipping_e4.and_then(money)),
    ]
}
