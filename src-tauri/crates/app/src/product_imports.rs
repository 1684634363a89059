//! Files of products: compared with the catalogue, shown row by row, taken in as one undoable step.

use std::ops::ControlFlow;

use domain::id::ImportId;
use domain::{Actor, Change, Currency};
use exchange::Source;
use store::Tables;
use store::import::{Import, ImportCounts, ImportKind, ImportState};

use crate::imports::{
    Ask, Caution, FieldChange, PreviewRow, Refused, Report, RowState, SHOWN, Total, Value, Waiting,
};
use crate::product_columns::{asked, columns, currency_question, numbers};
use crate::product_plan::{ColumnNames, Outcome, Plan, Terms, plan, product_fields, variant_fields};
use crate::{App, Error, Result, Write, on_air};

/// The verb in the history; a trigger of the store knows it too.
pub(crate) const VERB: &str = "product_import";

/// Rows from which on the search is put in order behind an import.
const LARGE: u64 = 2_000;

/// A row of the file: which product, which of its variants.
type Place = (u32, u32);

/// A file of products that waits.
pub(crate) struct Looked {
    terms: Terms,
    products: Vec<exchange::Product>,
    new: Vec<Place>,
    changed: Vec<Place>,
    unchanged: Vec<Place>,
    rejects: Vec<Refused>,
}

/// Looks at a file of products and completes its report; answers none while nobody knows what currency it is in.
pub(crate) fn look(app: &App, by: &Actor, ask: &Ask, report: &mut Report) -> Result<Option<Looked>> {
    let home = app.read(|tables| Ok(tables.workspace()?.map(|workspace| workspace.market.currency())))?;
    let currency = match ask.answers.get("currency") {
        Some(code) => {
            let known = Currency::from_code(code);
            Some(known.ok_or_else(|| Error::Invalid { field: "currency", value: code.clone() })?)
        }
        None => home,
    };
    report.questions.push(currency_question(currency));
    let (mut reading, open) = asked(ask, report)?;
    let Some(currency) = currency.filter(|_| report.questions.iter().all(|question| !question.blocks)) else {
        return Ok(None);
    };
    reading.currency = currency;
    let mut products = Vec::new();
    let read = exchange::read_products(&ask.path, &report.sniffed, &reading, &mut |batch| {
        products.extend(batch);
        ControlFlow::Continue(())
    })?;
    let fields = exchange::product_fields(&report.sniffed, &reading.stand_ins)?;
    let names = column_names(&report.sniffed.headers, &fields);
    let source = report.sniffed.recognised.source;
    let counts_only = matches!(source, Source::Products(source) if source.counts_only());
    let (sees_money, now_ms) = (by.sees_money, app.now_ms());
    let terms = Terms { currency, sees_money, now_ms, names, source: source_code(source), counts_only };
    let mut looked = Looked {
        terms,
        products,
        new: Vec::new(),
        changed: Vec::new(),
        unchanged: Vec::new(),
        rejects: read.rejects.iter().map(Refused::from).collect(),
    };
    app.read(|tables| looked.compare(app, tables))?;
    looked.rejects.sort_by_key(|reject| reject.row);

    report.counts = ImportCounts {
        read: read.counts.rows_read,
        new: looked.new.len() as u64,
        changed: looked.changed.len() as u64,
        // A row that only brings a picture or tells of a product says nothing new of any variant.
        unchanged: looked.unchanged.len() as u64 + read.counts.image_rows + read.counts.product_rows,
        // A file of products says what is so now.
        older: 0,
        rejected: looked.rejects.len() as u64,
    };
    report.totals = read.totals.iter().map(Total::from).collect();
    report.numbers = read.dialect.map(|dialect| numbers(dialect, &open, &looked.products, &reading));
    report.currency = Some(currency.code().to_owned());
    report.columns = columns(report, &fields, &looked.products, by.sees_money);
    report.rejects = looked.rejects.iter().take(SHOWN).cloned().collect();
    report.warnings = read.warnings.iter().take(SHOWN).map(Caution::from).collect();
    Ok(Some(looked))
}

