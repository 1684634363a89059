//! The sums a change of figures adds, gathered in memory and written when it is complete.

use domain::metric::Tally;
use domain::{Currency, LineKind};
use rustc_hash::FxHashMap;
use store::rollup::Sum;
use store::sale::SaleLine;

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
    orders: FxHashMap<i64, Order>,
}

/// Sale lines of one order in one session and currency: how many stood before, and how many more do now.
#[derive(Clone, Copy)]
struct Part {
    session: i32,
    currency: Currency,
    before: i32,
    more: i32,
}

/// Nearly every order has one part; the others keep theirs aside.
#[derive(Default)]
struct Order {
    first: Option<Part>,
    #[expect(
        clippy::box_collection,
        reason = "empty for nearly every order: 8 bytes instead of 24, a million times"
    )]
    others: Option<Box<Vec<Part>>>,
}

impl Order {
    fn part(&mut self, session: i32, currency: Currency) -> &mut Part {
        let new = Part { session, currency, before: 0, more: 0 };
        let fits = |part: &Part| (part.session, part.currency) == (session, currency);
        if self.first.as_ref().is_none_or(fits) {
            return self.first.get_or_insert(new);
        }
        let others = self.others.get_or_insert_default();
        let index = others.iter().position(fits).unwrap_or_else(|| {
            others.push(new);
            others.len() - 1
        });
        &mut others[index]
    }

    fn parts(&self) -> Vec<Part> {
        self.first.iter().chain(self.others.iter().flat_map(|others| others.iter())).copied().collect()
    }
}

/// Numbers of sessions are small; 0 stands for no session.
fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or_default()
}

impl Ledger {
    /// Whether the order was met before.
    pub(crate) fn knows_order(&self, order_key: i64) -> bool {
        self.orders.contains_key(&order_key)
    }

    /// Says which lines of an order stood before; to be said before its first change.
    pub(crate) fn open_order<'a>(&mut self, order_key: i64, standing: impl Iterator<Item = &'a SaleLine>) {
        let order = self.orders.entry(order_key).or_default();
        for line in standing.filter(|line| line.amounts.kind == LineKind::Sale) {
            order.part(small(line.session_no.unwrap_or_default()), line.currency).before += 1;
        }
    }

    /// A line counts from now on (`sign` 1) or no longer (−1).
    pub(crate) fn line(&mut self, line: &SaleLine, sign: i64) {
        let tally = Tally::of_line(&line.amounts);
        let minute = line.at_ms.div_euclid(MS_PER_MINUTE);
        let is_sale = line.amounts.kind == LineKind::Sale;
        if is_sale {
            let session = small(line.session_no.unwrap_or_default());
            let order = self.orders.entry(line.order_key).or_default();
            order.part(session, line.currency).more += if sign > 0 { 1 } else { -1 };
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
        self.count_orders();
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

    /// An order counts once a session and currency, however many lines it has there.
    fn count_orders(&mut self) {
        for order in std::mem::take(&mut self.orders).into_values() {
            for part in order.parts().into_iter().filter(|part| part.session != 0) {
                let change = i64::from(part.before + part.more > 0) - i64::from(part.before > 0);
                let sum = self.sessions.entry((part.session.into(), part.currency)).or_default();
                sum.0.orders += change;
            }
        }
    }
}

fn sorted<K: Ord + Copy, V>(map: FxHashMap<K, V>) -> Vec<(K, V)> {
    let mut all: Vec<_> = map.into_iter().collect();
    all.sort_unstable_by_key(|(key, _)| *key);
    all
}
