//! The sums a change of figures adds, gathered in memory and written when it is complete.

use domain::metric::Tally;
use domain::{Currency, LineKind};
use rustc_hash::FxHashMap;
use store::rollup::Sum;
use store::sale::SaleLine;

use super::orders::Orders;

const MS_PER_MINUTE: i64 = 60_000;

/// Differences, to be added to the roll-ups under one batch.
#[derive(Default)]
pub(crate) struct Ledger {
    sessions: FxHashMap<(i64, Currency), (Tally, i64)>,
    products: FxHashMap<(i64, i64, Currency), Tally>,
    minutes: FxHashMap<(i64, i64, Currency), (i64, i64)>,
    unmatched: FxHashMap<(i64, Currency, domain::Credit), (i64, i64)>,
    certain: FxHashMap<(i64, Currency), (i64, i64, i64)>,
    shared: FxHashMap<(Vec<i64>, Currency), (i64, i64)>,
    sources: FxHashMap<(i64, i64), i64>,
    orders: Orders,
}

impl Ledger {
    /// A ledger of a file; it is smaller where the lines of each order are proved to stand together.
    pub(crate) fn of_file(orders_stand_together: bool) -> Self {
        let orders = if orders_stand_together { Orders::standing_together() } else { Orders::default() };
        Self { orders, ..Self::default() }
    }

    /// Whether the order was met before.
    pub(crate) fn knows_order(&self, order_key: i64) -> bool {
        self.orders.knows(order_key)
    }

    /// Says which lines of an order stood before; to be said before its first change.
    pub(crate) fn open_order<'a>(&mut self, order_key: i64, standing: impl Iterator<Item = &'a SaleLine>) {
        let sales = standing.filter(|line| line.amounts.kind == LineKind::Sale);
        self.orders.open(order_key, sales.map(|line| (line.session_no, line.currency)));
    }

    /// A line counts from now on (`sign` 1) or no longer (−1).
    pub(crate) fn line(&mut self, line: &SaleLine, sign: i64) {
        let tally = Tally::of_line(&line.amounts);
        let minute = line.at_ms.div_euclid(MS_PER_MINUTE);
        let is_sale = line.amounts.kind == LineKind::Sale;
        if is_sale {
            self.orders.line(line.order_key, line.session_no, line.currency, sign);
        }
        if let Some(session) = line.session_no {
            let (sum, certain) = self.sessions.entry((session, line.currency)).or_default();
            sum.add(&tally, sign);
            *certain += if line.credit.is_certain() { sign } else { 0 };
            self.products.entry((session, line.product_no, line.currency)).or_default().add(&tally, sign);
            if is_sale && line.credit.is_certain() {
                let at = self.certain.entry((session, line.currency)).or_default();
                at.0 += sign * tally.gmv_e4;
                at.1 += sign;
                at.2 += if line.credit == domain::Credit::ByHand { sign } else { 0 };
            }
            if is_sale {
                let at = self.minutes.entry((session, minute, line.currency)).or_default();
                at.0 += sign * tally.gmv_e4;
                at.1 += sign * tally.units;
            }
        } else if line.credit.is_unmatched() {
            let at = self.unmatched.entry((minute, line.currency, line.credit)).or_default();
            at.0 += sign * tally.gmv_e4;
            at.1 += sign;
            if is_sale && !line.shared.is_empty() {
                let at = self.shared.entry((line.shared.clone(), line.currency)).or_default();
                at.0 += sign * tally.gmv_e4;
                at.1 += sign;
            }
        }
    }

    /// Import `import_no` has a line credited to a session (`sign` 1), or no longer (−1).
    pub(crate) fn source(&mut self, session_no: Option<i64>, import_no: i64, sign: i64) {
        if let Some(session) = session_no {
            *self.sources.entry((session, import_no)).or_default() += sign;
        }
    }

    /// The differences, in the order their tables keep.
    pub(crate) fn into_sums(mut self) -> Vec<Sum> {
        for (place, more) in std::mem::take(&mut self.orders).changes() {
            self.sessions.entry(place).or_default().0.orders += more;
        }
        let mut sums = Vec::with_capacity(self.minutes.len() + self.products.len());
        for ((session_no, currency), (tally, certain_lines)) in sorted(self.sessions) {
            if !tally.is_empty() || certain_lines != 0 {
                sums.push(Sum::Session { session_no, currency, tally, certain_lines });
            }
        }
        for ((session_no, product_no, currency), tally) in sorted(self.products) {
            if !tally.is_empty() {
                sums.push(Sum::Product { session_no, product_no, currency, tally });
            }
        }
        for ((session_no, minute, currency), (gmv_e4, units)) in sorted(self.minutes) {
            if (gmv_e4, units) != (0, 0) {
                sums.push(Sum::Minute { session_no, minute, currency, gmv_e4, units });
            }
        }
        for ((minute, currency, credit), (gmv_e4, lines)) in sorted(self.unmatched) {
            if (gmv_e4, lines) != (0, 0) {
                sums.push(Sum::Unmatched { minute, currency, credit, gmv_e4, lines });
            }
        }
        for ((session_no, currency), (gmv_e4, lines, by_hand)) in sorted(self.certain) {
            if (gmv_e4, lines, by_hand) != (0, 0, 0) {
                sums.push(Sum::Certain { session_no, currency, gmv_e4, lines, by_hand });
            }
        }
        for ((sessions, currency), (gmv_e4, lines)) in self.shared {
            if (gmv_e4, lines) != (0, 0) {
                sums.push(Sum::Shared { sessions, currency, gmv_e4, lines });
            }
        }
        for ((session_no, import_no), lines) in sorted(self.sources) {
            if lines != 0 {
                sums.push(Sum::Source { session_no, import_no, lines });
            }
        }
        sums
    }
}

fn sorted<K: Ord + Copy, V>(map: FxHashMap<K, V>) -> Vec<(K, V)> {
    let mut all: Vec<_> = map.into_iter().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    all
}
