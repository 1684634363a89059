//! Lines of a session's orders that are alike in all that charges are reckoned from, counted.

use chrono::{Datelike, NaiveDate};
use domain::{Channel, Currency, LineKind};
use rusqlite::{OptionalExtension, params};

use crate::{Error, Result, Tables};

/// Speed over size: they are read far more often than written.
const LEVEL: i32 = 1;
/// The form of the columns; whatever is written in another one is worked out again.
const FORM: &str = "1";
/// Stands for what is not said; no amount comes near.
const UNSAID: i64 = i64::MIN;
const LINE_COLUMNS: usize = 17;

/// Lines that are alike in all that charges are reckoned from; amounts in 10⁻⁴, what is not said is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AlikeLine {
    /// What the source calls the product.
    pub product_no: i64,
    /// The day they were ordered, in the market's zone.
    pub day: NaiveDate,
    /// Where they were ordered.
    pub channel: Option<Channel>,
    /// The currency.
    pub currency: Currency,
    /// What they are.
    pub kind: LineKind,
    /// Units.
    pub quantity: i64,
    /// Quantity × price.
    pub amount_e4: Option<i64>,
    /// The seller's discount.
    pub discount_e4: Option<i64>,
    /// The platform's discount.
    pub platform_discount_e4: Option<i64>,
    /// Tax.
    pub tax_e4: Option<i64>,
    /// What the buyer paid for shipping.
    pub shipping_e4: Option<i64>,
    /// What was given back.
    pub refund_e4: Option<i64>,
    /// Whether a creator's link brought the order.
    pub by_creator: Option<bool>,
    /// Whether a coupon was used.
    pub with_code: Option<bool>,
    /// Whether the platform's shop ads brought the order.
    pub by_ads: Option<bool>,
    /// Whether the order was given away.
    pub is_sample: bool,
    /// Whether they are credited to the session.
    pub is_counted: bool,
}

/// Orders of lines that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlikeOrder {
    /// Their lines, by the places of what they are like, ascending.
    pub lines: Vec<u32>,
    /// How many such orders there are.
    pub orders: i64,
}

/// A session's lines by what they are like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alike {
    /// Lines that are alike, in the order they were met first, and how many there are.
    pub lines: Vec<(AlikeLine, i64)>,
    /// Orders of lines that are alike.
    pub orders: Vec<AlikeOrder>,
}

fn flag(said: Option<bool>) -> i64 {
    said.map_or(UNSAID, i64::from)
}

fn said(number: i64) -> Option<i64> {
    (number != UNSAID).then_some(number)
}

fn place<T: PartialEq>(all: &[T], one: &T) -> i64 {
    all.iter().position(|other| other == one).and_then(|at| i64::try_from(at).ok()).unwrap_or(UNSAID)
}

fn at<T: Copy>(all: &[T], place: i64) -> Option<T> {
    usize::try_from(place).ok().and_then(|place| all.get(place)).copied()
}

impl AlikeLine {
    fn numbers(&self) -> [i64; LINE_COLUMNS] {
        [
            self.product_no,
            i64::from(self.day.num_days_from_ce()),
            self.channel.map_or(UNSAID, |channel| place(&Channel::ALL, &channel)),
            place(&Currency::ALL, &self.currency),
            self.kind.number(),
            self.quantity,
            self.amount_e4.unwrap_or(UNSAID),
            self.discount_e4.unwrap_or(UNSAID),
            self.platform_discount_e4.unwrap_or(UNSAID),
            self.tax_e4.unwrap_or(UNSAID),
            self.shipping_e4.unwrap_or(UNSAID),
            self.refund_e4.unwrap_or(UNSAID),
            flag(self.by_creator),
            flag(self.with_code),
            flag(self.by_ads),
            i64::from(self.is_sample),
            i64::from(self.is_counted),
        ]
    }

