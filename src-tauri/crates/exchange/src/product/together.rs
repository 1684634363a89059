//! Products whose rows stand together under one key, as Shopify, Haravan and Pancake write them.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use super::cells::{Cells, handle_from};
use super::described::ProductField as F;
use super::{Making, Product, ProductReport, Variant, warn_without_price};
use crate::reject::{Expectation, Reject};
use crate::table::Row;
use crate::text;

/// What is being read, and what came of it so far.
#[derive(Default)]
pub(crate) struct Together {
    /// First row of each key, and whether it was refused.
    keys: HashMap<String, (u64, bool)>,
    skus: HashMap<String, u64>,
    current: Option<Product>,
    option_names: Vec<String>,
    /// Of the current product: the row of each choice, and its pictures.
    choices: HashMap<Vec<(String, String)>, u64>,
    pictures: HashSet<String>,
    whole: Vec<Product>,
}

impl Making for Together {
    fn take(&mut self, cells: &Cells<'_>, row: &Row<'_>, report: &mut ProductReport) -> Result<(), Reject> {
        let key_field = cells.columns.about.key.first().copied().unwrap_or(F::Handle);
        cells.check_shape(row, &[key_field, F::Price])?;
        let title = cells.text(row, F::Title);
        let key = match (cells.id(row, key_field)?, &title) {
            (Some(key), _) => key,
            // Shopify makes the handle from the title when the cell is empty.
            (None, Some(title)) if cells.columns.about.key.contains(&F::Title) => handle_from(title),
            (None, _) => return Err(cells.refuse(row, key_field, Expectation::Filled)),
        };
        let key = if key_field == F::Handle { key } else { format!("id:{key}") };
        if self.current.as_ref().is_none_or(|current| current.key != key) {
            return self.begin(cells, row, key, title, report);
        }
        let bare = [F::Sku, F::Price].iter().all(|field| cells.columns.text(row, *field).is_none())
            && cells.columns.text(row, F::Options).is_none()
            && cells.columns.options.iter().all(|&(_, value)| Cells::plain(row, value).is_none());
        let images = cells.images(row);
        if bare && !images.is_empty() {
            report.counts.image_rows += 1;
        } else if bare {
            return Err(cells.refuse(row, F::Price, Expectation::Filled));
        } else {
            let variant = self.variant(cells, row)?;
            report.counts.variant_rows += 1;
            if let Some(current) = &mut self.current {
                current.variants.push(variant);
            }
        }
        if let Some(current) = &mut self.current {
            current.images.extend(images.into_iter().filter(|image| self.pictures.insert(image.clone())));
        }
        Ok(())
    }

    fn whole(&mut self) -> &mut Vec<Product> {
        &mut self.whole
    }

    fn close(&mut self, _: &Cells<'_>, report: &mut ProductReport) {
        let Some(product) = self.current.take() else { return };
        warn_without_price(&product, report);
        report.counts.products += 1;
        self.whole.push(product);
    }
}

impl Together {
    fn begin(
        &mut self,
        cells: &Cells<'_>,
        row: &Row<'_>,
        key: String,
        title: Option<String>,
        report: &mut ProductReport,
    ) -> Result<(), Reject> {
        self.close(cells, report);
        let entry = match self.keys.entry(key.clone()) {
            Entry::Vacant(entry) => entry,
            Entry::Occupied(entry) => {
                let (first_row, refused) = *entry.get();
                return Err(Reject::whole(
                    row.number,
                    match (refused, title) {
                        (true, _) => Expectation::WithItsFirstRow { first_row },
                        (false, Some(_)) => Expectation::UniqueKey { first_row },
                        (false, None) => Expectation::Together { first_row },
                    },
                ));
            }
        };
        entry.insert((row.number, true));
        let Some(title) = title else {
            return Err(cells.refuse(row, F::Title, Expectation::Filled));
        };
        self.choices.clear();
        self.pictures.clear();
        let names = cells.columns.options.iter();
        self.option_names = names.map(|&(name, _)| Cells::plain(row, name).unwrap_or_default()).collect();
        let by_handle = cells.columns.about.key.first() == Some(&F::Handle);
        let mut product = Product {
            row: row.number,
            key: key.clone(),
            handle: by_handle.then(|| key.clone()),
            title,
            description: cells.text(row, F::Description).map(|html| text::from_html(&html)),
            vendor: cells.text(row, F::Vendor),
            product_type: cells.text(row, F::ProductType),
            category: cells.category(row),
            tags: cells.tags(row),
            status: cells.text(row, F::Status),
            images: cells.images(row),
            variants: Vec::new(),
        };
        self.pictures.extend(product.images.iter().cloned());
        // The first row of a product is also its first variant.
        product.variants.push(self.variant(cells, row)?);
        self.keys.insert(key, (row.number, false));
        report.counts.variant_rows += 1;
        self.current = Some(product);
        Ok(())
    }

    fn variant(&mut self, cells: &Cells<'_>, row: &Row<'_>) -> Result<Variant, Reject> {
        let mut options = listed(cells.columns.text(row, F::Options).unwrap_or_default());
        for (at, &(_, value)) in cells.columns.options.iter().enumerate() {
            if let Some(value) = Cells::plain(row, value) {
                options.push((self.option_names.get(at).cloned().unwrap_or_default(), value));
            }
        }
        if matches!(options.as_slice(), [(name, value)] if matches!(name.as_str(), "Title" | "") && value == "Default Title")
        {
            options.clear();
        }
        if let Some(&first_row) = self.choices.get(&options) {
            return Err(Reject::whole(row.number, Expectation::UniqueKey { first_row }));
        }
        let variant = cells.variant(row, options)?;
        if let Some(sku) = variant.sku.clone() {
            match self.skus.entry(sku) {
                Entry::Vacant(entry) => entry.insert(row.number),
                Entry::Occupied(entry) => {
                    let first_row = *entry.get();
                    return Err(cells.refuse(row, F::Sku, Expectation::UniqueKey { first_row }));
                }
            };
        }
        self.choices.insert(variant.options.clone(), row.number);
        Ok(variant)
    }
}

/// `Màu: nâu, Size: M` as names and values.
fn listed(text: &str) -> Vec<(String, String)> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let pair = |part: &str| match part.split_once(':') {
        Some((name, value)) => (name.trim().to_owned(), value.trim().to_owned()),
        None => (String::new(), part.to_owned()),
    };
    parts.map(pair).collect()
}

#[cfg(test)]
#[path = "together_test.rs"]
mod tests;
