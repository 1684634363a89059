/** The forms a recap is shared in: what each is called, what its file's name ends in, whether money may go along. */
import type { ExportForm } from '$lib/ipc/bindings/ExportForm';
import type { FeeRule } from '$lib/ipc/bindings/FeeRule';
import type { Host } from '$lib/ipc/bindings/Host';
import { m } from '$lib/messages';

interface Form {
  name: () => string;
  what: () => string;
  /** The end of the file's name; nothing for a folder. */
  end: string;
  money: boolean;
  /** Whether several sessions fit into it. */
  several: boolean;
}

export const FORMS: Record<ExportForm, Form> = {
  pdf: { name: () => m.share_form_pdf(), what: () => m.share_form_pdf_why(), end: '.pdf', money: true, several: true },
  xlsx: { name: () => m.share_form_xlsx(), what: () => m.share_form_xlsx_why(), end: '.xlsx', money: true, several: true },
  linesCsv: { name: () => m.share_form_lines_csv(), what: () => m.share_form_lines_csv_why(), end: '.csv', money: false, several: true },
  sessionsCsv: { name: () => m.share_form_sessions_csv(), what: () => m.share_form_sessions_csv_why(), end: '.csv', money: true, several: true },
  reviewFile: { name: () => m.share_form_review_file(), what: () => m.share_form_review_file_why(), end: '.showreview', money: true, several: false },
  statement: { name: () => m.share_form_statement(), what: () => m.share_form_statement_why(), end: '.pdf', money: false, several: true },
  parquet: { name: () => m.share_form_parquet(), what: () => m.share_form_parquet_why(), end: '', money: true, several: true },
};

/** The forms offered, in the order they are shown: of one session or several, to whoever sees money or not. */
export const formsOf = (one: boolean, seesMoney: boolean): ExportForm[] =>
  (Object.keys(FORMS) as ExportForm[]).filter((form) => (one || FORMS[form].several) && (seesMoney || form !== 'statement'));

/** Who a statement can be for: hosts with commission rules, each once, and rules about nobody in particular. */
export function partnersOf(rules: readonly FeeRule[], hosts: readonly Host[]): { value: string; text: string }[] {
  const partners: { value: string; text: string }[] = [];
  const seen: string[] = [];
  for (const { ruleId, terms } of rules) {
    if (terms.purpose !== 'commission' || (terms.hostId !== null && seen.includes(terms.hostId))) continue;
    if (terms.hostId !== null) seen.push(terms.hostId);
    partners.push({ value: ruleId, text: hosts.find(({ id }) => id === terms.hostId)?.name ?? terms.name });
  }
  return partners;
}
