//! How many orders a change of figures adds to each session and currency.

use domain::Currency;
use rustc_hash::FxHashMap;

use super::compact::Compact;

/// Bits of an order's key.
pub(crate) const ORDER_BITS: u32 = 47;
/// Bits that count the lines of a plain order; one with more is kept with the others.
const COUNT_BITS: u32 = 8;
const MOST_LINES: u64 = (1 << COUNT_BITS) - 1;
/// Stands for an order that was plain and is kept with the others now.
const MOVED: u64 = Compact::<ORDER_BITS>::MOST;

/// A session by its number and a currency; 0 stands for no session.
type Place = (i32, Currency);

/// Orders by their key. Nearly all of a new file are plain: nothing of them stood before, and all their lines are in
/// one place. Those take eight bytes each; where it is proved that the lines of each stand together, none is kept.
#[derive(Default)]
pub(super) struct Orders {
    stand_together: bool,
    /// The order whose lines come now, where they stand together, and its places.
    now: Option<(i64, Vec<Place>)>,
    over: FxHashMap<Place, i64>,
    plain: Compact<ORDER_BITS>,
    places: Vec<Place>,
    numbers: FxHashMap<Place, u64>,
    others: FxHashMap<i64, Order>,
}

/// Sale lines of one order in one place: how many stood before, and how many more do now.
#[derive(Clone, Copy)]
struct Part {
    place: Place,
    before: i32,
    more: i32,
}

/// Most orders have one part; the others keep theirs aside.
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
    fn part(&mut self, place: Place) -> &mut Part {
        let new = Part { place, before: 0, more: 0 };
        let fits = |part: &Part| part.place == place;
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

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.first.iter().chain(self.others.iter().flat_map(|others| others.iter()))
    }
}

/// Numbers of sessions are small; 0 stands for no session.
fn place(session: Option<i64>, currency: Currency) -> Place {
    (i32::try_from(session.unwrap_or_default()).unwrap_or_default(), currency)
}

impl Orders {
    /// Orders whose lines come together, each order's behind the other's; that has to be proved.
    pub(super) fn standing_together() -> Self {
        Self { stand_together: true, ..Self::default() }
    }

    /// Whether the order was met before; one whose lines are over is not asked for again.
    pub(super) fn knows(&self, key: i64) -> bool {
        self.others.contains_key(&key)
            || self.now.as_ref().is_some_and(|(now, _)| *now == key)
            || self.plain.get(key.cast_unsigned()) > 0
    }

    /// Says where lines of an order stood before; to be said before its first change.
    pub(super) fn open(&mut self, key: i64, stood: impl Iterator<Item = (Option<i64>, Currency)>) {
        let order = self.others.entry(key).or_default();
        for (session, currency) in stood {
            order.part(place(session, currency)).before += 1;
        }
    }

    /// A line of an order counts from now on (`sign` 1) or no longer (−1).
    pub(super) fn line(&mut self, key: i64, session: Option<i64>, currency: Currency, sign: i64) {
        let place = place(session, currency);
        if !self.is_plain(key, place, sign) {
            self.others.entry(key).or_default().part(place).more += if sign > 0 { 1 } else { -1 };
        }
    }

    /// Counts a line of a plain order; what is none any more is kept with the others from then on.
    fn is_plain(&mut self, key: i64, place: Place, sign: i64) -> bool {
        if !self.others.is_empty() && self.others.contains_key(&key) {
            return false;
        }
        if self.stand_together && sign > 0 {
            self.add_to_now(key, place);
            return true;
        }
        let hash = key.cast_unsigned();
        let known = self.plain.get(hash);
        let (own, lines) = (known >> COUNT_BITS, known & MOST_LINES);
        let number = self.number(place);
        let fits = number < MOVED >> COUNT_BITS && lines < MOST_LINES;
        if sign > 0 && fits && (lines == 0 || own == number) {
            self.plain.set(hash, (number << COUNT_BITS) | (lines + 1));
            return true;
        }
        let was =
            usize::try_from(own).ok().filter(|_| lines > 0).and_then(|own| self.places.get(own)).copied();
        if let Some(was) = was {
            self.plain.set(hash, MOVED);
            let more = i32::try_from(lines).unwrap_or_default();
            self.others
                .insert(key, Order { first: Some(Part { place: was, before: 0, more }), others: None });
        }
        false
    }

    fn add_to_now(&mut self, key: i64, place: Place) {
        if self.now.as_ref().is_none_or(|(now, _)| *now != key) {
            let (_, mut places) = self.now.take().unwrap_or_default();
            for place in places.drain(..) {
                *self.over.entry(place).or_default() += 1;
            }
            self.now = Some((key, places));
        }
        if let Some((_, places)) = self.now.as_mut().filter(|(_, places)| !places.contains(&place)) {
            places.push(place);
        }
    }

