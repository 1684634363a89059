//! Wire types: camelCase, ids as UUID text, instants as UTC milliseconds, money as decimal text with currency.

mod commission;
mod credit;
mod delivery;
mod expense;
mod export;
mod fee;
mod fee_pack;
mod figure;
mod history;
mod import;
mod import_change;
mod import_file;
mod import_pack;
mod import_room;
mod import_row;
mod insight;
mod join;
mod lineup;
mod margin;
mod margin_pack;
mod margin_part;
mod money;
mod offer;
mod on_air;
mod payout;
mod payout_across;
mod payout_pack;
mod privacy;
mod product;
mod rate;
mod review;
mod review_across;
mod review_mature;
mod review_pack;
mod review_platform;
mod run;
mod session;
mod shop;
mod target;
mod today;
mod watch;
mod workspace;

pub use commission::{CreatorCommission, SessionCommissions};
pub use credit::{CreditCorrect, CreditCorrection, CreditCorrectionRef, CreditCorrections, CreditScope};
pub use delivery::{Delivery, DeliveryPage, DeliveryPageRequest, DeliveryResend};
pub use expense::{
    Expense, ExpenseHow, ExpenseKind, ExpenseRef, ExpenseSave, ExpenseTerms, SessionExpense, SessionExpenses,
    StandingExpenses,
};
pub use export::{
    ExportForm, Exported, ReceivedLeft, ReceivedReview, ReceivedStep, ReviewExport, ReviewFileOpen,
};
pub use fee::{
    CommissionChange, FeeBase, FeeByAds, FeeCondition, FeeDue, FeeKind, FeeOnRefund, FeePayer, FeePurpose,
    FeeRounding, FeeRule, FeeRuleRef, FeeRuleSave, FeeRules, FeeRulesAdded, FeeScope, FeeShare, FeeStarter,
    FeeStarterTake, FeeStep, FeeTerms, SellerType,
};
pub use figure::{
    AdDay, ChannelDay, ChannelDays, LiveDay, ReviewStep, ReviewStepProduct, ReviewSteps, ShopDay,
};
pub use history::{HistoryState, HistoryStep};
pub use import::{
    ColumnChoice, EarlierImport, ImportAs, ImportChoice, ImportColumn, ImportCounts, ImportDialect,
    ImportFile, ImportKind, ImportPreview, ImportPreviewRequest, ImportQuestion, ImportReject, ImportState,
    ImportTotal, ImportWarning, Said,
};
pub use import_change::{
    HeaderChanges, ImportChanges, ImportRestated, ImportRestatedRequest, MovedSession, RenamedColumn,
    RestatedLine, RestatedSide,
};
pub use import_file::{GivenPath, GivenPaths, ImportPaths};
pub(crate) use import_pack::refused_row;
pub use import_room::ImportRoom;
pub use import_row::{
    Import, ImportFieldChange, ImportMappingSave, ImportRef, ImportRejectsSave, ImportRejectsSaved,
    ImportRow, ImportRowState, ImportRows, ImportRowsRequest, ImportValue, Imports, PreviewRef,
};
pub use insight::{
    ComparedBy, ComparedFigure, GoalChecked, GoalFarAbove, NextTime, NextTimeLineup, NextTimePlan,
    NextTimeSlot, NextTimeTakeUp, ReviewAnomaly, ReviewInsight,
};
pub use join::{JoinPair, JoinPairs, JoinRef, JoinSay};
pub use lineup::{
    Lineup, LineupAdd, LineupEdit, LineupMove, LineupRemove, LineupUseList, Slot, SlotProblem, TrackedLink,
};
pub use margin::{
    Borne, Exchanged, FeeRevision, Missing, MissingKind, ProductLeft, ReviewWaterfall, ReviewWhatIf, Samples,
    SpentBy, TakenByRule, Waterfall, WaterfallLine, WaterfallLinePage, WaterfallLines, WaterfallSet,
    WhatIfRow, WhatIfRows,
};
pub(crate) use margin_pack::kind as missing_kind;
pub use margin_part::{PartLeft, PartsBy, ReviewParts, ReviewPartsAsk};
pub use money::Money;
pub use offer::{
    Availability, Offer, OfferOnAir, OfferRef, OfferSave, OfferState, OfferStep, OfferTerms, OfferWithdraw,
    Offers, SlotWithdraw,
};
pub use on_air::{
    ClockState, LogEntry, LogKind, LogPage, LogPageRequest, NowShowing, OnAir, OnAirNote, OnAirReopen,
    OnAirSlot, OnAirStep, OnAirTake, SlotState,
};
pub use payout::{
    PayoutAmount, PayoutBasis, PayoutCharge, PayoutChargeKind, PayoutEntry, PayoutLine, PayoutMatch,
    PayoutMatchedBy, PayoutOrder, PayoutOrderDetail, PayoutOrderQuery, PayoutPage, PayoutQuery,
    PayoutRuleMatch, PayoutSet, PayoutState, PayoutStateCount, PayoutStep, PayoutStepKind, PayoutWaiting,
    PayoutWay,
};
pub use payout_across::{PayoutAcross, PayoutAcrossQuery, PayoutAcrossRow};
pub(crate) use payout_pack::currency as payout_currency;
pub use privacy::{
    Privacy, PrivacyAsk, PrivacyCode, PrivacyFind, PrivacyFound, PrivacyPlace, Retention, WashedFile,
};
pub use product::{
    CataloguePage, CatalogueQuery, CatalogueSort, ProductCreate, ProductDetail, ProductEdit, ProductList,
    ProductListRef, ProductListSave, ProductLists, ProductRef, ProductRefs, ProductSummary, ProductsDeleted,
    VariantEdit, VariantField, VariantRow,
};
pub use rate::{
    ExchangeRate, ExchangeRateRef, ExchangeRateSave, ExchangeRates, ExchangedAt, NoRate, RatesAsk,
    RatesLooked, RatesOpen, RatesPair, RatesReject, ReviewTogether, ReviewTogetherAsk,
};
pub use review::{
    Band, Credit, CurvePoint, FigureFile, Kpi, LineKind, Metric, OnAirWindow, ReviewFigures, ReviewGrouping,
    ReviewLine, ReviewLinePage, ReviewLines, ReviewProduct, ReviewSession, ReviewedSession, SessionReview,
    Unmatched,
};
pub use review_across::{
    FiguresChecked, ReviewAcross, ReviewAll, ReviewMonth, ReviewRange, ReviewRow, ReviewWithin, ReviewYear,
    ReviewYearOf, ReviewYearRow,
};
pub use review_mature::{MaturePoint, MaturingSet, ReviewMaturing};
pub use run::{RunProgress, RunRef};
pub use session::{
    Channel, Host, HostList, HostSave, Overlap, Session, SessionAll, SessionChannel, SessionChannelPlan,
    SessionDuplicate, SessionEdit, SessionGoal, SessionList, SessionPlan, SessionRef, SessionSetViews,
    SessionStatus, SessionSummary,
};
pub use shop::{ProductCategory, ProductCategorySet, Shop, ShopProgramme, Shops};
pub use target::{
    AnswerCode, DeliveryState, SecretPlace, Target, TargetAnswer, TargetCheck, TargetCreate, TargetEdit,
    TargetFinding, TargetGrade, TargetKeys, TargetKind, TargetList, TargetRef, TargetSecret, TargetState,
    TargetTested,
};
pub use today::{Check, Need, NeedKind, NextSession, Readiness, SessionReadiness, Today};
pub use watch::{WatchEdit, WatchRef, WatchStart, WatchedFolder, WatchedFolders};
pub use workspace::{
    Backup, Diagnostics, Language, Market, Purpose, Role, Theme, Workspace, WorkspaceBackUp, WorkspaceEdit,
    WorkspaceMove, WorkspaceOpen, WorkspaceRestore, WorkspaceRestored, WorkspaceStart, WorkspaceState,
};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A request or an answer without content.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// What became different, as told to windows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeNotice {
    /// What: `workspace`, `catalogue`, `session`, `onAir` …; `everything` after a gap.
    pub change: String,
    /// The id it is about, where it is about one thing.
    pub id: Option<String>,
}

impl From<domain::Change> for ChangeNotice {
    fn from(change: domain::Change) -> Self {
        Self { change: change.code().to_owned(), id: change.id().map(|id| id.to_string()) }
    }
}

/// The id in `text`; refuses, naming `field`, what is not a UUID.
pub(crate) fn id<Id: From<Uuid>>(field: &'static str, text: &str) -> Result<Id, app::Error> {
    let parsed = Uuid::parse_str(text).map(Into::into);
    parsed.map_err(|_| app::Error::Invalid { field, value: text.to_owned() })
}

/// The ids in `texts`; see [`id`].
pub(crate) fn ids<Id: From<Uuid>>(field: &'static str, texts: &[String]) -> Result<Vec<Id>, app::Error> {
    texts.iter().map(|text| id(field, text)).collect()
}
