//! Packs fee rules for the wire, and unpacks them.

use chrono::NaiveTime;
use domain::fee;

use super::fee::{FeeRule, FeeShare, FeeStep, FeeTerms};
use super::{Money, id};

impl From<fee::FeeRule> for FeeRule {
    fn from(rule: fee::FeeRule) -> Self {
        Self { rule_id: rule.id.to_string(), terms: rule.terms.into() }
    }
}

impl From<fee::FeeTerms> for FeeTerms {
    fn from(terms: fee::FeeTerms) -> Self {
        let step = |step: fee::Step| FeeStep { from: step.from.into(), rate_ppm: step.rate_ppm };
        let share = |(payer, share_ppm): (fee::Payer, u32)| FeeShare { payer: payer.into(), share_ppm };
        Self {
            name: terms.name,
            purpose: terms.purpose.into(),
            channel: terms.channel.map(Into::into),
            market: terms.market.map(Into::into),
            host_id: terms.host.map(|host| host.to_string()),
            seller_type: terms.seller_type.map(Into::into),
            category: terms.category,
            programme: terms.programme,
            by_ads: terms.by_ads.map(Into::into),
            kind: terms.kind.into(),
            base: terms.base.into(),
            other_id: terms.other.map(|other| other.to_string()),
            rate_ppm: terms.rate_ppm,
            steps: terms.steps.into_iter().map(step).collect(),
            flat: terms.flat.map(Into::into),
            least: terms.least.map(Into::into),
            cap: terms.cap.map(Into::into),
            cap_scope: terms.cap_scope.into(),
            tax_ppm: terms.tax_ppm,
            due: terms.due.into(),
            on_refund: terms.on_refund.into(),
            becomes_id: terms.becomes.map(|becomes| becomes.to_string()),
            payers: terms.payers.into_iter().map(share).collect(),
            condition: terms.condition.into(),
            valid_from: terms.valid_from.map(|day| day.to_string()),
            starts_at: terms.starts_at.map(hour),
            valid_to: terms.valid_to.map(|day| day.to_string()),
            ends_at: terms.ends_at.map(hour),
            precedence: terms.precedence,
            group: terms.group,
            per: terms.per.into(),
            rounding: terms.rounding.into(),
            source_note: terms.source_note,
            source_seen_on: terms.source_seen_on.map(|day| day.to_string()),
        }
    }
}

/// A time of day, to the minute.
const HOUR: &str = "%H:%M";

fn hour(time: NaiveTime) -> String {
    time.format(HOUR).to_string()
}

fn time(field: &'static str, text: Option<String>) -> Result<Option<NaiveTime>, app::Error> {
    let read = |text: String| {
        let time = NaiveTime::parse_from_str(&text, HOUR);
        time.map_err(|_| app::Error::Invalid { field, value: text })
    };
    text.map(read).transpose()
}

/// A day that may be left open; refuses what is none.
pub(super) fn day<Day: std::str::FromStr>(
    field: &'static str,
    text: Option<String>,
) -> Result<Option<Day>, app::Error> {
    text.map(|text| text.parse().map_err(|_| app::Error::Invalid { field, value: text })).transpose()
}

impl TryFrom<FeeTerms> for fee::FeeTerms {
    type Error = app::Error;

    fn try_from(terms: FeeTerms) -> Result<Self, app::Error> {
        let money = |money: Option<Money>| money.map(TryInto::try_into).transpose();
        let step = |step: FeeStep| {
            Ok::<_, app::Error>(fee::Step { from: step.from.try_into()?, rate_ppm: step.rate_ppm })
        };
        let payers = terms.payers.into_iter().map(|share| (share.payer.into(), share.share_ppm));
        Ok(Self {
            name: terms.name,
            purpose: terms.purpose.into(),
            channel: terms.channel.map(Into::into),
            market: terms.market.map(Into::into),
            host: terms.host_id.map(|host| id("hostId", &host)).transpose()?,
            seller_type: terms.seller_type.map(Into::into),
            category: terms.category,
            programme: terms.programme,
            by_ads: terms.by_ads.map(Into::into),
            kind: terms.kind.into(),
            base: terms.base.into(),
            other: terms.other_id.map(|other| id("otherId", &other)).transpose()?,
            rate_ppm: terms.rate_ppm,
            steps: terms.steps.into_iter().map(step).collect::<Result<_, _>>()?,
            flat: money(terms.flat)?,
            least: money(terms.least)?,
            cap: money(terms.cap)?,
            cap_scope: terms.cap_scope.into(),
            tax_ppm: terms.tax_ppm,
            due: terms.due.into(),
            on_refund: terms.on_refund.into(),
            becomes: terms.becomes_id.map(|becomes| id("becomesId", &becomes)).transpose()?,
            payers: payers.collect(),
            condition: terms.condition.into(),
            valid_from: day("validFrom", terms.valid_from)?,
            starts_at: time("startsAt", terms.starts_at)?,
            valid_to: day("validTo", terms.valid_to)?,
            ends_at: time("endsAt", terms.ends_at)?,
            precedence: terms.precedence,
            group: terms.group,
            per: terms.per.into(),
            rounding: terms.rounding.into(),
            source_note: terms.source_note,
            source_seen_on: day("sourceSeenOn", terms.source_seen_on)?,
        })
    }
}
