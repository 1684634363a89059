//! A session's waterfall in parts that add up to it again: what was spent shared out, and the whole by its hosts.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Lack, Samples, Taken, Waterfall};
use crate::expense::{Spend, Spent};
use crate::fee::{FeeRule, Missing, apportion};
use crate::id::HostId;
use crate::metric::Tally;

/// What was spent on the whole, by parts of these weights; of each expense the parts add up to it.
pub fn shared(spends: &[Spend], weights: &[Decimal], digits: u32) -> Vec<Vec<Spend>> {
    let mut parts: Vec<Vec<Spend>> = weights.iter().map(|_| Vec::with_capacity(spends.len())).collect();
    for spend in spends {
        let amount = spend.spent.map(|spent| spent.amount).unwrap_or_default();
        for (part, amount) in parts.iter_mut().zip(apportion(amount, weights, digits)) {
            let spent = spend.spent.map(|spent| Spent { amount, ..spent });
            part.push(Spend { spent, ..*spend });
        }
    }
    parts
}

/// The part of each host: commission and pay that are theirs alone stand with them, everything else is shared
/// equally, for no file says who was on camera when. Together they are the whole.
pub fn by_host(whole: &Waterfall, rules: &[FeeRule], hosts: &[HostId]) -> Vec<Waterfall> {
    let share = Share { hosts, digits: whole.currency.minor_digits() };
    let (cost, samples) = (share.of(whole.cost, None), share.samples(whole.samples));
    let tallies = share.tallies(&whole.tally);
    let mut parts: Vec<Waterfall> = (0..hosts.len())
        .map(|at| Waterfall {
            tally: tallies[at],
            cost: cost[at],
            samples: samples[at],
            lacks: share.lacks(&whole.lacks, hosts[at]),
            exchanges: whole.exchanges.clone(),
            ..Waterfall::empty(whole.currency)
        })
        .collect();
    for taken in &whole.taken {
        let own = rules[taken.rule].terms.host;
        for (part, taken) in parts.iter_mut().zip(share.taken(taken, own)) {
            part.taken.push(taken);
        }
    }
    for spend in &whole.spends {
        let amounts = share.of(spend.spent.map(|spent| spent.amount).unwrap_or_default(), spend.host);
        for (part, amount) in parts.iter_mut().zip(amounts) {
            let spent = spend.spent.map(|spent| Spent { amount, ..spent });
            part.spends.push(Spend { spent, ..*spend });
        }
    }
    parts
}

struct Share<'a> {
    hosts: &'a [HostId],
    digits: u32,
}

impl Share<'_> {
    /// The parts of an amount: all of it `own`'s, else equal.
    fn of(&self, amount: Decimal, own: Option<HostId>) -> Vec<Decimal> {
        self.to_digits(amount, own, self.digits)
    }

    fn to_digits(&self, amount: Decimal, own: Option<HostId>, digits: u32) -> Vec<Decimal> {
        let own = own.filter(|host| self.hosts.contains(host));
        let weight =
            |host: &HostId| if own.is_none_or(|own| own == *host) { Decimal::ONE } else { Decimal::ZERO };
        let weights: Vec<Decimal> = self.hosts.iter().map(weight).collect();
        apportion(amount, &weights, digits)
    }

    /// Sums in 10⁻⁴ by whole minor units, counts by whole ones.
    fn whole(&self, number: i64, scale: u32, digits: u32) -> Vec<i64> {
        let back = Decimal::from(10_i64.pow(scale));
        let parts = self.to_digits(Decimal::new(number, scale), None, digits);
        parts.into_iter().map(|part| (part * back).to_i64().unwrap_or_default()).collect()
    }

    fn tallies(&self, whole: &Tally) -> Vec<Tally> {
        let money = |e4| self.whole(e4, 4, self.digits);
        let count = |number| self.whole(number, 0, 0);
        let (gmv, discount, refund) = (money(whole.gmv_e4), money(whole.discount_e4), money(whole.refund_e4));
        let (charge, adjustment) = (money(whole.charge_e4), money(whole.adjustment_e4));
        let (orders, units, lines) = (count(whole.orders), count(whole.units), count(whole.lines));
        (0..self.hosts.len())
            .map(|at| Tally {
                gmv_e4: gmv[at],
                discount_e4: discount[at],
                refund_e4: refund[at],
                charge_e4: charge[at],
                adjustment_e4: adjustment[at],
                orders: orders[at],
                units: units[at],
                lines: lines[at],
            })
            .collect()
    }

    fn samples(&self, whole: Samples) -> Vec<Samples> {
        let (lines, gmv) = (self.whole(whole.lines, 0, 0), self.whole(whole.gmv_e4, 4, self.digits));
        let cost = self.of(whole.cost, None);
        (0..self.hosts.len())
            .map(|at| Samples { lines: lines[at], gmv_e4: gmv[at], cost: cost[at] })
            .collect()
    }

    fn taken(&self, whole: &Taken, own: Option<HostId>) -> Vec<Taken> {
        let by: Vec<Vec<Decimal>> = whole.by.iter().map(|(_, amount)| self.of(*amount, own)).collect();
        let net = self.of(whole.net, own);
        (0..self.hosts.len())
            .map(|at| Taken {
                amount: by.iter().map(|parts| parts[at]).sum(),
                by: whole.by.iter().zip(&by).map(|((payer, _), parts)| (*payer, parts[at])).collect(),
                net: net[at],
                ..whole.clone()
            })
            .collect()
    }

    /// What is missing for one host: what another gets is not.
    fn lacks(&self, whole: &[Lack], host: HostId) -> Vec<Lack> {
        let is_theirs = |lack: &&Lack| !matches!(lack.missing, Missing::Commission(other) if other != host);
        whole.iter().filter(is_theirs).copied().collect()
    }
}
