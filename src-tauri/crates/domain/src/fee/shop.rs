//! What the brand's shops are to their platforms: their type, and the programmes they take part in.

use chrono::NaiveDate;

use super::SellerType;
use crate::fold;
use crate::market::{Channel, Market};

/// Why a shop's terms were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShopError {
    /// A programme has no name.
    #[error("a programme needs a name")]
    NoName,
    /// The last day lies before the first.
    #[error("the last day is before the first")]
    Period,
}

/// A programme a shop takes part in for a time. Programmes are joined: what is not entered was not joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its name, as fee rules name it.
    pub name: String,
    /// First day, in the market's zone; always when none.
    pub first_day: Option<NaiveDate>,
    /// Last day, in the market's zone; for good when none.
    pub last_day: Option<NaiveDate>,
}

/// The brand's shop on one channel of one market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shop {
    /// The market.
    pub market: Market,
    /// The channel.
    pub channel: Channel,
    /// What it is to the platform; none while nobody said.
    pub seller_type: Option<SellerType>,
    /// The programmes it takes part in.
    pub programmes: Vec<Programme>,
}

impl Shop {
    /// The shop with its texts trimmed, if it is one that can be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(mut self) -> Result<Self, ShopError> {
        for programme in &mut self.programmes {
            programme.name = programme.name.trim().to_owned();
            if programme.name.is_empty() {
                return Err(ShopError::NoName);
            }
            if matches!((programme.first_day, programme.last_day), (Some(first), Some(last)) if last < first)
            {
                return Err(ShopError::Period);
            }
        }
        Ok(self)
    }

    /// Whether it takes part in the programme of this name on `day`; case and accents aside.
    pub fn takes_part(&self, name: &str, day: NaiveDate) -> bool {
        let name = fold(name);
        self.programmes.iter().any(|programme| {
            fold(&programme.name) == name
                && programme.first_day.is_none_or(|first| day >= first)
                && programme.last_day.is_none_or(|last| day <= last)
        })
    }
}
