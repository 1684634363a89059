//! Files in and out: sniffing, dialects, mappings, CSV and XLSX.

mod binding;
mod blocks;
mod composed;
mod csv_in;
mod date;
mod described;
mod error;
mod field;
mod figures;
mod hashed;
mod header;
mod mapping;
mod meter;
mod no_day;
mod number;
mod ole;
mod payouts;
mod product;
mod propose;
mod rates;
mod reject;
mod reject_file;
pub mod report;
mod sale;
mod sales;
mod sessions;
pub mod share;
mod sniff;
mod states;
mod table;
mod text;
mod wash;
mod xlsx;

pub use date::DateForm;
pub use described::{AmountIs, Described, Sum};
pub use error::{FileError, Found};
pub use field::Field;
pub use figures::{
    FigureField, FigureKind, FigureRoom, FigureRow, FigureSheet, FigureSource, Figures, RowOf, read_figures,
};
pub use header::{Kind, Recognised, Source};
pub use mapping::{MAPPING_VERSION, MappedColumn, Mapping, State};
pub use number::{Explains, Mark, Number, NumberDialect, NumberError, ONE_E4, e4_text};
pub use payouts::{
    Commission, CommissionPay, CommissionSheet, PayoutAnswers, PayoutColumn, PayoutEntry, PayoutOpen,
    PayoutSheet, read_commissions, read_payouts,
};
pub use product::{
    ColumnTotal, Product, ProductCounts, ProductField, ProductOpen, ProductReading, ProductReport,
    ProductSource, StandIns, Variant, Warning, open_products, product_fields, read_products,
};
pub use propose::{
    About, Answers, ColumnProposal, CurrencyProof, DateProof, DialectProof, Evidence, ProofBy, Proposal,
    Question, ZoneProof, propose,
};
pub use rates::{RateAnswers, RateOpen, RateReject, RateSheet, read_rates};
pub use reject::{Expectation, Reject, Remedy};
pub use reject_file::{csv_safe, write_rejects};
pub use sale::{SaleBatch, SaleCounts, SaleKind, SaleReport, SaleRow};
pub use sales::read_sales;
pub use sessions::{Room, RoomAnswers, RoomField, RoomOpen, RoomSheet, read_rooms};
pub use sniff::{Container, Delimiter, Encoding, Sniffed, sniff, sniff_sheet};
pub use wash::Wash;

/// Shopify's column for the code of a discount.
const SHOPIFY_COUPON: &str = "Discount Code";

/// Whether a column of this name says which coupon was used in an order, or what it took off.
pub fn is_coupon_column(header: &str) -> bool {
    header == SHOPIFY_COUPON || Described::is_coupon(header)
}
