/** One sentence per error code, with its remedy; a code without one does not compile. */
import { m } from '$lib/messages';

import { AppError, type FailureCode, type Params } from './error';

const sentence: Record<FailureCode, (params: Params) => string> = {
  noWorkspace: () => m.error_no_workspace(),
  workspaceHeld: ({ path = '' }) => m.error_workspace_held({ path }),
  workspaceNewer: () => m.error_workspace_newer(),
  workspaceDamaged: ({ detail = '' }) => m.error_workspace_damaged({ detail }),
  diskFull: () => m.error_disk_full(),
  readOnly: () => m.error_read_only(),
  forbidden: () => m.error_forbidden(),
  invalid: ({ field = '', value = '' }) => m.error_invalid({ field, value }),
  notAnAddress: ({ value = '' }) => m.error_not_an_address({ value }),
  previewGone: () => m.error_preview_gone(),
  fileMissing: ({ file = '' }) => m.error_file_missing({ file }),
  fileEmpty: ({ file = '' }) => m.error_file_empty({ file }),
  fileUnreadable: ({ file = '', reason = '' }) => m.error_file_unreadable({ file, reason }),
  fileTruncated: ({ file = '' }) => m.error_file_truncated({ file }),
  fileNotATable: ({ file = '' }) => m.error_file_not_a_table({ file }),
  fileDamaged: ({ file = '', part = '', reason = '' }) => m.error_file_damaged({ file, part, reason }),
  fileTooLargeInside: ({ file = '' }) => m.error_file_too_large_inside({ file }),
  fileEncoding: ({ file = '' }) => m.error_file_encoding({ file }),
  fileNoHeader: ({ file = '' }) => m.error_file_no_header({ file }),
  fileNoSuchSheet: ({ file = '', sheet = '' }) => m.error_file_no_such_sheet({ file, sheet }),
  fileChanged: ({ file = '' }) => m.error_file_changed({ file }),
  mappingDoesNotFit: ({ file = '', column = '' }) => m.error_mapping_does_not_fit({ file, column }),
  mappingIncomplete: ({ file = '', what = '' }) => m.error_mapping_incomplete({ file, what }),
  notAMapping: ({ reason = '' }) => m.error_not_a_mapping({ reason }),
  fileUnwritable: ({ file = '', reason = '' }) => m.error_file_unwritable({ file, reason }),
  undoSealed: () => m.error_undo_sealed(),
  moneyTooPrecise: ({ amount = '', currency = '' }) => m.error_money_too_precise({ amount, currency }),
  moneyMixed: ({ first = '', second = '' }) => m.error_money_mixed({ first, second }),
  notFound: () => m.error_not_found(),
  taken: ({ what = '' }) => m.error_taken({ what }),
  undoCollides: () => m.error_undo_collides(),
  unknownCommand: ({ name = '' }) => m.error_unknown_command({ name }),
  badRequest: ({ detail = '' }) => m.error_bad_request({ detail }),
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
