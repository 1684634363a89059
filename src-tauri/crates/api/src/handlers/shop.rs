//! What the brand's shops are, and the categories of its products.

use app::{App, shops};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, Nothing, ProductCategory, ProductCategorySet, Shop, Shops};

/// See [`shops::all`].
pub(crate) fn shop_all(app: &App, by: &Actor, _: Nothing) -> Result<Shops, ApiError> {
    let known = shops::all(app, by)?;
    let mut categories: Vec<ProductCategory> = known
        .categories
        .into_iter()
        .map(|(product, category)| ProductCategory { product_id: product.to_string(), category })
        .collect();
    categories.sort_by(|one, other| one.product_id.cmp(&other.product_id));
    Ok(Shops { shops: known.shops.into_iter().map(Into::into).collect(), categories })
}

/// See [`shops::save`].
pub(crate) fn shop_save(app: &App, by: &Actor, req: Shop) -> Result<Shop, ApiError> {
    Ok(shops::save(app, by, req.try_into()?)?.into())
}

/// See [`shops::set_category`].
pub(crate) fn product_category_set(
    app: &App,
    by: &Actor,
    req: ProductCategorySet,
) -> Result<Nothing, ApiError> {
    shops::set_category(app, by, &dto::ids("productIds", &req.product_ids)?, &req.category)?;
    Ok(Nothing {})
}
