//! Products with a row of their own, wherever the rows of their choices stand, as WooCommerce writes them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::cells::Cells;
use super::described::ProductField as F;
use super::{Making, Product, ProductReport, Variant, warn_without_price};
use crate::reject::{Expectation, Reject};
use crate::table::Row;
use crate::text;

/// A product whose choices may still come.
struct Family {
    product: Product,
    /// Whether it is told to have choices.
    has_choices: bool,
}

/// A choice that waits for its product.
struct Waiting {
    row: u64,
    parent: String,
    variant: Variant,
}

/// What is being read, and what came of it so far.
#[derive(Default)]
pub(crate) struct Families {
    families: Vec<Family>,
    /// By key and by stock code, as choices name their product.
    places: HashMap<String, usize>,
    waiting: Vec<Waiting>,
    /// The first row of each stock code.
    skus: HashMap<String, u64>,
    whole: Vec<Product>,
}

/// What a row is.
enum Kind {
    Alone,
    Parent,
    Choice,
}

/// `simple, virtual` is a simple product.
fn kind_of(cells: &Cells<'_>, row: &Row<'_>) -> Kind {
    let said = cells.columns.text(row, F::Kind).unwrap_or_default();
    let words: Vec<String> = said.split(',').map(|word| word.trim().to_lowercase()).collect();
    let is = |wanted: &str| words.iter().any(|word| word == wanted);
    match () {
        () if is("variation") => Kind::Choice,
        () if is("variable") => Kind::Parent,
        () => Kind::Alone,
    }
}

impl Making for Families {
    fn take(&mut self, cells: &Cells<'_>, row: &Row<'_>, report: &mut ProductReport) -> Result<(), Reject> {
        cells.check_shape(row, &[F::Title, F::Sku, F::Stock])?;
        match kind_of(cells, row) {
            Kind::Choice => {
                let parent = cells.id(row, F::Parent)?;
                let parent = parent.ok_or_else(|| cells.refuse(row, F::Parent, Expectation::Filled))?;
                let variant = cells.variant(row, options(cells, row))?;
                self.claim(cells, row, &variant)?;
                let variant = Variant { image: cells.images(row).into_iter().next(), ..variant };
                self.waiting.push(Waiting { row: row.number, parent, variant });
                Ok(())
            }
            Kind::Parent => {
                self.product(cells, row, true)?;
                report.counts.product_rows += 1;
                Ok(())
            }
            Kind::Alone => self.alone(cells, row, report),
        }
    }

    fn whole(&mut self) -> &mut Vec<Product> {
        &mut self.whole
    }

    fn close(&mut self, _: &Cells<'_>, report: &mut ProductReport) {
        for waiting in std::mem::take(&mut self.waiting) {
            let place = self.places.get(&waiting.parent).copied();
            let found = place.map(|place| &mut self.families[place]).filter(|family| family.has_choices);
            let expectation = match found {
                None => Expectation::WithItsProduct { parent: waiting.parent },
                Some(family) => {
                    let twin =
                        family.product.variants.iter().find(|other| other.options == waiting.variant.options);
                    match twin {
                        Some(twin) => Expectation::UniqueKey { first_row: twin.row },
                        None => {
                            family.product.variants.push(waiting.variant);
                            report.counts.variant_rows += 1;
                            continue;
                        }
                    }
                }
            };
            report.counts.rejected += 1;
            report.rejects.push(Reject::whole(waiting.row, expectation));
        }
        for family in self.families.drain(..) {
            if family.product.variants.is_empty() {
                report.counts.product_rows -= 1;
                report.counts.rejected += 1;
                report.rejects.push(Reject::whole(family.product.row, Expectation::WithItsChoices));
                continue;
            }
            warn_without_price(&family.product, report);
            report.counts.products += 1;
            self.whole.push(family.product);
        }
    }
}

