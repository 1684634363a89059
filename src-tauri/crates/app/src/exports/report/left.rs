//! The way from GMV to net sales, and to the margin where money goes along.

use domain::Metric;
use domain::fee::{Payer, Purpose};
use domain::waterfall::Margin;
use exchange::report::{Part, Table, TableColumn, TableRow};
use rust_decimal::Decimal;

use crate::exports::numbers::{money, percent};
use crate::exports::scope::{Content, Going};
use crate::exports::session::waterfall;
use crate::exports::wording::{missing, spent, word};
use crate::reviews::AcrossRow;

/// The steps, and what is missing on the way.
pub(super) fn parts(content: &Content, going: &Going, row: &AcrossRow) -> Vec<Part> {
    let language = content.language;
    let value = |metric: Metric| row.kpis.iter().find(|kpi| kpi.metric == metric)?.value;
    let (Some(gmv), Some(discounts), Some(refunds), Some(net)) =
        (value(Metric::Gmv), value(Metric::Discounts), value(Metric::Refunds), value(Metric::NetSales))
    else {
        return Vec::new();
    };
    let mut steps = Steps { content, row, net, rows: Vec::new() };
    steps.known("share_col_gmv", gmv, true);
    steps.known("share_col_discounts", -discounts, false);
    steps.known("share_col_refunds", -refunds, false);
    steps.known("share_col_net_sales", net, true);
    let mut after = Vec::new();
    if let Some((left, whole)) = going.left.as_ref().zip(waterfall(going, row)) {
        for purpose in [Purpose::Fee, Purpose::Commission] {
            for taken in whole.taken.iter().filter(|taken| taken.purpose == purpose) {
                let own = taken.borne_by(Payer::Brand);
                let name = left.rules.get(taken.rule).map_or("", |rule| rule.terms.name.as_str());
                match (taken.open_lines, own.is_zero()) {
                    (0, true) => {}
                    (0, false) => steps.step(name, Some(-own), false),
                    _ => steps.step(name, None, false),
                }
            }
        }
        steps.known("left_cost", -whole.cost, false);
        for (name, amount) in spent(language, left, whole) {
            steps.step(&name, amount.map(|amount| -amount), false);
        }
        match whole.margin() {
            Margin::Known(margin) => steps.known("left_margin", margin, true),
            Margin::Incomplete { .. } => {
                steps.step(&word(language, "left_margin"), None, true);
                let lacking = missing(language, left, whole).join(", ");
                after.push(Part::Text(format!("{} {lacking}.", word(language, "left_missing"))));
            }
        }
    }
    let heading = match content.sessions.as_slice() {
        [_] => word(language, "share_sheet_waterfall"),
        _ => format!("{} · {}", word(language, "share_sheet_waterfall"), going.session.title),
    };
    let titles = ["share_col_step", "share_col_amount", "share_col_of_net"].map(|key| word(language, key));
    let [step, amount, of_net] = titles;
    let columns = vec![
        TableColumn::words(step, 3.0),
        TableColumn::figures(amount, 1.5),
        TableColumn::figures(of_net, 1.0),
    ];
    let table = Table { summary: heading.clone(), columns, rows: steps.rows };
    let mut parts = vec![Part::Heading(heading), Part::Table(table)];
    parts.extend(after);
    parts
}

struct Steps<'a> {
    content: &'a Content,
    row: &'a AcrossRow,
    net: Decimal,
    rows: Vec<TableRow>,
}

impl Steps<'_> {
    fn known(&mut self, key: &str, amount: Decimal, is_strong: bool) {
        self.step(&word(self.content.language, key), Some(amount), is_strong);
    }

    fn step(&mut self, name: &str, amount: Option<Decimal>, is_strong: bool) {
        let language = self.content.language;
        let share = amount.and_then(|amount| amount.checked_div(self.net));
        let cells = vec![
            name.to_owned(),
            amount.map_or_else(
                || word(language, "left_incomplete"),
                |amount| money(amount, self.row.currency, language),
            ),
            share.map(|share| percent(share, language)).unwrap_or_default(),
        ];
        self.rows.push(TableRow { cells, is_strong });
    }
}
