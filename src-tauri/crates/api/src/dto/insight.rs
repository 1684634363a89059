//! What stands out in a session and what it teaches, on the wire.

use app::next_times as next;
use app::reviews as from;
use domain::insight::{Anomaly, FarAbove, Proposal};
use domain::{Currency, Money};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::{Metric, ReviewedSession};
use super::workspace::twins;

twins! {
    /// What comparable sessions have in common with one.
    ComparedBy is from::Kind {
        /// Market, channels and hosts.
        Host,
        /// Market and channels.
        Channel,
        /// The market.
        Market,
    }
}

/// One figure beside others; decimal text, none while not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ComparedFigure {
    /// Which figure.
    pub metric: Metric,
    /// Whether they are amounts; else counts.
    pub money: bool,
    /// The session's own.
    pub value: Option<String>,
    /// What it should reach.
    pub goal: Option<String>,
    /// That of the last session of its kind.
    pub last: Option<String>,
    /// The middle one of the same season last year.
    pub last_year: Option<String>,
    /// The middle one of comparable sessions.
    pub usual: Option<String>,
}

/// Something that stands out, with its numbers; amounts are decimal text in the currency of the whole.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReviewAnomaly {
    /// More people watched than usual, and bought less.
    ViewsUpSalesDown {
        /// Views.
        views: i64,
        /// Usual views.
        usual_views: i64,
        /// GMV.
        gmv: String,
        /// Usual GMV.
        usual_gmv: String,
    },
    /// Far more was given back than usual; percent of GMV, to a tenth.
    RefundsHigh {
        /// Of this session.
        percent: f64,
        /// What is usual.
        usual_percent: f64,
    },
    /// A product was shown long and never bought.
    ShownUnsold {
        /// The product.
        product_id: String,
        /// Its title.
        title: String,
        /// How long, milliseconds.
        on_screen_ms: i64,
    },
    /// Nothing was on screen for long.
    NothingShown {
        /// From, UTC milliseconds.
        from_ms: i64,
        /// To, UTC milliseconds.
        to_ms: i64,
    },
    /// A product sold before it was shown.
    SoldBeforeShown {
        /// The product.
        product_id: String,
        /// Its title.
        title: String,
        /// Units sold before.
        units: i64,
        /// Units sold in all.
        of_units: i64,
    },
    /// The goal was far above what comparable sessions reached.
    GoalFarAbove(GoalFarAbove),
}

/// A goal far above what comparable sessions reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoalFarAbove {
    /// ISO 4217 code.
    pub currency: String,
    /// The goal.
    pub goal: String,
    /// The best of them.
    pub best: String,
    /// The middle one.
    pub usual: String,
    /// How many sessions.
    pub sessions: i64,
}

/// Whether a goal is far above what comparable sessions reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GoalChecked {
    /// How far; none when it is within reach, or too few sessions compare.
    pub far_above: Option<GoalFarAbove>,
}

/// Something to do otherwise next time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextTime {
    /// `first`, `longer`, `shorter`, `last` or `price`.
    pub what: String,
    /// The product.
    pub product_id: String,
    /// Its title.
    pub title: String,
    /// GMV a minute of it, and of the whole show.
    pub per_minute: Option<String>,
    /// GMV a minute of the whole show.
    pub average: Option<String>,
    /// The number it had.
    pub number: Option<u32>,
    /// How long it was shown, milliseconds.
    pub was_ms: Option<i64>,
    /// How long it might be, milliseconds.
    pub to_ms: Option<i64>,
    /// What one brought now.
    pub price_now: Option<String>,
    /// What one brought when it sold better.
    pub price_then: Option<String>,
    /// How many times as many units a minute it sold then, to a tenth.
    pub times: Option<String>,
}

/// What stands out in a session, and what it teaches.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewInsight {
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// What comparable sessions have in common with it.
    pub compared_by: ComparedBy,
    /// How many there are; below three nothing is usual.
    pub usual_of: i64,
    /// The last session of its kind.
    pub last: Option<ReviewedSession>,
    /// How many sessions of the same season last year.
    pub last_year_of: i64,
    /// The figures.
    pub figures: Vec<ComparedFigure>,
    /// What stands out.
    pub anomalies: Vec<ReviewAnomaly>,
    /// What to do otherwise next time.
    pub next_time: Vec<NextTime>,
}

/// Proposals for a planned session.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NextTimeTakeUp {
    /// The session that teaches.
    pub session_id: String,
    /// The planned session; left out, a new one with the line-up of the session that teaches.
    pub into_session_id: Option<String>,
    /// Places of the proposals in `nextTime`, from 0.
    pub proposals: Vec<usize>,
}

/// A new session like the one that teaches, with proposals taken up.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct NextTimePlan {
    /// The session that teaches.
    pub session_id: String,
    /// Places of the proposals in `nextTime`, from 0.
    pub proposals: Vec<usize>,
    /// Title of the new session.
    pub title: String,
    /// Its wall time, in the zone of the session that teaches.
    pub start_local: String,
    /// Which one, when the wall time happens twice that day.
    pub overlap: Option<super::Overlap>,
}

/// One row of a line-up as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextTimeSlot {
    /// The product.
    pub product_id: String,
    /// Its title.
    pub title: String,
    /// Planned length, milliseconds.
    pub planned_ms: i64,
    /// The price named on air.
    pub price: Option<super::Money>,
    /// Its number now; none when it would be new.
    pub was_number: Option<u32>,
    /// Its planned length now, milliseconds.
    pub was_planned_ms: Option<i64>,
    /// Its price now.
    pub was_price: Option<super::Money>,
}

