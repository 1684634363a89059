//! From what was looked at to what is shown of it.

use std::collections::BTreeMap;

use app::exchange::{Container, Source};
use app::imports::{self, Preview, PreviewRow, Refused, Report, Value};
use app::product_imports::source_code;
use app::store::import::ImportKind as StoredKind;

use super::import::{
    EarlierImport, ImportAs, ImportChoice, ImportColumn, ImportDialect, ImportFile, ImportKind,
    ImportPreview, ImportPreviewRequest, ImportQuestion, ImportReject, ImportTotal, ImportWarning, Said,
};
use super::import_row::{ImportFieldChange, ImportRow, ImportRowState, ImportValue};

impl TryFrom<ImportPreviewRequest> for imports::Ask {
    type Error = app::Error;

    fn try_from(req: ImportPreviewRequest) -> Result<Self, app::Error> {
        // The answer to the question of the kind is the kind.
        let answered = req.answers.get("kind").and_then(|code| StoredKind::from_code(code));
        let read_as = req.read_as.map(StoredKind::from).or(answered);
        let columns = req.columns.into_iter().filter_map(|choice| {
            let index = usize::try_from(choice.index).ok()?;
            Some((index, choice.field))
        });
        Ok(Self {
            path: req.path.into(),
            read_as,
            sheet: req.sheet,
            columns: columns.collect(),
            mapping: req.mapping,
            mapping_path: req.mapping_path.map(Into::into),
            replaces: req.replaces.map(|id| super::id("replaces", &id)).transpose()?,
            answers: req.answers,
        })
    }
}

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> Self {
        let report = &*preview.report;
        Self {
            preview_id: preview.id.to_string(),
            kind: report.kind.map_or(ImportKind::Unclear, ImportKind::from),
            file: file(report),
            source: source_code(report.sniffed.recognised.source).to_owned(),
            source_names: source_names(report.sniffed.recognised.source),
            evidence: report.sniffed.recognised.evidence.clone(),
            numbers: report.numbers.clone().map(Into::into),
            dates: report.dates.clone().map(Into::into),
            currency: report.currency.clone(),
            zone: report.zone.clone(),
            columns: report.columns.iter().cloned().map(Into::into).collect(),
            fields: report.fields.clone(),
            mapping: report.mapping.clone(),
            counts: report.counts.into(),
            totals: report.totals.iter().cloned().map(Into::into).collect(),
            notes: report.notes.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect(),
            questions: report.questions.iter().cloned().map(Into::into).collect(),
            rejects: report.rejects.iter().cloned().map(Into::into).collect(),
            warnings: report.warnings.iter().cloned().map(Into::into).collect(),
            rooms: report.rooms.iter().cloned().map(Into::into).collect(),
            from_ms: report.period.map(|(from_ms, _)| from_ms),
            to_ms: report.period.map(|(_, to_ms)| to_ms),
            earlier: report
                .earlier
                .as_ref()
                .map(|import| EarlierImport { import_id: import.id.to_string(), at_ms: import.at_ms }),
            remembered: report.remembered.clone(),
            ready: report.ready(),
        }
    }
}

impl From<ImportAs> for StoredKind {
    fn from(kind: ImportAs) -> Self {
        match kind {
            ImportAs::Products => Self::Products,
            ImportAs::Sales => Self::Sales,
            ImportAs::Sessions => Self::Sessions,
            ImportAs::Rates => Self::Rates,
            ImportAs::Payouts => Self::Payouts,
            ImportAs::Commissions => Self::Commissions,
            ImportAs::Minutes => Self::Minutes,
            ImportAs::Days => Self::Days,
            ImportAs::Ads => Self::Ads,
        }
    }
}

impl From<StoredKind> for ImportAs {
    fn from(kind: StoredKind) -> Self {
        match kind {
            StoredKind::Products => Self::Products,
            StoredKind::Sales => Self::Sales,
            StoredKind::Sessions => Self::Sessions,
            StoredKind::Rates => Self::Rates,
            StoredKind::Payouts => Self::Payouts,
            StoredKind::Commissions => Self::Commissions,
            StoredKind::Minutes => Self::Minutes,
            StoredKind::Days => Self::Days,
            StoredKind::Ads => Self::Ads,
        }
    }
}

impl From<StoredKind> for ImportKind {
    fn from(kind: StoredKind) -> Self {
        match kind {
            StoredKind::Products => Self::Products,
            StoredKind::Sales => Self::Sales,
            StoredKind::Sessions => Self::Sessions,
            // Rates come in from their own screen.
            StoredKind::Rates => Self::Unclear,
            StoredKind::Payouts => Self::Payouts,
            StoredKind::Commissions => Self::Commissions,
            StoredKind::Minutes => Self::Minutes,
            StoredKind::Days => Self::Days,
            StoredKind::Ads => Self::Ads,
        }
    }
}

