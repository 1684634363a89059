//! One handler a command: unpack, call the verb, pack.

pub(crate) mod commission;
pub(crate) mod credit;
pub(crate) mod expense;
pub(crate) mod export;
pub(crate) mod fee;
pub(crate) mod figure;
pub(crate) mod history;
pub(crate) mod import;
pub(crate) mod import_change;
pub(crate) mod import_file;
pub(crate) mod insight;
pub(crate) mod lineup;
pub(crate) mod margin;
pub(crate) mod on_air;
pub(crate) mod payout;
pub(crate) mod privacy;
pub(crate) mod product;
pub(crate) mod product_list;
pub(crate) mod rate;
pub(crate) mod review;
pub(crate) mod session;
pub(crate) mod shop;
pub(crate) mod target;
pub(crate) mod today;
pub(crate) mod workspace;
