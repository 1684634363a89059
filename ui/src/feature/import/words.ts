/** The codes of an import in words. A code nobody has words for yet is shown as it is, with what came with it. */
import type { ImportAs } from '$lib/ipc/bindings/ImportAs';
import type { ImportRowState } from '$lib/ipc/bindings/ImportRowState';
import type { ImportValue } from '$lib/ipc/bindings/ImportValue';
import type { Said } from '$lib/ipc/bindings/Said';
import { dateClock, figure, money, number } from '$lib/format';
import { language, m } from '$lib/messages';
import type { Place } from '$lib/route';

type Params = Readonly<Record<string, string | undefined>>;
type Words = Readonly<Record<string, ((params: Params) => string) | undefined>>;

const WHY: Words = {
  headerKnown: () => m.import_why_header(),
  sourceKnown: () => m.import_why_source(),
  source: () => m.import_why_source(),
  shopifyHeader: () => m.import_why_shopify(),
  shopifyLegacyHeader: () => m.import_why_shopify_legacy(),
  shopifyWritesDots: () => m.import_why_shopify_dots(),
  onlyCommaFits: ({ cells }) => (cells ? m.import_why_only_comma({ cells }) : m.import_why_comma()),
  onlyDotFits: ({ cells = '' }) => m.import_why_only_dot({ cells }),
  onlyDayFirst: ({ cells = '' }) => m.import_why_only_day({ cells }),
  onlyMonthFirst: ({ cells = '' }) => m.import_why_only_month({ cells }),
  currency: ({ currency = '' }) => m.import_why_currency({ currency }),
  eitherWay: ({ cells = '' }) => m.import_why_either({ cells }),
  sameEitherWay: ({ cells = '' }) => m.import_why_same({ cells }),
  storedAsNumbers: ({ cells = '' }) => m.import_why_stored({ cells }),
  value: () => m.import_why_value(),
  noDifference: () => m.import_why_no_difference(),
  otherColumn: ({ header = '' }) => m.import_why_other_column({ header }),
  answer: () => m.import_why_answered(),
  answered: () => m.import_why_answered(),
  nothing: () => m.import_why_nothing(),
  numbers: ({ percent = '' }) => m.import_why_numbers({ percent }),
  dates: ({ percent = '' }) => m.import_why_dates({ percent }),
  emails: ({ cells = '' }) => m.import_why_emails({ cells }),
  phones: ({ cells = '' }) => m.import_why_phones({ cells }),
  alreadyGiven: ({ by = '' }) => m.import_why_already_given({ by }),
  sumHolds: ({ quantity = '', price = '', amount = '', rows = '' }) => m.import_why_sum({ quantity, price, amount, rows }),
  notUsed: () => m.import_why_not_used(),
  unknown: () => m.import_why_unknown(),
};

const NEEDS: Words = {
  filled: () => m.import_needs_filled(),
  number: () => m.import_needs_number(),
  wholeNumber: () => m.import_needs_whole(),
  notNegative: () => m.import_needs_not_negative(),
  inRange: () => m.import_needs_in_range(),
  decimals: ({ atMost = '' }) => m.import_needs_decimals({ most: atMost }),
  currency: ({ currency, code }) => m.import_needs_currency({ code: currency ?? code ?? '' }),
  knownCurrency: () => m.import_needs_known_currency(),
  idAsText: () => m.import_needs_id(),
  date: () => m.import_needs_date(),
  existingDate: () => m.import_needs_existing_date(),
  existingLocalTime: ({ zone = '' }) => m.import_needs_local_time({ zone }),
  zone: () => m.import_needs_zone(),
  value: () => m.import_needs_value(),
  columns: ({ expected = '', found = '' }) => m.import_needs_columns({ expected, found }),
  completeRow: () => m.import_needs_complete(),
  uniqueKey: ({ firstRow = '' }) => m.import_needs_unique({ row: firstRow }),
  together: ({ firstRow = '' }) => m.import_needs_together({ row: firstRow }),
  sameInOrder: ({ firstRow = '' }) => m.import_needs_same_in_order({ row: firstRow }),
  afterItsStart: () => m.import_needs_after_start(),
  length: () => m.import_needs_length(),
  oneRowARoom: ({ firstRow = '' }) => m.import_needs_one_row({ row: firstRow }),
  withItsFirstRow: ({ firstRow = '' }) => m.import_needs_first_row({ row: firstRow }),
  skuElsewhere: ({ sku = '', title = '' }) => m.import_needs_sku({ sku, title }),
  webAddress: () => m.import_needs_web(),
  skuUnknown: ({ sku = '' }) => m.import_needs_sku_unknown({ sku }),
  withItsProduct: ({ parent = '' }) => m.import_needs_its_product({ parent }),
  withItsChoices: () => m.import_needs_its_choices(),
};

