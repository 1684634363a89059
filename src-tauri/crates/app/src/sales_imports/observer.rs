//! Judges the lines of one file, batch by batch, in the order of the file.

use domain::id::ImportId;
use domain::metric::LineAmounts;
use domain::{Credit, LineKind};
use exchange::{SaleBatch, SaleKind, SaleRow};
use rustc_hash::FxHashMap;
use store::Tables;
use store::sale::{Observed, SaleLine};

use crate::Result;
use crate::sales::{Books, Compact, Decision, Ledger, ORDER_BITS, RowState, standing};

/// Bits of the hash of an order and a product, of which it is counted how often they stand in a file.
const LINE_BITS: u32 = 60;

/// A line with what it is to what was known; nothing was known of most.
pub(super) struct Judged {
    pub(super) line: SaleLine,
    pub(super) known: Option<Box<Decision>>,
}

impl Judged {
    pub(super) fn state(&self) -> RowState {
        self.known.as_ref().map_or(RowState::New, |decision| decision.state)
    }
}

/// Which file is judged.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Names whose order numbers the file holds.
    pub(super) source: String,
    /// The number of its import.
    pub(super) import_no: i64,
    /// The instant its figures stand for.
    pub(super) as_of_ms: i64,
    /// Whether any line was known before; if not, none is looked for.
    pub(super) has_history: bool,
    /// Whether it is proved that the lines of each order stand together: less has to be kept of them then.
    pub(super) orders_stand_together: bool,
}

/// Judges the lines of one file.
pub(super) struct Observer {
    pub(super) books: Books,
    reading: Reading,
    order_ref: String,
    order_key: i64,
    order: Vec<Observed>,
    lines_of: LinesOf,
}

/// How many lines of a product an order has had so far.
enum LinesOf {
    /// Of the order whose lines come now, by the product's identity: each order's lines stand together.
    Now(Vec<(i64, u64)>),
    /// Of every order and product; lines of those with many stand beside.
    All(Compact<LINE_BITS>, FxHashMap<u64, u64>),
}

