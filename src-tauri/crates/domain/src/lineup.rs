//! The ordered products one session offers, each once; numbers follow the order.

use crate::id::{ProductId, SlotId};
use crate::money::{Currency, Money, MoneyError};
use crate::product::ProductSummary;

/// Few left to sell: the host should know before naming the product.
pub const LOW_STOCK: i64 = 20;

/// Planned length of a slot nobody has planned yet, ms.
pub const USUAL_SLOT_MS: i64 = 5 * 60_000;

/// The longest a slot can be planned, ms.
pub const LONGEST_SLOT_MS: i64 = 24 * 60 * 60_000;

/// One numbered place in a line-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The slot.
    pub id: SlotId,
    /// The product it offers.
    pub product: ProductId,
    /// The price named on air; none sells at the list price.
    pub show_price: Option<Money>,
    /// Sentences for the host.
    pub talking_points: Vec<String>,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// For the team.
    pub note: String,
}

/// What of a slot can be changed: the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotEdit {
    /// The price named on air; none sells at the list price.
    pub show_price: Option<Money>,
    /// Sentences for the host; empty ones are dropped.
    pub talking_points: Vec<String>,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// For the team.
    pub note: String,
}

/// What a slot still lacks before it can be sold on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotProblem {
    /// Neither a show price nor a list price in the session's currency.
    NoPrice,
    /// The product has no page to lead to.
    NoLink,
    /// The product has no picture.
    NoImage,
    /// Nothing left to sell.
    SoldOut,
    /// Few left to sell.
    LowStock,
}

/// Why a line-up refused a change. Each variant carries the ids it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineupError {
    /// There is no such slot.
    #[error("slot {0} is not in the line-up")]
    NoSuchSlot(SlotId),
    /// The product has a slot already.
    #[error("product {product} is already number {number}")]
    DuplicateProduct {
        /// The product.
        product: ProductId,
        /// The number it has.
        number: u32,
    },
    /// The slot is on screen.
    #[error("number {0} is on screen")]
    OnScreen(u32),
    /// The slot was shown: the log speaks of it.
    #[error("number {0} was shown and belongs to the log")]
    WasShown(u32),
    /// The session is over or cancelled.
    #[error("the line-up of a session that is over stays as it was")]
    Closed,
    /// The price is in another currency than the session.
    #[error("the price is in {}, the session in {}", .given.code(), .needed.code())]
    PriceCurrency {
        /// What was given.
        given: Currency,
        /// The session's.
        needed: Currency,
    },
    /// The price is less than nought.
    #[error("a price is not less than nought")]
    PriceNegative,
    /// The planned length is negative or longer than a day; ms.
    #[error("a slot is planned between nothing and one day")]
    Length(i64),
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// The ordered slots. Invariant: no product is listed twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineup {
    slots: Vec<Slot>,
}

impl Lineup {
    /// A line-up as it was kept.
    ///
    /// # Errors
    /// When a product is listed twice.
    pub fn of(slots: Vec<Slot>) -> Result<Self, LineupError> {
        let mut lineup = Self::default();
        lineup.add(slots, None)?;
        Ok(lineup)
    }

