/** The market whose way of writing numbers and money the whole window follows, in both languages. */

export type MarketCode = 'vn' | 'th' | 'ph' | 'my' | 'id' | 'sg' | 'gb' | 'us';

interface Dialect {
  /** Between thousands. */
  group: string;
  /** Before decimals. */
  decimal: string;
  currency: string;
  /** The zone proposed for sessions; IANA name. */
  zone: string;
}

const DIALECTS: Record<MarketCode, Dialect> = {
  vn: { group: '.', decimal: ',', currency: 'VND', zone: 'Asia/Ho_Chi_Minh' },
  th: { group: ',', decimal: '.', currency: 'THB', zone: 'Asia/Bangkok' },
  ph: { group: ',', decimal: '.', currency: 'PHP', zone: 'Asia/Manila' },
  my: { group: ',', decimal: '.', currency: 'MYR', zone: 'Asia/Kuala_Lumpur' },
  id: { group: '.', decimal: ',', currency: 'IDR', zone: 'Asia/Jakarta' },
  sg: { group: ',', decimal: '.', currency: 'SGD', zone: 'Asia/Singapore' },
  gb: { group: ',', decimal: '.', currency: 'GBP', zone: 'Europe/London' },
  us: { group: ',', decimal: '.', currency: 'USD', zone: 'America/New_York' },
};

/** The markets, in the order they are offered. */
export const MARKETS = Object.keys(DIALECTS) as MarketCode[];

let code = $state<MarketCode>('vn');
let zone = $state<string | null>(null);

export const market = {
  get code(): MarketCode {
    return code;
  },
  get dialect(): Dialect {
    return DIALECTS[code];
  },
  /** Currency of prices set here; ISO 4217. */
  get currency(): string {
    return DIALECTS[code].currency;
  },
  /** Zone that dates without one of their own are shown in; IANA name. */
  get zone(): string {
    return zone ?? DIALECTS[code].zone;
  },
  /** Follows the workspace; a code nobody knows changes nothing. */
  set(next: string, ownZone: string | null = null) {
    const lower = next.toLowerCase();
    if (lower in DIALECTS) code = lower as MarketCode;
    zone = ownZone;
  },
};

/** What a market would write, before it is chosen. */
export const dialectOf = (of: MarketCode): Readonly<Dialect> => DIALECTS[of];