const HELPS: Words = {
  correctCell: () => m.import_helps_correct(),
  exportAgain: () => m.import_helps_export(),
  changeMapping: () => m.import_helps_mapping(),
  otherCurrency: () => m.import_helps_currency(),
  sortFile: () => m.import_helps_sort(),
  pasteValues: () => m.import_helps_paste(),
};

const WARNS: Words = {
  noPrice: ({ handle = '' }) => m.import_warns_no_price({ handle }),
  discountUnclear: ({ order = '' }) => m.import_warns_discount({ order }),
  refundAboveLines: ({ order = '' }) => m.import_warns_refund({ order }),
  ambiguousLocalTime: () => m.import_warns_twice(),
  zeroQuantity: () => m.import_warns_zero(),
  stillOnAir: () => m.import_warns_on_air(),
  sumDisagrees: ({ column = '', said = '', reckoned = '' }) => m.import_warns_sum({ column, said: figure(said), reckoned: figure(reckoned) }),
  totalDisagrees: ({ column = '', said = '', reckoned = '' }) => m.import_warns_total({ column, said: figure(said), reckoned: figure(reckoned) }),
  rateContradicts: ({ column = '', parts = '', cells = '', at = '' }) => m.import_warns_rate({ column, parts, cells, rows: at }),
  ordersElsewhere: ({ orders = '', file = '' }) => m.import_warns_elsewhere({ orders, file }),
};

const ROOM_FIELDS: Words = {
  room: () => m.room_field_room(), roomType: () => m.room_field_type(), start: () => m.import_room_start(), end: () => m.room_field_end(),
  duration: () => m.room_field_duration(), durationMinutes: () => m.room_field_duration(), gmv: () => m.metric_gmv(), orders: () => m.metric_orders(), skuOrders: () => m.room_field_sku_orders(),
  items: () => m.review_platform_items(), customers: () => m.review_platform_customers(), views: () => m.review_views(),
  impressions: () => m.review_funnel_impressions(), productImpressions: () => m.review_funnel_product_impressions(),
  productClicks: () => m.review_funnel_clicks(), newFollowers: () => m.review_platform_followers(), comments: () => m.review_platform_comments(),
  shares: () => m.review_platform_shares(), likes: () => m.review_platform_likes(),
  ...Object.fromEntries(['fileAov', 'fileShowGpm', 'fileWatchGpm', 'fileTapThrough', 'fileCtr', 'fileCommentRate', 'fileLikeRate'].map((code) => [code, () => m.room_field_checked()])),
};

const PAYOUT_FIELDS: Words = {
  payoutEntry: () => m.import_field_payout_entry(), payoutType: () => m.import_field_payout_type(), payoutRelated: () => m.import_field_payout_related(),
  payoutCreated: () => m.import_field_payout_created(), payoutSettled: () => m.import_field_payout_settled(), payoutAmount: () => m.import_field_payout_amount(),
  payoutTotal: () => m.import_field_payout_total(), payoutRevenue: () => m.import_field_payout_revenue(), payoutFees: () => m.import_field_payout_fees(),
  payoutAdjustment: () => m.import_field_payout_adjustment(),
};

