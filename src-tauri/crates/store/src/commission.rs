//! What creators get: commissions of stock codes of orders by file, append-only, and which files saw them.

use domain::Currency;
use domain::id::ImportId;
use rusqlite::{CachedStatement, Params, Row, params};

use crate::payout::{PayoutFile, read_file};
use crate::{Result, Tables, row};

/// What a commission comes to, expected and in the end; 10⁻⁴, and none where the file says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommissionPay {
    /// What the buyer paid for the goods.
    pub paid_e4: Option<i64>,
    /// What it is expected to be reckoned on.
    pub expected_base_e4: Option<i64>,
    /// The commission expected.
    pub expected_e4: Option<i64>,
    /// What it was reckoned on.
    pub actual_base_e4: Option<i64>,
    /// The commission paid.
    pub actual_e4: Option<i64>,
    /// The commission of shop ads expected.
    pub expected_ads_e4: Option<i64>,
    /// The commission of shop ads paid.
    pub actual_ads_e4: Option<i64>,
    /// The co-funded bonus expected.
    pub expected_bonus_e4: Option<i64>,
    /// The co-funded bonus paid.
    pub actual_bonus_e4: Option<i64>,
}

/// The commission of one stock code of an order, whatever file says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommissionTerms {
    /// The creator's name on the platform.
    pub creator: String,
    /// What kind of content brought the order, in the platform's words.
    pub content_type: String,
    /// Which content: the room of a live session.
    pub content_ref: Option<String>,
    /// By which plan, in the platform's words.
    pub model: String,
    /// The rate, in millionths.
    pub rate_ppm: Option<i64>,
    /// The rate where shop ads brought the order, in millionths.
    pub ads_rate_ppm: Option<i64>,
    /// The day of the order, in days since 1970.
    pub created_day: i64,
    /// The day it was paid.
    pub paid_day: Option<i64>,
    /// Whether all of it came back.
    pub is_returned: Option<bool>,
    /// The currency's code.
    pub currency: Currency,
    /// What it comes to.
    pub pay: CommissionPay,
}

/// One commission as one file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// Grows with each commission written; 0 before.
    pub id: i64,
    /// The file that wrote it.
    pub file_no: i64,
    /// Its row in that file.
    pub row: i64,
    /// Hash of source, order and stock code.
    pub group_key: i64,
    /// The key of its order among sale lines.
    pub order_key: i64,
    /// The order.
    pub order_ref: String,
    /// The platform's own number of the stock code.
    pub sku_ref: String,
    /// What it says.
    pub terms: CommissionTerms,
}

/// A commission with the files that saw it again, each with its row there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommissionObserved {
    /// The commission.
    pub commission: Commission,
    /// Files that said the same later.
    pub seen_by: Vec<(i64, i64)>,
}

/// What a file says of its own reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommissionReach {
    /// The file.
    pub file_no: i64,
    /// The column in which files of orders name the same stock code.
    pub sku_column: String,
    /// The first and the last day of which it tells everything; none when it tells of some orders alone.
    pub days: Option<(i64, i64)>,
}

fn read_commission(found: &Row<'_>) -> Result<Commission> {
    Ok(Commission {
        id: found.get("id")?,
        file_no: found.get("file_no")?,
        row: found.get("row")?,
        group_key: found.get("group_key")?,
        order_key: found.get("order_key")?,
        order_ref: found.get("order_ref")?,
        sku_ref: found.get("sku_ref")?,
        terms: CommissionTerms {
            creator: found.get("creator")?,
            content_type: found.get("content_type")?,
            content_ref: found.get("content_ref")?,
            model: found.get("model")?,
            rate_ppm: found.get("rate_ppm")?,
            ads_rate_ppm: found.get("ads_rate_ppm")?,
            created_day: found.get("created_day")?,
            paid_day: found.get("paid_day")?,
            is_returned: found.get("is_returned")?,
            currency: row::code(found, "commission", "currency", Currency::from_code)?,
            pay: CommissionPay {
                paid_e4: found.get("paid_e4")?,
                expected_base_e4: found.get("expected_base_e4")?,
                expected_e4: found.get("expected_e4")?,
                actual_base_e4: found.get("actual_base_e4")?,
                actual_e4: found.get("actual_e4")?,
                expected_ads_e4: found.get("expected_ads_e4")?,
                actual_ads_e4: found.get("actual_ads_e4")?,
                expected_bonus_e4: found.get("expected_bonus_e4")?,
                actual_bonus_e4: found.get("actual_bonus_e4")?,
            },
        },
    })
}

