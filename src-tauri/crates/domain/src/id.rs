//! Identifiers: one type a noun, so that a product cannot pass for a session.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID; new ones (version 7) are minted in `app`.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID behind the id.
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A catalogue product.
    ProductId;
    /// One choice of a product: size, colour, or the product itself when it has no choices.
    VariantId;
    /// A named, reusable list of products.
    ProductListId;
    /// A planned, live or past live-shopping show.
    SessionId;
    /// One numbered place in a session's line-up.
    SlotId;
    /// What is offered with a slot: a price for a while, a coupon, a gift.
    OfferId;
    /// A person on camera.
    HostId;
    /// An address that receives the manifest.
    TargetId;
    /// One revision on its way to one target.
    DeliveryId;
    /// One entry of the evidence log.
    LogEntryId;
    /// One file that came in.
    ImportId;
    /// One dated charge.
    FeeRuleId;
    /// What a session costs beside its goods, once or again and again.
    ExpenseId;
    /// One correction of credit by hand.
    CorrectionId;
    /// One write that can be undone.
    HistoryId;
}
