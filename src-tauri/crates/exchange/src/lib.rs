//! Files in and out: sniffing, dialects, mappings, CSV and XLSX.

mod csv_in;
mod error;
mod field;
mod header;
mod number;
mod product;
mod reject;
mod shopify_column;
mod shopify_product;
mod sniff;
mod table;
mod text;
mod wash;
mod xlsx;

pub use error::{FileError, Found};
pub use field::Field;
pub use header::{Kind, Recognised, Source};
pub use number::{Explains, Number, NumberDialect, NumberError, ONE_E4, e4_text};
pub use product::{
    ColumnTotal, Product, ProductCounts, ProductReading, ProductReport, Variant, Warning, read_products,
};
pub use reject::{Expectation, Reject, Remedy};
pub use sniff::{Container, Delimiter, Encoding, Sniffed, sniff, sniff_sheet};
pub use wash::Wash;
