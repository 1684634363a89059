//! Named, reusable lists of products.

use std::collections::{HashMap, HashSet};

use domain::id::{ProductId, ProductListId};
use domain::{Actor, Change, ProductList, ProductSummary};
use store::Tables;

use crate::{App, Error, Result, Write};

/// A product list with what is shown of its products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenList {
    /// The list.
    pub list: ProductList,
    /// What is shown of each of its products.
    pub products: HashMap<ProductId, ProductSummary>,
}

fn open(tables: &Tables<'_>, list: ProductList) -> Result<OpenList> {
    let products = tables.product_summaries(&list.products)?;
    Ok(OpenList { list, products })
}

/// Every product list, by name.
pub fn all(app: &App) -> Result<Vec<OpenList>> {
    app.read(|tables| tables.product_lists()?.into_iter().map(|list| open(tables, list)).collect())
}

/// One product list.
pub fn get(app: &App, id: ProductListId) -> Result<OpenList> {
    app.read(|tables| open(tables, tables.product_list(id)?))
}

/// Saves a list as it should be; without an id it is a new one. A product given twice stands where it came first.
pub fn save(
    app: &App,
    by: &Actor,
    id: Option<ProductListId>,
    name: &str,
    products: &[ProductId],
) -> Result<OpenList> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Invalid { field: "name", value: String::new() });
    }
    let mut seen = HashSet::new();
    let products = products.iter().copied().filter(|product| seen.insert(*product)).collect();
    let list = ProductList {
        id: id.unwrap_or_else(|| app.mint()),
        name: name.to_owned(),
        products,
        changed_at_ms: app.now_ms(),
    };
    app.transact(Write::new("product_list_save", Change::ProductLists, by).to(name), |tables| {
        if let Some(id) = id {
            tables.product_list(id)?;
        }
        for &product in &list.products {
            tables.product(product)?;
        }
        tables.save_product_list(&list)?;
        open(tables, list)
    })
}

/// Removes a list; its products stay.
pub fn delete(app: &App, by: &Actor, id: ProductListId) -> Result<()> {
    let name = app.read(|tables| Ok(tables.product_list(id)?.name))?;
    app.transact(Write::new("product_list_delete", Change::ProductLists, by).to(name), |tables| {
        Ok(tables.delete_product_list(id)?)
    })
}