impl Tables<'_> {
    /// Enters a file of commissions beside its row in the register; answers its small number.
    pub fn insert_commission_file(
        &self,
        import: ImportId,
        orders: &str,
        as_of_ms: i64,
        sku_column: &str,
        days: Option<(i64, i64)>,
    ) -> Result<i64> {
        self.conn
            .prepare_cached(
                "INSERT INTO commission_file (import_id, orders, sku_column, as_of_ms, first_day, last_day)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                import.as_uuid().into_bytes(),
                orders,
                sku_column,
                as_of_ms,
                days.map(|(first, _)| first),
                days.map(|(_, last)| last),
            ])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Every file of commissions, live or not.
    pub fn commission_files(&self) -> Result<Vec<PayoutFile>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT commission_file.*, state, file_name, hash FROM commission_file
             JOIN import ON import.id = import_id ORDER BY no",
        )?;
        let mut rows = statement.query([])?;
        let mut files = Vec::new();
        while let Some(found) = rows.next()? {
            files.push(read_file(found)?);
        }
        Ok(files)
    }

    /// How far each file of commissions reaches.
    pub fn commission_reaches(&self) -> Result<Vec<CommissionReach>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM commission_file ORDER BY no")?;
        let mut rows = statement.query([])?;
        let mut reaches = Vec::new();
        while let Some(found) = rows.next()? {
            let (first, last): (Option<i64>, Option<i64>) = (found.get("first_day")?, found.get("last_day")?);
            reaches.push(CommissionReach {
                file_no: found.get("no")?,
                sku_column: found.get("sku_column")?,
                days: first.zip(last),
            });
        }
        Ok(reaches)
    }

    /// Keeps what a file says of one commission.
    pub fn insert_commission(&self, one: &Commission) -> Result<()> {
        let (terms, pay) = (&one.terms, &one.terms.pay);
        self.conn
            .prepare_cached(
                "INSERT INTO commission (file_no, row, group_key, order_key, order_ref, sku_ref, creator,
                 content_type, content_ref, model, rate_ppm, ads_rate_ppm, created_day, paid_day, is_returned,
                 currency, paid_e4, expected_base_e4, expected_e4, actual_base_e4, actual_e4, expected_ads_e4,
                 actual_ads_e4, expected_bonus_e4, actual_bonus_e4)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
                 ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                one.file_no,
                one.row,
                one.group_key,
                one.order_key,
                one.order_ref,
                one.sku_ref,
                terms.creator,
                terms.content_type,
                terms.content_ref,
                terms.model,
                terms.rate_ppm,
                terms.ads_rate_ppm,
                terms.created_day,
                terms.paid_day,
                terms.is_returned,
                terms.currency.code(),
                pay.paid_e4,
                pay.expected_base_e4,
                pay.expected_e4,
                pay.actual_base_e4,
                pay.actual_e4,
                pay.expected_ads_e4,
                pay.actual_ads_e4,
                pay.expected_bonus_e4,
                pay.actual_bonus_e4,
            ])?;
        Ok(())
    }

    /// Notes that a file says the same as a commission that is there.
    pub fn insert_commission_seen(&self, file_no: i64, commission_id: i64, row: i64) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO commission_seen (file_no, commission_id, row) VALUES (?1, ?2, ?3)")?
            .execute([file_no, commission_id, row])?;
        Ok(())
    }

    /// Everything observed of one group.
    pub fn commission_group(&self, group_key: i64) -> Result<Vec<CommissionObserved>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM commission WHERE group_key = ?1 ORDER BY id")?;
        self.commissions_observed(&mut statement, [group_key])
    }

    /// Everything observed of one order.
    pub fn commissions_of_order(&self, order_key: i64) -> Result<Vec<CommissionObserved>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM commission WHERE order_key = ?1 ORDER BY id")?;
        self.commissions_observed(&mut statement, [order_key])
    }

    /// Everything observed of what one content brought.
    pub fn commissions_of_content(&self, content_ref: &str) -> Result<Vec<CommissionObserved>> {
        // What is said of a group is said whole: all of it, whatever content each file names.
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM commission
             WHERE group_key IN (SELECT group_key FROM commission WHERE content_ref = ?1) ORDER BY id",
        )?;
        self.commissions_observed(&mut statement, [content_ref])
    }

    fn commissions_observed(
        &self,
        statement: &mut CachedStatement<'_>,
        parameters: impl Params,
    ) -> Result<Vec<CommissionObserved>> {
        let mut seen =
            self.conn.prepare_cached("SELECT file_no, row FROM commission_seen WHERE commission_id = ?1")?;
        let mut rows = statement.query(parameters)?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            let commission = read_commission(found)?;
            let pairs = seen.query_map([commission.id], |found| Ok((found.get(0)?, found.get(1)?)))?;
            let seen_by = pairs.collect::<Result<_, rusqlite::Error>>()?;
            all.push(CommissionObserved { commission, seen_by });
        }
        Ok(all)
    }
}