const COMMISSION_FIELDS: Words = {
  commissionSku: () => m.import_field_commission_sku(), commissionCreator: () => m.import_field_commission_creator(),
  commissionContentType: () => m.import_field_commission_content_type(), commissionContent: () => m.import_field_commission_content(),
  commissionModel: () => m.import_field_commission_model(), commissionRate: () => m.import_field_commission_rate(),
  commissionAdsRate: () => m.import_field_commission_ads_rate(), commissionReturned: () => m.import_field_commission_returned(),
  commissionExpected: () => m.import_field_commission_expected(), commissionActual: () => m.import_field_commission_actual(),
  commissionExpectedAds: () => m.import_field_commission_expected_ads(), commissionActualAds: () => m.import_field_commission_actual_ads(),
};

const FIGURE_FIELDS: Words = {
  day: () => m.figure_field_day(), productId: () => m.figure_field_product_id(), productTitle: () => m.figure_field_product(),
  campaign: () => m.figure_field_campaign(), currencyCode: () => m.import_field_currency(), liveGmv: () => m.figure_field_live_gmv(),
  indirectGmv: () => m.figure_field_indirect(), revenue: () => m.figure_field_revenue(), refunds: () => m.figure_field_refunds(),
  adCost: () => m.figure_field_cost(), viewers: () => m.figure_field_viewers(), viewersEntering: () => m.figure_field_entering(),
  addedToCart: () => m.figure_field_added(), streams: () => m.figure_field_streams(),
  ...Object.fromEntries(['fileCtor', 'fileCtorSku', 'fileCostPerOrder', 'fileRoi'].map((code) => [code, () => m.room_field_checked()])),
};

const PRODUCT_FIELDS: Words = {
  category: () => m.import_field_category(), productKey: () => m.import_field_product_key(), salePrice: () => m.import_field_sale_price(),
  saleDays: () => m.import_field_sale_days(), productKind: () => m.import_field_product_kind(), variantOf: () => m.import_field_variant_of(),
  choiceName: () => m.import_field_choice_name(), lot: () => m.import_field_lot(), productType: () => m.import_field_read_only(), productStatus: () => m.import_field_read_only(),
};

const FIELDS: Words = {
  orderRef: () => m.import_field_order(), at: () => m.import_field_at(), sku: () => m.import_field_sku(),
  title: () => m.import_field_title(), quantity: () => m.import_field_quantity(), unitPrice: () => m.import_field_unit_price(),
  amount: () => m.import_field_amount(), discount: () => m.import_field_discount(), refund: () => m.import_field_refund(),
  platformDiscount: () => m.import_field_platform_discount(), returned: () => m.import_field_returned(),
  tax: () => m.import_field_tax(), shipping: () => m.import_field_shipping(),
  currency: () => m.import_field_currency(), stepAt: () => m.figure_field_at(), buyer: () => m.import_field_buyer(), status: () => m.import_field_status(),
  channel: () => m.import_field_channel(), sessionRef: () => m.import_field_session(), keep: () => m.import_field_keep(),
  drop: () => m.import_field_drop(), personal: () => m.import_field_personal(), handle: () => m.import_field_handle(),
  description: () => m.import_field_description(), vendor: () => m.import_field_vendor(), tags: () => m.import_field_tags(),
  choice: () => m.import_field_choice(), barcode: () => m.import_field_barcode(), price: () => m.import_field_price(),
  compareAt: () => m.import_field_compare(), cost: () => m.import_field_cost(), stock: () => m.import_field_stock(),
  ...PRODUCT_FIELDS, ...ROOM_FIELDS, ...PAYOUT_FIELDS, ...COMMISSION_FIELDS, ...FIGURE_FIELDS,
  image: () => m.import_field_image(), productImage: () => m.import_field_image(), link: () => m.import_field_link(),
};

