//! What products are and cost, looked up once each.

use std::collections::HashMap;

use domain::Money;
use domain::fee::Missing;
use domain::id::ProductId;
use store::Tables;

use crate::Result;
use crate::sales::Books;

/// What products are and cost, looked up once each.
pub(super) struct Shelf<'a> {
    tables: &'a Tables<'a>,
    books: &'a Books,
    first: HashMap<ProductId, i64>,
    costs: HashMap<i64, Option<Money>>,
}

impl<'a> Shelf<'a> {
    /// Over what is known now.
    pub(super) fn of(tables: &'a Tables<'a>, books: &'a Books) -> Self {
        Self { tables, books, first: HashMap::new(), costs: HashMap::new() }
    }

    /// Begins another session: its products go by the numbers met first in it. What they cost stays known.
    pub(super) fn clear(&mut self) {
        self.first.clear();
    }

    /// The number a product goes by: names of one catalogue product share the first.
    pub(super) fn product(&mut self, product_no: i64) -> i64 {
        match self.books.catalogue_product(product_no) {
            Some(product) => *self.first.entry(product).or_insert(product_no),
            None => product_no,
        }
    }

    /// What one of it costs: by its stock code, or else what all choices of the product cost alike.
    pub(super) fn unit_cost(&mut self, product_no: i64) -> Result<Result<Money, Missing>> {
        let shared = self.product(product_no);
        let Some(product) = self.books.catalogue_product(product_no) else {
            return Ok(Err(Missing::Product(shared)));
        };
        let cost = match self.costs.get(&product_no) {
            Some(cost) => *cost,
            None => {
                let cost = self.looked_up(product_no, product)?;
                self.costs.insert(product_no, cost);
                cost
            }
        };
        Ok(cost.ok_or(Missing::Cost(shared)))
    }

    fn looked_up(&self, product_no: i64, product: ProductId) -> Result<Option<Money>> {
        let sku = self.books.known(product_no).and_then(|known| known.sku.clone());
        let own = sku.map(|sku| self.tables.variant_by_sku(&sku)).transpose()?.flatten();
        let variants = match own {
            Some(variant) => vec![variant],
            None => self.tables.variants_of(product)?,
        };
        let first = variants.first().and_then(|variant| variant.cost);
        Ok(first.filter(|cost| variants.iter().all(|variant| variant.cost == Some(*cost))))
    }
}
