//! Days of channels and of their advertising, as platforms say them: beside what sessions brought, never added to it.

use std::collections::BTreeMap;

use domain::{Actor, Channel, Currency};
use store::figure::{FigureOf, Stated};

use crate::{App, Result};

/// One day of one channel in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Counted from 1970-01-01, in the channel's calendar.
    pub day: i64,
    /// The channel.
    pub channel: Channel,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
    /// All its live sessions.
    pub live: Option<Stated>,
    /// The whole shop.
    pub shop: Option<Stated>,
    /// What its advertising cost and brought.
    pub ads: Option<Ads>,
}

/// Advertising of a day. What some campaign does not say is not known of the day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ads {
    /// Cost, 10⁻⁴.
    pub cost_e4: Option<i64>,
    /// Revenue by the platform's attribution, 10⁻⁴.
    pub revenue_e4: Option<i64>,
    /// Orders by the platform's attribution.
    pub orders: Option<i64>,
    /// How many campaigns were put together; 0 where the file tells of all of them.
    pub campaigns: i64,
}

/// Every day any file tells of, the latest first. What advertising cost is for those who see money.
///
/// # Errors
/// When the workspace cannot be read.
pub fn days(app: &App, by: &Actor) -> Result<Vec<Day>> {
    let (days, ads) = app.read(|tables| {
        if !tables.has_days()? {
            return Ok((Vec::new(), Vec::new()));
        }
        let all = |of| tables.days_known(of, i64::MIN, i64::MAX);
        Ok((all(FigureOf::Day)?, all(FigureOf::Ad)?))
    })?;
    let mut found: BTreeMap<(i64, &str, &str), Day> = BTreeMap::new();
    let mut of = |stated: &Stated, put: &mut dyn FnMut(&mut Day)| {
        let code = stated.currency.map_or("", Currency::code);
        let day = found.entry((-stated.at, stated.channel.code(), code)).or_insert_with(|| Day {
            day: stated.at,
            channel: stated.channel,
            currency: stated.currency,
            live: None,
            shop: None,
            ads: None,
        });
        put(day);
    };
    for stated in days {
        of(&stated, &mut |day| {
            let place = if stated.about == "live" { &mut day.live } else { &mut day.shop };
            *place = Some(stated.clone());
        });
    }
    // The row over all campaigns comes first, and then stands alone.
    for stated in ads.into_iter().filter(|_| by.sees_money) {
        of(&stated, &mut |day| put_ad(day, &stated));
    }
    Ok(found.into_values().collect())
}

fn put_ad(day: &mut Day, stated: &Stated) {
    let own = Ads {
        cost_e4: stated.get("cost_e4"),
        revenue_e4: stated.get("revenue_e4"),
        orders: stated.get("orders"),
        campaigns: i64::from(!stated.about.is_empty()),
    };
    let both = |one: Option<i64>, other: Option<i64>| one?.checked_add(other?);
    match &mut day.ads {
        None => day.ads = Some(own),
        Some(whole) if whole.campaigns == 0 => {}
        Some(sum) => {
            *sum = Ads {
                cost_e4: both(sum.cost_e4, own.cost_e4),
                revenue_e4: both(sum.revenue_e4, own.revenue_e4),
                orders: both(sum.orders, own.orders),
                campaigns: sum.campaigns + 1,
            };
        }
    }
}
