//! Credit by hand on the wire.

use app::credits as from;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::ReviewedSession;
use super::workspace::twins;

twins! {
    /// How much of an order or a session is credited otherwise.
    CreditScope is from::Scope {
        /// The lines alone.
        Line,
        /// Their orders, whole.
        Order,
        /// Their products, within the session.
        Product,
    }
}

/// Credits lines otherwise than the rules do.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct CreditCorrect {
    /// The lines, by `lineId`.
    pub line_ids: Vec<i64>,
    /// How far it goes.
    pub scope: CreditScope,
    /// The session in whose recap it is said.
    pub session_id: String,
    /// The session that gets them; to no session when left out.
    pub to_session_id: Option<String>,
    /// Why.
    pub reason: String,
}

/// Which correction.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreditCorrectionRef {
    /// The correction.
    pub correction_id: String,
}

/// One correction by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditCorrection {
    /// Its id.
    pub correction_id: String,
    /// How far it goes.
    pub scope: CreditScope,
    /// The order; none for a product.
    pub order_ref: Option<String>,
    /// The product's title; none for a whole order.
    pub title: Option<String>,
    /// The session in whose recap it was said.
    pub within: ReviewedSession,
    /// The session that gets the lines; none is no session.
    pub to: Option<ReviewedSession>,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// Corrections of a session, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditCorrections {
    /// The corrections.
    pub corrections: Vec<CreditCorrection>,
}

impl From<from::Corrected> for CreditCorrection {
    fn from(one: from::Corrected) -> Self {
        use domain::correction::About;
        let about = &one.correction.about;
        Self {
            correction_id: one.correction.id.to_string(),
            scope: match about {
                About::Line(..) => CreditScope::Line,
                About::Order(_) => CreditScope::Order,
                About::Product(_) => CreditScope::Product,
            },
            order_ref: about.order().map(|order| order.text.clone()),
            title: about.product().map(|product| product.title.clone()),
            within: one.within.into(),
            to: one.to.map(Into::into),
            reason: one.correction.reason,
            actor: one.correction.actor,
            at_ms: one.correction.at_ms,
        }
    }
}

impl From<Vec<from::Corrected>> for CreditCorrections {
    fn from(all: Vec<from::Corrected>) -> Self {
        Self { corrections: all.into_iter().map(Into::into).collect() }
    }
}
