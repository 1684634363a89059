//! What must be known to judge a line: the imports so far, the names of products, the sessions.

use domain::Credit;
use domain::correction::{self, Asked, Correction};
use domain::credit::{self, Window};
use domain::id::{ProductId, SessionId};
use rustc_hash::FxHashMap;
use store::Tables;
use store::import::ImportState;
use store::sale::SaleLine;
use store::sale_name::{SaleProduct, SaleSession};
use storefront::session_key;
use uuid::Uuid;

use crate::session_joins::Joins;
use crate::{Error, Result};

/// Of two observations the one of the higher rank counts: the later figures, then the later import.
pub(crate) type Rank = (i64, i64);

/// What must be known to judge a line.
pub(crate) struct Books {
    live: FxHashMap<i64, Rank>,
    /// Figures that stand for a later instant are not known yet.
    known_on_ms: Option<i64>,
    names: FxHashMap<String, i64>,
    products: Vec<SaleProduct>,
    /// For each product its identity: products of one stock code are one, whatever they are called.
    identities: Vec<i64>,
    by_identity: FxHashMap<String, i64>,
    new_products: Vec<SaleProduct>,
    sessions: FxHashMap<Uuid, i64>,
    /// Sessions by what stands for them in tracked links; none where two share it.
    by_key: FxHashMap<String, Option<i64>>,
    windows: Vec<Window<i64, ProductId>>,
    longest_ms: i64,
    corrections: Corrections,
    joins: Joins,
    /// Sessions that are a part of another one, by number.
    parts: FxHashMap<i64, i64>,
    /// Lines of which it is known anew in which session's room a platform says they were bought; none for in no such.
    by_room: FxHashMap<i64, Option<i64>>,
}

impl Books {
    /// Reads what is known.
    pub(crate) fn read(tables: &Tables<'_>) -> Result<Self> {
        let live = tables
            .sale_imports()?
            .into_iter()
            .filter(|import| import.state == ImportState::Live)
            .map(|import| (import.no, (import.as_of_ms, import.no)))
            .collect();
        let mut books = Self {
            live,
            known_on_ms: None,
            names: FxHashMap::default(),
            products: Vec::new(),
            identities: Vec::new(),
            by_identity: FxHashMap::default(),
            new_products: Vec::new(),
            sessions: FxHashMap::default(),
            by_key: FxHashMap::default(),
            windows: Vec::new(),
            longest_ms: 0,
            corrections: Corrections::of(tables.corrections()?),
            joins: Joins::read(tables)?,
            parts: FxHashMap::default(),
            by_room: FxHashMap::default(),
        };
        for product in tables.sale_products()? {
            books.keep(product);
        }
        books.know_sessions(&tables.sale_sessions()?);
        Ok(books)
    }

    /// Reads what was known at an instant; now when none.
    pub(crate) fn known_on(tables: &Tables<'_>, known_on_ms: Option<i64>) -> Result<Self> {
        Ok(Self { known_on_ms, ..Self::read(tables)? })
    }

    /// Knows from now on what was known at an instant.
    pub(crate) const fn go_to(&mut self, known_on_ms: i64) {
        self.known_on_ms = Some(known_on_ms);
    }

    /// The instant at which things are known; none is now.
    pub(crate) const fn known_on_ms(&self) -> Option<i64> {
        self.known_on_ms
    }

    /// How many imports are known.
    pub(crate) fn known_imports(&self) -> usize {
        self.live.keys().filter(|no| self.rank(**no).is_some()).count()
    }

    /// Credits by these sessions from now on.
    pub(crate) fn know_sessions(&mut self, sessions: &[SaleSession]) {
        self.sessions = sessions.iter().map(|session| (session.session.as_uuid(), session.no)).collect();
        self.by_key.clear();
        for session in sessions {
            let known = self.by_key.entry(session_key(session.session));
            known.and_modify(|no| *no = None).or_insert(Some(session.no));
        }
        self.parts = sessions
            .iter()
            .filter_map(|session| {
                let root = self.joins.root(session.session);
                (root != session.session).then(|| Some((session.no, *self.sessions.get(&root.as_uuid())?)))?
            })
            .collect();
        self.windows = windows(sessions);
        self.longest_ms =
            self.windows.iter().map(|window| window.to_ms - window.from_ms).max().unwrap_or_default();
    }

    /// Credits these lines by the rooms a platform names from now on; the sessions must be known.
    pub(crate) fn know_rooms(&mut self, lines: &FxHashMap<i64, Option<SessionId>>) {
        let no = |session: &SessionId| self.sessions.get(&session.as_uuid()).copied();
        self.by_room = lines.iter().map(|(line, session)| (*line, session.as_ref().and_then(no))).collect();
    }

