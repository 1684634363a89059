//! A table as Parquet: amounts as DECIMAL with four places, instants as UTC timestamps, ids as text.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use serde_json::json;

use super::ShareError;
use super::value::{Column, Form, Value};

/// Digits an amount of 10⁻⁴ in 64 bits has at most.
const DIGITS: i32 = 18;

/// The values of one column that wait for their row group.
enum Waiting {
    Words(Vec<ByteArray>),
    Numbers(Vec<i64>),
}

/// A Parquet file being written; rows are handed on in groups, so memory does not grow with the file.
pub struct ParquetOut<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    waiting: Vec<(Vec<i16>, Waiting)>,
    rows: usize,
}

impl<W: Write + Send> ParquetOut<W> {
    /// Begins a file of these columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(out: W, columns: &[Column]) -> Result<Self, ShareError> {
        let fields = columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        let schema = Type::group_type_builder("rows").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by("Showrunner".to_owned())
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        let waiting = columns.iter().map(|column| (Vec::new(), empty(column.form))).collect();
        Ok(Self { writer, waiting, rows: 0 })
    }

    /// Takes a row; it is written with its group.
    ///
    /// # Errors
    /// When a cell is of another form than its column.
    pub fn row(&mut self, cells: &[Value<'_>]) -> Result<(), ShareError> {
        for ((levels, values), cell) in self.waiting.iter_mut().zip(cells) {
            levels.push(i16::from(*cell != Value::Unknown));
            match (values, *cell) {
                (_, Value::Unknown) => {}
                (Waiting::Words(words), Value::Text(text)) => words.push(text.as_bytes().to_vec().into()),
                (
                    Waiting::Numbers(numbers),
                    Value::Whole(number) | Value::E4(number) | Value::Instant(number, _),
                ) => numbers.push(number),
                (_, other) => return Err(ShareError::Form(format!("{other:?} has no place in its column"))),
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// How many rows wait.
    pub const fn waiting(&self) -> usize {
        self.rows
    }

    /// Writes the rows that wait as one group.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), ShareError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (levels, values) in &mut self.waiting {
            let Some(mut column) = group.next_column()? else { break };
            match values {
                Waiting::Words(words) => {
                    column.typed::<ByteArrayType>().write_batch(words, Some(levels), None)?;
                    words.clear();
                }
                Waiting::Numbers(numbers) => {
                    column.typed::<Int64Type>().write_batch(numbers, Some(levels), None)?;
                    numbers.clear();
                }
            }
            levels.clear();
            column.close()?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When its end cannot be written.
    pub fn finish(mut self) -> Result<W, ShareError> {
        self.flush()?;
        Ok(self.writer.into_inner()?)
    }
}

const fn empty(form: Form) -> Waiting {
    match form {
        Form::Text => Waiting::Words(Vec::new()),
        Form::Whole | Form::Amount | Form::Instant => Waiting::Numbers(Vec::new()),
    }
}

fn field(column: &Column) -> Result<Arc<Type>, ShareError> {
    let (physical, logical) = match column.form {
        Form::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Form::Whole => (Physical::INT64, None),
        Form::Amount => (Physical::INT64, Some(LogicalType::decimal(4, DIGITS))),
        Form::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
    };
    let digits = if column.form == Form::Amount { (DIGITS, 4) } else { (-1, -1) };
    let field = Type::primitive_type_builder(column.key, physical)
        .with_logical_type(logical)
        .with_precision(digits.0)
        .with_scale(digits.1)
        .with_repetition(Repetition::OPTIONAL)
        .build()?;
    Ok(Arc::new(field))
}

/// The columns for whoever reads the folder: name and type as DuckDB calls it.
pub fn schema_json(columns: &[Column]) -> serde_json::Value {
    let kind = |form| match form {
        Form::Text => "VARCHAR",
        Form::Whole => "BIGINT",
        Form::Amount => "DECIMAL(18,4)",
        Form::Instant => "TIMESTAMP WITH TIME ZONE",
    };
    columns.iter().map(|column| json!({ "name": column.key, "type": kind(column.form) })).collect()
}
