/** Names of the markets. */
import * as m from './paraglide/messages';

export const marketName = (code: string): string =>
  ({
    vn: m.market_vn(), th: m.market_th(), ph: m.market_ph(), my: m.market_my(), id: m.market_id(), sg: m.market_sg(),
    gb: m.market_gb(), us: m.market_us(),
  })[code] ?? code.toUpperCase();
