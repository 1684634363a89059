/** The names by which the core calls a field or a question, in the words of the screens. */
import { m } from '$lib/messages';

const FIELDS: Readonly<Partial<Record<string, () => string>>> = {
  title: m.import_field_title,
  name: m.error_field_name,
  brand: m.error_field_brand,
  kind: m.error_field_kind,
  as: m.error_field_kind,
  answers: m.error_field_answers,
  asOf: m.error_field_age,
  zone: m.error_field_zone,
  dateForm: m.error_field_dates,
  orderRef: m.import_field_order,
  at: m.import_field_at,
  sku: m.import_field_sku,
  quantity: m.import_field_quantity,
  unitPrice: m.import_field_unit_price,
  amount: m.import_field_amount,
  discount: m.import_field_discount,
  refund: m.import_field_refund,
  currency: m.import_field_currency,
  price: m.import_field_price,
  compareAt: m.import_field_compare,
  cost: m.import_field_cost,
  stock: m.import_field_stock,
};

/** `unitPrice`, `field:unitPrice`, `numbers:Price` or `column:Price` in words. */
export function fieldName(code: string): string {
  const [about = '', ...rest] = code.split(':');
  const column = rest.join(':');
  if (about === 'numbers') return m.error_field_numbers({ column });
  if (about === 'column') return m.error_field_column({ column });
  const name = about === 'field' ? column : about;
  if (name.endsWith('Id')) return m.error_field_id();
  return FIELDS[name]?.() ?? name;
}
