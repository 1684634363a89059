//! What stands out in a show beside comparable ones: rules with their numbers; what it teaches is in [`next_time`].

mod next;

use crate::id::ProductId;

pub use next::{Earlier, Planned, Proposal, next_time, taken_up};

/// Comparable shows it takes before anything is called usual.
pub const USUAL_OF: usize = 3;

const MINUTE_MS: i64 = 60_000;
/// A product this long on screen without a sale stands out, and so does a stretch with nothing on screen.
const LONG_MS: i64 = 5 * MINUTE_MS;
const MILLION: i64 = 1_000_000;

/// What one product did in a show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Featured {
    /// The product.
    pub product: ProductId,
    /// Its number in the line-up.
    pub number: Option<u32>,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Units sold.
    pub units: i64,
    /// How long it was on screen, ms.
    pub on_screen_ms: i64,
    /// Units sold on air before it was first shown.
    pub units_before_shown: i64,
}

/// What the rules see of a show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Show {
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Given back, 10⁻⁴.
    pub refund_e4: i64,
    /// Views; none while not known.
    pub views: Option<i64>,
    /// Its products.
    pub products: Vec<Featured>,
    /// Stretches on air with nothing on screen: from, to; UTC ms.
    pub gaps: Vec<(i64, i64)>,
}

/// What comparable shows reached: the middle one of each figure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usual {
    /// How many shows.
    pub shows: usize,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// The most GMV one of them reached, 10⁻⁴.
    pub best_gmv_e4: i64,
    /// Views, where enough of them say.
    pub views: Option<i64>,
    /// Refunds in millionths of GMV.
    pub refund_ppm: Option<i64>,
}

/// Something that stands out, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anomaly {
    /// More people watched than usual, and bought less.
    ViewsUpSalesDown {
        /// Views.
        views: i64,
        /// Usual views.
        usual_views: i64,
        /// GMV, 10⁻⁴.
        gmv_e4: i64,
        /// Usual GMV, 10⁻⁴.
        usual_gmv_e4: i64,
    },
    /// Far more was given back than usual.
    RefundsHigh {
        /// Refunds in millionths of GMV.
        ppm: i64,
        /// What is usual.
        usual_ppm: i64,
    },
    /// A product was shown long and never bought.
    ShownUnsold {
        /// The product.
        product: ProductId,
        /// How long, ms.
        on_screen_ms: i64,
    },
    /// Nothing was on screen for long.
    NothingShown {
        /// From, UTC ms.
        from_ms: i64,
        /// To, UTC ms.
        to_ms: i64,
    },
    /// A product sold before it was shown.
    SoldBeforeShown {
        /// The product.
        product: ProductId,
        /// Units sold before.
        units: i64,
        /// Units sold in all.
        of_units: i64,
    },
    /// The goal was far above what comparable shows reached.
    GoalFarAbove(FarAbove),
}

/// A goal far above what comparable shows reached; 10⁻⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FarAbove {
    /// The goal.
    pub goal_e4: i64,
    /// The best of them.
    pub best_e4: i64,
    /// The middle one.
    pub usual_e4: i64,
    /// How many shows.
    pub shows: usize,
}

/// The middle value; of an even number the lower of the two in the middle, so that it is one that was reached.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

impl Usual {
    /// What is usual among some shows; none when there are too few.
    pub fn of(shows: &[Show]) -> Option<Self> {
        if shows.len() < USUAL_OF {
            return None;
        }
        let views: Vec<i64> = shows.iter().filter_map(|show| show.views).collect();
        let refunds: Vec<i64> = shows.iter().filter_map(Show::refund_ppm).collect();
        Some(Self {
            shows: shows.len(),
            gmv_e4: median(shows.iter().map(|show| show.gmv_e4).collect())?,
            best_gmv_e4: shows.iter().map(|show| show.gmv_e4).max()?,
            views: median(views.clone()).filter(|_| views.len() >= USUAL_OF),
            refund_ppm: median(refunds.clone()).filter(|_| refunds.len() >= USUAL_OF),
        })
    }

    /// Whether a goal lies a fifth or more above the best of them.
    pub fn far_above(&self, goal_e4: i64) -> Option<FarAbove> {
        let is_far = i128::from(goal_e4) * 5 > i128::from(self.best_gmv_e4) * 6;
        is_far.then_some(FarAbove {
            goal_e4,
            best_e4: self.best_gmv_e4,
            usual_e4: self.gmv_e4,
            shows: self.shows,
        })
    }
}

impl Show {
    /// Refunds in millionths of GMV.
    pub fn refund_ppm(&self) -> Option<i64> {
        let ppm = i128::from(self.refund_e4) * i128::from(MILLION)
            / i128::from(Some(self.gmv_e4).filter(|gmv| *gmv > 0)?);
        i64::try_from(ppm).ok()
    }

    /// GMV a minute of everything that was on screen, 10⁻⁴.
    fn average(&self) -> i64 {
        let shown = self.products.iter().filter(|one| one.on_screen_ms > 0);
        let (gmv, ms) = shown.fold((0, 0), |(gmv, ms), one| (gmv + one.gmv_e4, ms + one.on_screen_ms));
        per_minute(gmv, ms)
    }
}

fn per_minute(gmv_e4: i64, ms: i64) -> i64 {
    if ms <= 0 {
        return 0;
    }
    i64::try_from(i128::from(gmv_e4) * i128::from(MINUTE_MS) / i128::from(ms)).unwrap_or(i64::MAX)
}

/// What stands out in `show`; what needs a usual is silent without one.
pub fn anomalies(show: &Show, usual: Option<&Usual>, goal_e4: Option<i64>) -> Vec<Anomaly> {
    let mut found = Vec::new();
    if let Some(usual) = usual {
        if let (Some(views), Some(usual_views)) = (show.views, usual.views)
            // A fifth more views and a fifth less GMV.
            && views * 5 >= usual_views * 6
            && i128::from(show.gmv_e4) * 5 <= i128::from(usual.gmv_e4) * 4
        {
            let (gmv_e4, usual_gmv_e4) = (show.gmv_e4, usual.gmv_e4);
            found.push(Anomaly::ViewsUpSalesDown { views, usual_views, gmv_e4, usual_gmv_e4 });
        }
        if let (Some(ppm), Some(usual_ppm)) = (show.refund_ppm(), usual.refund_ppm)
            // Twice the usual, and a twentieth of GMV at least.
            && ppm >= usual_ppm.saturating_mul(2)
            && ppm >= MILLION / 20
        {
            found.push(Anomaly::RefundsHigh { ppm, usual_ppm });
        }
        found.extend(goal_e4.and_then(|goal| usual.far_above(goal)).map(Anomaly::GoalFarAbove));
    }
    for one in &show.products {
        if one.units == 0 && one.on_screen_ms >= LONG_MS {
            found.push(Anomaly::ShownUnsold { product: one.product, on_screen_ms: one.on_screen_ms });
        }
        // A fifth of its units, and three at least.
        if one.units_before_shown >= 3 && one.units_before_shown * 5 >= one.units {
            let (units, of_units) = (one.units_before_shown, one.units);
            found.push(Anomaly::SoldBeforeShown { product: one.product, units, of_units });
        }
    }
    let long = show.gaps.iter().filter(|(from, to)| to - from >= LONG_MS);
    found.extend(long.map(|&(from_ms, to_ms)| Anomaly::NothingShown { from_ms, to_ms }));
    found
}

#[cfg(test)]
#[path = "insight_test.rs"]
mod tests;
