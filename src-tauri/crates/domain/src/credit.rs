//! Which session a sale line is credited to, and how surely.

/// Why a line is credited to a session, or why it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Credit {
    /// Outside every session's time on air, and without a session's id.
    None,
    /// Certain: the line carries the session's id.
    SessionId,
    /// Likely: placed while the session was on air, and its product was in the line-up.
    OnAir,
    /// Not credited: several sessions were on air with the product in their line-ups.
    SeveralSessions,
    /// Not credited: placed while a session was on air, but no catalogue product is known for it.
    UnknownProduct,
    /// Not credited: placed while a session was on air that did not offer the product.
    NotInLineup,
    /// Certain: a person said so.
    ByHand,
    /// Not credited: a person said so.
    NoneByHand,
    /// Certain: the platform itself says that it was bought in a room of the session.
    Room,
}

impl Credit {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::SessionId,
        Self::OnAir,
        Self::SeveralSessions,
        Self::UnknownProduct,
        Self::NotInLineup,
        Self::ByHand,
        Self::NoneByHand,
        Self::Room,
    ];

    /// The number kept in SQL; lines credited by hand or by a room keep there what the
    /// rules found as well.
    pub const fn number(self) -> i64 {
        match self {
            Self::None => 0,
            Self::SessionId => 1,
            Self::OnAir => 2,
            Self::SeveralSessions => 3,
            Self::UnknownProduct => 4,
            Self::NotInLineup => 5,
            Self::ByHand => 6,
            Self::NoneByHand => 7,
            Self::Room => 8,
        }
    }

    /// The credit with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|credit| credit.number() == number)
    }

    /// Placed while some session was on air, yet credited to none.
    pub const fn is_unmatched(self) -> bool {
        match self {
            Self::SeveralSessions | Self::UnknownProduct | Self::NotInLineup => true,
            Self::None | Self::SessionId | Self::OnAir | Self::ByHand | Self::NoneByHand | Self::Room => {
                false
            }
        }
    }

    /// Credited beyond doubt: the line says so itself, or the platform or a person did.
    pub const fn is_certain(self) -> bool {
        matches!(self, Self::SessionId | Self::ByHand | Self::Room)
    }
}

/// What a line of a sales file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Goods sold.
    Sale,
    /// Goods or money given back, or an order cancelled.
    Refund,
    /// Postage, bank charges, commission: not goods.
    Charge,
    /// A correction: bad debt, a manual entry.
    Adjustment,
}

impl LineKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Sale, Self::Refund, Self::Charge, Self::Adjustment];

    /// The number kept in SQL.
    pub const fn number(self) -> i64 {
        match self {
            Self::Sale => 0,
            Self::Refund => 1,
            Self::Charge => 2,
            Self::Adjustment => 3,
        }
    }

    /// The kind with this number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// One stretch on air of one session, with what it offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window<S, P> {
    /// The session.
    pub session: S,
    /// First instant on air, UTC milliseconds.
    pub from_ms: i64,
    /// The instant it went off air, UTC milliseconds; not part of the window.
    pub to_ms: i64,
    /// Products in the line-up, sorted.
    pub products: Vec<P>,
}

/// Credits a line by time and product alone. `windows` must be sorted by their first instant, and `longest_ms`
/// be the length of the longest one.
pub fn by_time<S: Copy + PartialEq, P: Ord>(
    windows: &[Window<S, P>],
    longest_ms: i64,
    at_ms: i64,
    product: Option<&P>,
) -> (Option<S>, Credit) {
    let end = windows.partition_point(|window| window.from_ms <= at_ms);
    let mut found: Option<S> = None;
    let mut in_any = false;
    for window in windows.get(..end).unwrap_or_default().iter().rev() {
        if window.from_ms + longest_ms <= at_ms {
            break;
        }
        if at_ms >= window.to_ms {
            continue;
        }
        in_any = true;
        let offered = product.is_some_and(|product| window.products.binary_search(product).is_ok());
        match found {
            _ if !offered => {}
            Some(other) if other != window.session => return (None, Credit::SeveralSessions),
            _ => found = Some(window.session),
        }
    }
    match (found, in_any, product) {
        (Some(session), _, _) => (Some(session), Credit::OnAir),
        (None, false, _) => (None, Credit::None),
        (None, true, None) => (None, Credit::UnknownProduct),
        (None, true, Some(_)) => (None, Credit::NotInLineup),
    }
}

