//! What a description says of a file of payouts: which column is what, and which amounts are parts of which.

use serde::Deserialize;

use crate::date::DateForm;

/// How a source writes what it paid out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutForm {
    /// Columns that say which entry a row is.
    pub(super) fields: Vec<FieldNames>,
    /// Columns of money; each but the roots is a part of another.
    pub(super) amounts: Vec<AmountNames>,
    /// What stands in a cell that says nothing.
    #[serde(default)]
    pub(super) blank: Vec<String>,
    /// In which order it writes days where the file leaves it open.
    #[serde(default)]
    pub(super) dates: Option<DateForm>,
    /// The column in which files of orders name the same stock code.
    #[serde(default)]
    joined_by: String,
    /// Whether columns nobody has described are left out, even those that hold amounts.
    #[serde(default)]
    pub(super) closed: bool,
}

/// What a column says of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum PayoutField {
    /// The number of the order or adjustment.
    Entry,
    /// What kind of entry it is, in the platform's words.
    Type,
    /// The order an adjustment is about.
    Related,
    /// When the order was placed.
    Created,
    /// When it was settled.
    Settled,
    /// The currency.
    Currency,
    /// The platform's own number of the stock code.
    Sku,
    /// The creator a commission is for.
    Creator,
    /// What kind of content brought the order.
    ContentType,
    /// Which content: the room of a live session.
    Content,
    /// By which plan the commission was agreed.
    Model,
    /// The rate of the commission.
    Rate,
    /// The rate where the platform's shop ads brought the order.
    AdsRate,
    /// Whether all of it came back.
    Returned,
}

impl PayoutField {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Entry => "payoutEntry",
            Self::Type => "payoutType",
            Self::Related => "payoutRelated",
            Self::Created => "payoutCreated",
            Self::Settled => "payoutSettled",
            Self::Currency => "currency",
            Self::Sku => "commissionSku",
            Self::Creator => "commissionCreator",
            Self::ContentType => "commissionContentType",
            Self::Content => "commissionContent",
            Self::Model => "commissionModel",
            Self::Rate => "commissionRate",
            Self::AdsRate => "commissionAdsRate",
            Self::Returned => "commissionReturned",
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldNames {
    pub(super) field: PayoutField,
    /// Names it went by, the current one first.
    pub(super) names: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmountNames {
    /// Its code; `total`, `revenue`, `fees` and `adjustment` are those every source has.
    pub(super) kind: String,
    pub(super) names: Vec<String>,
    /// The amount it is a part of; none stands beside the sums.
    #[serde(default)]
    pub(super) of: Option<String>,
    /// Whether it may have parts that are not described here.
    #[serde(default)]
    pub(super) open: bool,
}

impl PayoutForm {
    /// Whether it has a column of this name.
    pub(crate) fn knows(&self, header: &str) -> bool {
        let fields = self.fields.iter().flat_map(|one| &one.names);
        fields.chain(self.amounts.iter().flat_map(|one| &one.names)).any(|name| name == header)
    }

    /// The column in which files of orders name the same stock code.
    pub(super) fn joined_by(&self) -> &str {
        &self.joined_by
    }

    /// The parts of an amount.
    pub(super) fn parts(&self, kind: &str) -> impl Iterator<Item = &AmountNames> {
        self.amounts.iter().filter(move |one| one.of.as_deref() == Some(kind))
    }
}
