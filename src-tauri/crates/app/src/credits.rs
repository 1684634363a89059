//! Credit by hand: lines, orders and products of a session that somebody credits otherwise, with a reason.

use std::collections::HashMap;

use domain::correction::{About, Correction, OrderName, ProductName};
use domain::id::{CorrectionId, SessionId};
use domain::{Actor, Change};
use store::Tables;

use crate::reviews::{self, Reviewed, reviewed};
use crate::{App, Error, Result, Write};

/// How much of an order or a session is credited otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The lines alone.
    Line,
    /// Their orders, whole.
    Order,
    /// Their products, within the session.
    Product,
}

/// What somebody says of some lines.
#[derive(Debug, Clone)]
pub struct Said {
    /// The lines, as a review names them.
    pub lines: Vec<i64>,
    /// How far it goes.
    pub scope: Scope,
    /// The session in whose recap it is said.
    pub within: SessionId,
    /// The session that gets them; none is "to no session".
    pub to: Option<SessionId>,
    /// Why.
    pub reason: String,
}

/// A correction with the sessions it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// The correction.
    pub correction: Correction,
    /// The session it was said in.
    pub within: Reviewed,
    /// The session that gets the lines.
    pub to: Option<Reviewed>,
}

/// Credits lines otherwise; one step, which undo takes back. What was said of the same before is replaced.
///
/// # Errors
/// `Invalid` without a line or a reason, `NotFound` for a line or a session that is not there.
pub fn correct(app: &App, by: &Actor, said: &Said) -> Result<()> {
    let reason = said.reason.trim();
    if reason.is_empty() {
        return Err(Error::Invalid { field: "reason", value: String::new() });
    }
    if said.lines.is_empty() {
        return Err(Error::Invalid { field: "lines", value: String::new() });
    }
    let write = Write::new("credit_correct", Change::Sales, by).to(said.lines.len().to_string());
    app.transact(write, |tables| {
        tables.session(said.within)?;
        if let Some(to) = said.to {
            tables.session(to)?;
        }
        let mut known: HashMap<(About, Option<SessionId>), CorrectionId> =
            tables.corrections()?.into_iter().map(|one| (key(&one.about, one.within), one.id)).collect();
        for &line in &said.lines {
            let about = about(tables, line, said.scope)?;
            if let Some(before) = known.remove(&key(&about, said.within)) {
                tables.delete_correction(before)?;
            }
            let correction = Correction {
                id: app.mint(),
                about,
                within: said.within,
                to: said.to,
                reason: reason.to_owned(),
                actor: by.name.clone(),
                at_ms: app.now_ms(),
            };
            tables.insert_correction(&correction)?;
            known.insert(key(&correction.about, correction.within), correction.id);
        }
        Ok(())
    })?;
    reviews::recredit(app)
}

/// What makes a correction the same as another: its session too, where it holds only within it.
fn key(about: &About, within: SessionId) -> (About, Option<SessionId>) {
    (about.clone(), matches!(about, About::Product(_)).then_some(within))
}

fn about(tables: &Tables<'_>, line: i64, scope: Scope) -> Result<About> {
    let line = tables.sale_line(line)?;
    let names = tables.sale_products_of(&[line.product_no])?;
    let name = names.into_iter().next().ok_or(store::Error::NotFound("sale_product"))?;
    let order = OrderName { key: line.order_key, text: line.order_ref };
    let product = ProductName { sku: name.sku, title: name.title };
    Ok(match scope {
        Scope::Line => About::Line(order, product, line.line_no),
        Scope::Order => About::Order(order),
        Scope::Product => About::Product(product),
    })
}

/// Takes a correction away: the rules' finding counts again.
///
/// # Errors
/// `NotFound` when it is not there.
pub fn take_back(app: &App, by: &Actor, id: CorrectionId) -> Result<()> {
    app.transact(Write::new("credit_take_back", Change::Sales, by), |tables| {
        Ok(tables.delete_correction(id)?)
    })?;
    reviews::recredit(app)
}

/// What was said in the recap of a session, or gave it lines; newest first.
pub fn of_session(app: &App, session: SessionId) -> Result<Vec<Corrected>> {
    app.read(|tables| {
        tables.session(session)?;
        let mut all = tables.corrections()?;
        all.retain(|one| one.within == session || one.to == Some(session));
        all.reverse();
        let named = |id: SessionId| reviewed(tables, &tables.session(id)?);
        all.into_iter()
            .map(|correction| {
                Ok(Corrected {
                    within: named(correction.within)?,
                    to: correction.to.map(named).transpose()?,
                    correction,
                })
            })
            .collect()
    })
}