const SOURCES: Words = {
  shopifyProducts: () => m.import_source_products(),
  shopifyProductsLegacy: () => m.import_source_products_legacy(),
  shopifyOrders: () => m.import_source_orders(),
  tiktokLive: () => m.import_source_tiktok_live(),
  shopeeLive: () => m.figure_source_shopee_live(),
  douyinLive: () => m.figure_source_douyin_live(),
  facebookPosts: () => m.import_source_facebook_posts(),
  unknown: () => m.import_source_unknown(),
};

const ANSWERS: Words = {
  products: () => m.import_answer_products(), sales: () => m.import_answer_sales(), sessions: () => m.import_answer_sessions(), payouts: () => m.import_answer_payouts(),
  commissions: () => m.import_answer_commissions(), every: () => m.import_answer_every(), some: () => m.import_answer_some(),
  past: () => m.import_answer_past(), leave: () => m.import_answer_leave(),
  dot: () => m.import_answer_dot(), comma: () => m.import_answer_comma(),
  dmy: () => m.import_answer_dmy(), mdy: () => m.import_answer_mdy(), ymd: () => m.import_answer_ymd(),
  dayFirst: () => m.import_answer_dmy(), monthFirst: () => m.import_answer_mdy(), yearFirst: () => m.import_answer_ymd(),
  serial: () => m.import_answer_serial(), file: () => m.import_answer_as_written(), now: () => m.import_answer_as_newest(), none: () => m.import_answer_none(),
  order: () => m.import_answer_order(), line: () => m.import_answer_line(), once: () => m.import_answer_once(), all: () => m.import_answer_all(), counts: () => m.import_answer_counts(),
  cancelled: () => m.import_answer_cancelled(), unpaid: () => m.import_answer_unpaid(),
};

const PLACED: Words = {
  sameRoom: () => m.import_room_same_room(), sameTime: () => m.import_room_same_time(), sameTitle: () => m.import_room_same_title(),
  chosen: () => m.import_why_answered(), past: () => m.import_room_no_session(), leave: () => m.import_room_no_session(),
};

interface Count {
  count: number;
  shown: string;
}
const NOTES: Readonly<Record<string, ((count: Count) => string) | undefined>> = {
  cancelledLines: (count) => m.import_note_cancelled(count), withoutBuyer: (count) => m.import_note_without_buyer(count),
  refunds: (count) => m.import_note_refunds(count), charges: (count) => m.import_note_charges(count),
  adjustments: (count) => m.import_note_adjustments(count), zeroPrice: (count) => m.import_note_zero_price(count),
  zeroQuantity: (count) => m.import_note_zero_quantity(count), unpaidLines: (count) => m.import_note_unpaid(count),
  repeatedRows: (count) => m.import_note_repeated(count), totalRows: (count) => m.import_note_totals(count),
  otherPosts: (count) => m.import_note_other_posts(count), repeatedRooms: (count) => m.import_note_repeated_rooms(count),
  repeatedEntries: (count) => m.import_note_repeated_entries(count), notItemised: (count) => m.import_note_not_itemised(count), unevenSums: (count) => m.import_note_uneven(count),
  commissionsWaiting: (count) => m.import_note_commissions_waiting(count), commissionsReturned: (count) => m.import_note_commissions_returned(count),
  secondTable: (count) => m.figure_note_second(count),
};

const SEEN: Record<ImportAs, { place: Place; to: () => string }> = {
  products: { place: 'products', to: () => m.import_to_products() },
  sales: { place: 'recap', to: () => m.import_to_recap() },
  sessions: { place: 'recap', to: () => m.import_to_recap() },
  minutes: { place: 'recap', to: () => m.import_to_recap() },
  days: { place: 'days', to: () => m.figure_to_days() },
  ads: { place: 'days', to: () => m.figure_to_days() },
  payouts: { place: 'payouts', to: () => m.payout_open() },
  commissions: { place: 'recap', to: () => m.import_to_recap() },
  rates: { place: 'fees', to: () => m.place_fees() },
};

/** Where what a file brought is seen. */
export const placeOf = (kind: ImportAs): Place => SEEN[kind].place;
export const toPlace = (kind: ImportAs): string => SEEN[kind].to();

