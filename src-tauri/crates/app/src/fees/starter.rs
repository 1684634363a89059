//! The starter sets: what was read of channels' fees, with source and day, as data in `starter.json`.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::fee::{Base, Due, FeeRule, FeeTerms, Kind, OnRefund, Purpose, Scope, SellerType, Step};
use domain::id::FeeRuleId;
use domain::{Channel, Currency, Language, Market, Money};
use serde::Deserialize;

use crate::{Error, Result};

const DATA: &str = include_str!("starter.json");

/// A starter set there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// The market.
    pub market: Market,
    /// The channel.
    pub channel: Channel,
    /// How many rules.
    pub rules: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Set {
    market: String,
    channel: String,
    rules: Vec<Entry>,
}

/// One rule as the file writes it; what is left out is as in a blank one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    key: String,
    name: Words,
    kind: String,
    base: Option<String>,
    part_of: Option<String>,
    rate_ppm: Option<u32>,
    flat_minor: Option<i64>,
    cap_minor: Option<i64>,
    cap_scope: Option<String>,
    tax_ppm: Option<u32>,
    due: Option<String>,
    on_refund: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    seller_type: Option<String>,
    category: Option<Words>,
    programme: Option<String>,
    group: Option<String>,
    precedence: Option<i32>,
    /// Where each step begins, in minor units, and its rate.
    #[serde(default)]
    steps: Vec<(i64, u32)>,
    note: Words,
    seen_on: String,
}

#[derive(Deserialize)]
struct Words {
    vi: String,
    en: String,
}

impl Words {
    fn of(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi,
            Language::En => self.en,
        }
    }
}

fn broken(what: impl Into<String>) -> Error {
    Error::BrokeOff(format!("the starter set of fees: {}", what.into()))
}

fn sets() -> Result<Vec<Set>> {
    serde_json::from_str(DATA).map_err(|error| broken(error.to_string()))
}

fn place(set: &Set) -> Result<(Market, Channel)> {
    let place = Market::from_code(&set.market).zip(Channel::from_code(&set.channel));
    place.ok_or_else(|| broken(format!("{} {}", set.market, set.channel)))
}

/// The starter sets there are.
///
/// # Errors
/// When the data that comes with the program is broken.
pub fn starters() -> Result<Vec<Starter>> {
    sets()?
        .iter()
        .map(|set| {
            let (market, channel) = place(set)?;
            Ok(Starter { market, channel, rules: set.rules.len() })
        })
        .collect()
}

/// The rules of one set, named in `language`; a part of another fee stands behind it.
pub(super) fn rules(
    market: Market,
    channel: Channel,
    language: Language,
    mint: impl Fn() -> FeeRuleId,
) -> Result<Vec<FeeRule>> {
    for set in sets()? {
        if place(&set)? == (market, channel) {
            let mut ids: HashMap<String, FeeRuleId> = HashMap::new();
            let mut rules = Vec::with_capacity(set.rules.len());
            for entry in set.rules {
                let id = mint();
                ids.insert(entry.key.clone(), id);
                let other = entry.part_of.as_ref().and_then(|key| ids.get(key)).copied();
                let terms = terms(entry, market, channel, language, other)?;
                rules.push(FeeRule { id, terms });
            }
            return Ok(rules);
        }
    }
    Err(store::Error::NotFound("starter set").into())
}

fn terms(
    entry: Entry,
    market: Market,
    channel: Channel,
    language: Language,
    other: Option<FeeRuleId>,
) -> Result<FeeTerms> {
    let currency: Currency = market.currency();
    let money = |minor: Option<i64>| minor.map(|minor| Money::from_minor(minor, currency));
    let step = |(from, rate_ppm)| Step { from: Money::from_minor(from, currency), rate_ppm };
    let blank = FeeTerms::blank();
    let terms = FeeTerms {
        purpose: Purpose::Fee,
        channel: Some(channel),
        market: Some(market),
        kind: code(Some(&entry.kind), Kind::from_code, blank.kind)?,
        base: code(entry.base.as_deref(), Base::from_code, blank.base)?,
        other,
        rate_ppm: entry.rate_ppm,
        flat: money(entry.flat_minor),
        cap: money(entry.cap_minor),
        cap_scope: code(entry.cap_scope.as_deref(), Scope::from_code, blank.cap_scope)?,
        tax_ppm: entry.tax_ppm.unwrap_or(0),
        due: code(entry.due.as_deref(), Due::from_code, blank.due)?,
        on_refund: code(entry.on_refund.as_deref(), OnRefund::from_code, blank.on_refund)?,
        valid_from: entry.valid_from.as_deref().map(day).transpose()?,
        valid_to: entry.valid_to.as_deref().map(day).transpose()?,
        seller_type: match entry.seller_type.as_deref() {
            None => None,
            Some(code) => Some(SellerType::from_code(code).ok_or_else(|| broken(code))?),
        },
        category: entry.category.map(|category| category.of(language)),
        programme: entry.programme,
        group: entry.group,
        precedence: entry.precedence.unwrap_or_default(),
        steps: entry.steps.into_iter().map(step).collect(),
        name: entry.name.of(language),
        source_note: entry.note.of(language),
        source_seen_on: Some(day(&entry.seen_on)?),
        ..blank
    };
    Ok(terms.checked()?)
}

fn code<T>(text: Option<&str>, read: impl Fn(&str) -> Option<T>, otherwise: T) -> Result<T> {
    match text {
        None => Ok(otherwise),
        Some(text) => read(text).ok_or_else(|| broken(text)),
    }
}

fn day(text: &str) -> Result<NaiveDate> {
    text.parse().map_err(|_| broken(text))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_set_holds_and_says_where_it_was_read() {
        let sets = starters().expect("data that can be read");
        assert!(sets.len() >= 6, "{sets:?}");
        for Starter { market, channel, rules: count } in sets {
            for language in [Language::Vi, Language::En] {
                let rules =
                    rules(market, channel, language, || Uuid::now_v7().into()).expect("rules that hold");
                assert_eq!(rules.len(), count);
                for FeeRule { terms, .. } in rules {
                    assert!(
                        !terms.source_note.is_empty() && terms.source_seen_on.is_some(),
                        "{}",
                        terms.name
                    );
                    assert_eq!(terms.kind == Kind::PercentOfFee, terms.other.is_some(), "{}", terms.name);
                }
            }
        }
    }

    #[test]
    fn nothing_is_known_of_fees_in_singapore_and_the_philippines() {
        let sets = starters().expect("data that can be read");
        let unknown = [Market::Sg, Market::Ph];
        assert!(sets.iter().all(|set| !unknown.contains(&set.market)));
        let asked = rules(Market::Sg, Channel::TikTok, Language::En, || Uuid::now_v7().into());
        assert!(matches!(asked, Err(Error::Store(store::Error::NotFound(_)))));
    }
}
