//! Closed choices with a code each, as SQL and the wire name them.

macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $code:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }

        impl $name {
            /// All of them, in the order they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code in SQL.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    )*};
}

pub(crate) use coded;

coded! {
    /// Where a charge stands in the waterfall.
    Purpose {
        /// What a platform, a shop or a carrier charges.
        Fee = "fee",
        /// What a host, a creator or an agency gets.
        Commission = "commission",
    }
    /// How a charge is reckoned.
    Kind {
        /// A rate of a base.
        Percent = "percent",
        /// An amount an order.
        FlatPerOrder = "flat_per_order",
        /// An amount a unit.
        FlatPerUnit = "flat_per_unit",
        /// A rate of what another rule charges.
        PercentOfFee = "percent_of_fee",
    }
    /// What a rate is taken of. Nothing that came back is in it when the rule gives its charge back.
    Base {
        /// Quantity × price.
        Gmv = "gmv",
        /// Quantity × price − the seller's discount.
        AfterSellerDiscount = "after_seller_discount",
        /// What the customer paid: goods after all discounts, with tax and shipping.
        CustomerPayment = "customer_payment",
        /// What the customer paid + the platform's discount − tax.
        PaidPlusPlatformDiscountLessTax = "paid_plus_platform_discount_less_tax",
        /// Goods after all discounts + what the buyer paid for shipping + the platform's discount.
        NetPlusShippingPlusPlatformDiscount = "net_plus_shipping_plus_platform_discount",
        /// Goods after all discounts − tax.
        AfterDiscountsLessTax = "after_discounts_less_tax",
    }
    /// What is put together before a charge is rounded, or before its cap is looked at.
    Scope {
        /// One line of an order.
        Line = "line",
        /// One product of an order, all its lines.
        Product = "product",
        /// One order.
        Order = "order",
        /// The whole session.
        Session = "session",
    }
    /// When a charge falls due.
    Due {
        /// When the order is paid.
        Paid = "paid",
        /// When the order was delivered.
        Delivered = "delivered",
        /// When the platform settles it.
        Settled = "settled",
        /// When something of it is given back, on what is given back.
        Refunded = "refunded",
    }
    /// What becomes of a charge when goods come back.
    OnRefund {
        /// It stays whole.
        Keep = "keep",
        /// The part of it that was charged on what came back is given back.
        Proportional = "proportional",
        /// It is given back when the whole order came back, else it stays whole.
        Nullify = "nullify",
    }
    /// What a shop is to its platform.
    SellerType {
        /// A brand's official shop.
        Mall = "mall",
        /// Any other.
        Normal = "normal",
    }
    /// Whether the platform's shop ads brought an order.
    ByAds {
        /// Only orders that came by an ad.
        Only = "only",
        /// Only orders that did not.
        Not = "not",
    }
    /// Who bears a charge.
    Payer {
        /// The brand: it is taken from its margin.
        Brand = "brand",
        /// The platform.
        Platform = "platform",
        /// The creator or host.
        Creator = "creator",
        /// The agency.
        Agency = "agency",
    }
    /// Which orders a rule is for, beyond channel and market.
    Condition {
        /// All of them.
        None = "none",
        /// Orders that came from the live session.
        FromLive = "from_live",
        /// Orders a creator's link brought.
        ByCreator = "by_creator",
        /// Orders with a coupon.
        WithCode = "with_code",
    }
    /// What becomes of half a minor unit.
    Rounding {
        /// Away from zero.
        HalfUp = "half_up",
        /// To the even neighbour.
        HalfEven = "half_even",
    }
}
