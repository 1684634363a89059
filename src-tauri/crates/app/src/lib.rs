//! Verbs: one function an action, one transaction a write.
//!
//! [`App`] is the running program: at most one open workspace, one clock, one stream of changes. Each module
//! below holds the verbs of one noun.

mod app;
pub mod catalogue;
mod clock;
mod commission_imports;
pub mod commissions;
pub mod credits;
mod error;
pub mod expenses;
pub mod exports;
pub mod fees;
mod figure_imports;
mod history;
mod home;
pub mod hosts;
pub mod imports;
pub mod lineups;
pub mod logs;
pub mod margins;
pub mod next_times;
pub mod offers;
pub mod on_air;
mod payout_imports;
pub mod payouts;
pub mod privacy;
mod product_columns;
pub mod product_imports;
pub mod product_lists;
mod product_plan;
pub mod rates;
mod reject_file;
pub mod reviews;
pub mod run;
mod sales;
pub mod sales_imports;
pub mod sample;
pub mod secrets;
pub mod sender;
pub mod session_imports;
pub mod session_joins;
pub mod sessions;
pub mod shops;
pub mod simulcast;
mod system;
pub mod targets;
pub mod today;
pub mod watch;
pub mod words;
pub mod workspace_file;
pub mod workspaces;

pub use app::{App, Write};
pub use clock::{Clock, SystemClock};
pub use error::{Error, Result};
pub use history::{HistoryState, history_state, redo, undo};
pub use home::Home;

pub use {domain, exchange, store, storefront};