    fn of_numbers(numbers: [i64; LINE_COLUMNS]) -> Option<Self> {
        let [product_no, day, channel, currency, kind, quantity, rest @ ..] = numbers;
        let [amount, discount, platform_discount, tax, shipping, refund, creator, code, ads, sample, counted] =
            rest;
        Some(Self {
            product_no,
            day: i32::try_from(day).ok().and_then(NaiveDate::from_num_days_from_ce_opt)?,
            channel: match said(channel) {
                None => None,
                Some(channel) => Some(at(&Channel::ALL, channel)?),
            },
            currency: at(&Currency::ALL, currency)?,
            kind: LineKind::from_number(kind)?,
            quantity,
            amount_e4: said(amount),
            discount_e4: said(discount),
            platform_discount_e4: said(platform_discount),
            tax_e4: said(tax),
            shipping_e4: said(shipping),
            refund_e4: said(refund),
            by_creator: said(creator).map(|said| said != 0),
            with_code: said(code).map(|said| said != 0),
            by_ads: said(ads).map(|said| said != 0),
            is_sample: sample != 0,
            is_counted: counted != 0,
        })
    }
}

/// Channels and currencies stand by their places among all: their codes are part of the form.
fn form() -> String {
    let channels = Channel::ALL.iter().map(|channel| channel.code());
    let currencies = Currency::ALL.iter().map(|currency| currency.code());
    let codes: Vec<&str> = channels.chain(currencies).collect();
    format!("{FORM} {}", codes.join(" "))
}

fn packed(numbers: &[i64]) -> Result<Vec<u8>> {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    Ok(zstd::bulk::compress(&bytes, LEVEL)?)
}

fn unpacked(bytes: &[u8]) -> Result<Vec<i64>> {
    let bytes = zstd::stream::decode_all(bytes)?;
    let (numbers, _) = bytes.as_chunks::<8>();
    Ok(numbers.iter().map(|number| i64::from_le_bytes(*number)).collect())
}

/// Lines column by column, the count of each behind.
fn lines_of(numbers: &[i64]) -> Option<Vec<(AlikeLine, i64)>> {
    let rows = numbers.len() / (LINE_COLUMNS + 1);
    let cell = |column: usize, row: usize| numbers.get(column * rows + row).copied();
    (0..rows)
        .map(|row| {
            let mut of_line = [0; LINE_COLUMNS];
            for (column, number) in of_line.iter_mut().enumerate() {
                *number = cell(column, row)?;
            }
            Some((AlikeLine::of_numbers(of_line)?, cell(LINE_COLUMNS, row)?))
        })
        .collect()
}

/// Orders one behind the other: how many, of how many lines, and which.
fn orders_of(mut numbers: &[i64]) -> Option<Vec<AlikeOrder>> {
    let mut orders = Vec::new();
    while let [count, lines, rest @ ..] = numbers {
        let (own, behind) = rest.split_at_checked(usize::try_from(*lines).ok()?)?;
        let lines = own.iter().map(|line| u32::try_from(*line).ok()).collect::<Option<_>>()?;
        orders.push(AlikeOrder { lines, orders: *count });
        numbers = behind;
    }
    Some(orders)
}

