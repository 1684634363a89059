/** Words and readings of the catalogue's fields. */
import { AppError, sentenceOf } from '$lib/ipc';
import { m } from '$lib/messages';

/** The sentence to show at the field that was refused. */
export function faultText(cause: unknown): string {
  const { code, params } = AppError.from(cause);
  if (code !== 'invalid') return sentenceOf(cause);
  switch (params['field']) {
    case 'title':
      return m.product_title_needed();
    case 'name':
      return m.product_list_name_needed();
    case 'price':
    case 'compareAt':
    case 'cost':
      return m.product_money_negative();
    default:
      return sentenceOf(cause);
  }
}

/** The field of a new product that a refusal is about. */
export function faultField(cause: unknown): string {
  const { code, params } = AppError.from(cause);
  if (code === 'taken') return 'sku';
  return params['field'] ?? 'title';
}

/** Units as people type them; null is unknown, undefined is not a count. Oversold stock is below zero. */
export function readStock(typed: string): number | null | undefined {
  const digits = typed.replace(/[\s.,\u00a0]/g, '').replace('−', '-');
  if (digits === '') return null;
  return /^-?\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
