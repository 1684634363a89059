//! Rates a file states against the parts they are made of: what contradicts them is named, never kept.

use std::collections::BTreeMap;

use domain::RoomFigures;
use rust_decimal::Decimal;

use super::names::RoomField as F;
use crate::product::Warning;

/// Rows named in one warning.
const ROWS_NAMED: usize = 10;

/// A rate as its parts: what stands above and below the line, and by how much it is multiplied.
type Parts = (F, &'static str, Option<i64>, Option<i64>, i64);

fn parts(figures: &RoomFigures) -> [Parts; 7] {
    // Amounts count 10⁻⁴ units: the multiplier brings them back.
    let gmv = figures.gmv_e4;
    [
        (F::Aov, "gmv / orders", gmv, figures.orders.map(|count| count.saturating_mul(10_000)), 1),
        (F::ShowGpm, "gmv / impressions × 1000", gmv, figures.impressions.map(|n| n.saturating_mul(10)), 1),
        (F::WatchGpm, "gmv / views × 1000", gmv, figures.views.map(|n| n.saturating_mul(10)), 1),
        (F::TapThrough, "views / impressions", figures.views, figures.impressions, 100),
        (
            F::Ctr,
            "productClicks / productImpressions",
            figures.product_clicks,
            figures.product_impressions,
            100,
        ),
        (F::CommentRate, "comments / views", figures.comments, figures.views, 100),
        (F::LikeRate, "likes / views", figures.likes, figures.views, 100),
    ]
}

/// Collects the rows in which a stated rate is not what its parts give.
#[derive(Default)]
pub(super) struct Checks {
    against: BTreeMap<&'static str, (String, &'static str, Vec<u64>)>,
}

impl Checks {
    /// Compares the rates of one row; `stated` reads a column as the file writes it, with its header.
    pub(super) fn look(
        &mut self,
        row: u64,
        figures: &RoomFigures,
        stated: impl Fn(F) -> Option<(String, Decimal)>,
    ) {
        for (field, by, above, below, times) in parts(figures) {
            let (Some(above), Some(below), Some((header, said))) = (above, below, stated(field)) else {
                continue;
            };
            if below <= 0 {
                continue;
            }
            let given = Decimal::from(above) * Decimal::from(times) / Decimal::from(below);
            // What is written is rounded; a thousandth of the figure, and never less than a hundredth.
            let leeway = (given.abs() / Decimal::ONE_THOUSAND).max(Decimal::new(11, 3));
            if (given - said).abs() > leeway {
                let (_, _, rows) =
                    self.against.entry(field.code()).or_insert_with(|| (header, by, Vec::new()));
                rows.push(row);
            }
        }
    }

    /// One warning a column.
    pub(super) fn into_warnings(self) -> Vec<Warning> {
        let of = |(column, parts, rows): (String, &'static str, Vec<u64>)| {
            let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(u64::to_string).collect();
            let more = if rows.len() > ROWS_NAMED { " …" } else { "" };
            Warning::RateContradicts {
                row: rows.first().copied().unwrap_or_default(),
                column,
                parts: parts.to_owned(),
                cells: rows.len() as u64,
                at: format!("{}{more}", named.join(", ")),
            }
        };
        self.against.into_values().map(of).collect()
    }
}
