//! Files that go out: rows in, bytes out. Amounts travel as whole units of 10⁻⁴ and are written as exact decimals.

mod csv_out;
mod error;
mod parquet_out;
mod place;
mod review_file;
mod value;
mod xlsx_out;

pub use csv_out::CsvOut;
pub use error::ShareError;
pub use parquet_out::{ParquetOut, schema_json};
pub use place::{FileOut, FolderOut};
pub use review_file::{
    LARGEST_REVIEW_FILE, REVIEW_FILE_VERSION, ReviewFileError, SharedBand, SharedBucket, SharedFigures,
    SharedFile, SharedKpi, SharedLeft, SharedProduct, SharedReview, SharedSession, SharedTally,
};
pub use value::{Column, Form, Value, decimal_text};
pub use xlsx_out::{BookOut, CellOut, LARGEST_SHEET};
