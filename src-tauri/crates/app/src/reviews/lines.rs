//! The rows behind a figure, with the file each came from.

use std::collections::HashMap;

use domain::on_air::windows;
use store::Tables;
use store::sale::{Observed, SaleImport, SaleLine};

use super::{Line, LinePage, LineQuery};
use crate::on_air::entries;
use crate::sales::{Books, standing};
use crate::{App, Result};

/// The rows behind a figure: standing lines only, in order of time.
pub fn lines(app: &App, query: &LineQuery) -> Result<LinePage> {
    let now = app.moment();
    app.read(|tables| {
        let books = Books::known_on(tables, query.known_on_ms)?;
        let mut all: Vec<SaleLine> = Vec::new();
        let in_time = |line: &SaleLine| {
            query.between.is_none_or(|(from_ms, to_ms)| (from_ms..to_ms).contains(&line.at_ms))
        };
        let is_asked = |line: &SaleLine| {
            query.currency.is_none_or(|currency| line.currency == currency) && in_time(line)
        };
        let mut keep = |order: &[Observed], wanted: &dyn Fn(&SaleLine) -> bool| {
            let stands = standing(&books, order).into_iter();
            all.extend(stands.filter(|line| is_asked(line) && wanted(line)).cloned());
        };
        if query.unmatched {
            for (from_ms, to_ms) in windows(&entries(tables, query.session)?, &now) {
                let wanted =
                    |line: &SaleLine| line.credit.is_unmatched() && (from_ms..to_ms).contains(&line.at_ms);
                tables.each_sale_order_unmatched(from_ms, to_ms, query.currency, &mut |order| {
                    keep(&order, &wanted);
                })?;
            }
        } else {
            let Some(no) = tables.sale_session_no(query.session)? else { return Ok(LinePage::default()) };
            let products = query.product_key.map(|key| same_products(&books, key));
            let wanted = |line: &SaleLine| {
                let asked = products.as_ref().is_none_or(|products| products.contains(&line.product_no));
                line.session_no == Some(no) && asked
            };
            tables.each_sale_order_of_session(no, query.currency, &mut |order| keep(&order, &wanted))?;
        }
        all.sort_by_key(|line| (line.at_ms, line.id));
        let imports: HashMap<i64, SaleImport> =
            tables.sale_imports()?.into_iter().map(|import| (import.no, import)).collect();
        let page = all.iter().skip(query.offset as usize).take(query.limit as usize);
        Ok(LinePage {
            lines: page.map(|line| shown(tables, &books, &imports, line)).collect::<Result<_>>()?,
            total: i64::try_from(all.len()).unwrap_or(i64::MAX),
        })
    })
}

/// Every name of the product a row of the table stands for.
fn same_products(books: &Books, key: i64) -> Vec<i64> {
    let Some(product) = books.catalogue_product(key) else { return vec![key] };
    let same = books.products().iter().filter(|known| known.product == Some(product));
    same.map(|known| known.no).collect()
}

/// The line as the latest live file that saw it has it.
fn shown(
    tables: &Tables<'_>,
    books: &Books,
    imports: &HashMap<i64, SaleImport>,
    line: &SaleLine,
) -> Result<Line> {
    let order = tables.sale_order(line.order_key)?;
    let seen_by = order
        .iter()
        .find(|observed: &&Observed| observed.line.id == line.id)
        .map(|observed| observed.seen_by.clone())
        .unwrap_or_default();
    let latest = seen_by.into_iter().chain([line.import_no]).max_by_key(|&no| books.rank(no));
    let import_no = latest.unwrap_or(line.import_no);
    let import = imports.get(&import_no).ok_or(store::Error::NotFound("import"))?;
    let row = tables.sale_row_in(import_no, line)?;
    let known = books.known(line.product_no);
    let cells = tables.raw_cells(import_no, row)?.unwrap_or_default();
    Ok(Line {
        id: line.id,
        import: import.import,
        file_name: import.file_name.clone(),
        row,
        order_ref: line.order_ref.clone(),
        at_ms: line.at_ms,
        kind: line.amounts.kind,
        sku: known.and_then(|known| known.sku.clone()),
        title: known.map(|known| known.title.clone()).unwrap_or_default(),
        quantity: line.amounts.quantity,
        currency: line.currency,
        unit_price_e4: line.unit_price_e4,
        amount_e4: line.amounts.amount_e4,
        discount_e4: line.amounts.discount_e4,
        refund_e4: line.amounts.refund_e4,
        credit: line.credit,
        cells: import.header.split('\u{1f}').map(str::to_owned).zip(cells).collect(),
    })
}