/// A line-up as it would be, or is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextTimeLineup {
    /// The rows, in order.
    pub slots: Vec<NextTimeSlot>,
}

fn amount(e4: i64, currency: Currency) -> String {
    Money::from_observed(e4, currency).amount().normalize().to_string()
}

fn percent(ppm: i64) -> f64 {
    // For the eye: a tenth of a per cent.
    f64::from(i32::try_from((ppm + 500) / 1_000).unwrap_or(i32::MAX)) / 10.0
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl GoalFarAbove {
    pub(crate) fn of(far: &FarAbove, currency: Currency) -> Self {
        Self {
            currency: currency.code().to_owned(),
            goal: amount(far.goal_e4, currency),
            best: amount(far.best_e4, currency),
            usual: amount(far.usual_e4, currency),
            sessions: count(far.shows),
        }
    }
}

fn anomaly(one: Anomaly, insight: &from::Insight) -> ReviewAnomaly {
    let currency = insight.comparison.currency;
    let title = |product| insight.titles.get(product).cloned().unwrap_or_default();
    match one {
        Anomaly::ViewsUpSalesDown { views, usual_views, gmv_e4, usual_gmv_e4 } => {
            let (gmv, usual_gmv) = (amount(gmv_e4, currency), amount(usual_gmv_e4, currency));
            ReviewAnomaly::ViewsUpSalesDown { views, usual_views, gmv, usual_gmv }
        }
        Anomaly::RefundsHigh { ppm, usual_ppm } => {
            ReviewAnomaly::RefundsHigh { percent: percent(ppm), usual_percent: percent(usual_ppm) }
        }
        Anomaly::ShownUnsold { product, on_screen_ms } => ReviewAnomaly::ShownUnsold {
            title: title(&product),
            product_id: product.to_string(),
            on_screen_ms,
        },
        Anomaly::NothingShown { from_ms, to_ms } => ReviewAnomaly::NothingShown { from_ms, to_ms },
        Anomaly::SoldBeforeShown { product, units, of_units } => ReviewAnomaly::SoldBeforeShown {
            title: title(&product),
            product_id: product.to_string(),
            units,
            of_units,
        },
        Anomaly::GoalFarAbove(far) => ReviewAnomaly::GoalFarAbove(GoalFarAbove::of(&far, currency)),
    }
}

fn proposal(one: &Proposal, insight: &from::Insight) -> NextTime {
    let currency = insight.comparison.currency;
    let product = one.product();
    let plain = NextTime {
        what: one.code().to_owned(),
        product_id: product.to_string(),
        title: insight.titles.get(&product).cloned().unwrap_or_default(),
        per_minute: None,
        average: None,
        number: None,
        was_ms: None,
        to_ms: None,
        price_now: None,
        price_then: None,
        times: None,
    };
    let money = |e4| Some(amount(e4, currency));
    match *one {
        Proposal::First { per_minute_e4, average_e4, number, .. } => NextTime {
            per_minute: money(per_minute_e4),
            average: money(average_e4),
            number: Some(number),
            ..plain
        },
        Proposal::Longer { per_minute_e4, average_e4, was_ms, to_ms, .. }
        | Proposal::Shorter { per_minute_e4, average_e4, was_ms, to_ms, .. } => NextTime {
            per_minute: money(per_minute_e4),
            average: money(average_e4),
            was_ms: Some(was_ms),
            to_ms: Some(to_ms),
            ..plain
        },
        Proposal::Last { on_screen_ms, .. } => NextTime { was_ms: Some(on_screen_ms), ..plain },
        Proposal::Price { now_e4, then_e4, now_rate, then_rate, .. } => {
            let times = Decimal::from(then_rate).checked_div(Decimal::from(now_rate));
            NextTime {
                price_now: money(now_e4),
                price_then: money(then_e4),
                times: times.map(|times| times.round_dp(1).normalize().to_string()),
                ..plain
            }
        }
    }
}

impl From<from::Insight> for ReviewInsight {
    fn from(insight: from::Insight) -> Self {
        let text = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        let figure = |row: &from::Beside| ComparedFigure {
            metric: row.metric.into(),
            money: row.metric.is_money(),
            value: text(row.value),
            goal: text(row.goal),
            last: text(row.last),
            last_year: text(row.last_year),
            usual: text(row.usual),
        };
        let comparison = &insight.comparison;
        Self {
            currency: comparison.currency.code().to_owned(),
            compared_by: comparison.kind.into(),
            usual_of: count(comparison.usual_of),
            last: comparison.last.clone().map(Into::into),
            last_year_of: count(comparison.last_year_of),
            figures: comparison.rows.iter().map(figure).collect(),
            anomalies: insight.anomalies.iter().cloned().map(|one| anomaly(one, &insight)).collect(),
            next_time: insight.proposals.iter().map(|one| proposal(one, &insight)).collect(),
        }
    }
}

impl From<Vec<next::NextSlot>> for NextTimeLineup {
    fn from(rows: Vec<next::NextSlot>) -> Self {
        let slot = |row: next::NextSlot| NextTimeSlot {
            product_id: row.product.to_string(),
            title: row.title,
            planned_ms: row.planned_ms,
            price: row.price.map(Into::into),
            was_number: row.before.map(|(number, ..)| number),
            was_planned_ms: row.before.map(|(_, planned_ms, _)| planned_ms),
            was_price: row.before.and_then(|(.., price)| price).map(Into::into),
        };
        Self { slots: rows.into_iter().map(slot).collect() }
    }
}