/** The states of a row, in the order they are shown. */
export const STATES: readonly ImportRowState[] = ['new', 'changed', 'unchanged', 'older', 'rejected'];

export const stateName: Record<ImportRowState, () => string> = {
  new: () => m.import_new(), changed: () => m.import_changed(), unchanged: () => m.import_unchanged(), older: () => m.import_older(),
  rejected: () => m.import_rejected(),
};

/** What counts something; the rest (an order, a SKU) may look like a figure and is a name. */
const COUNTS = ['cells', 'rows', 'percent', 'expected', 'found', 'firstRow', 'atMost'];

function worded(words: Words, code: string, given: Params = {}): string {
  const params = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, text !== undefined && COUNTS.includes(name) ? figure(text) : text]));
  const rest = Object.values(params).filter(Boolean).join(', ');
  return words[code]?.(params) ?? (rest ? `${code}: ${rest}` : code);
}

export const why = ({ code, params }: Said): string => worded(WHY, code, params);
export const needs = ({ code, params }: Said): string => worded(NEEDS, code, params);
export const warns = ({ code, params }: Said): string => worded(WARNS, code, params);
export const helps = (code: string): string => worded(HELPS, code);
/** Why a room stands where it stands. */
export const placedBy = (code: string): string => worded(PLACED, code);
export const fieldName = (code: string): string => worded(FIELDS, code);
/** What people call a source; a described one brings its own names. */
export const sourceName = (code: string, names: Readonly<Record<string, string | undefined>> = {}): string => names[language.current] ?? worded(SOURCES, code);
export const answerName = (value: string): string => ANSWERS[value]?.({}) ?? value;
export const noted = (code: string, count: number): string =>
  NOTES[code]?.({ count, shown: number(count) }) ?? `${code}: ${number(count)}`;

const ASKED = ['kind', 'sheet', 'channel', 'rooms', 'currency', 'zone', 'dateForm', 'dates', 'numbers', 'field', 'missing', 'per', 'state', 'blocks', 'column'];

/** Questions in an order that an answer does not change: the field under the hand stays where it is. */
export function inOrder<Question extends { key: string }>(questions: readonly Question[]): Question[] {
  const rank = ({ key }: Question) => {
    const at = ASKED.indexOf(key.split(':', 1)[0] ?? '');
    return at < 0 ? ASKED.length : at;
  };
  return questions.toSorted((one, other) => rank(one) - rank(other) || one.key.localeCompare(other.key));
}

/** What a question asks; its key says which one. */
export function questionOf(key: string, about: string): string {
  const [kind = '', subject = about] = key.split(':', 2);
  if (kind === 'kind') return m.import_ask_kind();
  if (kind === 'currency') return m.import_ask_currency();
  if (kind === 'zone') return m.import_ask_zone();
  if (kind === 'rooms') return m.import_ask_rooms();
  if (kind === 'channel') return m.import_ask_channel();
  if (kind === 'reach') return m.import_ask_reach();
  if (kind === 'asOf') return m.import_ask_as_of();
  if (kind === 'dateForm' || kind === 'dates') return m.import_ask_dates({ example: about });
  if (kind === 'numbers') return m.import_ask_numbers({ column: subject });
  if (kind === 'missing') return m.import_ask_missing({ column: about });
  if (kind === 'per') return m.import_ask_per({ column: about });
  if (kind === 'blocks') return m.import_ask_blocks({ rows: about });
  if (kind === 'state') return m.import_ask_state({ state: about });
  if (kind === 'field') return m.import_ask_field({ field: fieldName(subject) });
  return m.import_ask_column({ column: subject });
}

/** A value of a row as people read it. */
export function valueText(value: ImportValue | null): string {
  if (value === null) return '';
  if (value.type === 'money') return money(value.value);
  if (value.type === 'count') return number(value.value);
  if (value.type === 'instant') return dateClock(value.value);
  return value.value;
}
