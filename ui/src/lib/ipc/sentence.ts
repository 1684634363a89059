/** One sentence per error code, with its remedy; a code without one does not compile. */
import { bytes } from '$lib/format';
import { m } from '$lib/messages';

import { AppError, type FailureCode, type Params } from './error';
import { fieldName } from './field';

/** What a file is when it is no table. */
const FOUND: Readonly<Partial<Record<string, (params: { file: string }) => string>>> = {
  webPage: m.error_file_web_page,
  oldExcel: m.error_file_old_excel,
  encrypted: m.error_file_locked,
  archive: m.error_file_archive,
  pdf: m.error_file_pdf,
};

const sentence: Record<FailureCode, (params: Params) => string> = {
  noWorkspace: () => m.error_no_workspace(),
  workspaceHeld: ({ path = '' }) => m.error_workspace_held({ path }),
  workspaceNewer: ({ file = '' }) => m.error_workspace_newer({ file }),
  workspaceDamaged: ({ file = '' }) => m.error_workspace_damaged({ file }),
  diskFull: ({ file = '' }) => m.error_disk_full({ file }),
  diskRefuses: ({ detail = '' }) => m.error_disk_refuses({ detail }),
  readOnly: ({ file = '' }) => m.error_read_only({ file }),
  forbidden: () => m.error_forbidden(),
  invalid: ({ field = '', value = '' }) =>
    value === '' ? m.error_invalid_empty({ field: fieldName(field) }) : m.error_invalid({ field: fieldName(field), value }),
  notAnAddress: ({ value = '' }) => m.error_not_an_address({ value }),
  productInLineup: ({ product = '', session = '' }) => m.error_product_in_lineup({ product, session }),
  holdsUpShow: ({ session = '', file = '', rows = '', most = '' }) => m.error_holds_up_show({ session, file, rows, most }),
  previewGone: () => m.error_preview_gone(),
  fileMissing: ({ file = '' }) => m.error_file_missing({ file }),
  fileExists: ({ path = '' }) => m.error_file_exists({ path }),
  isAFolder: ({ path = '' }) => m.error_is_a_folder({ path }),
  folderMissing: ({ folder = '' }) => m.error_folder_missing({ folder }),
  foreignFolder: ({ path = '' }) => m.error_foreign_folder({ path }),
  nothingToExport: ({ session = '' }) => m.error_nothing_to_export({ session }),
  stopped: () => m.error_stopped(),
  reviewFileUnknown: ({ file = '' }) => m.error_review_file_unknown({ file }),
  reviewFileNewer: ({ file = '' }) => m.error_review_file_newer({ file }),
  reviewFileAltered: ({ file = '' }) => m.error_review_file_altered({ file }),
  sameFile: ({ path = '' }) => m.error_same_file({ path }),
  workspaceBusy: () => m.error_workspace_busy(),
  fileEmpty: ({ file = '' }) => m.error_file_empty({ file }),
  fileUnreadable: ({ file = '' }) => m.error_file_unreadable({ file }),
  fileTruncated: ({ file = '', row }) =>
    row ? m.error_file_truncated_at({ file, row }) : m.error_file_truncated({ file }),
  fileNotATable: ({ file = '', found = '' }) => (FOUND[found] ?? m.error_file_not_a_table)({ file }),
  fileDamaged: ({ file = '', part = '' }) => m.error_file_damaged({ file, part }),
  fileTooLargeInside: ({ file = '', part = '', size = '', limit = '' }) =>
    m.error_file_too_large_inside({ file, part, size: bytes(Number(size)), limit: bytes(Number(limit)) }),
  fileCellTooLong: ({ file = '', cell = '', limit = '' }) => m.error_file_cell_too_long({ file, cell, limit }),
  fileRowTooLong: ({ file = '', row = '', limit = '' }) =>
    m.error_file_row_too_long({ file, row, limit: bytes(Number(limit)) }),
  fileEncoding: ({ file = '', row }) =>
    row ? m.error_file_encoding_at({ file, row }) : m.error_file_encoding({ file }),
  fileNoHeader: ({ file = '' }) => m.error_file_no_header({ file }),
  fileNoSuchSheet: ({ file = '', sheet = '' }) => m.error_file_no_such_sheet({ file, sheet }),
  fileChanged: ({ file = '' }) => m.error_file_changed({ file }),
  mappingDoesNotFit: ({ file = '', column = '' }) => m.error_mapping_does_not_fit({ file, column }),
  mappingIncomplete: ({ file = '', what = '' }) => m.error_mapping_incomplete({ file, what: fieldName(what) }),
  notAMapping: () => m.error_not_a_mapping(),
  fileUnwritable: ({ file = '' }) => m.error_file_unwritable({ file }),
  undoSealed: () => m.error_undo_sealed(),
  sessionNoTitle: () => m.error_session_no_title(),
  sessionNotATime: ({ value = '' }) => m.error_session_not_a_time({ value }),
  sessionNoSuchZone: ({ zone = '' }) => m.error_session_no_such_zone({ zone }),
  sessionTimeSkipped: ({ local = '', zone = '' }) => m.error_session_time_skipped({ local, zone }),
  sessionTimeTwice: ({ local = '', zone = '' }) => m.error_session_time_twice({ local, zone }),
  sessionLength: () => m.error_session_length(),
  sessionChannelTwice: () => m.error_session_channel_twice(),
  sessionHostTwice: () => m.error_session_host_twice(),
  sessionGoalNotPositive: () => m.error_session_goal_not_positive(),
  sessionGoalCurrency: ({ given = '', needed = '' }) => m.error_session_goal_currency({ given, needed }),
  sessionCurrencyInUse: ({ currency = '' }) => m.error_session_currency_in_use({ currency }),
  sessionStarted: () => m.error_session_started(),
  sessionNoProducts: () => m.error_session_no_products(),
  sessionStatus: () => m.error_session_status(),
  lineupDuplicateProduct: ({ number = '' }) => m.error_lineup_duplicate_product({ number }),
  lineupOnScreen: ({ number = '' }) => m.error_lineup_on_screen({ number }),
  lineupWasShown: ({ number = '' }) => m.error_lineup_was_shown({ number }),
  lineupClosed: () => m.error_lineup_closed(),
  lineupPriceCurrency: ({ given = '', needed = '' }) => m.error_lineup_price_currency({ given, needed }),
  lineupPriceNegative: () => m.error_lineup_price_negative(),
  lineupLength: () => m.error_lineup_length(),
  onAirNotLive: () => m.error_on_air_not_live(),
  onAirNotEnded: () => m.error_on_air_not_ended(),
  onAirNoNext: () => m.error_on_air_no_next(),
  onAirNoPrevious: () => m.error_on_air_no_previous(),
  onAirNothingToUndo: () => m.error_on_air_nothing_to_undo(),
  onAirUndoTooLate: () => m.error_on_air_undo_too_late(),
  onAirAlreadyPaused: () => m.error_on_air_already_paused(),
  onAirNotPaused: () => m.error_on_air_not_paused(),
  onAirNoReason: () => m.error_on_air_no_reason(),
  onAirNoText: () => m.error_on_air_no_text(),
  inUse: () => m.error_in_use(),
  moneyTooPrecise: ({ amount = '', currency = '' }) => m.error_money_too_precise({ amount, currency }),
  moneyMixed: ({ first = '', second = '' }) => m.error_money_mixed({ first, second }),
  notFound: () => m.error_not_found(),
  taken: ({ what = '' }) => m.error_taken({ what }),
  undoCollides: () => m.error_undo_collides(),
  feeNoName: () => m.error_fee_no_name(),
  feePayers: () => m.error_fee_payers(),
  feeNoAmount: () => m.error_fee_no_amount(),
  feeNoOther: () => m.error_fee_no_other(),
  feeRate: () => m.error_fee_rate(),
  feeSteps: () => m.error_fee_steps(),
  feePeriod: () => m.error_fee_period(),
  feeNegative: () => m.error_fee_negative(),
  feeCurrency: ({ given = '', needed = '' }) => m.error_fee_currency({ given, needed }),
  expenseNoPeriod: () => m.error_expense_no_period(),
  rateSame: () => m.error_rate_same(),
  rateNotPositive: () => m.error_rate_not_positive(),
  targetFolderMissing: ({ folder = '' }) => m.error_target_folder_missing({ folder }),
  targetNotWebAddress: ({ address = '' }) => m.error_target_not_web_address({ address }),
  targetNearby: ({ address = '' }) => m.error_target_nearby({ address }),
  secretMissing: () => m.error_secret_missing(),
  secretsRefused: () => m.error_secrets_refused(),
  secretsSealed: () => m.error_secrets_sealed(),
  unknownCommand: ({ name = '' }) => m.error_unknown_command({ name }),
  badRequest: () => m.error_bad_request(),
  internal: () => m.error_internal(),
  unreachable: () => m.error_unreachable(),
};

/** What to tell the user about whatever was thrown. */
export function sentenceOf(cause: unknown): string {
  const error = AppError.from(cause);
  // A core newer than this window may know more codes; its own words are better than none.
  const say = (sentence as Partial<typeof sentence>)[error.code];
  return say ? say(error.params) : error.message;
}
