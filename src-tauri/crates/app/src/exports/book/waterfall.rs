//! The way from GMV to net sales, and to the margin for whoever sees money, with the steps as formulas.

use domain::fee::{Payer, Purpose};
use domain::waterfall::{Margin, Waterfall};
use domain::{Currency, Metric};
use exchange::share::{BookOut, CellOut, ShareError};
use rust_decimal::Decimal;

use super::head;
use super::summary::{amount, figure};
use crate::exports::scope::{Content, Going};
use crate::exports::wording::{missing, spent, word};
use crate::margins::SessionLeft;
use crate::reviews::AcrossRow;

/// Writes the sheet.
pub(super) fn write(book: &mut BookOut, content: &Content) -> Result<(), ShareError> {
    let language = content.language;
    book.sheet(&word(language, "share_sheet_waterfall"), &[34.0, 9.0, 36.0, 18.0, 12.0], false)?;
    let heads =
        ["share_col_session", "share_col_currency", "share_col_step", "share_col_amount", "share_col_of_net"];
    head(book, &heads.map(|key| word(language, key)))?;
    for going in &content.sessions {
        for row in &going.rows {
            Steps { content, going, row, net: 0, known: None }.write(book)?;
        }
    }
    Ok(())
}

/// The steps of one session in one currency.
struct Steps<'a> {
    content: &'a Content,
    going: &'a Going,
    row: &'a AcrossRow,
    /// The row net sales stand in, once they are written.
    net: u32,
    known: Option<Decimal>,
}

impl Steps<'_> {
    fn write(mut self, book: &mut BookOut) -> Result<(), ShareError> {
        let currency = self.row.currency;
        let parts = [Metric::Gmv, Metric::Discounts, Metric::Refunds].map(|metric| figure(self.row, metric));
        // A platform's own totals know no discounts and refunds: there is no way to go.
        let [Some(gmv), Some(discounts), Some(refunds)] = parts else { return Ok(()) };
        let first = book.next();
        self.net = first + 3;
        self.known = figure(self.row, Metric::NetSales);
        self.step(book, "share_col_gmv", amount(gmv, currency), Some(gmv))?;
        self.step(book, "share_col_discounts", amount(-discounts, currency), Some(-discounts))?;
        self.step(book, "share_col_refunds", amount(-refunds, currency), Some(-refunds))?;
        let sum = CellOut::Amount(format!("=SUM(D{first}:D{})", first + 2), self.known, currency);
        self.step(book, "share_col_net_sales", sum, self.known)?;
        let whole = crate::exports::session::waterfall(self.going, self.row);
        match self.going.left.as_ref().zip(whole) {
            Some((left, whole)) => self.left(book, left, whole),
            None => Ok(()),
        }
    }

    fn step(
        &self,
        book: &mut BookOut,
        key: &str,
        cell: CellOut<'_>,
        value: Option<Decimal>,
    ) -> Result<(), ShareError> {
        self.named(book, &word(self.content.language, key), cell, value)
    }

    fn named(
        &self,
        book: &mut BookOut,
        name: &str,
        cell: CellOut<'_>,
        value: Option<Decimal>,
    ) -> Result<(), ShareError> {
        let at = book.next();
        let share = value.zip(self.known).and_then(|(value, net)| value.checked_div(net));
        let of_net = match share {
            Some(share) => CellOut::Share(format!("=D{at}/$D${}", self.net), Some(share)),
            None => CellOut::Empty,
        };
        let title = CellOut::text(&self.going.session.title);
        let currency: Currency = self.row.currency;
        book.row(&[title, CellOut::text(currency.code()), CellOut::text(name), cell, of_net])
    }

    /// What the brand bears of each rule, the goods, and the margin where nothing is missing.
    fn left(&self, book: &mut BookOut, left: &SessionLeft, whole: &Waterfall) -> Result<(), ShareError> {
        let currency = whole.currency;
        let incomplete = word(self.content.language, "left_incomplete");
        for purpose in [Purpose::Fee, Purpose::Commission] {
            for taken in whole.taken.iter().filter(|taken| taken.purpose == purpose) {
                let own = taken.borne_by(Payer::Brand);
                let name = left.rules.get(taken.rule).map_or("", |rule| rule.terms.name.as_str());
                match (taken.open_lines, own.is_zero()) {
                    (0, true) => {}
                    (0, false) => self.named(book, name, amount(-own, currency), Some(-own))?,
                    _ => self.named(book, name, CellOut::text(&incomplete), None)?,
                }
            }
        }
        self.step(book, "left_cost", amount(-whole.cost, currency), Some(-whole.cost))?;
        for (name, own) in spent(self.content.language, left, whole) {
            match own {
                Some(own) => self.named(book, &name, amount(-own, currency), Some(-own))?,
                None => self.named(book, &name, CellOut::text(&incomplete), None)?,
            }
        }
        let last = book.next() - 1;
        match whole.margin() {
            Margin::Known(margin) => {
                let formula = format!("=SUM(D{}:D{last})", self.net);
                self.step(book, "left_margin", CellOut::Amount(formula, Some(margin), currency), Some(margin))
            }
            Margin::Incomplete { .. } => {
                let lacking = missing(self.content.language, left, whole).join("; ");
                let said = format!("{} {lacking}", word(self.content.language, "left_missing"));
                self.step(book, "left_margin", CellOut::text(&said), None)
            }
        }
    }
}
