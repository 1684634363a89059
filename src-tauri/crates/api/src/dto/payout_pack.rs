//! Packs payouts for the wire.

use std::collections::{BTreeMap, HashMap};

use app::payouts as from;
use domain::payout::{About, Charged, Explained, Step};
use domain::{Currency, Money};

use super::payout::{
    PayoutAmount, PayoutBasis, PayoutCharge, PayoutChargeKind, PayoutEntry, PayoutLine, PayoutMatch,
    PayoutMatchedBy, PayoutOrder, PayoutOrderDetail, PayoutPage, PayoutQuery, PayoutSet, PayoutState,
    PayoutStateCount, PayoutStep, PayoutStepKind, PayoutWaiting, PayoutWay,
};
use super::payout_across::{PayoutAcross, PayoutAcrossRow};
use super::review::FigureFile;

/// After so many days a payout is due where nobody says otherwise.
const DUE_DAYS: u32 = 15;
/// More orders than a window shows at once are not sent at once.
const ORDERS_AT_MOST: u32 = 500;

fn observed(e4: i64, currency: Currency) -> String {
    Money::from_observed(e4, currency).amount().normalize().to_string()
}

/// The currency with this code.
pub(crate) fn currency(code: String) -> Result<Currency, app::Error> {
    Currency::from_code(&code).ok_or(app::Error::Invalid { field: "currency", value: code })
}

impl TryFrom<PayoutQuery> for from::Query {
    type Error = app::Error;

    fn try_from(req: PayoutQuery) -> Result<Self, app::Error> {
        let (from_ms, to_ms) = (req.from_ms.unwrap_or(i64::MIN / 4), req.to_ms.unwrap_or(i64::MAX / 4));
        let span = match (req.session_id, req.basis) {
            (Some(id), _) => from::Span::Session(super::id("sessionId", &id)?),
            (None, Some(PayoutBasis::PaidOut)) => from::Span::PaidOut { from_ms, to_ms },
            (None, Some(PayoutBasis::Ordered) | None) => from::Span::Ordered { from_ms, to_ms },
        };
        Ok(Self {
            span,
            source: req.source,
            known_on_ms: req.known_on_ms,
            due_days: req.due_days.unwrap_or(DUE_DAYS).min(3_660),
            currency: req.currency.map(currency).transpose()?,
            state: req.state.map(Into::into),
            offset: req.offset,
            limit: req.limit.min(ORDERS_AT_MOST),
        })
    }
}

impl From<PayoutState> for from::State {
    fn from(state: PayoutState) -> Self {
        match state {
            PayoutState::Overdue => Self::Overdue,
            PayoutState::Differs => Self::Differs,
            PayoutState::NoOrder => Self::NoOrder,
            PayoutState::NotDue => Self::NotDue,
            PayoutState::Agrees => Self::Agrees,
            PayoutState::Nothing => Self::Nothing,
        }
    }
}

impl From<from::State> for PayoutState {
    fn from(state: from::State) -> Self {
        match state {
            from::State::Overdue => Self::Overdue,
            from::State::Differs => Self::Differs,
            from::State::NoOrder => Self::NoOrder,
            from::State::NotDue => Self::NotDue,
            from::State::Agrees => Self::Agrees,
            from::State::Nothing => Self::Nothing,
        }
    }
}

/// What kinds and rules are called.
#[derive(Default)]
struct Names {
    columns: BTreeMap<String, String>,
    rules: HashMap<String, String>,
}

impl Names {
    fn charge(&self, charged: &Charged) -> PayoutCharge {
        let (by, key, name) = match charged {
            Charged::Kind(kind) => {
                let name = self.columns.get(kind).unwrap_or(kind);
                (PayoutChargeKind::Kind, kind.clone(), name.clone())
            }
            Charged::Column(name) => (PayoutChargeKind::Column, name.clone(), name.clone()),
            Charged::Rule(id) => {
                let id = id.to_string();
                let name = self.rules.get(&id).cloned().unwrap_or_default();
                (PayoutChargeKind::Rule, id, name)
            }
        };
        PayoutCharge { by, key, name }
    }

    fn step(&self, about: &About, step: &Step, currency: Currency) -> PayoutStep {
        let (kind, fee) = match about {
            About::Revenue => (PayoutStepKind::Revenue, None),
            About::Fee(charged) => (PayoutStepKind::Fee, Some(self.charge(charged))),
            About::Adjustment => (PayoutStepKind::Adjustment, None),
            About::NotItemised => (PayoutStepKind::NotItemised, None),
            About::Uneven => (PayoutStepKind::Uneven, None),
        };
        PayoutStep {
            kind,
            fee,
            ours: step.ours_e4.map(|e4| observed(e4, currency)),
            theirs: step.theirs_e4.map(|e4| observed(e4, currency)),
            difference: observed(step.difference_e4(), currency),
            open: step.open,
        }
    }

    fn way(&self, way: &Explained, currency: Currency) -> PayoutWay {
        PayoutWay {
            gmv: observed(way.sold.gmv_e4, currency),
            discounts: observed(way.sold.discount_e4, currency),
            refunds: observed(way.sold.refund_e4, currency),
            net_sales: observed(way.sold.net_e4(), currency),
            steps: way.steps.iter().map(|(about, step)| self.step(about, step, currency)).collect(),
            expected: observed(way.expected_e4(), currency),
            paid: observed(way.paid_e4, currency),
            difference: observed(way.difference_e4(), currency),
        }
    }

