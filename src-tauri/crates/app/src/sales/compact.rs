//! Many hashes, each with a small number, in eight bytes each: ten million of them must not fill the memory.

/// Parts that grow one after the other, so that growing never holds everything twice.
const SHARDS: u64 = 256;
const FIRST_PLACES: usize = 32;

/// Hashes of `HASH_BITS` bits, each with a number from 1 to [`Compact::MOST`].
pub(crate) struct Compact<const HASH_BITS: u32> {
    shards: Vec<Shard>,
}

/// Places taken by linear probing, a hash over its number; 0 is a free one, for no number is 0.
#[derive(Default)]
struct Shard {
    places: Vec<u64>,
    taken: usize,
}

impl<const HASH_BITS: u32> Default for Compact<HASH_BITS> {
    fn default() -> Self {
        Self { shards: (0..SHARDS).map(|_| Shard::default()).collect() }
    }
}

impl<const HASH_BITS: u32> Compact<HASH_BITS> {
    /// Bits of a place that hold the number: the shard says eight bits of the hash already.
    const NUMBER_BITS: u32 = u64::BITS - (HASH_BITS - SHARDS.trailing_zeros());
    /// The greatest number.
    pub(crate) const MOST: u64 = (1 << Self::NUMBER_BITS) - 1;

    /// The number of a hash; 0 when it has none.
    pub(crate) fn get(&self, hash: u64) -> u64 {
        let (shard, rest) = Self::split(hash);
        self.shards.get(shard).map_or(0, |shard| shard.get(rest, Self::NUMBER_BITS))
    }

    /// Gives a hash a number, at most [`Compact::MOST`] and not 0, instead of the one it had.
    pub(crate) fn set(&mut self, hash: u64, number: u64) {
        debug_assert!((1..=Self::MOST).contains(&number), "0 is a free place, and more does not fit");
        let (shard, rest) = Self::split(hash);
        if let Some(shard) = self.shards.get_mut(shard) {
            shard.set(rest, number, Self::NUMBER_BITS);
        }
    }

    /// Every number, in no order.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = u64> {
        let places = self.shards.iter().flat_map(|shard| &shard.places);
        places.filter(|place| **place != 0).map(|place| place & Self::MOST)
    }

    /// The shard, and the bits of the hash it does not say.
    fn split(hash: u64) -> (usize, u64) {
        let hash = hash & (u64::MAX >> (u64::BITS - HASH_BITS));
        (usize::try_from(hash % SHARDS).unwrap_or_default(), hash / SHARDS)
    }
}

impl Shard {
    fn get(&self, rest: u64, bits: u32) -> u64 {
        if self.places.is_empty() { 0 } else { self.places[self.place(rest, bits)] & ((1 << bits) - 1) }
    }

    fn set(&mut self, rest: u64, number: u64, bits: u32) {
        // Five of six places taken is where looking for a free one becomes slow.
        if self.taken * 6 >= self.places.len() * 5 {
            let more = (self.places.len() / 2).max(FIRST_PLACES);
            let grown = vec![0; self.places.len() + more];
            for place in std::mem::replace(&mut self.places, grown).into_iter().filter(|place| *place != 0) {
                let at = self.place(place >> bits, bits);
                self.places[at] = place;
            }
        }
        let at = self.place(rest, bits);
        self.taken += usize::from(self.places[at] == 0);
        self.places[at] = (rest << bits) | number;
    }

    /// Where a hash stands, or the free place where it would.
    fn place(&self, rest: u64, bits: u32) -> usize {
        let spread = u128::from(rest.wrapping_mul(0x9e37_79b9_7f4a_7c15)) * self.places.len() as u128;
        let mut at = usize::try_from(spread >> u64::BITS).unwrap_or_default();
        while self.places[at] != 0 && self.places[at] >> bits != rest {
            at = (at + 1) % self.places.len();
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Hashes close to each other and to the edges of their bits are told apart as a plain map tells them.
        #[test]
        fn it_is_a_map(given in prop::collection::vec((0_u64..3_000, 0_u64..3, 1_u64..4_000), 0..4_000)) {
            let mut plain = HashMap::new();
            let mut compact = Compact::<60>::default();
            for (low, high, number) in given {
                let hash = low | (high << 58);
                plain.insert(hash, number);
                compact.set(hash, number);
                prop_assert_eq!(compact.get(hash), number);
            }
            for low in 0..3_000 {
                for high in 0..3 {
                    let hash = low | (high << 58);
                    prop_assert_eq!(compact.get(hash), plain.get(&hash).copied().unwrap_or_default());
                }
            }
            let (mut here, mut there): (Vec<u64>, Vec<u64>) = (compact.numbers().collect(), plain.into_values().collect());
            here.sort_unstable();
            there.sort_unstable();
            prop_assert_eq!(here, there);
        }
    }

    #[test]
    fn what_fits_beside_a_hash() {
        assert_eq!(Compact::<60>::MOST, 4_095);
        assert_eq!(Compact::<47>::MOST, 33_554_431);
    }
}
