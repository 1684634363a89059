//! Which creator brought a line of an order, as far as files say: joined by the platform's own stock code alone.

use std::collections::{BTreeMap, HashMap};

use domain::fee::{Condition, Facts, FeeRule};
use store::Tables;
use store::commission::Commission;
use store::sale::{SaleImport, SaleLine};

use super::Commissions;
use crate::Result;

/// Between the cells of a row, and between the names of its columns.
const BETWEEN: char = '\u{1f}';
/// The day 1970-01-01, counted as chrono counts.
const EPOCH: i64 = 719_163;

/// What files say of who brought a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing.
    Unknown,
    /// That nobody did: a file tells of every order creators brought that day, and not of this one.
    Nobody,
    /// Creators; all that stands of the stock code.
    By(Vec<Commission>),
}

/// A line that is asked about, and the day it was ordered.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) line: &'a SaleLine,
    /// In days since 1970, in the zone of the market.
    pub(crate) day: i64,
}

/// What is known of who and what brought orders.
pub(crate) struct Brought {
    commissions: Commissions,
    imports: HashMap<i64, SaleImport>,
}

impl Brought {
    /// As known at an instant; now when none.
    pub(crate) fn read(tables: &Tables<'_>, known_on_ms: Option<i64>) -> Result<Self> {
        let imports = tables.sale_imports()?.into_iter().map(|import| (import.no, import)).collect();
        Ok(Self { commissions: Commissions::read(tables, known_on_ms)?, imports })
    }

    /// The files of commissions that count.
    pub(crate) fn files(&self) -> &[store::payout::PayoutFile] {
        self.commissions.files().all()
    }

