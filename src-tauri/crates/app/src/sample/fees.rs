//! What the sample brands are charged in their own shop, and what their hosts get. The rates are invented.

use domain::fee::{Base, FeeTerms, Purpose};
use domain::{Channel, Language};

use super::brand::Brand;

/// One fee and one commission, so that the sample's margins are known.
pub(super) fn terms(brand: &Brand) -> [FeeTerms; 2] {
    let (payment, commission, note) = match brand.language {
        Language::Vi => {
            ("Phí cổng thanh toán", "Hoa hồng người dẫn", "Dữ liệu mẫu: mức phí được đặt ra để minh họa")
        }
        Language::En => ("Card payments", "Host commission", "Sample data: the rate is invented"),
    };
    let both = FeeTerms {
        market: Some(brand.market),
        base: Base::AfterSellerDiscount,
        source_note: note.to_owned(),
        ..FeeTerms::blank()
    };
    [
        FeeTerms {
            name: payment.to_owned(),
            channel: Some(Channel::Other),
            rate_ppm: Some(18_000),
            ..both.clone()
        },
        FeeTerms {
            name: commission.to_owned(),
            purpose: Purpose::Commission,
            rate_ppm: Some(50_000),
            ..both
        },
    ]
}
