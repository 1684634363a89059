//! Product lists.

use app::{App, product_lists};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, Nothing, ProductList, ProductListRef, ProductListSave, ProductLists};

/// See [`product_lists::all`].
pub(crate) fn product_list_all(app: &App, _: &Actor, _: Nothing) -> Result<ProductLists, ApiError> {
    Ok(ProductLists { lists: product_lists::all(app)?.into_iter().map(pack).collect() })
}

/// See [`product_lists::get`].
pub(crate) fn product_list_get(app: &App, _: &Actor, req: ProductListRef) -> Result<ProductList, ApiError> {
    Ok(pack(product_lists::get(app, dto::id("listId", &req.list_id)?)?))
}

/// See [`product_lists::save`].
pub(crate) fn product_list_save(
    app: &App,
    by: &Actor,
    req: ProductListSave,
) -> Result<ProductList, ApiError> {
    let id = req.list_id.map(|id| dto::id("listId", &id)).transpose()?;
    let products = dto::ids("productIds", &req.product_ids)?;
    Ok(pack(product_lists::save(app, by, id, &req.name, &products)?))
}

/// See [`product_lists::delete`].
pub(crate) fn product_list_delete(app: &App, by: &Actor, req: ProductListRef) -> Result<Nothing, ApiError> {
    product_lists::delete(app, by, dto::id("listId", &req.list_id)?)?;
    Ok(Nothing {})
}

fn pack(mut open: product_lists::OpenList) -> ProductList {
    let ids = std::mem::take(&mut open.list.products);
    ProductList {
        list_id: open.list.id.to_string(),
        name: open.list.name,
        products: ids.iter().filter_map(|id| open.products.remove(id)).map(Into::into).collect(),
        changed_at_ms: open.list.changed_at_ms,
    }
}
