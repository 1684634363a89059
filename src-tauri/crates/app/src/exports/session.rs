//! Sessions on their way out: one row a session and currency.

use domain::fee::{Payer, Purpose};
use domain::waterfall::{Margin, Waterfall};
use domain::{Market, Metric};
use exchange::share::{Column, Form, Value};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::scope::{Content, Going};
use crate::reviews::AcrossRow;

/// The columns everybody gets.
const OPEN: &[Column] = &[
    Column::new("session_id", Form::Text),
    Column::new("session", Form::Text),
    Column::new("market", Form::Text),
    Column::new("channels", Form::Text),
    Column::new("hosts", Form::Text),
    Column::new("zone", Form::Text),
    Column::new("started_at", Form::Instant),
    Column::new("ended_at", Form::Instant),
    Column::new("currency", Form::Text),
    Column::new("source", Form::Text),
    Column::new("gmv", Form::Amount),
    Column::new("discounts", Form::Amount),
    Column::new("refunds", Form::Amount),
    Column::new("net_sales", Form::Amount),
    Column::new("orders", Form::Whole),
    Column::new("units", Form::Whole),
    Column::new("aov", Form::Amount),
    Column::new("gpm", Form::Amount),
    Column::new("gmv_goal", Form::Amount),
    Column::new("as_of", Form::Instant),
];

/// The columns of whoever sees money.
const CLOSED: &[Column] = &[
    Column::new("fees", Form::Amount),
    Column::new("commission", Form::Amount),
    Column::new("cost", Form::Amount),
    Column::new("spent", Form::Amount),
    Column::new("margin", Form::Amount),
    Column::new("missing", Form::Text),
];

/// The columns of this content.
pub(super) fn columns(content: &Content) -> Vec<Column> {
    let closed: &[Column] = if content.has_money() { CLOSED } else { &[] };
    OPEN.iter().chain(closed).copied().collect()
}

/// An amount of a metric in units of 10⁻⁴; a mean is rounded half up to them already.
pub(super) fn e4(amount: Decimal) -> Option<i64> {
    let scaled = amount.checked_mul(Decimal::from(10_000))?;
    scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).to_i64()
}

fn amount(row: &AcrossRow, metric: Metric) -> Value<'static> {
    figure(row, metric).and_then(e4).map_or(Value::Unknown, Value::E4)
}

fn figure(row: &AcrossRow, metric: Metric) -> Option<Decimal> {
    row.kpis.iter().find(|kpi| kpi.metric == metric)?.value
}

fn count(row: &AcrossRow, metric: Metric) -> Value<'static> {
    figure(row, metric).and_then(|count| count.to_i64()).map_or(Value::Unknown, Value::Whole)
}

/// Words of a session that its rows borrow.
pub(super) struct Words {
    channels: String,
    hosts: String,
    missing: String,
}

impl Words {
    pub(super) fn of(session: &Going, missing: String) -> Self {
        let channels: Vec<&str> = session.session.channels.iter().map(|channel| channel.code()).collect();
        Self { channels: channels.join(", "), hosts: session.session.hosts.join(", "), missing }
    }
}

/// The cells of one row, as [`columns`] names them.
pub(super) fn cells<'a>(
    content: &Content,
    session: &'a Going,
    row: &AcrossRow,
    words: &'a Words,
) -> Vec<Value<'a>> {
    let about = &session.session;
    let instant = |at_ms| Value::Instant(at_ms, session.zone);
    let source = match (row.kpis.is_empty(), row.by_platform) {
        (true, _) => "none",
        (false, 0) => "orders",
        (false, _) => "platform",
    };
    let goal = row.kpis.iter().find(|kpi| kpi.metric == Metric::Gmv).and_then(|kpi| kpi.goal);
    let mut cells = vec![
        Value::Text(&session.id),
        Value::Text(&about.title),
        Value::Text(Market::code(about.market)),
        Value::Text(&words.channels),
        Value::Text(&words.hosts),
        Value::Text(&about.zone),
        instant(about.started_at_ms),
        about.ended_at_ms.map_or(Value::Unknown, instant),
        Value::Text(row.currency.code()),
        Value::Text(source),
        amount(row, Metric::Gmv),
        amount(row, Metric::Discounts),
        amount(row, Metric::Refunds),
        amount(row, Metric::NetSales),
        count(row, Metric::Orders),
        count(row, Metric::Units),
        amount(row, Metric::Aov),
        amount(row, Metric::Gpm),
        goal.and_then(e4).map_or(Value::Unknown, Value::E4),
        content.as_of_ms.map_or(Value::Unknown, instant),
    ];
    if content.has_money() {
        cells.extend(money(waterfall(session, row), words));
    }
    cells
}

/// What was left of a session in the currency of a row.
pub(super) fn waterfall<'a>(session: &'a Going, row: &AcrossRow) -> Option<&'a Waterfall> {
    let sets = &session.left.as_ref()?.sets;
    sets.iter().map(|set| &set.whole).find(|whole| whole.currency == row.currency)
}

/// Fees, commission and cost as far as known; the margin only when nothing is missing.
fn money<'a>(whole: Option<&Waterfall>, words: &'a Words) -> [Value<'a>; 6] {
    let Some(whole) = whole else { return [Value::Unknown; 6] };
    let value = |amount: Decimal| e4(amount).map_or(Value::Unknown, Value::E4);
    let margin = match whole.margin() {
        Margin::Known(margin) => value(margin),
        Margin::Incomplete { .. } => Value::Unknown,
    };
    let missing = if words.missing.is_empty() { Value::Unknown } else { Value::Text(&words.missing) };
    [
        value(whole.borne(Purpose::Fee, Payer::Brand)),
        value(whole.borne(Purpose::Commission, Payer::Brand)),
        value(whole.cost),
        value(whole.samples.cost + whole.spent()),
        margin,
        missing,
    ]
}

impl Content {
    /// Whether cost, fees, commission and margin go out, too.
    pub(super) fn has_money(&self) -> bool {
        self.sessions.iter().any(|session| session.left.is_some())
    }
}