impl Tables<'_> {
    /// What all that is worked out of sales stands on: another one whenever a line may stand otherwise.
    pub fn sales_mark(&self) -> Result<String> {
        let mark: (i64, i64, i64) = self.conn.query_row(
            "SELECT (SELECT ifnull(max(no), 0) FROM sale_batch WHERE applied = 1),
                    (SELECT count(*) FROM import WHERE state <> 'staging'),
                    (SELECT count(*) FROM import WHERE state = 'live')",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        Ok(format!("{} {} {} {}", form(), mark.0, mark.1, mark.2))
    }

    /// The session's lines by what they are like, if they were counted under `stamp`.
    pub fn alike_lines(&self, session_no: i64, stamp: &str) -> Result<Option<Vec<(AlikeLine, i64)>>> {
        let column = "SELECT lines FROM rollup_alike WHERE session_no = ?1 AND stamp = ?2";
        let Some(numbers) = self.alike_column(column, session_no, stamp)? else { return Ok(None) };
        let lines = lines_of(&numbers).ok_or(Error::Corrupt { table: "rollup_alike", column: "lines" })?;
        Ok(Some(lines))
    }

    /// The session's orders by what their lines are like, if they were counted under `stamp`.
    pub fn alike_orders(&self, session_no: i64, stamp: &str) -> Result<Option<Vec<AlikeOrder>>> {
        let column = "SELECT orders FROM rollup_alike WHERE session_no = ?1 AND stamp = ?2";
        let Some(numbers) = self.alike_column(column, session_no, stamp)? else { return Ok(None) };
        let orders = orders_of(&numbers).ok_or(Error::Corrupt { table: "rollup_alike", column: "orders" })?;
        Ok(Some(orders))
    }

    /// Whether the session's lines were counted under `stamp`.
    pub fn is_alike_counted(&self, session_no: i64, stamp: &str) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM rollup_alike WHERE session_no = ?1 AND stamp = ?2)";
        Ok(self.conn.prepare_cached(sql)?.query_row(params![session_no, stamp], |row| row.get(0))?)
    }

    fn alike_column(&self, sql: &str, session_no: i64, stamp: &str) -> Result<Option<Vec<i64>>> {
        let found: Option<Vec<u8>> = self
            .conn
            .prepare_cached(sql)?
            .query_row(params![session_no, stamp], |row| row.get(0))
            .optional()?;
        found.map(|bytes| unpacked(&bytes)).transpose()
    }

    /// Keeps a session's lines by what they are like, as counted under `stamp`.
    pub fn save_alike(&self, session_no: i64, stamp: &str, alike: &Alike) -> Result<()> {
        let rows = alike.lines.iter().map(|(line, count)| (line.numbers(), *count));
        let rows: Vec<([i64; LINE_COLUMNS], i64)> = rows.collect();
        let columns = (0..LINE_COLUMNS).flat_map(|column| rows.iter().map(move |(line, _)| line[column]));
        let lines: Vec<i64> = columns.chain(rows.iter().map(|(_, count)| *count)).collect();
        let mut orders = Vec::new();
        for order in &alike.orders {
            orders.push(order.orders);
            orders.push(i64::try_from(order.lines.len()).unwrap_or_default());
            orders.extend(order.lines.iter().map(|line| i64::from(*line)));
        }
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO rollup_alike (session_no, stamp, lines, orders) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![session_no, stamp, packed(&lines)?, packed(&orders)?])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_orders_come_back_as_they_were_kept() {
        let line = AlikeLine {
            product_no: 7,
            day: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
            channel: Some(Channel::Shopee),
            currency: Currency::Idr,
            kind: LineKind::Refund,
            quantity: -2,
            amount_e4: Some(-1_990_000),
            discount_e4: Some(0),
            platform_discount_e4: None,
            tax_e4: None,
            shipping_e4: Some(5),
            refund_e4: None,
            by_creator: Some(true),
            with_code: Some(false),
            by_ads: None,
            is_sample: false,
            is_counted: true,
        };
        let other = AlikeLine { channel: None, tax_e4: Some(3), is_sample: true, is_counted: false, ..line };
        let alike = Alike {
            lines: vec![(line, 4), (other, 1)],
            orders: vec![
                AlikeOrder { lines: vec![0, 0, 1], orders: 1 },
                AlikeOrder { lines: vec![0], orders: 2 },
            ],
        };
        let folder = tempfile::tempdir().unwrap();
        let store = crate::Store::open(&folder.path().join("w.showrunner")).unwrap();
        store.write::<_, Error>(None, |tables| tables.save_alike(3, "then", &alike)).unwrap();
        store
            .read::<_, Error>(|tables| {
                assert_eq!(tables.alike_lines(3, "then")?, Some(alike.lines.clone()));
                assert_eq!(tables.alike_orders(3, "then")?, Some(alike.orders.clone()));
                assert!(tables.is_alike_counted(3, "then")? && !tables.is_alike_counted(3, "now")?);
                assert_eq!(
                    tables.alike_lines(3, "now")?,
                    None,
                    "what was counted from something else is not read"
                );
                Ok(())
            })
            .unwrap();
    }
}
