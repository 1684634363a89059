//! What stands out in a show beside comparable ones, and what it teaches for the next: rules with their numbers.

use crate::id::ProductId;
use crate::money::Money;

/// Comparable shows it takes before anything is called usual.
pub const USUAL_OF: usize = 3;

const MINUTE_MS: i64 = 60_000;
/// A product this long on screen without a sale stands out, and so does a stretch with nothing on screen.
const LONG_MS: i64 = 5 * MINUTE_MS;
/// Below this nobody can say how a product sells a minute.
const TELLING_MS: i64 = 2 * MINUTE_MS;
/// The longest a slot is proposed to be made.
const LONGEST_MS: i64 = 20 * MINUTE_MS;
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

/// What a product did in an earlier show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The product.
    pub product: ProductId,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Units sold.
    pub units: i64,
    /// How long it was on screen, ms.
    pub on_screen_ms: i64,
}

/// Something to do otherwise next time, with its numbers; amounts are 10⁻⁴.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// Show it among the first: it sold best a minute and came late.
    First {
        /// The product.
        product: ProductId,
        /// Its GMV a minute.
        per_minute_e4: i64,
        /// That of the whole show.
        average_e4: i64,
        /// The number it had.
        number: u32,
    },
    /// Show it for longer: it sold far above average.
    Longer {
        /// The product.
        product: ProductId,
        /// Its GMV a minute.
        per_minute_e4: i64,
        /// That of the whole show.
        average_e4: i64,
        /// How long it was shown, ms.
        was_ms: i64,
        /// How long it might be, ms.
        to_ms: i64,
    },
    /// Show it for shorter: it sold far below average.
    Shorter {
        /// The product.
        product: ProductId,
        /// Its GMV a minute.
        per_minute_e4: i64,
        /// That of the whole show.
        average_e4: i64,
        /// How long it was shown, ms.
        was_ms: i64,
        /// How long it might be, ms.
        to_ms: i64,
    },
    /// Show it last: nobody bought it.
    Last {
        /// The product.
        product: ProductId,
        /// How long it was shown, ms.
        on_screen_ms: i64,
    },
    /// Sell it at the price at which it sold twice as well a minute before.
    Price {
        /// The product.
        product: ProductId,
        /// What one brought now.
        now_e4: i64,
        /// What one brought then.
        then_e4: i64,
        /// Units now in a thousand minutes.
        now_rate: i64,
        /// Units then in a thousand minutes.
        then_rate: i64,
    },
}

impl Proposal {
    /// The product it is about.
    pub const fn product(&self) -> ProductId {
        match self {
            Self::First { product, .. }
            | Self::Longer { product, .. }
            | Self::Shorter { product, .. }
            | Self::Last { product, .. }
            | Self::Price { product, .. } => *product,
        }
    }

    /// The code on the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::First { .. } => "first",
            Self::Longer { .. } => "longer",
            Self::Shorter { .. } => "shorter",
            Self::Last { .. } => "last",
            Self::Price { .. } => "price",
        }
    }
}

/// To the full minute.
const fn rounded(ms: i64) -> i64 {
    (ms + MINUTE_MS / 2) / MINUTE_MS * MINUTE_MS
}

