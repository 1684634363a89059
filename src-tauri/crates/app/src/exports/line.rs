//! Order lines on their way out: the standing lines of each session, with the file that says so.

use std::collections::HashMap;

use chrono_tz::Tz;
use domain::{Credit, LineKind, Tally};
use exchange::share::{Column, Form, Value};
use store::sale::{Observed, SaleImport, SaleLine};

use super::scope::{Content, Going};
use crate::run::Run;
use crate::sales::{Books, standing};
use crate::{App, Result};

/// The columns of order lines, in order.
pub(super) const COLUMNS: &[Column] = &[
    Column::new("session_id", Form::Text),
    Column::new("session", Form::Text),
    Column::new("order_ref", Form::Text),
    Column::new("ordered_at", Form::Instant),
    Column::new("zone", Form::Text),
    Column::new("line_kind", Form::Text),
    Column::new("sku", Form::Text),
    Column::new("product", Form::Text),
    Column::new("quantity", Form::Whole),
    Column::new("currency", Form::Text),
    Column::new("unit_price", Form::Amount),
    Column::new("amount", Form::Amount),
    Column::new("gmv", Form::Amount),
    Column::new("discounts", Form::Amount),
    Column::new("refunds", Form::Amount),
    Column::new("net_sales", Form::Amount),
    Column::new("platform_discount", Form::Amount),
    Column::new("tax", Form::Amount),
    Column::new("shipping", Form::Amount),
    Column::new("credited", Form::Text),
    Column::new("file", Form::Text),
    Column::new("as_of", Form::Instant),
];

/// How many lines are written between two looks at whether to stop.
const STEP: usize = 500;

/// One order line with what it adds to the figures.
pub(super) struct Line<'a> {
    session: &'a Going,
    line: SaleLine,
    tally: Tally,
    sku: Option<String>,
    title: String,
    file: Option<&'a SaleImport>,
}

impl Line<'_> {
    pub(super) const fn currency(&self) -> domain::Currency {
        self.line.currency
    }

    pub(super) const fn at_ms(&self) -> i64 {
        self.line.at_ms
    }

    pub(super) const fn zone(&self) -> Tz {
        self.session.zone
    }

    /// Its cells, as [`COLUMNS`] names them.
    pub(super) fn cells(&self) -> Vec<Value<'_>> {
        let (line, zone, tally) = (&self.line, self.session.zone, &self.tally);
        let maybe = |e4: Option<i64>| e4.map_or(Value::Unknown, Value::E4);
        vec![
            Value::Text(&self.session.id),
            Value::Text(&self.session.session.title),
            Value::Text(&line.order_ref),
            Value::Instant(line.at_ms, zone),
            Value::Text(zone.name()),
            Value::Text(kind(line.amounts.kind)),
            self.sku.as_deref().map_or(Value::Unknown, Value::Text),
            Value::Text(&self.title),
            Value::Whole(line.amounts.quantity),
            Value::Text(line.currency.code()),
            Value::E4(line.unit_price_e4),
            Value::E4(line.amounts.amount_e4),
            Value::E4(tally.gmv_e4),
            Value::E4(tally.discount_e4),
            Value::E4(tally.refund_e4),
            Value::E4(tally.net_sales_e4()),
            maybe(line.platform_discount_e4),
            maybe(line.tax_e4),
            maybe(line.shipping_e4),
            Value::Text(credited(line.credit)),
            self.file.map_or(Value::Unknown, |file| Value::Text(&file.file_name)),
            self.file.map_or(Value::Unknown, |file| Value::Instant(file.as_of_ms, zone)),
        ]
    }
}

const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Sale => "sale",
        LineKind::Refund => "refund",
        LineKind::Charge => "charge",
        LineKind::Adjustment => "adjustment",
    }
}

const fn credited(credit: Credit) -> &'static str {
    match credit {
        Credit::SessionId | Credit::Room | Credit::ByHand => "certain",
        Credit::OnAir => "likely",
        Credit::None
        | Credit::SeveralSessions
        | Credit::UnknownProduct
        | Credit::NotInLineup
        | Credit::NoneByHand => "none",
    }
}

/// Hands over every standing line of the sessions, session by session and in order of time; answers how many.
///
/// # Errors
/// `Stopped`, or what `each` says.
pub(super) fn each(
    app: &App,
    run: &Run,
    content: &Content,
    each: &mut dyn FnMut(&Line<'_>) -> Result<()>,
) -> Result<u64> {
    app.read(|tables| {
        let books = Books::read(tables)?;
        let imports: HashMap<i64, SaleImport> =
            tables.sale_imports()?.into_iter().map(|import| (import.no, import)).collect();
        let mut count = 0_u64;
        for session in &content.sessions {
            let Some(no) = session.no else { continue };
            let mut lines: Vec<(SaleLine, Option<i64>)> = Vec::new();
            tables.each_sale_order_of_session(no, None, &mut |order| {
                let standing =
                    standing(&books, &order).into_iter().filter(|line| line.session_no == Some(no));
                lines.extend(standing.map(|line| (line.clone(), latest(&books, &order, line))));
            })?;
            lines.sort_by_key(|(line, _)| (line.at_ms, line.id));
            for chunk in lines.chunks(STEP) {
                for (line, file) in chunk {
                    let known = books.known(line.product_no);
                    each(&Line {
                        session,
                        tally: Tally::of_line(&line.amounts),
                        sku: known.and_then(|known| known.sku.clone()),
                        title: known.map(|known| known.title.clone()).unwrap_or_default(),
                        file: file.and_then(|no| imports.get(&no)),
                        line: line.clone(),
                    })?;
                }
                count += chunk.len() as u64;
                run.did(chunk.len() as u64)?;
            }
        }
        Ok(count)
    })
}

/// The latest live file that says a line.
fn latest(books: &Books, order: &[Observed], line: &SaleLine) -> Option<i64> {
    let seen_by = order.iter().find(|observed| observed.line.id == line.id)?.seen_by.iter().copied();
    seen_by.chain([line.import_no]).filter(|&no| books.rank(no).is_some()).max_by_key(|&no| books.rank(no))
}