    /// Counts import `no` as live, or no longer.
    pub(crate) fn set_live(&mut self, no: i64, rank: Option<Rank>) {
        match rank {
            Some(rank) => drop(self.live.insert(no, rank)),
            None => drop(self.live.remove(&no)),
        }
    }

    /// The rank of import `no`, if it is live and known.
    pub(crate) fn rank(&self, no: i64) -> Option<Rank> {
        let rank = self.live.get(&no).copied();
        rank.filter(|(as_of_ms, _)| self.known_on_ms.is_none_or(|instant| *as_of_ms <= instant))
    }

    /// The number of a product as the source calls it; a new name gets one.
    pub(crate) fn product(&mut self, tables: &Tables<'_>, sku: Option<&str>, title: &str) -> Result<i64> {
        let key = name_key(sku, title);
        if let Some(&no) = self.names.get(&key) {
            return Ok(no);
        }
        let product = SaleProduct {
            no: as_number(self.products.len()) + 1,
            sku: sku.map(str::to_owned),
            title: title.to_owned(),
            product: tables.product_by_name(sku, title)?,
        };
        let no = product.no;
        self.new_products.push(product.clone());
        self.keep(product);
        Ok(no)
    }

    fn keep(&mut self, product: SaleProduct) {
        self.names.insert(name_key(product.sku.as_deref(), &product.title), product.no);
        let next = as_number(self.by_identity.len()) + 1;
        let identity = product.sku.clone().unwrap_or_else(|| format!("\u{1f}{}", product.title));
        self.identities.push(*self.by_identity.entry(identity).or_insert(next));
        self.products.push(product);
    }

    /// Names met for the first time since the last call.
    pub(crate) fn take_new_products(&mut self) -> Vec<SaleProduct> {
        std::mem::take(&mut self.new_products)
    }

    /// The catalogue product behind a name.
    pub(crate) fn catalogue_product(&self, product_no: i64) -> Option<ProductId> {
        self.known(product_no).and_then(|product| product.product)
    }

    /// What the source calls the product.
    pub(crate) fn known(&self, product_no: i64) -> Option<&SaleProduct> {
        usize::try_from(product_no - 1).ok().and_then(|index| self.products.get(index))
    }

    /// Every name.
    pub(crate) fn products(&self) -> &[SaleProduct] {
        &self.products
    }

    /// Says which catalogue product a name stands for.
    pub(crate) fn resolve(&mut self, product_no: i64, product: Option<ProductId>) {
        let index = usize::try_from(product_no - 1).ok();
        if let Some(known) = index.and_then(|index| self.products.get_mut(index)) {
            known.product = product;
        }
    }

    /// Two names with the same identity are the same product to its source.
    pub(crate) fn identity(&self, product_no: i64) -> i64 {
        usize::try_from(product_no - 1)
            .ok()
            .and_then(|index| self.identities.get(index))
            .copied()
            .unwrap_or_default()
    }

    /// Credits a line: as a person said, else by the session its reference names, or else by time and product.
    pub(crate) fn credit(&self, session_ref: Option<&str>, line: &mut SaleLine) {
        let named = session_ref.and_then(|reference| self.session(reference));
        self.credit_as(line, named.map(|no| (no, Credit::SessionId)));
    }

    /// Credits a line anew; the session it names itself stays, and so does its room unless another is known of.
    pub(crate) fn credit_anew(&self, line: &mut SaleLine) {
        let (session, credit) = line.found.unwrap_or((line.session_no, line.credit));
        let own = session.filter(|_| credit == Credit::SessionId).map(|no| (no, Credit::SessionId));
        let room = match self.by_room.get(&line.id) {
            Some(known) => *known,
            None => session.filter(|_| credit == Credit::Room),
        };
        self.credit_as(line, own.or(room.map(|no| (no, Credit::Room))));
    }

    fn credit_as(&self, line: &mut SaleLine, named: Option<(i64, Credit)>) {
        let by_rules = match named {
            Some((no, credit)) => (Some(no), credit),
            None => self.credit_by_time(line.at_ms, line.product_no),
        };
        (line.session_no, line.credit) = by_rules;
        line.found = None;
        line.shared = match by_rules.1 {
            Credit::SeveralSessions => self.fitting(line.at_ms, line.product_no),
            _ => Vec::new(),
        };
        if let Some(said) = self.said_of(line) {
            let to = said.to.and_then(|id| self.sessions.get(&id.as_uuid()).copied());
            // A session that is gone leaves what the rules found.
            if to.is_some() || said.to.is_none() {
                line.session_no = to;
                line.credit = if to.is_some() { Credit::ByHand } else { Credit::NoneByHand };
                line.found = Some(by_rules);
                line.shared = Vec::new();
            }
        }
        // What is credited to a part is the show's: a person said that both are one.
        if let Some(&root) = line.session_no.and_then(|no| self.parts.get(&no)) {
            line.found = line.found.or(Some(by_rules));
            (line.session_no, line.credit) = (Some(root), Credit::ByHand);
        }
    }

