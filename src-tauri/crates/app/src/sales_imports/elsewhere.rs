//! Order numbers that came in before under another source: perhaps the same orders, which would count twice.

use exchange::SaleRow;
use rustc_hash::FxHashSet;
use store::Tables;
use store::import::ImportState;

use super::observer::order_key;
use crate::Result;
use crate::imports::{Caution, Said};

/// Another source whose figures count, with the latest file it sent.
struct Other {
    source: String,
    file_name: String,
    imports: Vec<i64>,
}

/// Looks for a file's orders among those of the other sources.
pub(super) struct Elsewhere {
    others: Vec<Other>,
    last: String,
    orders: FxHashSet<i64>,
    first: Option<(u64, String)>,
}

impl Elsewhere {
    /// Knows every live source but `own`.
    pub(super) fn beside(tables: &Tables<'_>, own: &str) -> Result<Self> {
        let mut others: Vec<Other> = Vec::new();
        let live = tables.sale_imports()?.into_iter().filter(|import| import.state == ImportState::Live);
        for import in live.filter(|import| import.source != own) {
            match others.iter_mut().find(|other| other.source == import.source) {
                Some(other) => {
                    other.imports.push(import.no);
                    other.file_name = import.file_name;
                }
                None => others.push(Other {
                    source: import.source,
                    file_name: import.file_name,
                    imports: vec![import.no],
                }),
            }
        }
        Ok(Self { others, last: String::new(), orders: FxHashSet::default(), first: None })
    }

    /// Looks for the order of one row.
    pub(super) fn look(&mut self, tables: &Tables<'_>, row: &SaleRow<'_>) -> Result<()> {
        if self.others.is_empty() || self.last == row.order_ref {
            return Ok(());
        }
        row.order_ref.clone_into(&mut self.last);
        for other in &self.others {
            let order = tables.sale_order(order_key(&other.source, row.order_ref))?;
            let counts = order.iter().any(|observed| {
                let mut saw = observed.seen_by.iter().chain([&observed.line.import_no]);
                observed.line.order_ref == row.order_ref && saw.any(|no| other.imports.contains(no))
            });
            if counts {
                self.orders.insert(order_key("", row.order_ref));
                self.first.get_or_insert_with(|| (row.row, other.file_name.clone()));
                break;
            }
        }
        Ok(())
    }

    /// What is to be said, if any order was found.
    pub(super) fn caution(self) -> Option<Caution> {
        let (row, file) = self.first?;
        let orders = self.orders.len().to_string();
        Some(Caution { row, warning: Said::with("ordersElsewhere", [("orders", orders), ("file", file)]) })
    }
}
