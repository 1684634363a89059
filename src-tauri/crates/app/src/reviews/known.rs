//! Where the sums of a review come from: the roll-ups, which hold what is known now, or the raw lines as they were known
//! at an instant.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use domain::id::SessionId;
use store::Tables;
use store::rollup::{MinuteSum, ProductSum, SessionSum, Sum, UnmatchedSum};
use store::sale::Observed;

use super::platform;
use crate::Result;
use crate::sales::{Books, Ledger, standing};
use crate::session_imports::Platform;

const MS_PER_MINUTE: i64 = 60_000;

/// What is known, now or then.
pub(super) struct Known<'a> {
    pub(super) tables: &'a Tables<'a>,
    then: Option<Then>,
}

/// What was known at an instant.
struct Then {
    at_ms: i64,
    books: Books,
    sums: RefCell<HashMap<i64, Rc<Vec<Sum>>>>,
}

impl<'a> Known<'a> {
    /// Whether it is what is known now.
    pub(super) const fn is_now(&self) -> bool {
        self.then.is_none()
    }

    /// What was known at an instant; now when none.
    pub(super) fn read(tables: &'a Tables<'a>, at_ms: Option<i64>) -> Result<Self> {
        let then = match at_ms {
            Some(at_ms) => {
                let books = Books::known_on(tables, Some(at_ms))?;
                Some(Then { at_ms, books, sums: RefCell::default() })
            }
            None => None,
        };
        Ok(Self { tables, then })
    }

    /// What the platforms say of sessions.
    pub(super) fn platforms(&self) -> Result<HashMap<SessionId, Platform>> {
        match &self.then {
            None => platform::all(self.tables),
            Some(then) => platform::known_on(self.tables, then.at_ms),
        }
    }

    pub(super) fn session_sums(&self, no: i64) -> Result<Vec<SessionSum>> {
        let Some(then) = &self.then else { return Ok(self.tables.session_sums(no)?) };
        let of = |sum: &Sum| match *sum {
            Sum::Session { session_no, currency, tally, certain_lines } if session_no == no => {
                Some(SessionSum { session_no, currency, tally, certain_lines })
            }
            _ => None,
        };
        Ok(then.sums(self.tables, no)?.iter().filter_map(of).collect())
    }

    pub(super) fn product_sums(&self, no: i64) -> Result<Vec<ProductSum>> {
        let Some(then) = &self.then else { return Ok(self.tables.product_sums(no)?) };
        let of = |sum: &Sum| match *sum {
            Sum::Product { session_no, product_no, currency, tally } if session_no == no => {
                Some(ProductSum { product_no, currency, tally })
            }
            _ => None,
        };
        Ok(then.sums(self.tables, no)?.iter().filter_map(of).collect())
    }

    pub(super) fn minute_sums(&self, no: i64) -> Result<Vec<MinuteSum>> {
        let Some(then) = &self.then else { return Ok(self.tables.minute_sums(no)?) };
        let of = |sum: &Sum| match *sum {
            Sum::Minute { session_no, minute, currency, gmv_e4, units } if session_no == no => {
                Some(MinuteSum { minute, currency, gmv_e4, units })
            }
            _ => None,
        };
        Ok(then.sums(self.tables, no)?.iter().filter_map(of).collect())
    }

    /// How many lines of each file are credited to the session, standing or not.
    pub(super) fn source_sums(&self, no: i64) -> Result<Vec<(i64, i64)>> {
        let Some(then) = &self.then else { return Ok(self.tables.source_sums(no)?) };
        let of = |sum: &Sum| match *sum {
            Sum::Source { session_no, import_no, lines } if session_no == no => Some((import_no, lines)),
            _ => None,
        };
        Ok(then.sums(self.tables, no)?.iter().filter_map(of).collect())
    }

    /// Lines credited to none, placed in the minutes from `from` to `to`.
    pub(super) fn unmatched_sums(&self, from: i64, to: i64) -> Result<Vec<UnmatchedSum>> {
        let Some(then) = &self.then else { return Ok(self.tables.unmatched_sums(from, to)?) };
        let (from_ms, to_ms) = (from * MS_PER_MINUTE, to * MS_PER_MINUTE);
        let mut sums: BTreeMap<_, UnmatchedSum> = BTreeMap::new();
        self.tables.each_sale_order_unmatched(from_ms, to_ms, None, &mut |order| {
            let lines = standing(&then.books, &order).into_iter();
            let own = lines.filter(|line| line.session_no.is_none() && line.credit.is_unmatched());
            for line in own.filter(|line| (from_ms..to_ms).contains(&line.at_ms)) {
                let empty =
                    UnmatchedSum { currency: line.currency, credit: line.credit, gmv_e4: 0, lines: 0 };
                let sum = sums.entry((line.currency, line.credit.number())).or_insert(empty);
                sum.gmv_e4 += domain::Tally::of_line(&line.amounts).gmv_e4;
                sum.lines += 1;
            }
        })?;
        Ok(sums.into_values().collect())
    }
}

impl Then {
    /// The sums of a session's lines, by the same rules as the roll-ups.
    fn sums(&self, tables: &Tables<'_>, no: i64) -> Result<Rc<Vec<Sum>>> {
        if let Some(sums) = self.sums.borrow().get(&no) {
            return Ok(sums.clone());
        }
        let mut ledger = Ledger::default();
        tables.each_sale_order_of_session(no, None, &mut |order| self.enter(&mut ledger, &order))?;
        let sums = Rc::new(ledger.into_sums());
        self.sums.borrow_mut().insert(no, sums.clone());
        Ok(sums)
    }

    fn enter(&self, ledger: &mut Ledger, order: &[Observed]) {
        for line in standing(&self.books, order) {
            ledger.line(line, 1);
        }
        for observed in order {
            let own = std::iter::once(observed.line.import_no).chain(observed.seen_by.iter().copied());
            for import in own.filter(|no| self.books.rank(*no).is_some()) {
                ledger.source(observed.line.session_no, import, 1);
            }
        }
    }
}
