//! The one list of commands, and the dispatch that grows from it.

use app::App;
use domain::{Actor, Role};
use serde_json::Value;

use crate::{ApiError, handlers};

/// The list: `module: command(Request) -> Answer, needs Role;`. Grows the dispatch and the TypeScript types.
macro_rules! for_each_command {
    ($then:ident) => {
        $then! {
            workspace: workspace_state(Nothing) -> WorkspaceState, needs Viewer;
            workspace: workspace_start(WorkspaceStart) -> WorkspaceState, needs Owner;
            workspace: workspace_edit(WorkspaceEdit) -> WorkspaceState, needs Owner;
            product: catalogue_page(CatalogueQuery) -> CataloguePage, needs Viewer;
            product: product_get(ProductRef) -> ProductDetail, needs Viewer;
            product: product_create(ProductCreate) -> ProductDetail, needs Operator;
            product: product_edit(ProductEdit) -> ProductDetail, needs Operator;
            product: product_delete(ProductRefs) -> ProductsDeleted, needs Operator;
            product: variant_edit(VariantEdit) -> VariantRow, needs Operator;
            product_list: product_list_all(Nothing) -> ProductLists, needs Viewer;
            product_list: product_list_get(ProductListRef) -> ProductList, needs Viewer;
            product_list: product_list_save(ProductListSave) -> ProductList, needs Operator;
            product_list: product_list_delete(ProductListRef) -> Nothing, needs Operator;
            import: import_preview(ImportPreviewRequest) -> ImportPreview, needs Operator;
            import: import_rows(ImportRowsRequest) -> ImportRows, needs Operator;
            import: import_commit(PreviewRef) -> Import, needs Operator;
            import: import_discard(PreviewRef) -> Nothing, needs Operator;
            import: import_undo(ImportRef) -> Import, needs Operator;
            import_file: import_files(ImportPaths) -> GivenPaths, needs Operator;
            watch: watch_state(Nothing) -> WatchedFolders, needs Operator;
            watch: watch_start(WatchStart) -> WatchedFolders, needs Operator;
            watch: watch_edit(WatchEdit) -> WatchedFolders, needs Operator;
            watch: watch_stop(WatchRef) -> WatchedFolders, needs Operator;
            watch: watch_leave(ImportPaths) -> WatchedFolders, needs Operator;
            import_change: import_changes(ImportRef) -> ImportChanges, needs Operator;
            import_change: import_restated(ImportRestatedRequest) -> ImportRestated, needs Operator;
            import: import_all(Nothing) -> Imports, needs Operator;
            import: import_mapping_save(ImportMappingSave) -> Nothing, needs Operator;
            import: import_rejects_save(ImportRejectsSave) -> ImportRejectsSaved, needs Operator;
            workspace: workspace_open(WorkspaceOpen) -> WorkspaceState, needs Owner;
            workspace: workspace_back_up(WorkspaceBackUp) -> Backup, needs Owner;
            workspace: workspace_restore(WorkspaceRestore) -> WorkspaceRestored, needs Owner;
            workspace: workspace_move(WorkspaceMove) -> WorkspaceState, needs Owner;
            workspace: diagnostics_copy(Nothing) -> Diagnostics, needs Operator;
            privacy: privacy_state(PrivacyAsk) -> Privacy, needs Owner;
            privacy: privacy_set(Retention) -> Privacy, needs Owner;
            privacy: privacy_find(PrivacyFind) -> PrivacyFound, needs Owner;
            privacy: privacy_code(Nothing) -> PrivacyCode, needs Owner;
            privacy: privacy_recover(PrivacyCode) -> Nothing, needs Owner;
            history: history_state(Nothing) -> HistoryState, needs Viewer;
            history: history_undo(Nothing) -> HistoryStep, needs Operator;
            history: history_redo(Nothing) -> HistoryStep, needs Operator;
            target: target_all(Nothing) -> TargetList, needs Operator;
            target: target_create(TargetCreate) -> Target, needs Owner;
            target: target_try(TargetCreate) -> TargetTested, needs Owner;
            target: target_edit(TargetEdit) -> Target, needs Owner;
            target: target_remove(TargetRef) -> Nothing, needs Owner;
            target: target_test(TargetRef) -> TargetTested, needs Operator;
            target: target_secret_show(TargetRef) -> TargetSecret, needs Owner;
            target: target_secret_renew(TargetRef) -> TargetSecret, needs Owner;
            target: delivery_page(DeliveryPageRequest) -> DeliveryPage, needs Operator;
            target: delivery_resend(DeliveryResend) -> Target, needs Operator;
            today: today(Nothing) -> Today, needs Viewer;
            today: session_readiness(SessionRef) -> SessionReadiness, needs Viewer;
            session: session_all(SessionAll) -> SessionList, needs Viewer;
            session: session_get(SessionRef) -> Session, needs Viewer;
            session: session_create(SessionPlan) -> Session, needs Operator;
            session: session_edit(SessionEdit) -> Session, needs Operator;
            session: session_duplicate(SessionDuplicate) -> Session, needs Operator;
            session: session_schedule(SessionRef) -> Session, needs Operator;
            session: session_unschedule(SessionRef) -> Session, needs Operator;
            session: session_cancel(SessionRef) -> Session, needs Operator;
            session: session_set_views(SessionSetViews) -> Session, needs Operator;
            session: host_all(Nothing) -> HostList, needs Viewer;
            session: host_save(HostSave) -> Host, needs Operator;
            lineup: lineup_get(SessionRef) -> Lineup, needs Viewer;
            lineup: lineup_add(LineupAdd) -> Lineup, needs Operator;
            lineup: lineup_remove(LineupRemove) -> Lineup, needs Operator;
            lineup: lineup_move(LineupMove) -> Lineup, needs Operator;
            lineup: lineup_edit(LineupEdit) -> Lineup, needs Operator;
            lineup: lineup_use_list(LineupUseList) -> Lineup, needs Operator;
            on_air: on_air_state(SessionRef) -> OnAir, needs Viewer;
            on_air: on_air_start(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_take(OnAirTake) -> OnAir, needs Operator;
            on_air: on_air_next(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_previous(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_undo_take(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_pause(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_resume(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_end(OnAirStep) -> OnAir, needs Operator;
            on_air: on_air_reopen(OnAirReopen) -> OnAir, needs Operator;
            on_air: on_air_note(OnAirNote) -> OnAir, needs Host;
            offer: offer_all(SessionRef) -> Offers, needs Operator;
            offer: offer_save(OfferSave) -> Offers, needs Operator;
            offer: offer_remove(OfferRef) -> Offers, needs Operator;
            offer: offer_open(OfferStep) -> OnAir, needs Operator;
            offer: offer_close(OfferStep) -> OnAir, needs Operator;
            offer: offer_undo_open(OfferStep) -> OnAir, needs Operator;
            offer: offer_withdraw(OfferWithdraw) -> OnAir, needs Operator;
            offer: on_air_sold_out(OnAirTake) -> OnAir, needs Operator;
            offer: on_air_on_sale(OnAirTake) -> OnAir, needs Operator;
            offer: on_air_withdraw(SlotWithdraw) -> OnAir, needs Operator;
            on_air: log_page(LogPageRequest) -> LogPage, needs Viewer;
            review: review_session(ReviewSession) -> SessionReview, needs Operator;
            review: review_maturing(ReviewSession) -> ReviewMaturing, needs Operator;
            review: review_all(ReviewAll) -> ReviewAcross, needs Operator;
            review: review_year(ReviewYearOf) -> ReviewYear, needs Operator;
            figure: review_steps(ReviewSession) -> ReviewSteps, needs Operator;
            figure: review_days(Nothing) -> ChannelDays, needs Operator;
            review: review_lines(ReviewLines) -> ReviewLinePage, needs Operator;
            review: figures_check(Nothing) -> FiguresChecked, needs Operator;
            review: figures_rebuild(Nothing) -> FiguresChecked, needs Operator;
            insight: review_insight(ReviewSession) -> ReviewInsight, needs Operator;
            insight: goal_check(ReviewSession) -> GoalChecked, needs Operator;
            insight: next_time_preview(NextTimeTakeUp) -> NextTimeLineup, needs Operator;
            insight: next_time_take_up(NextTimeTakeUp) -> NextTimeLineup, needs Operator;
            insight: next_time_plan(NextTimePlan) -> Session, needs Operator;
            join: join_all(Nothing) -> JoinPairs, needs Operator;
            join: join_say(JoinSay) -> JoinPairs, needs Operator;
            join: join_take_apart(JoinRef) -> JoinPairs, needs Operator;
            credit: credit_correct(CreditCorrect) -> Nothing, needs Operator;
            credit: credit_take_back(CreditCorrectionRef) -> Nothing, needs Operator;
            credit: credit_corrections(ReviewSession) -> CreditCorrections, needs Operator;
            payout: payout_page(PayoutQuery) -> PayoutPage, needs Operator;
            payout: payout_order(PayoutOrderQuery) -> PayoutOrderDetail, needs Operator;
            payout: payout_rule_match(PayoutRuleMatch) -> Nothing, needs Operator;
            payout: payout_across(PayoutAcrossQuery) -> PayoutAcross, needs Operator;
            commission: review_commissions(ReviewSession) -> SessionCommissions, needs Operator;
            export: review_export(ReviewExport) -> Exported, needs Operator;
            run: run_progress(RunRef) -> RunProgress, needs Operator;
            run: run_cancel(RunRef) -> Nothing, needs Operator;
            export: review_file_open(ReviewFileOpen) -> ReceivedReview, needs Operator;
            fee: fee_rule_list(Nothing) -> FeeRules, needs Operator;
            fee: fee_rule_save(FeeRuleSave) -> FeeRule, needs Operator;
            fee: fee_rule_delete(FeeRuleRef) -> Nothing, needs Operator;
            fee: fee_rule_starter(FeeStarterTake) -> FeeRulesAdded, needs Operator;
            expense: expense_of_session(SessionRef) -> SessionExpenses, needs Operator;
            expense: expense_standing(Nothing) -> StandingExpenses, needs Operator;
            expense: expense_save(ExpenseSave) -> Expense, needs Operator;
            expense: expense_delete(ExpenseRef) -> Nothing, needs Operator;
            shop: shop_all(Nothing) -> Shops, needs Operator;
            shop: shop_save(Shop) -> Shop, needs Operator;
            shop: product_category_set(ProductCategorySet) -> Nothing, needs Operator;
            rate: rate_all(Nothing) -> ExchangeRates, needs Operator;
            rate: rate_save(ExchangeRateSave) -> ExchangeRate, needs Operator;
            rate: rate_delete(ExchangeRateRef) -> Nothing, needs Operator;
            rate: rate_preview(RatesAsk) -> RatesLooked, needs Operator;
            rate: rate_import(RatesAsk) -> Import, needs Operator;
            rate: review_together(ReviewTogetherAsk) -> ReviewTogether, needs Operator;
            fee: commission_change(CommissionChange) -> FeeRulesAdded, needs Operator;
            margin: review_parts(ReviewPartsAsk) -> ReviewParts, needs Operator;
            margin: review_waterfall(ReviewSession) -> ReviewWaterfall, needs Operator;
            margin: waterfall_lines(WaterfallLines) -> WaterfallLinePage, needs Operator;
            margin: review_what_if(ReviewWhatIf) -> WhatIfRows, needs Operator;
        }
    };
}
pub(crate) use for_each_command;

/// One command: its name and the least role that may use it.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// `noun_verb`.
    pub name: &'static str,
    /// The least role that may use it.
    pub needs: Role,
}

macro_rules! dispatch {
    ($($module:ident: $name:ident($request:ident) -> $answer:ident, needs $role:ident;)*) => {
        /// Every command there is.
        pub const COMMANDS: &[Command] = &[$(Command { name: stringify!($name), needs: Role::$role }),*];

        /// Runs the command `name` for `by`: checks the role, unpacks, runs, packs.
        ///
        /// # Errors
        /// `unknownCommand`, `badRequest` for a request of another shape, `forbidden`, or what the verb says.
        pub fn call(app: &App, by: &Actor, name: &str, request: Value) -> Result<Value, ApiError> {
            match name {
                $(stringify!($name) => {
                    if by.role < Role::$role {
                        return Err(app::Error::Forbidden { needs: Role::$role }.into());
                    }
                    let request = serde_json::from_value(request).map_err(ApiError::bad_request)?;
                    let answer = handlers::$module::$name(app, by, request)
                        .map_err(|error| error.naming(app.workspace_path().as_deref()))?;
                    serde_json::to_value(answer).map_err(ApiError::internal)
                })*
                _ => Err(ApiError::unknown_command(name)),
            }
        }
    };
}
for_each_command!(dispatch);
