//! What a person said of a line's credit: it goes before what the rules find, and stays whatever later files say.

use crate::id::{CorrectionId, SessionId};

/// What a source calls a product: the stock code where it gives one, else the title.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProductName {
    /// The stock code.
    pub sku: Option<String>,
    /// The title.
    pub title: String,
}

impl ProductName {
    /// Whether both name the same product.
    pub fn is(&self, sku: Option<&str>, title: &str) -> bool {
        match (self.sku.as_deref(), sku) {
            (None, None) => self.title == title,
            (own, other) => own == other,
        }
    }
}

/// An order of one source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderName {
    /// The hash of source and order.
    pub key: i64,
    /// The order, as the source writes it.
    pub text: String,
}

/// What a correction is about. The narrower goes before the wider.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum About {
    /// A product within a session.
    Product(ProductName),
    /// A whole order.
    Order(OrderName),
    /// One line of an order: which of its lines of that product.
    Line(OrderName, ProductName, i64),
}

/// A line, as far as corrections ask.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The hash of source and order.
    pub order_key: i64,
    /// The order.
    pub order: &'a str,
    /// The stock code.
    pub sku: Option<&'a str>,
    /// The title.
    pub title: &'a str,
    /// Which of the order's lines of that product it is.
    pub line_no: i64,
}

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// What it is about.
    pub about: About,
    /// The session in whose recap it was said; of a product, the session it is taken from.
    pub within: SessionId,
    /// The session that gets it; none is "to no session".
    pub to: Option<SessionId>,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

impl About {
    /// The code in SQL and on the wire.
    pub const fn scope(&self) -> &'static str {
        match self {
            Self::Product(_) => "product",
            Self::Order(_) => "order",
            Self::Line(..) => "line",
        }
    }

    /// The order it is about.
    pub const fn order(&self) -> Option<&OrderName> {
        match self {
            Self::Order(order) | Self::Line(order, ..) => Some(order),
            Self::Product(_) => None,
        }
    }

    /// The product it is about.
    pub const fn product(&self) -> Option<&ProductName> {
        match self {
            Self::Line(_, product, _) | Self::Product(product) => Some(product),
            Self::Order(_) => None,
        }
    }

    const fn narrowness(&self) -> u8 {
        match self {
            Self::Product(_) => 0,
            Self::Order(_) => 1,
            Self::Line(..) => 2,
        }
    }

    /// Whether a line is meant; one of a product is meant only where `is_within` its session.
    fn means(&self, line: &Asked<'_>, is_within: impl Fn() -> bool) -> bool {
        let is_order = |order: &OrderName| order.key == line.order_key && order.text == line.order;
        match self {
            Self::Product(product) => product.is(line.sku, line.title) && is_within(),
            Self::Order(order) => is_order(order),
            Self::Line(order, product, line_no) => {
                is_order(order) && product.is(line.sku, line.title) && *line_no == line.line_no
            }
        }
    }
}

/// What was said of a line: the narrowest correction that means it, of two as narrow the later one. `is_within` says
/// whether the rules credit the line to a session, or leave it to none while that session is on air.
pub fn said_of<'a>(
    corrections: impl Iterator<Item = &'a Correction>,
    line: &Asked<'_>,
    is_within: impl Fn(SessionId) -> bool,
) -> Option<&'a Correction> {
    corrections
        .filter(|one| one.about.means(line, || is_within(one.within)))
        .max_by_key(|one| (one.about.narrowness(), one.at_ms, one.id))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn session(number: u128) -> SessionId {
        Uuid::from_u128(number).into()
    }

    fn said(number: u128, about: About, to: Option<u128>) -> Correction {
        Correction {
            id: Uuid::from_u128(number).into(),
            about,
            within: session(1),
            to: to.map(session),
            reason: "vì".to_owned(),
            actor: "owner".to_owned(),
            at_ms: 0,
        }
    }

    fn order() -> OrderName {
        OrderName { key: 7, text: "A1".to_owned() }
    }

    fn son() -> ProductName {
        ProductName { sku: Some("S1".to_owned()), title: "Son".to_owned() }
    }

    const LINE: Asked<'_> =
        Asked { order_key: 7, order: "A1", sku: Some("S1"), title: "Son mới", line_no: 2 };

    #[test]
    fn the_narrower_goes_before_the_wider_and_the_later_before_the_earlier() {
        let product = said(1, About::Product(son()), Some(4));
        let whole = said(2, About::Order(order()), None);
        let line = said(3, About::Line(order(), son(), 2), Some(5));
        let other = said(4, About::Line(order(), son(), 1), Some(6));
        let all = [product.clone(), line.clone(), whole.clone(), other];
        assert_eq!(said_of(all.iter(), &LINE, |_| true).map(|one| one.id), Some(line.id));
        let all = [whole.clone(), product.clone()];
        assert_eq!(said_of(all.iter(), &LINE, |_| true).map(|one| one.id), Some(whole.id));
        let later = Correction { at_ms: 1, ..said(0, About::Order(order()), Some(9)) };
        let all = [later.clone(), whole];
        assert_eq!(said_of(all.iter(), &LINE, |_| true).map(|one| one.to), Some(later.to));
        assert_eq!(said_of([product].iter(), &LINE, |_| false), None, "its session did not have the line");
    }

    #[test]
    fn a_stock_code_names_the_product_whatever_its_title() {
        assert!(son().is(Some("S1"), "Son khác") && !son().is(None, "Son") && !son().is(Some("S2"), "Son"));
        let by_title = ProductName { sku: None, title: "Son".to_owned() };
        assert!(by_title.is(None, "Son") && !by_title.is(Some("S1"), "Son"));
    }
}