    /// What files say of each line.
    pub(crate) fn of(&self, tables: &Tables<'_>, lines: &[Asked<'_>]) -> Result<Vec<Found>> {
        let mut found = vec![Found::Unknown; lines.len()];
        if self.commissions.files().all().is_empty() {
            return Ok(found);
        }
        let mut orders: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (at, asked) in lines.iter().enumerate() {
            orders.entry(asked.line.order_key).or_default().push(at);
        }
        let mut told: Vec<(Vec<usize>, Vec<Commission>)> = Vec::new();
        for (order, places) in orders {
            let mut standing = self.commissions.standing(tables.commissions_of_order(order)?);
            standing.retain(|one| places.iter().any(|&at| lines[at].line.order_ref == one.order_ref));
            if standing.is_empty() {
                for at in places {
                    found[at] = self.nobody(&lines[at]);
                }
            } else {
                told.push((places, standing));
            }
        }
        let wanted: Vec<&SaleLine> =
            told.iter().flat_map(|(places, _)| places.iter().map(|&at| lines[at].line)).collect();
        let skus = self.skus(tables, &wanted)?;
        for (places, standing) in told {
            for &at in &places {
                let sku = skus.get(&lines[at].line.id);
                found[at] = self.of_line(&lines[at], sku, &standing, places.len() == 1);
            }
        }
        Ok(found)
    }

    /// `sku` is the platform's number of the line's stock code; `is_alone` whether its order has no other line.
    fn of_line(
        &self,
        asked: &Asked<'_>,
        sku: Option<&String>,
        standing: &[Commission],
        is_alone: bool,
    ) -> Found {
        let own: Vec<Commission> = match sku {
            Some(sku) => standing.iter().filter(|one| one.sku_ref == *sku).cloned().collect(),
            // The only line of its order is what the only stock code told of it is.
            None if is_alone && standing.iter().all(|one| one.sku_ref == standing[0].sku_ref) => {
                standing.to_vec()
            }
            None => return Found::Unknown,
        };
        if own.is_empty() { self.nobody(asked) } else { Found::By(own) }
    }

    /// A line no file tells of: nobody brought it where one tells of everything.
    fn nobody(&self, asked: &Asked<'_>) -> Found {
        let source = self.imports.get(&asked.line.import_no).map(|import| import.source.as_str());
        let tells = self.commissions.reaches.iter().any(|reach| {
            let file = self.commissions.files().file(reach.file_no);
            let is_own = file.is_some_and(|file| {
                Some(file.orders.as_str()) == source && asked.line.at_ms <= file.as_of_ms
            });
            is_own && reach.days.is_some_and(|(first, last)| (first..=last).contains(&asked.day))
        });
        if tells { Found::Nobody } else { Found::Unknown }
    }

    /// The platform's number of each line's stock code, from the cells that were kept.
    fn skus(&self, tables: &Tables<'_>, lines: &[&SaleLine]) -> Result<HashMap<i64, String>> {
        let columns: Vec<&str> =
            self.commissions.reaches.iter().map(|reach| reach.sku_column.as_str()).collect();
        let is_wanted = |name: &str| columns.contains(&name);
        let cells = self.cells(tables, lines, &is_wanted)?;
        let filled =
            |(line, cells): (i64, Vec<String>)| Some((line, cells.into_iter().find(|one| !one.is_empty())?));
        Ok(cells.into_iter().filter_map(filled).collect())
    }

    /// The cells of the columns that are wanted, by line; nothing of a line whose file has no such column, or whose
    /// cells are gone.
    fn cells(
        &self,
        tables: &Tables<'_>,
        lines: &[&SaleLine],
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<HashMap<i64, Vec<String>>> {
        let mut by_file: BTreeMap<i64, Vec<&SaleLine>> = BTreeMap::new();
        for line in lines {
            by_file.entry(line.import_no).or_default().push(line);
        }
        let mut found = HashMap::new();
        for (no, lines) in by_file {
            let Some(import) = self.imports.get(&no) else { continue };
            let names = import.header.split(BETWEEN).enumerate();
            let places: Vec<usize> = names.filter(|(_, name)| is_wanted(name)).map(|(at, _)| at).collect();
            if places.is_empty() {
                continue;
            }
            let rows: Vec<i64> = lines.iter().map(|line| line.row).collect();
            let kept = tables.raw_cells_of(no, &rows)?;
            for line in lines {
                if let Some(cells) = kept.get(&line.row) {
                    let cell = |at: &usize| cells.get(*at).map_or("", String::as_str);
                    let own = places.iter().map(|at| cell(at).trim().trim_start_matches('\'').to_owned());
                    found.insert(line.id, own.collect());
                }
            }
        }
        Ok(found)
    }

    /// Whether a coupon was used, by order; nothing of orders whose files do not say.
    fn coupons(&self, tables: &Tables<'_>, lines: &[&SaleLine]) -> Result<HashMap<i64, bool>> {
        let cells = self.cells(tables, lines, &exchange::is_coupon_column)?;
        let mut used: HashMap<i64, bool> = HashMap::new();
        for line in lines {
            if let Some(cells) = cells.get(&line.id) {
                *used.entry(line.order_key).or_default() |= cells.iter().any(|cell| says_coupon(cell));
            }
        }
        Ok(used)
    }

    /// Fills in what brought each line, as far as one of `rules` asks for it.
    pub(crate) fn tell(
        &self,
        tables: &Tables<'_>,
        rules: &[FeeRule],
        lines: &[SaleLine],
        facts: &mut [Facts],
    ) -> Result<()> {
        let asks = |condition| rules.iter().any(|rule| rule.terms.condition == condition);
        if asks(Condition::ByCreator) || rules.iter().any(|rule| rule.terms.by_ads.is_some()) {
            let asked: Vec<Asked<'_>> =
                lines.iter().zip(&*facts).map(|(line, facts)| asked(line, facts)).collect();
            for (facts, found) in facts.iter_mut().zip(self.of(tables, &asked)?) {
                match found {
                    Found::Unknown => {}
                    Found::Nobody => facts.by_creator = Some(false),
                    Found::By(all) => {
                        facts.by_creator = Some(true);
                        facts.by_ads = by_ads(&all);
                    }
                }
            }
        }
        if asks(Condition::WithCode) {
            let coupons = self.coupons(tables, &lines.iter().collect::<Vec<_>>())?;
            for line in facts {
                line.with_code = coupons.get(&line.order).copied();
            }
        }
        Ok(())
    }
}

/// A line as files are asked about it.
pub(super) fn asked<'a>(line: &'a SaleLine, facts: &Facts) -> Asked<'a> {
    Asked { line, day: i64::from(chrono::Datelike::num_days_from_ce(&facts.day)) - EPOCH }
}

/// Whether shop ads brought what a creator gets: they did where anything is paid for them, and did not where that is
/// said to be nothing.
fn by_ads(all: &[Commission]) -> Option<bool> {
    let said = |one: &Commission| {
        let amounts = [one.terms.pay.expected_ads_e4, one.terms.pay.actual_ads_e4];
        let is_paid = amounts.iter().flatten().any(|e4| *e4 != 0);
        amounts.iter().any(Option::is_some).then_some(is_paid)
    };
    let said: Vec<Option<bool>> = all.iter().map(said).collect();
    if said.contains(&Some(true)) {
        return Some(true);
    }
    said.iter().all(Option::is_some).then_some(false)
}

/// Whether a cell names a coupon or what one took off; a dash or nought says that there was none.
fn says_coupon(cell: &str) -> bool {
    let is_nothing = |c: char| c.is_whitespace() || "0.,-/₫đ".contains(c);
    !cell.chars().all(is_nothing)
}

#[cfg(test)]
mod tests {
    use super::says_coupon;

    #[test]
    fn a_coupon_is_a_code_or_an_amount_and_a_dash_is_none() {
        assert!(says_coupon("LIVE10") && says_coupon("17000.00"));
        assert!(!says_coupon("-") && !says_coupon("") && !says_coupon("0.00") && !says_coupon("0 ₫"));
    }
}
