//! What a show teaches for the next one: order, length and price, each with its reason.

use super::{Featured, LONG_MS, MINUTE_MS, Show, per_minute};
use crate::id::ProductId;
use crate::money::Money;

/// Below this nobody can say how a product sells a minute.
const TELLING_MS: i64 = 2 * MINUTE_MS;
/// The longest a slot is proposed to be made.
const LONGEST_MS: i64 = 20 * MINUTE_MS;

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
