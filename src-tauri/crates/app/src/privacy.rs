//! Buyers' privacy: what of each file was dropped or hashed, how long the rest is kept, and whether a name stands
//! anywhere in the workspace.

use domain::id::ImportId;
use domain::retention::{MOST_MONTHS, kept_since};
use domain::{Actor, Change, Retention, Role};
use exchange::{Field, Mapping};
use store::import::{ImportKind, ImportState};
use store::retention::{Looked, Overdue};

use crate::sales::turn;
use crate::{App, Error, Result, sales_imports};

/// What became of the columns of one file of sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Washed {
    /// The import.
    pub import: ImportId,
    /// Its name.
    pub file_name: String,
    /// When it came in, UTC milliseconds.
    pub at_ms: i64,
    /// Headers of columns that never left the reader.
    pub dropped: Vec<String>,
    /// Headers of columns of which a keyed hash was kept.
    pub hashed: Vec<String>,
    /// How many columns were kept as they are.
    pub kept: usize,
}

/// What is known of buyers, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Privacy {
    /// The rule.
    pub rule: Retention,
    /// When it was last kept to, UTC milliseconds.
    pub kept_at_ms: Option<i64>,
    /// What it would delete now.
    pub overdue: Overdue,
    /// Files of sales that count, newest first.
    pub files: Vec<Washed>,
    /// Whether this computer has the key that buyers are hashed with.
    pub has_key: bool,
}

/// The shortest text that is looked for: shorter ones stand everywhere by chance.
const LEAST: usize = 3;

fn is_owner(by: &Actor) -> Result<()> {
    if by.role == Role::Owner { Ok(()) } else { Err(Error::Forbidden { needs: Role::Owner }) }
}

/// What is known of buyers, and for how long; `rule` takes the place of the one there is, to see what it would do.
///
/// # Errors
/// `Forbidden` for everybody but the owner.
pub fn state(app: &App, by: &Actor, rule: Option<Retention>) -> Result<Privacy> {
    is_owner(by)?;
    let now_ms = app.now_ms();
    let has_key = sales_imports::has_buyers_key(app)?;
    app.read(|tables| {
        let (kept, kept_at_ms) = tables.retention()?;
        let asked = rule.unwrap_or(kept);
        let since = |months: Option<u32>| months.map(|months| kept_since(now_ms, months));
        let sales = |import: &store::import::Import| {
            import.kind == ImportKind::Sales && import.state == ImportState::Live
        };
        Ok(Privacy {
            rule: kept,
            kept_at_ms,
            overdue: tables.overdue(since(asked.cell_months), since(asked.buyer_months))?,
            files: tables.imports()?.into_iter().filter(sales).map(washed).collect::<Result<_>>()?,
            has_key,
        })
    })
}

fn washed(import: store::import::Import) -> Result<Washed> {
    let mapping = import.mapping_json.as_deref().map(Mapping::from_json).transpose()?;
    let mut washed = Washed {
        import: import.id,
        file_name: import.file_name,
        at_ms: import.at_ms,
        dropped: Vec::new(),
        hashed: Vec::new(),
        kept: 0,
    };
    for column in mapping.into_iter().flat_map(|mapping| mapping.columns) {
        match column.field {
            Field::Personal => washed.dropped.push(column.header),
            Field::Buyer => washed.hashed.push(column.header),
            _ => washed.kept += 1,
        }
    }
    Ok(washed)
}

/// Sets the rule and keeps to it at once. What it deletes cannot be brought back.
///
/// # Errors
/// `Forbidden` for everybody but the owner, `Invalid` for no month or more than a hundred years.
pub fn set(app: &App, by: &Actor, rule: Retention) -> Result<Privacy> {
    is_owner(by)?;
    for (field, months) in [("cellMonths", rule.cell_months), ("buyerMonths", rule.buyer_months)] {
        if let Some(months) = months.filter(|months| !(1..=MOST_MONTHS).contains(months)) {
            return Err(Error::Invalid { field, value: months.to_string() });
        }
    }
    app.act(Change::Workspace, |tables| Ok(tables.save_retention(rule)?))?;
    keep_to(app)?;
    state(app, by, None)
}

/// Deletes what the rule no longer allows, in short steps between which a take finds its turn. What is deleted is
/// overwritten in the file.
pub(crate) fn keep_to(app: &App) -> Result<()> {
    let store = app.store()?;
    let now_ms = app.now_ms();
    let (rule, _) = store.read::<_, Error>(|tables| Ok(tables.retention()?))?;
    if rule == Retention::default() {
        return Ok(());
    }
    let _turn = turn();
    store.write_batch::<_, Error>(|tables| Ok(tables.overwrite_deleted(true)?))?;
    let done = (|| {
        if let Some(months) = rule.cell_months {
            let since_ms = kept_since(now_ms, months);
            while store.write_batch::<_, Error>(|tables| Ok(tables.delete_overdue_cells(since_ms)?))? {}
        }
        if let Some(months) = rule.buyer_months {
            let since_ms = kept_since(now_ms, months);
            let mut after = 0;
            while let Some(last) =
                store.write_batch::<_, Error>(|tables| Ok(tables.forget_overdue_buyers(since_ms, after)?))?
            {
                after = last;
            }
        }
        store.write_batch::<_, Error>(|tables| Ok(tables.save_retention_kept(now_ms)?))
    })();
    store.write_batch::<_, Error>(|tables| Ok(tables.overwrite_deleted(false)?))?;
    done?;
    Ok(store.empty_log()?)
}

/// Keeps to the rule without holding anybody up; does nothing while there is none or nothing is overdue.
pub(crate) fn keep_to_soon(app: &App) {
    let now_ms = app.now_ms();
    let is_due = app.read(|tables| {
        let (rule, _) = tables.retention()?;
        let since = |months: Option<u32>| months.map(|months| kept_since(now_ms, months));
        if rule == Retention::default() {
            return Ok(false);
        }
        Ok(tables.overdue(since(rule.cell_months), since(rule.buyer_months))? != Overdue::default())
    });
    if !is_due.unwrap_or_default() {
        return;
    }
    let app = app.clone();
    std::thread::spawn(move || {
        if let Err(error) = keep_to(&app) {
            tracing::error!(%error, "what is overdue could not be deleted");
        }
    });
}

/// The key that buyers are hashed with, as a code for another computer. It is shown and kept nowhere.
///
/// # Errors
/// `Forbidden` for everybody but the owner, what the key store says.
pub fn recovery_code(app: &App, by: &Actor) -> Result<String> {
    is_owner(by)?;
    sales_imports::buyers_code(app)
}

/// Hashes buyers with the key of a code from now on, as the computer did that showed it.
///
/// # Errors
/// `Forbidden` for everybody but the owner, `Invalid` for a code that is mistyped or of another workspace.
pub fn recover(app: &App, by: &Actor, code: &str) -> Result<()> {
    is_owner(by)?;
    sales_imports::recover_buyers(app, code)?;
    app.announce(Change::Workspace);
    Ok(())
}

/// Where in the workspace `text` stands: a buyer's name, phone or address should stand nowhere.
///
/// # Errors
/// `Forbidden` for everybody but the owner, `Invalid` when the text is too short to tell.
pub fn find(app: &App, by: &Actor, text: &str) -> Result<Looked> {
    is_owner(by)?;
    let text = text.trim();
    if text.chars().count() < LEAST {
        return Err(Error::Invalid { field: "text", value: text.to_owned() });
    }
    app.read(|tables| Ok(tables.find_everywhere(text)?))
}
