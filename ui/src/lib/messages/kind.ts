/** What a file brought, in a word. */
import type { ImportAs } from '$lib/ipc/bindings/ImportAs';

import * as m from './paraglide/messages';

const NAMES: Record<ImportAs, () => string> = {
  products: m.figure_kind_products, sales: m.figure_kind_sales, sessions: m.figure_kind_sessions, minutes: m.figure_kind_minutes,
  days: m.figure_kind_days, ads: m.figure_kind_ads, payouts: m.figure_kind_payouts, commissions: m.figure_kind_commissions, rates: m.figure_kind_rates,
};

export const kindName = (kind: ImportAs): string => NAMES[kind]();
