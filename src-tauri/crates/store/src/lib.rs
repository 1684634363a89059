//! SQLite: the only crate that speaks SQL.
//!
//! [`Store`] owns one workspace file: one writer, a few readers. [`Tables`] is what a closure gets to work
//! with inside a read or a write; each table's SQL lives in the module of its name.

mod catalogue_order;
pub mod commission;
pub mod commission_credit;
pub mod credit_correction;
pub mod delivery;
mod error;
pub mod exchange_rate;
mod expense;
mod fee_rule;
pub mod figure;
pub mod file;
mod history;
mod host;
pub mod import;
pub mod import_change;
mod log;
mod log_file;
mod migrations;
mod offer;
pub mod payout;
mod pool;
mod product;
mod product_key;
mod product_list;
pub mod raw;
pub mod retention;
pub mod revision;
pub mod rollup;
pub mod rollup_alike;
mod rollup_read;
mod row;
pub mod sale;
pub mod sale_base;
pub mod sale_name;
mod sale_order;
pub mod search;
pub mod session;
pub mod session_figure;
pub mod session_join;
mod shop;
mod slot;
mod tables;
pub mod target;
mod variant;
pub mod watch;
mod window;
pub mod workspace;

pub use error::{Error, Result};
pub use history::{HistoryEntry, Recording, Step};
pub use pool::Store;
pub use tables::Tables;
