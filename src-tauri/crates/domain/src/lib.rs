//! Nouns and rules of live selling: pure, without I/O, clock or serialisation.

pub mod actor;
pub mod change;
pub mod correction;
pub mod credit;
pub mod evidence;
pub mod expense;
pub mod fee;
pub mod fold;
pub mod id;
pub mod insight;
pub mod lineup;
pub mod market;
pub mod metric;
pub mod money;
pub mod offer;
pub mod on_air;
pub mod payout;
pub mod product;
pub mod rate;
pub mod retention;
pub mod room;
pub mod session;
pub mod simulcast;
pub mod waterfall;

pub use actor::{Actor, Role};
pub use change::Change;
pub use credit::{Credit, LineKind};
pub use fold::fold;
pub use market::{Channel, Language, Market};
pub use metric::{Metric, Tally};
pub use money::{Currency, Money, MoneyError};
pub use product::{Product, ProductList, ProductSummary, Variant};
pub use retention::Retention;
pub use room::RoomFigures;
pub use session::SessionStatus;
