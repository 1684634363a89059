//! Columns that must agree in each row, checked; a row in which they do not is warned about, not changed.

use domain::Currency;

use crate::binding::Bound;
use crate::described::Sum;
use crate::mapping::Mapping;
use crate::number::{NumberDialect, ONE_E4, e4_text};
use crate::product::Warning;
use crate::sale::SaleReport;
use crate::sales::lines::number_at;
use crate::sales::share::unit;
use crate::table::Row;

/// One sum with its columns found.
struct Check {
    name: String,
    total: Bound,
    product: Vec<Bound>,
    plus: Vec<Bound>,
    minus: Vec<Bound>,
}

/// The sums that can be checked in a file.
pub(super) struct Checks(Vec<Check>);

impl Checks {
    pub(super) fn new(headers: &[String], mapping: &Mapping) -> Self {
        let spoken = mapping.columns.iter().filter(|column| column.field.is_money());
        let common = spoken.filter_map(|column| column.dialect).next().unwrap_or(NumberDialect::Dot);
        let find = |name: &String| {
            let at = headers.iter().position(|header| header == name)?;
            let column = mapping.columns.iter().find(|column| column.header == *name);
            let dialect = column.and_then(|column| column.dialect).unwrap_or(common);
            Some(Bound { at, dialect, dash: true })
        };
        let all = |names: &[String]| names.iter().map(find).collect::<Option<Vec<_>>>();
        let check = |sum: &Sum| {
            Some(Check {
                name: sum.total.clone(),
                total: find(&sum.total)?,
                product: all(&sum.product)?,
                plus: all(&sum.plus)?,
                minus: all(&sum.minus)?,
            })
        };
        Self(mapping.sums.iter().filter_map(check).collect())
    }

    pub(super) fn check(&self, row: &Row<'_>, currency: Currency, report: &mut SaleReport) {
        for check in &self.0 {
            let Some((said, reckoned)) = check.of(row) else { continue };
            if (said - reckoned).abs() >= i128::from(unit(currency)) {
                report.warn(Warning::SumDisagrees {
                    row: row.number,
                    column: check.name.clone(),
                    said: e4_text(said),
                    reckoned: e4_text(reckoned),
                });
            }
        }
    }
}

impl Check {
    /// What stands there and what it should be; none when a part is not filled.
    fn of(&self, row: &Row<'_>) -> Option<(i128, i128)> {
        let said = number_at(row, self.total)?;
        let mut reckoned = 0;
        if let Some((first, rest)) = self.product.split_first() {
            reckoned = number_at(row, *first)?;
            for bound in rest {
                reckoned = reckoned.checked_mul(number_at(row, *bound)?)? / i128::from(ONE_E4);
            }
        }
        for bound in &self.plus {
            reckoned += number_at(row, *bound)?;
        }
        for bound in &self.minus {
            reckoned -= number_at(row, *bound)?.abs();
        }
        Some((said, reckoned))
    }
}