    /// The slots, in order.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slots with their numbers, counted from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, &Slot)> {
        (1..).zip(&self.slots)
    }

    /// Whether there is no slot.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The planned length of all slots together, ms.
    pub fn planned_ms(&self) -> i64 {
        self.slots.iter().map(|slot| slot.planned_ms).sum()
    }

    /// The slot with its number.
    ///
    /// # Errors
    /// When it is not in the line-up.
    pub fn slot(&self, id: SlotId) -> Result<(u32, &Slot), LineupError> {
        self.numbered().find(|(_, slot)| slot.id == id).ok_or(LineupError::NoSuchSlot(id))
    }

    /// The number `product` has, if it is listed.
    pub fn number_of(&self, product: ProductId) -> Option<u32> {
        self.numbered().find(|(_, slot)| slot.product == product).map(|(number, _)| number)
    }

    /// Puts `slots` in front of `before`, or at the end.
    ///
    /// # Errors
    /// When a product is listed already; nothing is changed then.
    pub fn add(&mut self, slots: Vec<Slot>, before: Option<SlotId>) -> Result<(), LineupError> {
        let at = self.place(before)?;
        let mut grown = self.clone();
        for (at, slot) in (at..).zip(slots) {
            if let Some(number) = grown.number_of(slot.product) {
                return Err(LineupError::DuplicateProduct { product: slot.product, number });
            }
            grown.slots.insert(at, slot);
        }
        *self = grown;
        Ok(())
    }

    /// Takes slots out.
    ///
    /// # Errors
    /// When one of them is not in the line-up; nothing is changed then.
    pub fn remove(&mut self, ids: &[SlotId]) -> Result<(), LineupError> {
        for &id in ids {
            self.slot(id)?;
        }
        self.slots.retain(|slot| !ids.contains(&slot.id));
        Ok(())
    }

    /// Moves slots in front of `before`, or to the end, in the order they stand in.
    ///
    /// # Errors
    /// When one of them is not in the line-up; nothing is changed then.
    pub fn move_before(&mut self, ids: &[SlotId], before: Option<SlotId>) -> Result<(), LineupError> {
        for &id in ids {
            self.slot(id)?;
        }
        self.place(before)?;
        // A block dropped onto one of its own slots stays where the next slot outside it stands.
        let from = before.and_then(|before| self.slots.iter().position(|slot| slot.id == before));
        let anchor =
            from.and_then(|from| self.slots[from..].iter().map(|slot| slot.id).find(|id| !ids.contains(id)));
        let (moving, mut staying): (Vec<Slot>, Vec<Slot>) =
            self.slots.drain(..).partition(|slot| ids.contains(&slot.id));
        let at = anchor
            .and_then(|anchor| staying.iter().position(|slot| slot.id == anchor))
            .unwrap_or(staying.len());
        staying.splice(at..at, moving);
        self.slots = staying;
        Ok(())
    }

    /// Changes one slot of a session whose prices are in `currency`.
    ///
    /// # Errors
    /// When the price or the length does not fit; nothing is changed then.
    pub fn edit(&mut self, id: SlotId, edit: SlotEdit, currency: Currency) -> Result<(), LineupError> {
        if !(0..=LONGEST_SLOT_MS).contains(&edit.planned_ms) {
            return Err(LineupError::Length(edit.planned_ms));
        }
        if let Some(price) = edit.show_price {
            if price.currency() != currency {
                return Err(LineupError::PriceCurrency { given: price.currency(), needed: currency });
            }
            if price.to_minor()? < 0 {
                return Err(LineupError::PriceNegative);
            }
        }
        let slot = self.slots.iter_mut().find(|slot| slot.id == id).ok_or(LineupError::NoSuchSlot(id))?;
        slot.show_price = edit.show_price;
        slot.talking_points = edit
            .talking_points
            .iter()
            .flat_map(|point| point.lines())
            .map(|point| point.trim().to_owned())
            .filter(|point| !point.is_empty())
            .collect();
        slot.planned_ms = edit.planned_ms;
        slot.note = edit.note.trim().to_owned();
        Ok(())
    }

    fn place(&self, before: Option<SlotId>) -> Result<usize, LineupError> {
        before.map_or(Ok(self.slots.len()), |before| {
            self.slots.iter().position(|slot| slot.id == before).ok_or(LineupError::NoSuchSlot(before))
        })
    }
}

impl Slot {
    /// What the product is sold at: the show price, or else the list price if it is in `currency`.
    pub fn price(&self, product: &ProductSummary, currency: Currency) -> Option<Money> {
        self.show_price.or(product.list_price).filter(|price| price.currency() == currency)
    }