/// How the file calls the columns that sentences name.
fn column_names(headers: &[String], fields: &[Option<&'static str>]) -> ColumnNames {
    let named = |code| fields.iter().position(|field| *field == Some(code)).map(|at| headers[at].clone());
    ColumnNames {
        sku: named("sku"),
        price: named("price"),
        image: named("productImage"),
        variant_image: named("image"),
    }
}

impl Looked {
    fn compare(&mut self, app: &App, tables: &Tables<'_>) -> Result<()> {
        for (product, file) in (0_u32..).zip(&self.products) {
            let planned = plan(app, tables, &self.terms, file)?;
            for (variant, (_, outcome)) in (0_u32..).zip(planned.rows) {
                match outcome {
                    Outcome::New(_) => self.new.push((product, variant)),
                    Outcome::Changed(_) => self.changed.push((product, variant)),
                    Outcome::Unchanged(_) => self.unchanged.push((product, variant)),
                    Outcome::Refused(refused) => self.rejects.push(*refused),
                }
            }
        }
        Ok(())
    }

    /// Compares a row again, against the catalogue as it is now, and says what differs.
    fn row(&self, app: &App, by: &Actor, tables: &Tables<'_>, place: Place) -> Result<Option<PreviewRow>> {
        let Some(file) = self.products.get(place.0 as usize) else { return Ok(None) };
        let planned = plan(app, tables, &self.terms, file)?;
        let at = place.1 as usize;
        let first = planned.rows.iter().position(|(_, outcome)| !matches!(outcome, Outcome::Refused(_)));
        let mut fields = match &planned.becomes {
            Some(product) if first == Some(at) => product_fields(planned.was.as_ref(), product),
            _ => Vec::new(),
        };
        if let (Some(category), true) = (planned.category, first == Some(at)) {
            fields.push(FieldChange { field: "category", was: None, becomes: Some(Value::Text(category)) });
        }
        let (row, variant) = match planned.rows.get(at) {
            Some((row, Outcome::New(variant))) => {
                fields.extend(variant_fields(None, variant, by.sees_money));
                (*row, variant)
            }
            Some((row, Outcome::Changed(change))) => {
                fields.extend(variant_fields(Some(&change.0), &change.1, by.sees_money));
                (*row, &change.1)
            }
            Some((row, Outcome::Unchanged(variant))) => (*row, variant),
            Some((_, Outcome::Refused(_))) | None => return Ok(None),
        };
        let choice = variant.choice.iter().map(String::as_str);
        let title = [file.title.as_str()].into_iter().chain(choice).collect::<Vec<_>>().join(" · ");
        let key =
            variant.sku.clone().unwrap_or_else(|| file.handle.clone().unwrap_or_else(|| file.title.clone()));
        Ok(Some(PreviewRow { row, title, key, fields }))
    }

    /// Writes what is new or changed; answers how many rows went which way.
    fn write(&self, app: &App, tables: &Tables<'_>, read: ImportCounts) -> Result<ImportCounts> {
        let mut counts = ImportCounts { new: 0, changed: 0, unchanged: 0, ..read };
        for file in &self.products {
            let planned = plan(app, tables, &self.terms, file)?;
            let written = counts.new + counts.changed;
            write_plan(tables, &planned, &mut counts)?;
            if let Some(product) = &planned.becomes
                && file.handle.is_none()
                && !self.terms.counts_only
                && counts.new + counts.changed > written
            {
                tables.set_product_key(self.terms.source, &file.key, product.id)?;
            }
        }
        counts.unchanged += read.unchanged - self.unchanged.len() as u64;
        counts.rejected = counts.read - counts.new - counts.changed - counts.unchanged;
        Ok(counts)
    }
}

fn write_plan(tables: &Tables<'_>, planned: &Plan, counts: &mut ImportCounts) -> Result<()> {
    match (&planned.was, &planned.becomes) {
        (None, Some(product)) => tables.insert_product(product)?,
        (Some(was), Some(product)) if was != product => tables.update_product(product)?,
        (_, Some(_)) | (_, None) => {}
    }
    if let (Some(product), Some(category)) = (&planned.becomes, &planned.category) {
        tables.set_product_category(product.id, Some(category))?;
    }
    for (_, outcome) in &planned.rows {
        match outcome {
            Outcome::New(variant) => {
                tables.insert_variant(variant)?;
                counts.new += 1;
            }
            Outcome::Changed(change) => {
                if change.0 != change.1 {
                    tables.update_variant(&change.1)?;
                }
                counts.changed += 1;
            }
            Outcome::Unchanged(_) => counts.unchanged += 1,
            Outcome::Refused(_) => {}
        }
    }
    Ok(())
}

impl Waiting for Looked {
    fn rows(
        &self,
        app: &App,
        by: &Actor,
        state: RowState,
        offset: usize,
        limit: usize,
    ) -> Result<(u64, Vec<PreviewRow>)> {
        let places = match state {
            RowState::New => &self.new,
            RowState::Changed => &self.changed,
            RowState::Unchanged => &self.unchanged,
            RowState::Older => return Ok((0, Vec::new())),
            RowState::Rejected => return Ok((self.rejects.len() as u64, Vec::new())),
        };
        let page = places.iter().skip(offset).take(limit);
        let rows = app.read(|tables| {
            let rows = page.map(|&place| self.row(app, by, tables, place));
            rows.filter_map(Result::transpose).collect::<Result<Vec<_>>>()
        })?;
        Ok((places.len() as u64, rows))
    }

    fn rejects(&self) -> &[Refused] {
        &self.rejects
    }

    fn commit(&self, app: &App, by: &Actor, report: &Report) -> Result<ImportId> {
        let id: ImportId = app.mint();
        let write = Write::new(VERB, Change::Catalogue, by).to(&report.sniffed.file).marked(id.as_uuid());
        let counts = app.transact(write, |tables| {
            // One undoable step is one transaction, and a take waits for it.
            on_air::leave_room(tables, &report.sniffed.file, report.counts.read)?;
            // Compared again: the catalogue may have moved on since the preview.
            let counts = self.write(app, tables, report.counts)?;
            tables.insert_import(&Import {
                id,
                kind: ImportKind::Products,
                file_name: report.sniffed.file.clone(),
                path: report.path.display().to_string(),
                hash: report.sniffed.hash.clone(),
                bytes: report.sniffed.size,
                source: source_code(report.sniffed.recognised.source).to_owned(),
                mapping_json: None,
                actor: by.name.clone(),
                at_ms: app.now_ms(),
                state: ImportState::Live,
                counts,
                totals_json: report.totals_json(),
            })?;
            Ok(counts)
        })?;
        if counts.new + counts.changed >= LARGE {
            settle(app);
        }
        Ok(id)
    }
}

/// Puts the search in order after a large import, in steps of some milliseconds so that a take gets in between.
fn settle(app: &App) {
    let settled = (|| -> Result<()> {
        let store = app.store()?;
        let mut begin = true;
        while store.write_batch(|tables| Ok::<_, Error>(tables.settle_search(begin)?))? {
            begin = false;
        }
        Ok(())
    })();
    if let Err(error) = settled {
        // The import stands; the search is right, only slower.
        tracing::warn!(%error, "the search could not be settled");
    }
}

/// Code of where a file comes from.
pub fn source_code(source: Source) -> &'static str {
    match source {
        Source::Products(source) => source.code(),
        Source::ShopifyOrders => "shopifyOrders",
        Source::TiktokLive => "tiktokLive",
        Source::ShopeeLive => "shopeeLive",
        Source::DouyinLive => "douyinLive",
        Source::FacebookPosts => "facebookPosts",
        Source::Unknown => "unknown",
        Source::Described(source) => source.code(),
        Source::Figures(source) => source.code(),
    }
}

/// Takes an import of products back: its step of the history, wherever it stands. Shops hear of the prices that
/// are back as they hear of any other change of the catalogue.
pub(crate) fn undo(app: &App, by: &Actor, import: &Import) -> Result<()> {
    if import.state != ImportState::Live {
        return Err(store::Error::NotFound("import").into());
    }
    if import.counts.new + import.counts.changed == 0 {
        // It changed nothing, so there is no step; only the register says so.
        app.act(Change::Imports, |tables| Ok(tables.set_import_state(import.id, ImportState::Undone)?))
    } else {
        app.read(|tables| leave_room_to_undo(tables, import))?;
        let shows = app.store()?.undo_marked(VERB, import.id.as_uuid(), |tables| {
            on_air::told(app, by, tables, Change::Catalogue)
        })?;
        app.announce(Change::Catalogue);
        shows.into_iter().for_each(|show| app.announce(Change::OnAir(show)));
        Ok(())
    }
}

/// Taking an import back, or repeating it, writes as much at once as the import did.
pub(crate) fn leave_room_to_undo(tables: &Tables<'_>, import: &Import) -> Result<()> {
    on_air::leave_room(tables, &import.file_name, import.counts.new + import.counts.changed)
}