    /// What a person said of a line that the rules have credited.
    fn said_of(&self, line: &SaleLine) -> Option<&Correction> {
        let candidates = self.corrections.about(line.order_key)?;
        let known = self.known(line.product_no)?;
        let asked = Asked {
            order_key: line.order_key,
            order: &line.order_ref,
            sku: known.sku.as_deref(),
            title: &known.title,
            line_no: line.line_no,
        };
        correction::said_of(candidates, &asked, |session| {
            let no = self.sessions.get(&session.as_uuid()).copied();
            match line.session_no {
                Some(own) => Some(own) == no,
                None => self.windows.iter().any(|window| {
                    Some(window.session) == no && (window.from_ms..window.to_ms).contains(&line.at_ms)
                }),
            }
        })
    }

    fn fitting(&self, at_ms: i64, product_no: i64) -> Vec<i64> {
        let Some(product) = self.catalogue_product(product_no) else { return Vec::new() };
        credit::fitting(&self.windows, self.longest_ms, at_ms, &product)
    }

    /// The session inside what a link or an order carries: its id, or the part of it that stands in links, alone
    /// or behind `live_session=`.
    fn session(&self, reference: &str) -> Option<i64> {
        let reference = reference.trim();
        let name = reference.rsplit(['=', ':', ' ']).next().unwrap_or(reference);
        match Uuid::parse_str(name) {
            Ok(id) => self.sessions.get(&id).copied(),
            Err(_) => self.by_key.get(&name.to_ascii_lowercase()).copied().flatten(),
        }
    }

    /// Credits a line by time and product alone.
    fn credit_by_time(&self, at_ms: i64, product_no: i64) -> (Option<i64>, Credit) {
        let product = self.catalogue_product(product_no);
        credit::by_time(&self.windows, self.longest_ms, at_ms, product.as_ref())
    }
}

/// Corrections by hand, at hand by the order they are about.
#[derive(Default)]
struct Corrections {
    by_order: FxHashMap<i64, Vec<Correction>>,
    of_products: Vec<Correction>,
}

impl Corrections {
    fn of(all: Vec<Correction>) -> Self {
        let mut corrections = Self::default();
        for one in all {
            match one.about.order() {
                Some(order) => corrections.by_order.entry(order.key).or_default().push(one),
                None => corrections.of_products.push(one),
            }
        }
        corrections
    }

    /// Those that may be about a line of the order; none where there are none.
    fn about(&self, order_key: i64) -> Option<impl Iterator<Item = &Correction>> {
        let own = self.by_order.get(&order_key);
        let is_any = own.is_some() || !self.of_products.is_empty();
        is_any.then(|| own.into_iter().flatten().chain(&self.of_products))
    }
}

/// The stretches on air of all sessions, by their first instant.
fn windows(sessions: &[SaleSession]) -> Vec<Window<i64, ProductId>> {
    let mut windows: Vec<_> = sessions
        .iter()
        .flat_map(|session| {
            session.windows.iter().map(|&(from_ms, to_ms)| Window {
                session: session.no,
                from_ms,
                to_ms,
                products: session.products.clone(),
            })
        })
        .collect();
    windows.sort_by_key(|window| (window.from_ms, window.session));
    windows
}

fn name_key(sku: Option<&str>, title: &str) -> String {
    let sku = sku.unwrap_or_default();
    let mut key = String::with_capacity(sku.len() + 1 + title.len());
    key.push_str(sku);
    key.push('\u{1f}');
    key.push_str(title);
    key
}

fn as_number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// What lines should be credited by now: every session with its stretches on air and what it offered.
pub(crate) fn actual_sessions(tables: &Tables<'_>, known: &[SaleSession]) -> Result<Vec<SaleSession>> {
    let mut stretches = tables.stretches_on_air()?;
    let mut offered = tables.products_offered()?;
    let numbers: FxHashMap<SessionId, i64> =
        known.iter().map(|session| (session.session, session.no)).collect();
    let mut next = known.iter().map(|session| session.no).max().unwrap_or_default();
    let mut sessions = Vec::new();
    let mut ids = tables.session_ids().map_err(Error::from)?;
    ids.sort_unstable();
    for session in ids {
        let no = numbers.get(&session).copied().unwrap_or_else(|| {
            next += 1;
            next
        });
        let windows = stretches.remove(&session).unwrap_or_default();
        // What was never on air cannot be credited by time; its plan may change as it likes.
        let products =
            if windows.is_empty() { Vec::new() } else { offered.remove(&session).unwrap_or_default() };
        sessions.push(SaleSession { no, session, windows, products });
    }
    Ok(sessions)
}