    fn number(&mut self, place: Place) -> u64 {
        *self.numbers.entry(place).or_insert_with(|| {
            self.places.push(place);
            self.places.len() as u64 - 1
        })
    }

    /// How many more orders each session and currency has: one counts once a place, however many lines it has there.
    pub(super) fn changes(&self) -> Vec<((i64, Currency), i64)> {
        let mut changes = self.over.clone();
        for place in self.now.iter().flat_map(|(_, places)| places) {
            *changes.entry(*place).or_default() += 1;
        }
        for number in self.plain.numbers().filter(|number| *number != MOVED) {
            let place = usize::try_from(number >> COUNT_BITS).ok().and_then(|own| self.places.get(own));
            if let Some(&place) = place {
                *changes.entry(place).or_default() += 1;
            }
        }
        for part in self.others.values().flat_map(Order::parts) {
            *changes.entry(part.place).or_default() +=
                i64::from(part.before + part.more > 0) - i64::from(part.before > 0);
        }
        changes.retain(|(session, _), _| *session != 0);
        changes.into_iter().map(|((session, currency), more)| ((session.into(), currency), more)).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const CURRENCIES: [Currency; 2] = [Currency::Vnd, Currency::Usd];

    proptest! {
        /// Orders in any mixture are counted as one counts them by hand: before and after, order by order.
        #[test]
        fn orders_are_counted_once_a_place(
            stood in prop::collection::vec((0_i64..12, 0_i64..3, 0_usize..2), 0..20),
            lines in prop::collection::vec((0_i64..12, 0_i64..3, 0_usize..2, 1_usize..300), 0..60),
        ) {
            let mut orders = Orders::default();
            let mut by_hand: BTreeMap<(i64, i64, usize), (i64, i64)> = BTreeMap::new();
            let opened: std::collections::BTreeSet<i64> = stood.iter().map(|(key, ..)| *key).collect();
            for key in opened {
                let own = stood.iter().filter(|(other, ..)| *other == key);
                orders.open(key, own.map(|(_, session, at)| ((*session > 0).then_some(*session), CURRENCIES[*at])));
            }
            for (key, session, at) in stood {
                let count = by_hand.entry((key, session, at)).or_default();
                (count.0, count.1) = (count.0 + 1, count.1 + 1);
            }
            for (key, session, at, times) in lines {
                let count = by_hand.entry((key, session, at)).or_default();
                // What stood is taken away at times, as by a later file.
                let sign = if count.1 > 0 && times % 3 == 0 { -1 } else { 1 };
                for _ in 0..if sign > 0 { times } else { 1 } {
                    orders.line(key, (session > 0).then_some(session), CURRENCIES[at], sign);
                    count.1 += sign;
                }
                prop_assert!(orders.knows(key));
            }
            let mut expected: BTreeMap<(i64, &str), i64> = BTreeMap::new();
            for ((_, session, at), (before, after)) in by_hand {
                if session > 0 {
                    let change = i64::from(after > 0) - i64::from(before > 0);
                    *expected.entry((session, CURRENCIES[at].code())).or_default() += change;
                }
            }
            let mut changes: BTreeMap<(i64, &str), i64> = BTreeMap::new();
            for ((session, currency), more) in orders.changes() {
                changes.insert((session, currency.code()), more);
            }
            expected.retain(|_, more| *more != 0);
            changes.retain(|_, more| *more != 0);
            prop_assert_eq!(changes, expected);
        }

        /// Where lines of an order stand together, what is kept of them makes no difference.
        #[test]
        fn orders_that_stand_together_are_counted_the_same(
            lines in prop::collection::vec((0_i64..12, 0_i64..3, 0_usize..2), 0..60),
        ) {
            let mut lines = lines;
            lines.sort_by_key(|(key, ..)| *key);
            let (mut together, mut anyhow) = (Orders::standing_together(), Orders::default());
            for (key, session, at) in lines {
                for orders in [&mut together, &mut anyhow] {
                    orders.line(key, (session > 0).then_some(session), CURRENCIES[at], 1);
                }
                prop_assert!(together.knows(key));
            }
            let sorted = |orders: &Orders| {
                let mut all: Vec<_> = orders.changes().into_iter().map(|((no, of), more)| (no, of.code(), more)).collect();
                all.sort_unstable();
                all
            };
            prop_assert_eq!(sorted(&together), sorted(&anyhow));
        }
    }
}