fn source_names(source: Source) -> BTreeMap<String, String> {
    match source {
        Source::Described(source) => source.names().clone(),
        Source::Figures(source) => source.names().clone(),
        Source::Products(source) => source.names().clone(),
        Source::ShopifyOrders
        | Source::TiktokLive
        | Source::ShopeeLive
        | Source::DouyinLive
        | Source::FacebookPosts
        | Source::Unknown => BTreeMap::new(),
    }
}

fn file(report: &Report) -> ImportFile {
    let sniffed = &report.sniffed;
    let (encoding, delimiter, sheet, sheets) = match &sniffed.container {
        Container::Csv { encoding, delimiter } => (code(encoding), code(delimiter), None, Vec::new()),
        Container::Xlsx { sheet, sheets } => (None, None, Some(sheet.clone()), sheets.clone()),
    };
    ImportFile {
        name: sniffed.file.clone(),
        path: report.path.display().to_string(),
        bytes: sniffed.size,
        hash: sniffed.hash.clone(),
        container: imports::container_code(&sniffed.container).to_owned(),
        encoding,
        delimiter,
        sheet,
        sheets,
        header_row: u32::try_from(sniffed.header_row).unwrap_or(u32::MAX),
    }
}

/// The code of a variant without fields, as it serialises.
fn code(value: &impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

impl From<imports::Said> for Said {
    fn from(said: imports::Said) -> Self {
        Self { code: said.code, params: said.params }
    }
}

impl From<imports::Dialect> for ImportDialect {
    fn from(dialect: imports::Dialect) -> Self {
        Self {
            reading: dialect.reading,
            example: dialect.example,
            proofs: dialect.proofs.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<imports::Column> for ImportColumn {
    fn from(column: imports::Column) -> Self {
        Self {
            index: u32::try_from(column.index).unwrap_or(u32::MAX),
            header: column.header,
            example: column.example,
            field: column.field,
            confidence: column.confidence,
            reason: column.reason.into(),
            personal: column.personal,
        }
    }
}

impl From<imports::Total> for ImportTotal {
    fn from(total: imports::Total) -> Self {
        Self { column: total.column, total: total.total, cells: total.cells, said: total.said }
    }
}

impl From<imports::Question> for ImportQuestion {
    fn from(question: imports::Question) -> Self {
        let choice = |(value, example)| ImportChoice { value, example };
        Self {
            key: question.key,
            about: question.about,
            choices: question.choices.into_iter().map(choice).collect(),
            answer: question.answer,
            blocks: question.blocks,
        }
    }
}

impl From<Refused> for ImportReject {
    fn from(refused: Refused) -> Self {
        Self {
            row: refused.row,
            column: refused.column,
            value: refused.value,
            expectation: refused.expectation.into(),
            remedy: refused.remedy,
            message: refused.message,
        }
    }
}

impl From<imports::Caution> for ImportWarning {
    fn from(caution: imports::Caution) -> Self {
        Self { row: caution.row, warning: caution.warning.into() }
    }
}

impl From<ImportRowState> for imports::RowState {
    fn from(state: ImportRowState) -> Self {
        match state {
            ImportRowState::New => Self::New,
            ImportRowState::Changed => Self::Changed,
            ImportRowState::Unchanged => Self::Unchanged,
            ImportRowState::Older => Self::Older,
            ImportRowState::Rejected => Self::Rejected,
        }
    }
}

impl From<Value> for ImportValue {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            Value::Money(money) => Self::Money(money.into()),
            Value::Count(count) => Self::Count(count),
            Value::Instant(at_ms) => Self::Instant(at_ms),
        }
    }
}

impl From<PreviewRow> for ImportRow {
    fn from(row: PreviewRow) -> Self {
        let change = |change: imports::FieldChange| ImportFieldChange {
            field: change.field.to_owned(),
            was: change.was.map(Into::into),
            becomes: change.becomes.map(Into::into),
        };
        Self {
            row: row.row,
            title: row.title,
            key: row.key,
            fields: row.fields.into_iter().map(change).collect(),
            reject: None,
        }
    }
}

/// A refused row as a row of the preview.
pub(crate) fn refused_row(refused: Refused) -> ImportRow {
    let title = refused.column.clone().unwrap_or_default();
    let key = refused.value.clone().unwrap_or_default();
    ImportRow { row: refused.row, title, key, fields: Vec::new(), reject: Some(refused.into()) }
}
