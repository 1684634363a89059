//! Reviews: what sessions brought, read from roll-ups, clicked down to rows.

mod across;
mod beside;
mod curve;
mod days;
mod figures;
mod insight;
mod known;
mod lines;
mod maturing;
mod platform;
mod range;
mod screen;
mod session;
mod slice;
mod steps;
mod together;
mod year;

pub use across::{across, across_within};
pub use beside::{Beside, Comparison, Kind};
pub use days::{Ads, Day, days};
pub use figures::{
    Across, AcrossQuery, AcrossRow, Band, Bucket, Figures, File, Grouping, Kpi, Line, LinePage, LineQuery,
    Period, ProductRow, Reviewed, SessionReview, Unmatched, Within,
};
pub use insight::{Insight, far_above, insight};
pub use lines::lines;
pub use maturing::{MaturePoint, Maturing, maturing};
pub use platform::PlatformReview;
pub use range::Range;
pub(crate) use screen::bands;
pub use session::{known_on, of_session};
pub use steps::{Steps, steps};
pub use together::{ExchangedAt, NoRate, Together, together};
pub use year::{Year, YearCell, YearRow, year};

use domain::session::Session;
use domain::{Change, Currency, Metric, Tally};
use rust_decimal::Decimal;
use store::Tables;

pub use crate::sales::Checked;
use crate::sales::{is_behind, settle, turn};
use crate::session_joins::Joins;
use crate::{App, Result};

/// Credits lines anew after a session's time on air or its line-up changed; does nothing when all is up to
/// date. Waits for a running import: call it from a thread of its own, see [`credit_soon`].
pub fn recredit(app: &App) -> Result<()> {
    let changed = {
        let _turn = turn();
        settle(&*app.store()?)?
    };
    if changed {
        app.announce(Change::Sales);
    }
    Ok(())
}

/// Compares every figure with the lines it stands for; writes nothing.
pub fn check(app: &App) -> Result<Checked> {
    // While a file comes in, lines are there whose sums are not.
    let _turn = turn();
    app.read(crate::sales::check)
}

/// Credits lines anew without holding up the show; without any sale there is nothing to credit.
pub fn credit_soon(app: &App) {
    let is_due = |tables: &Tables<'_>| Ok(tables.has_sales()? || is_behind(tables)?);
    if !app.read(is_due).unwrap_or_default() {
        return;
    }
    let app = app.clone();
    std::thread::spawn(move || {
        if let Err(error) = recredit(&app) {
            tracing::error!(%error, "sales could not be credited anew");
        }
    });
}

/// Sweeps away what an import left that was broken off by a crash, and computes what an update has left to be
/// computed; does nothing when there is none.
pub(crate) fn sweep_soon(app: &App) {
    if app.read(is_behind).unwrap_or_default() {
        credit_soon(app);
    }
}

/// The session as a review names it.
pub(crate) fn reviewed(tables: &Tables<'_>, session: &Session) -> Result<Reviewed> {
    let parts = Joins::read(tables)?.windows_of(tables, session.id)?;
    let started_at_ms = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
    Ok(Reviewed {
        id: session.id,
        title: session.plan.title.clone(),
        market: session.plan.market,
        zone: session.plan.start.zone().name().to_owned(),
        // From the first room to the last one.
        started_at_ms: parts.first().map_or(started_at_ms, |(from_ms, _)| started_at_ms.min(*from_ms)),
        ended_at_ms: session
            .standing
            .ended_at_ms
            .map(|ended| parts.iter().map(|(_, to_ms)| *to_ms).fold(ended, i64::max)),
        channels: session.plan.channels.iter().map(|channel| channel.channel).collect(),
        hosts: tables.hosts_of(session.id)?.into_iter().map(|host| host.name).collect(),
    })
}

/// What a session should reach in `metric`, where that is in `currency`.
fn goal(session: &Session, metric: Metric, currency: Currency) -> Option<Decimal> {
    let goal = &session.plan.goal;
    let own = session.currency() == currency;
    match metric {
        Metric::Gmv => goal.gmv.filter(|gmv| gmv.currency() == currency).map(|gmv| gmv.amount()),
        Metric::Orders => goal.orders.filter(|_| own).map(Decimal::from),
        Metric::Units => goal.units.filter(|_| own).map(Decimal::from),
        Metric::NetSales | Metric::Aov | Metric::Gpm | Metric::Discounts | Metric::Refunds => None,
    }
}

/// The sums of one period or session, with its views.
#[derive(Debug, Clone, Copy)]
struct Measured {
    tally: Tally,
    views: Option<i64>,
    lacks: platform::Lacks,
}

fn kpis(
    now: &Measured,
    previous: Option<&Measured>,
    currency: Currency,
    goal: impl Fn(Metric) -> Option<Decimal>,
) -> Vec<Kpi> {
    let figure = |of: &Measured, metric| of.figure(metric, currency);
    Metric::ALL
        .into_iter()
        .map(|metric| Kpi {
            metric,
            value: figure(now, metric),
            goal: goal(metric),
            previous: previous.and_then(|previous| figure(previous, metric)),
        })
        .collect()
}