    /// What it still lacks before it can be sold on air in `currency`.
    pub fn problems(&self, product: &ProductSummary, currency: Currency) -> Vec<SlotProblem> {
        let stock = match product.stock {
            Some(left) if left <= 0 => Some(SlotProblem::SoldOut),
            Some(left) if left < LOW_STOCK => Some(SlotProblem::LowStock),
            _ => None,
        };
        [
            self.price(product, currency).is_none().then_some(SlotProblem::NoPrice),
            product.link.is_none().then_some(SlotProblem::NoLink),
            product.image.is_none().then_some(SlotProblem::NoImage),
            stock,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn slot(n: u128) -> Slot {
        Slot {
            id: Uuid::from_u128(n).into(),
            product: Uuid::from_u128(1_000 + n).into(),
            show_price: None,
            talking_points: Vec::new(),
            planned_ms: USUAL_SLOT_MS,
            note: String::new(),
        }
    }

    fn lineup(count: u128) -> Lineup {
        Lineup::of((1..=count).map(slot).collect()).expect("no product twice")
    }

    fn order(lineup: &Lineup) -> Vec<u128> {
        lineup.slots().iter().map(|slot| slot.id.as_uuid().as_u128()).collect()
    }

    fn ids(numbers: &[u128]) -> Vec<SlotId> {
        numbers.iter().map(|&n| Uuid::from_u128(n).into()).collect()
    }

    #[test]
    fn a_slot_moves_in_front_of_another_and_numbers_follow() {
        let mut lineup = lineup(3);
        lineup.move_before(&ids(&[3]), Some(ids(&[1])[0])).expect("all are listed");
        assert_eq!(order(&lineup), [3, 1, 2]);
        assert_eq!(lineup.slot(ids(&[3])[0]).map(|(number, _)| number), Ok(1));
    }

    #[test]
    fn a_block_moves_together_and_dropped_on_itself_stays() {
        let mut five = lineup(5);
        five.move_before(&ids(&[1, 4]), None).expect("all are listed");
        assert_eq!(order(&five), [2, 3, 5, 1, 4]);
        let mut five = lineup(5);
        five.move_before(&ids(&[2, 3]), Some(ids(&[3])[0])).expect("all are listed");
        assert_eq!(order(&five), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_product_is_listed_once() {
        let mut lineup = lineup(2);
        let again = Slot { id: Uuid::from_u128(9).into(), ..slot(2) };
        assert_eq!(
            lineup.add(vec![slot(3), again], None),
            Err(LineupError::DuplicateProduct { product: slot(2).product, number: 2 }),
        );
        assert_eq!(order(&lineup), [1, 2], "nothing was added");
    }

    #[test]
    fn a_price_in_another_currency_is_refused() {
        let mut lineup = lineup(1);
        let edit = SlotEdit {
            show_price: Some(Money::from_minor(1_999, Currency::Gbp)),
            talking_points: vec![" Nâng tông nhẹ \n\n Không bết".to_owned()],
            planned_ms: 0,
            note: String::new(),
        };
        let refused = lineup.edit(ids(&[1])[0], edit.clone(), Currency::Vnd);
        assert_eq!(refused, Err(LineupError::PriceCurrency { given: Currency::Gbp, needed: Currency::Vnd }),);
        lineup.edit(ids(&[1])[0], edit, Currency::Gbp).expect("it is in the session's currency");
        assert_eq!(lineup.slots()[0].talking_points, ["Nâng tông nhẹ", "Không bết"]);
    }

    proptest! {
        #[test]
        fn no_move_loses_or_doubles_a_slot(
            moves in prop::collection::vec((prop::collection::vec(1..=8_u128, 1..4), prop::option::of(1..=8_u128)), 0..20)
        ) {
            let mut lineup = lineup(8);
            for (numbers, before) in moves {
                let before = before.map(|n| ids(&[n])[0]);
                prop_assert_eq!(lineup.move_before(&ids(&numbers), before), Ok(()));
            }
            let mut left = order(&lineup);
            left.sort_unstable();
            prop_assert_eq!(left, (1..=8).collect::<Vec<u128>>());
        }
    }
}