/// The sessions a line fits by time and product, each once; several where [`by_time`] leaves it to none of them.
pub fn fitting<S: Copy + Ord, P: Ord>(
    windows: &[Window<S, P>],
    longest_ms: i64,
    at_ms: i64,
    product: &P,
) -> Vec<S> {
    let end = windows.partition_point(|window| window.from_ms <= at_ms);
    let near = windows.get(..end).unwrap_or_default().iter().rev();
    let mut fitting: Vec<S> = near
        .take_while(|window| window.from_ms + longest_ms > at_ms)
        .filter(|window| at_ms < window.to_ms && window.products.binary_search(product).is_ok())
        .map(|window| window.session)
        .collect();
    fitting.sort_unstable();
    fitting.dedup();
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(session: u8, from_ms: i64, to_ms: i64, products: &[u8]) -> Window<u8, u8> {
        Window { session, from_ms, to_ms, products: products.to_vec() }
    }

    #[test]
    fn a_line_on_air_with_its_product_in_the_line_up_is_credited() {
        let windows = [window(1, 100, 200, &[7, 9]), window(1, 250, 300, &[7, 9])];
        assert_eq!(by_time(&windows, 100, 150, Some(&7)), (Some(1), Credit::OnAir));
        assert_eq!(by_time(&windows, 100, 260, Some(&9)), (Some(1), Credit::OnAir), "reopened");
        assert_eq!(by_time(&windows, 100, 200, Some(&7)), (None, Credit::None), "off air at its end");
        assert_eq!(by_time(&windows, 100, 150, Some(&8)), (None, Credit::NotInLineup));
        assert_eq!(by_time(&windows, 100, 150, None), (None, Credit::UnknownProduct));
    }

    #[test]
    fn two_sessions_with_the_same_product_leave_the_line_to_neither() {
        let windows = [window(1, 100, 300, &[7]), window(2, 150, 250, &[7, 8])];
        assert_eq!(by_time(&windows, 200, 160, Some(&7)), (None, Credit::SeveralSessions));
        assert_eq!(by_time(&windows, 200, 160, Some(&8)), (Some(2), Credit::OnAir));
        assert_eq!(by_time(&windows, 200, 280, Some(&7)), (Some(1), Credit::OnAir));
    }

    proptest::proptest! {
        /// A line is one session's, or in the range of several and counted for none: its shares sum to one.
        #[test]
        fn a_line_is_credited_once_or_shared(
            shows in proptest::collection::vec((0..5_u8, 0..100_i64, 1..60_i64, 0..4_u8), 0..8),
            at in 0..170_i64,
            product in 0..4_u8,
        ) {
            let mut windows: Vec<Window<u8, u8>> = shows
                .iter()
                .map(|&(session, from, length, product)| window(session, from, from + length, &[product]))
                .collect();
            windows.sort_by_key(|window| window.from_ms);
            let longest = windows.iter().map(|window| window.to_ms - window.from_ms).max().unwrap_or_default();
            let fits = fitting(&windows, longest, at, &product);
            let (session, credit) = by_time(&windows, longest, at, Some(&product));
            proptest::prop_assert_eq!(session, if fits.len() == 1 { fits.first().copied() } else { None });
            proptest::prop_assert_eq!(credit == Credit::SeveralSessions, fits.len() > 1);
            proptest::prop_assert_eq!(credit == Credit::OnAir, fits.len() == 1);
        }
    }
}