impl Families {
    /// A row that is a product with nothing to choose; lots of one stock code are added up.
    fn alone(&mut self, cells: &Cells<'_>, row: &Row<'_>, report: &mut ProductReport) -> Result<(), Reject> {
        let variant = cells.variant(row, Vec::new())?;
        if cells.columns.at(F::Lot).is_some()
            && let Some(sku) = &variant.sku
            && let Some(place) = self.places.get(&format!("sku:{sku}"))
            && let Some(first) = self.families[*place].product.variants.first_mut()
        {
            first.stock = match (first.stock, variant.stock) {
                (Some(one), Some(other)) => Some(one.saturating_add(other)),
                (one, other) => one.or(other),
            };
            report.counts.product_rows += 1;
            return Ok(());
        }
        self.claim(cells, row, &variant)?;
        let place = self.product(cells, row, false)?;
        self.families[place].product.variants.push(variant);
        report.counts.variant_rows += 1;
        Ok(())
    }

    /// Enters a product; answers where.
    fn product(&mut self, cells: &Cells<'_>, row: &Row<'_>, has_choices: bool) -> Result<usize, Reject> {
        let title =
            cells.text(row, F::Title).ok_or_else(|| cells.refuse(row, F::Title, Expectation::Filled))?;
        let (key, field) = key_of(cells, row)?;
        let first = self.places.get(&key).map(|place| self.families[*place].product.row);
        if let Some(first_row) = first {
            return Err(cells.refuse(row, field, Expectation::UniqueKey { first_row }));
        }
        let place = self.families.len();
        self.places.insert(key.clone(), place);
        if let Some(sku) = cells.id(row, F::Sku)? {
            self.places.entry(sku).or_insert(place);
        }
        let longer = cells.text(row, F::Description).or_else(|| cells.text(row, F::Summary));
        self.families.push(Family {
            has_choices,
            product: Product {
                row: row.number,
                key,
                handle: None,
                title,
                description: longer.map(|html| text::from_html(&html)),
                vendor: cells.text(row, F::Vendor),
                product_type: cells.text(row, F::ProductType),
                category: cells.category(row),
                tags: cells.tags(row),
                status: cells.text(row, F::Status),
                images: cells.images(row),
                variants: Vec::new(),
            },
        });
        Ok(place)
    }

    /// A stock code is one choice's alone.
    fn claim(&mut self, cells: &Cells<'_>, row: &Row<'_>, variant: &Variant) -> Result<(), Reject> {
        let Some(sku) = variant.sku.clone() else { return Ok(()) };
        match self.skus.entry(sku) {
            Entry::Vacant(entry) => {
                entry.insert(row.number);
                Ok(())
            }
            Entry::Occupied(entry) => {
                let first_row = *entry.get();
                Err(cells.refuse(row, F::Sku, Expectation::UniqueKey { first_row }))
            }
        }
    }
}

/// By what a product is known again: `id:29`, `sku:TS-1`, or its title where there is neither.
fn key_of(cells: &Cells<'_>, row: &Row<'_>) -> Result<(String, F), Reject> {
    for field in cells.columns.about.key.iter().copied() {
        let before = match field {
            F::Id => "id",
            F::Sku => "sku",
            _ => "title",
        };
        if let Some(key) = cells.id(row, field)? {
            return Ok((format!("{before}:{key}"), field));
        }
    }
    let field = cells.columns.about.key.first().copied().unwrap_or(F::Title);
    Err(cells.refuse(row, field, Expectation::Filled))
}

fn options(cells: &Cells<'_>, row: &Row<'_>) -> Vec<(String, String)> {
    let pair = |&(name, value): &(Option<usize>, Option<usize>)| {
        Some((Cells::plain(row, name).unwrap_or_default(), Cells::plain(row, value)?))
    };
    cells.columns.options.iter().filter_map(pair).collect()
}

#[cfg(test)]
#[path = "families_test.rs"]
mod tests;
