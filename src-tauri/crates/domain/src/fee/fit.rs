//! Which rules are for a line of an order, and what nobody has entered yet.

use super::{ByAds, Condition, Facts, FeeRule, FeeTerms, Missing, Purpose, Setting};
use crate::LineKind;
use crate::fold;

/// Parts a category from the one it is below.
const BELOW: char = '>';

impl Facts {
    /// Whether a rule is for this line, groups apart; `Err` when that is not known.
    pub(super) fn fits(&self, rule: &FeeRule, setting: &Setting) -> Result<bool, Missing> {
        let terms = &rule.terms;
        let is_goods = matches!(self.kind, LineKind::Sale | LineKind::Refund);
        let is_theirs = terms.host.is_none_or(|host| setting.hosts.contains(&host));
        let is_here = terms.market.is_none_or(|market| market == setting.market);
        if !is_goods || !is_theirs || !is_here || !terms.is_valid_at(self.day, self.time) {
            return Ok(false);
        }
        // One thing that does not fit is enough, whatever else is not known.
        let asked = [
            self.is_ordered_there(terms),
            self.shop_fits(terms, setting),
            self.order_fits(terms),
            self.ads_fit(terms),
        ];
        if asked.contains(&Ok(false)) {
            return Ok(false);
        }
        asked.into_iter().collect::<Result<Vec<bool>, Missing>>()?;
        self.category_fits(terms)
    }

    fn is_ordered_there(&self, terms: &FeeTerms) -> Result<bool, Missing> {
        match terms.channel {
            None => Ok(true),
            Some(channel) => Ok(channel == self.channel.ok_or(Missing::Channel)?),
        }
    }

    fn shop_fits(&self, terms: &FeeTerms, setting: &Setting) -> Result<bool, Missing> {
        if terms.seller_type.is_none() && terms.programme.is_none() {
            return Ok(true);
        }
        let channel = self.channel.ok_or(Missing::Channel)?;
        let own = |shop: &&super::Shop| shop.market == setting.market && shop.channel == channel;
        let shop = setting.shops.iter().find(own);
        if let Some(name) = &terms.programme
            && !shop.is_some_and(|shop| shop.takes_part(name, self.day))
        {
            return Ok(false);
        }
        match terms.seller_type {
            None => Ok(true),
            Some(wanted) => {
                let known = shop.and_then(|shop| shop.seller_type);
                Ok(known.ok_or(Missing::SellerType(channel))? == wanted)
            }
        }
    }

    fn order_fits(&self, terms: &FeeTerms) -> Result<bool, Missing> {
        match terms.condition {
            Condition::None => Ok(true),
            Condition::FromLive => Ok(self.is_counted),
            Condition::ByCreator => self.by_creator.ok_or(Missing::Creator),
            Condition::WithCode => self.with_code.ok_or(Missing::Code),
        }
    }

    fn ads_fit(&self, terms: &FeeTerms) -> Result<bool, Missing> {
        match terms.by_ads {
            None => Ok(true),
            Some(ByAds::Only) => self.by_ads.ok_or(Missing::Ads),
            Some(ByAds::Not) => self.by_ads.map(|by_ads| !by_ads).ok_or(Missing::Ads),
        }
    }

    fn category_fits(&self, terms: &FeeTerms) -> Result<bool, Missing> {
        let Some(wanted) = &terms.category else { return Ok(true) };
        let own = self.category.as_ref().ok_or(Missing::Category(self.product))?;
        Ok(is_within(own, &fold(wanted)))
    }

    /// What nobody has entered yet about what is charged on this line. `fitting` are the rules that are for it, or
    /// may be.
    pub(super) fn unsaid(&self, rules: &[FeeRule], fitting: &[usize], setting: &Setting) -> Vec<Missing> {
        let mut unsaid = Vec::new();
        match self.channel {
            None => unsaid.push(Missing::Channel),
            Some(channel) => {
                // A programme comes on top of what every shop is charged.
                let says = |terms: &FeeTerms| {
                    terms.purpose == Purpose::Fee
                        && terms.channel == Some(channel)
                        && terms.programme.is_none()
                };
                if !fitting.iter().any(|rule| says(&rules[*rule].terms)) {
                    unsaid.push(Missing::Fees(channel));
                }
            }
        }
        let in_force = |terms: &&FeeTerms| {
            terms.purpose == Purpose::Commission
                && terms.market.is_none_or(|market| market == setting.market)
                && terms.is_valid_at(self.day, self.time)
        };
        for &host in &setting.hosts {
            let is_theirs = |terms: &FeeTerms| terms.host.is_none_or(|one| one == host);
            if !rules.iter().map(|rule| &rule.terms).filter(in_force).any(is_theirs) {
                unsaid.push(Missing::Commission(host));
            }
        }
        unsaid
    }
}

/// Whether a category is `wanted` or lies below it; both folded.
fn is_within(own: &str, wanted: &str) -> bool {
    let mut own = own.split(BELOW).map(str::trim);
    wanted.split(BELOW).map(str::trim).all(|part| own.next() == Some(part))
}