    fn order(&self, row: from::OrderRow) -> PayoutOrder {
        PayoutOrder {
            key: row.key,
            way: self.way(&row.way, row.currency),
            currency: row.currency.code().to_owned(),
            order_ref: row.order_ref,
            source: row.source,
            placed_at_ms: row.placed_at_ms,
            due_at_ms: row.due_at_ms,
            settled_at_ms: row.settled_at_ms,
            session: row.session.map(Into::into),
            state: row.state.into(),
        }
    }

    fn set(&self, currency: Currency, set: &from::Summary) -> PayoutSet {
        let waiting = |of: &from::Waiting| PayoutWaiting {
            orders: of.orders,
            gmv: observed(of.gmv_e4, currency),
            expected: observed(of.expected_e4, currency),
            open: of.open,
        };
        let count = |state: from::State| PayoutStateCount {
            state: state.into(),
            orders: set.orders.get(&state).copied().unwrap_or_default(),
        };
        PayoutSet {
            currency: currency.code().to_owned(),
            settled: self.way(&set.settled, currency),
            states: from::State::ALL.into_iter().map(count).collect(),
            not_due: waiting(&set.not_due),
            overdue: waiting(&set.overdue),
            no_order: self.way(&set.no_order, currency),
            in_period: set.in_period_e4.map(|e4| observed(e4, currency)),
        }
    }
}

fn matched(rule: &from::RuleMatch) -> PayoutMatch {
    let (by, agree, of) = match rule.by {
        from::MatchedBy::Chosen => (PayoutMatchedBy::Chosen, None, None),
        from::MatchedBy::Amounts { agree, of } => (PayoutMatchedBy::Amounts, Some(agree), Some(of)),
        from::MatchedBy::Name => (PayoutMatchedBy::Name, None, None),
        from::MatchedBy::Nothing => (PayoutMatchedBy::Nothing, None, None),
    };
    PayoutMatch {
        rule_id: rule.rule.to_string(),
        name: rule.name.clone(),
        kind: rule.kind.clone(),
        by,
        agree,
        of,
    }
}

impl PayoutPage {
    /// Packs a page as it was known at an instant.
    pub(crate) fn of(page: from::Page, known_on_ms: Option<i64>) -> Self {
        let names = Names {
            rules: page.rules.iter().map(|rule| (rule.rule.to_string(), rule.name.clone())).collect(),
            columns: page.columns,
        };
        let file = |file: app::reviews::File| FigureFile {
            import_id: file.import.to_string(),
            file_name: file.name,
            as_of_ms: file.as_of_ms,
            lines: file.lines,
        };
        Self {
            sets: page.sets.iter().map(|(currency, set)| names.set(*currency, set)).collect(),
            orders: page.orders.into_iter().map(|row| names.order(row)).collect(),
            total: page.total,
            rules: page.rules.iter().map(matched).collect(),
            files: page.files.into_iter().map(file).collect(),
            sources: page.sources,
            without: page.without,
            known_on_ms,
            columns: names.columns,
        }
    }
}

impl From<from::OrderDetail> for PayoutOrderDetail {
    fn from(detail: from::OrderDetail) -> Self {
        let currency = detail.order.currency;
        let amount = |(name, kind, part_of, e4): (String, String, String, i64)| PayoutAmount {
            name,
            kind,
            part_of,
            amount: observed(e4, currency),
        };
        let entry = |one: from::OrderEntry| PayoutEntry {
            entry_ref: one.entry_ref,
            type_name: one.type_name,
            settled_at_ms: one.settled_at_ms,
            total: observed(one.total_e4, currency),
            amounts: one.amounts.into_iter().map(amount).collect(),
            file_name: one.file_name,
            row: one.row,
        };
        let line = |one: from::OrderLine| PayoutLine {
            title: one.title,
            quantity: one.quantity,
            amount: observed(one.amount_e4, currency),
            discount: observed(one.discount_e4, currency),
            refund: observed(one.refund_e4, currency),
            file_name: one.file_name,
            row: one.row,
        };
        let names = Names {
            columns: detail.columns.clone(),
            rules: detail.rules.iter().map(|rule| (rule.rule.to_string(), rule.name.clone())).collect(),
        };
        Self {
            order: names.order(detail.order),
            entries: detail.entries.into_iter().map(entry).collect(),
            lines: detail.lines.into_iter().map(line).collect(),
        }
    }
}

fn row(row: from::ClockRow) -> PayoutAcrossRow {
    let currency = row.currency;
    PayoutAcrossRow {
        key: row.key,
        session: row.session.map(Into::into),
        currency: currency.code().to_owned(),
        orders: row.orders,
        revenue: row.revenue_e4.map(|e4| observed(e4, currency)),
        taken: row.taken_e4.map(|e4| observed(e4, currency)),
        adjustments: observed(row.adjustment_e4, currency),
        paid: observed(row.paid_e4, currency),
    }
}

impl From<from::PaidAcross> for PayoutAcross {
    fn from(across: from::PaidAcross) -> Self {
        Self {
            rows: across.rows.into_iter().map(row).collect(),
            totals: across.totals.into_iter().map(row).collect(),
            as_of_ms: across.as_of_ms,
        }
    }
}
