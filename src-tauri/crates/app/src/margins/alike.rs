//! A session's lines by what they are like, so that thousands of sessions are reckoned anew without reading every line.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::fee::FeeRule;
use domain::session::Session;
use rustc_hash::FxHashMap;
use store::rollup_alike::{Alike, AlikeLine, AlikeOrder};

use super::books::{Ordered, Terms};
use crate::run::Run;
use crate::sales::Books;
use crate::{App, Result};

/// How many count at once: each holds a reader of the workspace, and others read too.
const HANDS: usize = 2;

/// What a session's lines are counted from: the sales, what of the session says where orders were placed and what day it
/// was there, and what rules ask of what brought them.
pub(super) fn stamp(sales: &str, terms: &Terms, session: &Session) -> String {
    let channels: Vec<&str> = session.plan.channels.iter().map(|channel| channel.channel.code()).collect();
    format!("{sales} / {} {} / {}", session.plan.market.code(), channels.join(" "), terms.asks())
}

/// Counts what is not counted yet, or no longer holds, of `sessions`, as far as rules ask: those there are, and `others`.
///
/// # Errors
/// `Stopped` once `run` was cancelled; what is counted by then is kept.
pub(super) fn count(app: &App, sessions: &[Session], others: &[FeeRule], run: &Run) -> Result<()> {
    run.expects(sessions.len() as u64);
    let known = app.read(|tables| {
        Ok(Known {
            sales: tables.sales_mark()?,
            books: Books::read(tables)?,
            terms: Terms::of(tables)?.asked_by(others),
        })
    })?;
    let next = AtomicUsize::new(0);
    let hand = || -> Result<()> {
        while let Some(session) = sessions.get(next.fetch_add(1, Ordering::Relaxed)) {
            known.count(app, session)?;
            run.did(1)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS).map(|_| scope.spawn(hand)).collect();
        hands
            .into_iter()
            .try_for_each(|hand| hand.join().unwrap_or_else(|died| std::panic::resume_unwind(died)))
    })
}

/// What lines are judged by, and the sales it was read with.
struct Known {
    sales: String,
    books: Books,
    terms: Terms,
}

impl Known {
    fn count(&self, app: &App, session: &Session) -> Result<()> {
        let found = app.read(|tables| {
            let Some(no) = tables.sale_session_no(session.id)? else { return Ok(None) };
            let stamp = stamp(&self.sales, &self.terms, session);
            // Sales that came in meanwhile are judged by other books.
            if tables.sales_mark()? != self.sales || tables.is_alike_counted(no, &stamp)? {
                return Ok(None);
            }
            let ordered = Ordered::read(tables, &self.books, &self.terms, session)?;
            Ok(Some((no, stamp, counted(&ordered))))
        })?;
        let Some((no, stamp, alike)) = found else { return Ok(()) };
        app.store()?.write_batch(|tables| Ok(tables.save_alike(no, &stamp, &alike)?))
    }
}

/// The lines and orders of a session by what they are like.
pub(super) fn counted(ordered: &Ordered) -> Alike {
    let mut places: FxHashMap<AlikeLine, u32> = FxHashMap::default();
    let mut alike = Alike::default();
    let mut orders: FxHashMap<i64, Vec<u32>> = FxHashMap::default();
    for (line, facts) in ordered.lines.iter().zip(&ordered.facts) {
        let like = AlikeLine {
            product_no: line.product_no,
            day: facts.day,
            channel: facts.channel,
            currency: facts.currency,
            kind: facts.kind,
            quantity: facts.quantity,
            amount_e4: facts.amount_e4,
            discount_e4: facts.discount_e4,
            platform_discount_e4: facts.platform_discount_e4,
            tax_e4: facts.tax_e4,
            shipping_e4: facts.shipping_e4,
            refund_e4: facts.refund_e4,
            by_creator: facts.by_creator,
            with_code: facts.with_code,
            by_ads: facts.by_ads,
            is_sample: facts.is_sample,
            is_counted: facts.is_counted,
        };
        let next = u32::try_from(alike.lines.len()).unwrap_or(u32::MAX);
        let place = *places.entry(like).or_insert_with(|| {
            alike.lines.push((like, 0));
            next
        });
        if let Some((_, count)) = alike.lines.get_mut(place as usize) {
            *count += 1;
        }
        orders.entry(facts.order).or_default().push(place);
    }
    let mut by_lines: HashMap<Vec<u32>, i64> = HashMap::new();
    for mut lines in orders.into_values() {
        lines.sort_unstable();
        *by_lines.entry(lines).or_default() += 1;
    }
    alike.orders = by_lines.into_iter().map(|(lines, orders)| AlikeOrder { lines, orders }).collect();
    alike.orders.sort_unstable_by(|one, other| one.lines.cmp(&other.lines));
    alike
}
