//! One planned, live or past live-shopping show: where it stands, when it starts, what it should reach.

mod start;
mod status;

use url::Url;

use crate::id::{HostId, SessionId};
use crate::market::{Channel, Market};
use crate::money::{Currency, Money, MoneyError};

pub use start::{LocalStart, Overlap};
pub use status::{SessionStatus, Standing, StatusError};

/// Why a session's plan was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The title is empty.
    #[error("a session needs a title")]
    NoTitle,
    /// The wall time is not one, or its date does not exist.
    #[error("{0:?} is not a date and time")]
    NotATime(String),
    /// No zone of this name is known.
    #[error("there is no zone {0:?}")]
    NoSuchZone(String),
    /// The wall time is skipped that day: clocks are set forward over it.
    #[error("{local} does not exist in {zone}: clocks are set forward then")]
    Skipped {
        /// The wall time.
        local: String,
        /// The zone.
        zone: String,
    },
    /// The wall time happens twice that day and it was not said which is meant.
    #[error("{local} happens twice in {zone}: say whether the earlier or the later is meant")]
    Twice {
        /// The wall time.
        local: String,
        /// The zone.
        zone: String,
    },
    /// Shorter than a minute or longer than a day; milliseconds.
    #[error("a session lasts between one minute and one day")]
    Length(i64),
    /// A channel is named twice.
    #[error("channel {} is named twice", .0.code())]
    ChannelTwice(Channel),
    /// A channel's address is not a web page.
    #[error("{0:?} is not the address of a web page")]
    NotAPage(String),
    /// A host is named twice.
    #[error("host {0} is named twice")]
    HostTwice(HostId),
    /// A goal is nought or less.
    #[error("a goal is more than nought")]
    GoalNotPositive,
    /// The goal is in another currency than the session.
    #[error("the goal is in {}, the session in {}", .given.code(), .needed.code())]
    GoalCurrency {
        /// What was given.
        given: Currency,
        /// The session's.
        needed: Currency,
    },
    /// The currency would change under prices that are set.
    #[error("prices are set in {}; take them back before changing the market", .0.code())]
    CurrencyInUse(Currency),
    /// The session has been on air: when and where it started is history.
    #[error("the session has started; its start, length and market stay as they were")]
    Started,
    /// A session without products cannot be announced or go live.
    #[error("the line-up is empty")]
    NoProducts,
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The status does not allow it.
    #[error(transparent)]
    Status(#[from] StatusError),
}

/// The shortest session, ms.
pub const SHORTEST_MS: i64 = 60_000;

/// The longest session, ms: platforms end them well before a day is over.
pub const LONGEST_MS: i64 = 24 * 60 * 60_000;

/// A person on camera.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The host.
    pub id: HostId,
    /// Name, as shown to shoppers.
    pub name: String,
    /// For the team.
    pub note: String,
}

/// One platform of a session and where people watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionChannel {
    /// The platform.
    pub channel: Channel,
    /// The page where people watch; may still be unknown.
    pub url: Option<String>,
}

/// Figures a session should reach; each may be open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    /// Sales before refunds, in the session's currency.
    pub gmv: Option<Money>,
    /// Orders.
    pub orders: Option<u32>,
    /// Units.
    pub units: Option<u32>,
}

/// What is planned of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionPlan {
    /// Title.
    pub title: String,
    /// Market, which decides the currency.
    pub market: Market,
    /// Wall time and zone that were meant.
    pub start: LocalStart,
    /// Planned length, ms.
    pub length_ms: i64,
    /// Platforms, in the order preferred; each once.
    pub channels: Vec<SessionChannel>,
    /// People on camera, in order; each once.
    pub hosts: Vec<HostId>,
    /// Figures to reach.
    pub goal: Goal,
    /// For the team.
    pub note: String,
}