/// What `show` teaches for the next one; `earlier` are its products in comparable shows.
pub fn next_time(show: &Show, earlier: &[Earlier]) -> Vec<Proposal> {
    let average_e4 = show.average();
    if average_e4 == 0 {
        return Vec::new();
    }
    let mut told: Vec<(&Featured, i64)> = show
        .products
        .iter()
        .filter(|one| one.on_screen_ms >= TELLING_MS)
        .map(|one| (one, per_minute(one.gmv_e4, one.on_screen_ms)))
        .collect();
    told.sort_by_key(|(one, rate)| (std::cmp::Reverse(*rate), one.number));
    let mut found = Vec::new();
    let late = |number: &u32| *number > 3;
    let best = told.iter().take(2).filter(|(one, rate)| one.units > 0 && *rate > average_e4);
    found.extend(best.filter_map(|&(one, per_minute_e4)| {
        let number = one.number.filter(late)?;
        Some(Proposal::First { product: one.product, per_minute_e4, average_e4, number })
    }));
    for &(one, per_minute_e4) in &told {
        let (product, was_ms) = (one.product, one.on_screen_ms);
        let longer = rounded(was_ms * 3 / 2).min(LONGEST_MS);
        let shorter = rounded(was_ms / 2).max(TELLING_MS);
        if one.units == 0 && was_ms >= LONG_MS {
            found.push(Proposal::Last { product, on_screen_ms: was_ms });
        } else if per_minute_e4 * 2 >= average_e4 * 3 && longer > was_ms {
            found.push(Proposal::Longer { product, per_minute_e4, average_e4, was_ms, to_ms: longer });
        } else if per_minute_e4 * 2 <= average_e4 && was_ms >= LONG_MS {
            found.push(Proposal::Shorter { product, per_minute_e4, average_e4, was_ms, to_ms: shorter });
        }
        found.extend(cheaper(one, earlier));
    }
    found
}

/// The price of the earlier show in which a product sold best a minute, if that was twice as well and cheaper.
fn cheaper(one: &Featured, earlier: &[Earlier]) -> Option<Proposal> {
    let rate = |units: i64, ms: i64| units * 1_000 * MINUTE_MS / ms;
    if one.units == 0 {
        return None;
    }
    let now_rate = rate(one.units, one.on_screen_ms);
    let now_e4 = one.gmv_e4 / one.units;
    let own = earlier.iter().filter(|then| then.product == one.product);
    let telling = own.filter(|then| then.on_screen_ms >= TELLING_MS && then.units > 0);
    let best = telling.max_by_key(|then| rate(then.units, then.on_screen_ms))?;
    let (then_rate, then_e4) = (rate(best.units, best.on_screen_ms), best.gmv_e4 / best.units);
    // A twentieth cheaper at least: less than that is rounding.
    let is_better = then_rate >= now_rate * 2 && then_e4 * 20 <= now_e4 * 19;
    is_better.then_some(Proposal::Price { product: one.product, now_e4, then_e4, now_rate, then_rate })
}

/// One place of a plan, as far as proposals change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The product.
    pub product: ProductId,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// The price named on air.
    pub price: Option<Money>,
}

/// A plan with proposals taken up, in their order: those to come first keep their order among themselves. Products
/// the plan has not are left out, but for those to come first, which `slot` adds.
pub fn taken_up(
    mut plan: Vec<Planned>,
    proposals: &[Proposal],
    price: impl Fn(i64) -> Option<Money>,
    slot: impl Fn(ProductId) -> Planned,
) -> Vec<Planned> {
    let mut first = 0;
    for proposal in proposals {
        let product = proposal.product();
        let place = plan.iter().position(|one| one.product == product);
        match (proposal, place) {
            (Proposal::First { .. }, place) => {
                let one = place.map_or_else(|| slot(product), |place| plan.remove(place));
                first = first.min(plan.len());
                plan.insert(first, one);
                first += 1;
            }
            (Proposal::Last { .. }, Some(place)) => {
                let one = plan.remove(place);
                plan.push(one);
            }
            (Proposal::Longer { to_ms, .. } | Proposal::Shorter { to_ms, .. }, Some(place)) => {
                if let Some(one) = plan.get_mut(place) {
                    one.planned_ms = *to_ms;
                }
            }
            (Proposal::Price { then_e4, .. }, Some(place)) => {
                if let (Some(one), Some(price)) = (plan.get_mut(place), price(*then_e4)) {
                    one.price = Some(price);
                }
            }
            (_, None) => {}
        }
    }
    plan
}

#[cfg(test)]
#[path = "insight_test.rs"]
mod tests;
