//! From a row of a file to what is kept of it, and to what a preview shows.

use chrono_tz::Tz;
use domain::Money;
use exchange::{FigureField as F, FigureRow};
use store::figure::{FigureOf, Stated};

use super::{Looked, Row};
use crate::imports::{FieldChange, PreviewRow, RowState, Value};

/// A day, in milliseconds.
pub(super) const DAY_MS: i64 = 86_400_000;

/// The figure a column keeps, and the code a window names it by.
fn field(column: &str) -> Option<(F, &'static str)> {
    Some(match column {
        "gmv_e4" => (F::Gmv, "gmv"),
        "live_gmv_e4" => (F::LiveGmv, "liveGmv"),
        "indirect_gmv_e4" => (F::IndirectGmv, "indirectGmv"),
        "revenue_e4" => (F::Revenue, "revenue"),
        "refunds_e4" => (F::Refunds, "refunds"),
        "cost_e4" => (F::Cost, "adCost"),
        "orders" => (F::Orders, "orders"),
        "sku_orders" => (F::SkuOrders, "skuOrders"),
        "items" => (F::Items, "items"),
        "customers" => (F::Customers, "customers"),
        "viewers" => (F::Viewers, "viewers"),
        "viewers_entering" => (F::ViewersEntering, "viewersEntering"),
        "views" => (F::Views, "views"),
        "impressions" => (F::Impressions, "impressions"),
        "product_impressions" => (F::ProductImpressions, "productImpressions"),
        "product_clicks" => (F::ProductClicks, "productClicks"),
        "added_to_cart" => (F::AddedToCart, "addedToCart"),
        "new_followers" => (F::NewFollowers, "newFollowers"),
        "comments" => (F::Comments, "comments"),
        "shares" => (F::Shares, "shares"),
        "likes" => (F::Likes, "likes"),
        "streams" => (F::Streams, "streams"),
        "stock" => (F::Stock, "stock"),
        _ => return None,
    })
}

/// A row as it would be kept.
pub(super) fn stated(looked: &Looked, row: &FigureRow, of: FigureOf) -> Stated {
    let value = |column: &&str| {
        let (field, _) = field(column)?;
        // Advertising counts its orders by stock code.
        let is_ad = of == FigureOf::Ad && field == F::Orders;
        row.get(field).or_else(|| row.get(F::SkuOrders).filter(|_| is_ad))
    };
    let figures: Vec<Option<i64>> = of.columns().iter().map(value).collect();
    let has_amount =
        of.columns().iter().zip(&figures).any(|(name, value)| name.ends_with("_e4") && value.is_some());
    let (at, minutes, about, title) = match of {
        FigureOf::Step => (row.at_ms, looked.sheet.step_minutes, String::new(), String::new()),
        FigureOf::Product => {
            let about = row.product_id.clone().unwrap_or_else(|| domain::fold(&row.name));
            (0, 0, about, row.name.clone())
        }
        FigureOf::Day => (row.day, 0, looked.sheet.source.scope().to_owned(), String::new()),
        FigureOf::Ad => (row.day, 0, row.name.clone(), String::new()),
    };
    Stated {
        of,
        import: uuid::Uuid::nil().into(),
        file_name: String::new(),
        row: i64::try_from(row.row).unwrap_or(i64::MAX),
        as_of_ms: looked.as_of_ms,
        channel: looked.channel(),
        at,
        minutes,
        about,
        title,
        currency: row.currency.filter(|_| has_amount),
        figures,
    }
}

/// What a row is about, in words that need no language.
fn title(stated: &Stated, zone: Option<Tz>) -> String {
    match stated.of {
        FigureOf::Step => {
            let at = chrono::DateTime::from_timestamp_millis(stated.at).unwrap_or_default();
            let zone = zone.unwrap_or(Tz::UTC);
            at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()
        }
        FigureOf::Product => stated.title.clone(),
        FigureOf::Day | FigureOf::Ad => {
            let at = chrono::DateTime::from_timestamp_millis(stated.at * DAY_MS).unwrap_or_default();
            let day = at.format("%Y-%m-%d").to_string();
            if stated.of == FigureOf::Ad && !stated.about.is_empty() {
                format!("{day} · {}", stated.about)
            } else {
                day
            }
        }
    }
}

/// A row of the preview.
pub(super) fn preview(row: &Row, zone: Option<Tz>) -> PreviewRow {
    let stated = &row.stated;
    let shown = |of: &Stated, column: &str| {
        let value = of.get(column)?;
        if !column.ends_with("_e4") {
            return Some(Value::Count(value));
        }
        Some(Value::Money(Money::from_observed(value, of.currency?)))
    };
    let change = |column: &&str| {
        let (_, field) = field(column)?;
        let was = row.before.as_ref().and_then(|before| shown(before, column));
        Some(FieldChange { field, was, becomes: shown(stated, column) })
    };
    let changes = stated.of.columns().iter().filter_map(change).filter(|change| change.was != change.becomes);
    PreviewRow {
        row: u64::try_from(stated.row).unwrap_or_default(),
        title: title(stated, zone),
        key: stated.about.clone(),
        fields: if row.state == RowState::Unchanged { Vec::new() } else { changes.collect() },
    }
}
