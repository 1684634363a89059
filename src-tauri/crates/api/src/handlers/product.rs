//! The catalogue.

use app::{App, catalogue};
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    self, CataloguePage, CatalogueQuery, ProductCreate, ProductDetail, ProductEdit, ProductRef, ProductRefs,
    ProductsDeleted, VariantEdit, VariantRow,
};

/// See [`catalogue::page`].
pub(crate) fn catalogue_page(app: &App, by: &Actor, req: CatalogueQuery) -> Result<CataloguePage, ApiError> {
    let query = app::store::search::CatalogueQuery {
        text: req.query,
        sort: req.sort.into(),
        descending: req.descending,
        offset: req.offset.into(),
        limit: req.limit.into(),
    };
    let page = catalogue::page(app, by, &query)?;
    Ok(CataloguePage {
        total: u32::try_from(page.total).unwrap_or(u32::MAX),
        rows: page.rows.into_iter().map(Into::into).collect(),
    })
}

/// See [`catalogue::product`].
pub(crate) fn product_get(app: &App, by: &Actor, req: ProductRef) -> Result<ProductDetail, ApiError> {
    Ok(pack(catalogue::product(app, by, dto::id("productId", &req.product_id)?)?))
}

/// See [`catalogue::create`].
pub(crate) fn product_create(app: &App, by: &Actor, req: ProductCreate) -> Result<ProductDetail, ApiError> {
    let new = catalogue::NewProduct {
        title: req.title,
        sku: req.sku,
        price: req.price.map(TryInto::try_into).transpose()?,
        stock: req.stock,
        image: req.image,
        link: req.link,
    };
    Ok(pack(catalogue::create(app, by, new)?))
}

/// See [`catalogue::edit`].
pub(crate) fn product_edit(app: &App, by: &Actor, req: ProductEdit) -> Result<ProductDetail, ApiError> {
    let id = dto::id("productId", &req.product_id)?;
    let edit = catalogue::ProductEdit {
        title: req.title,
        link: req.link,
        image: req.image,
        vendor: req.vendor,
        description: req.description,
        talking_points: req.talking_points,
        tags: req.tags,
    };
    Ok(pack(catalogue::edit(app, by, id, edit)?))
}

/// See [`catalogue::edit_variant`].
pub(crate) fn variant_edit(app: &App, by: &Actor, req: VariantEdit) -> Result<VariantRow, ApiError> {
    let id = dto::id("variantId", &req.variant_id)?;
    Ok(catalogue::edit_variant(app, by, id, &req.edit.try_into()?)?.into())
}

/// See [`catalogue::delete`].
pub(crate) fn product_delete(app: &App, by: &Actor, req: ProductRefs) -> Result<ProductsDeleted, ApiError> {
    let ids = dto::ids("productIds", &req.product_ids)?;
    catalogue::delete(app, by, &ids)?;
    Ok(ProductsDeleted { count: u32::try_from(ids.len()).unwrap_or(u32::MAX) })
}

fn pack(detail: catalogue::ProductDetail) -> ProductDetail {
    let product = detail.product;
    ProductDetail {
        product_id: product.id.to_string(),
        title: product.title,
        handle: product.handle,
        vendor: product.vendor,
        description: product.description,
        tags: product.tags,
        image: product.image,
        link: product.link,
        talking_points: product.talking_points,
        changed_at_ms: product.changed_at_ms,
        variants: detail.variants.into_iter().map(Into::into).collect(),
    }
}