impl SessionPlan {
    /// The plan with its texts trimmed, if it is one that can be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(mut self) -> Result<Self, SessionError> {
        self.title = self.title.trim().to_owned();
        if self.title.is_empty() {
            return Err(SessionError::NoTitle);
        }
        if !(SHORTEST_MS..=LONGEST_MS).contains(&self.length_ms) {
            return Err(SessionError::Length(self.length_ms));
        }
        self.start.instant_ms()?;
        for channel in &mut self.channels {
            channel.url = page(channel.url.take())?;
        }
        if let Some(twice) = first_twice(self.channels.iter().map(|channel| channel.channel)) {
            return Err(SessionError::ChannelTwice(twice));
        }
        if let Some(twice) = first_twice(self.hosts.iter().copied()) {
            return Err(SessionError::HostTwice(twice));
        }
        self.goal.check(self.market.currency())?;
        Ok(self)
    }

    /// Whether `other` says something else about when and where the session is held.
    pub fn is_held_otherwise(&self, other: &Self) -> bool {
        self.market != other.market || self.start != other.start || self.length_ms != other.length_ms
    }
}

impl Goal {
    fn check(&self, needed: Currency) -> Result<(), SessionError> {
        if let Some(gmv) = self.gmv {
            if gmv.currency() != needed {
                return Err(SessionError::GoalCurrency { given: gmv.currency(), needed });
            }
            if gmv.to_minor()? <= 0 {
                return Err(SessionError::GoalNotPositive);
            }
        }
        if self.orders == Some(0) || self.units == Some(0) {
            return Err(SessionError::GoalNotPositive);
        }
        Ok(())
    }
}

fn first_twice<T: PartialEq + Clone>(all: impl Iterator<Item = T> + Clone) -> Option<T> {
    all.clone()
        .enumerate()
        .find(|(index, one)| all.clone().take(*index).any(|before| before == *one))
        .map(|(_, one)| one)
}

/// Only pages of the web: anything else could run in a shopper's browser.
fn page(url: Option<String>) -> Result<Option<String>, SessionError> {
    let Some(url) = url.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    match Url::parse(&url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") && parsed.has_host() => Ok(Some(url)),
        _ => Err(SessionError::NotAPage(url)),
    }
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// What is planned.
    pub plan: SessionPlan,
    /// Planned start, UTC ms, by the zone data known when it was last computed.
    pub starts_at_ms: i64,
    /// Views as the platform reported them, typed by hand; none is "not known", which is not nought.
    pub views: Option<u32>,
    /// Where it stands.
    pub standing: Standing,
}

impl Session {
    /// The currency of its prices.
    pub const fn currency(&self) -> Currency {
        self.plan.market.currency()
    }

    /// Planned end, UTC ms.
    pub const fn ends_at_ms(&self) -> i64 {
        self.starts_at_ms.saturating_add(self.plan.length_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> SessionPlan {
        SessionPlan {
            title: "  Đêm chăm da ".to_owned(),
            market: Market::Vn,
            start: LocalStart::parse("2026-11-28T20:00", "Asia/Ho_Chi_Minh", None).expect("a plain evening"),
            length_ms: 2 * 3_600_000,
            channels: vec![SessionChannel {
                channel: Channel::TikTok,
                url: Some("https://www.tiktok.com/@moclan/live".to_owned()),
            }],
            hosts: Vec::new(),
            goal: Goal::default(),
            note: String::new(),
        }
    }

    #[test]
    fn a_plan_is_kept_with_its_title_trimmed() {
        assert_eq!(plan().checked().map(|plan| plan.title), Ok("Đêm chăm da".to_owned()));
    }

    #[test]
    fn a_plan_that_cannot_be_kept_says_why() {
        let refused = |change: fn(&mut SessionPlan)| {
            let mut plan = plan();
            change(&mut plan);
            plan.checked().err()
        };
        assert_eq!(refused(|plan| plan.title = " ".to_owned()), Some(SessionError::NoTitle));
        assert_eq!(refused(|plan| plan.length_ms = 0), Some(SessionError::Length(0)));
        assert_eq!(
            refused(|plan| plan.channels.push(plan.channels[0].clone())),
            Some(SessionError::ChannelTwice(Channel::TikTok)),
        );
        assert_eq!(
            refused(|plan| plan.channels[0].url = Some("javascript:alert(1)".to_owned())),
            Some(SessionError::NotAPage("javascript:alert(1)".to_owned())),
        );
        assert_eq!(
            refused(|plan| plan.goal.gmv = Some(Money::from_minor(100, Currency::Gbp))),
            Some(SessionError::GoalCurrency { given: Currency::Gbp, needed: Currency::Vnd }),
        );
        assert_eq!(refused(|plan| plan.goal.orders = Some(0)), Some(SessionError::GoalNotPositive));
    }
}