impl LinesOf {
    /// Counts one more line of a product in an order; answers how many there are now.
    fn count(&mut self, order_key: i64, identity: i64) -> u64 {
        let (counts, many) = match self {
            Self::All(counts, many) => (counts, many),
            Self::Now(counts) => {
                let at = counts.iter().position(|(known, _)| *known == identity).unwrap_or(counts.len());
                if at == counts.len() {
                    counts.push((identity, 0));
                }
                counts[at].1 += 1;
                return counts[at].1;
            }
        };
        let place = (order_key.cast_unsigned() << 17)
            ^ (identity.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // Spread over all bits, so that a file of one product fills all shards alike.
        let spread = (place ^ (place >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        let hash = (spread ^ (spread >> 29)) >> (u64::BITS - LINE_BITS);
        let before = many.get(&hash).copied().unwrap_or_else(|| counts.get(hash));
        if before < Compact::<LINE_BITS>::MOST {
            counts.set(hash, before + 1);
        } else {
            many.insert(hash, before + 1);
        }
        before + 1
    }
}

impl Observer {
    pub(super) fn new(books: Books, reading: Reading) -> Self {
        let lines_of = match reading.orders_stand_together {
            true => LinesOf::Now(Vec::new()),
            false => LinesOf::All(Compact::default(), FxHashMap::default()),
        };
        Self { books, reading, order_ref: String::new(), order_key: -1, order: Vec::new(), lines_of }
    }

    /// Whether any line was known before; without, every line is new.
    pub(super) const fn has_history(&self) -> bool {
        self.reading.has_history
    }

    /// Judges one line.
    pub(super) fn judge(&mut self, tables: &Tables<'_>, row: &SaleRow<'_>) -> Result<Judged> {
        if self.order_key < 0 || self.order_ref != row.order_ref {
            self.order_ref.clear();
            self.order_ref.push_str(row.order_ref);
            self.order_key = order_key(&self.reading.source, row.order_ref);
            if let LinesOf::Now(counts) = &mut self.lines_of {
                counts.clear();
            }
            if self.reading.has_history {
                self.order = tables.sale_order(self.order_key)?;
            }
        }
        let product_no = self.books.product(tables, row.sku, row.title.unwrap_or_default())?;
        let mut line = SaleLine {
            id: 0,
            import_no: self.reading.import_no,
            row: i64::try_from(row.row).unwrap_or(i64::MAX),
            order_key: self.order_key,
            order_ref: row.order_ref.to_owned(),
            line_no: row.product_line.map_or_else(|| self.line_no(product_no), i64::from),
            at_ms: row.at_ms,
            product_no,
            amounts: LineAmounts {
                kind: kind(row.kind),
                quantity: row.quantity,
                amount_e4: row.amount_e4,
                discount_e4: row.discount_e4,
                refund_e4: row.refund_e4,
            },
            unit_price_e4: row.unit_price_e4,
            platform_discount_e4: row.platform_discount_e4,
            tax_e4: row.tax_e4,
            shipping_e4: row.shipping_e4,
            currency: row.currency,
            buyer: row.buyer,
            session_no: None,
            credit: Credit::None,
            found: None,
            shared: Vec::new(),
            supersedes: None,
        };
        self.books.credit(row.session_ref, &mut line);
        let rank = (self.reading.as_of_ms, self.reading.import_no);
        let known =
            (!self.order.is_empty()).then(|| Box::new(Decision::of(&self.books, &line, rank, &self.order)));
        Ok(Judged { line, known })
    }

    /// Which of the order's lines of this product it is, from 1: rows in another order are the same lines.
    fn line_no(&mut self, product_no: i64) -> i64 {
        let identity = self.books.identity(product_no);
        i64::try_from(self.lines_of.count(self.order_key, identity)).unwrap_or(i64::MAX)
    }

    /// Judges a whole batch and keeps the differences; answers the lines in order.
    pub(super) fn enter(
        &mut self,
        tables: &Tables<'_>,
        batch: &SaleBatch,
        ledger: &mut Ledger,
    ) -> Result<Vec<Judged>> {
        let mut all = Vec::with_capacity(batch.len());
        for row in batch.rows() {
            let judged = self.judge(tables, &row)?;
            self.add(&judged, ledger);
            all.push(judged);
        }
        Ok(all)
    }

    fn add(&self, judged: &Judged, ledger: &mut Ledger) {
        let import = judged.line.import_no;
        let Some(known) = &judged.known else {
            ledger.line(&judged.line, 1);
            ledger.source(judged.line.session_no, import, 1);
            return;
        };
        let now = known.same.as_ref().unwrap_or(&judged.line);
        ledger.source(now.session_no, import, 1);
        if known.stands && known.state != RowState::Unchanged {
            if !ledger.knows_order(now.order_key) {
                ledger.open_order(now.order_key, standing(&self.books, &self.order).into_iter());
            }
            if let Some(before) = &known.before {
                ledger.line(before, -1);
            }
            ledger.line(now, 1);
        }
    }
}

/// Whether the lines of each order of a file stand together.
#[derive(Default)]
pub(super) struct Together {
    order_ref: Option<String>,
    over: Compact<ORDER_BITS>,
    come_again: bool,
}

impl Together {
    /// Looks at the next line.
    pub(super) fn look(&mut self, order_ref: &str) {
        if self.come_again || self.order_ref.as_deref() == Some(order_ref) {
            return;
        }
        let hash = order_key("", order_ref).cast_unsigned();
        self.come_again = self.over.get(hash) > 0;
        self.over.set(hash, 1);
        self.order_ref = Some(order_ref.to_owned());
    }

    /// Whether no order came again after another one's lines.
    pub(super) const fn is_so(&self) -> bool {
        !self.come_again
    }
}

/// The key of an order of one source.
pub(crate) fn order_key(source: &str, order_ref: &str) -> i64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(source.as_bytes()).update(&[0x1f]).update(order_ref.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    (u64::from_le_bytes(first) >> (u64::BITS - ORDER_BITS)).cast_signed()
}

const fn kind(kind: SaleKind) -> LineKind {
    match kind {
        SaleKind::Sale => LineKind::Sale,
        SaleKind::Refund => LineKind::Refund,
        SaleKind::Charge => LineKind::Charge,
        SaleKind::Adjustment => LineKind::Adjustment,
    }
}

/// Names the import inside the register and the small numbers it goes by here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    pub(super) import: ImportId,
    pub(super) no: i64,
    pub(super) first_line: i64,
    pub(super) batch: i64,
}
