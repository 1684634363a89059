/** Money as the market writes it: `1.234.567 ₫`, `£24.00`, `Rp 125.000`. */
import { m } from '$lib/messages';

import { MINUS, NBSP, grouped, parseDecimal, rounded, shifted, toWire, trimmed } from './decimal';
import { market } from './market.svelte';

/** The wire form of an amount. */
export interface Money {
  amount: string;
  currency: string;
}

interface Sign {
  text: string;
  before: boolean;
  /** Whether a no-break space parts it from the figure. */
  spaced: boolean;
}

const SIGNS: Record<string, Sign> = {
  VND: { text: '₫', before: false, spaced: true },
  THB: { text: '฿', before: true, spaced: false },
  PHP: { text: '₱', before: true, spaced: false },
  MYR: { text: 'RM', before: true, spaced: true },
  IDR: { text: 'Rp', before: true, spaced: true },
  SGD: { text: 'S$', before: true, spaced: false },
  GBP: { text: '£', before: true, spaced: false },
  USD: { text: '$', before: true, spaced: false },
  CNY: { text: '¥', before: true, spaced: false },
  BRL: { text: 'R$', before: true, spaced: true },
};

/** Decimals shown to people; storage keeps more for IDR. */
export const displayDigits = (currency: string): number => (currency === 'VND' || currency === 'IDR' ? 0 : 2);
/** Decimals of the minor unit by ISO 4217: what a price may have. */
const minorDigits = (currency: string): number => (currency === 'VND' ? 0 : 2);

const signOf = (currency: string): Sign => SIGNS[currency] ?? { text: currency, before: false, spaced: true };
/** The sign alone, for column heads and labels. */
export const currencySign = (currency: string): string => signOf(currency).text;

/** An amount taken apart, so that the sign can be quieter than the figure. */
export interface MoneyPieces {
  before: string;
  figure: string;
  after: string;
}

function pieces(negative: boolean, figure: string, currency: string, unit = ''): MoneyPieces {
  const sign = signOf(currency);
  const minus = negative ? MINUS : '';
  if (sign.before) return { before: minus + sign.text + (sign.spaced ? NBSP : ''), figure, after: unit && NBSP + unit };
  return { before: minus, figure, after: `${unit && NBSP + unit}${NBSP}${sign.text}` };
}

export function moneyPieces(money: Money): MoneyPieces {
  const value = rounded(parseDecimal(money.amount), displayDigits(money.currency));
  return pieces(value.negative, grouped(value, market.dialect), money.currency);
}

/** Millions and billions with as many decimals always, so that figures line up (`486,32 tr ₫`, `25,00 tr ₫`); below a million the whole amount. */
export function moneyShortPieces(money: Money, digits = 2): MoneyPieces {
  const exact = parseDecimal(money.amount);
  const whole = rounded(exact, 0).units;
  if (whole < 1_000_000n) return moneyPieces(money);
  const billions = rounded(shifted(exact, 6), 2).units >= 100_000n;
  const value = rounded(shifted(exact, billions ? 9 : 6), digits);
  const unit = billions ? m.money_billion() : m.money_million();
  return pieces(value.negative, grouped(value, market.dialect), money.currency, unit);
}

const joined = ({ before, figure, after }: MoneyPieces): string => before + figure + after;

/** `1.234.567 ₫` */
export const money = (amount: Money): string => joined(moneyPieces(amount));
/** `486,32 tr ₫`; give the exact amount on hover. */
export const moneyShort = (amount: Money): string => joined(moneyShortPieces(amount));
/** What stands in a field: figures with separators, no sign. */
export const moneyInField = (amount: Money): string => {
  const exact = parseDecimal(amount.amount);
  const value = rounded(exact, Math.max(displayDigits(amount.currency), Math.min(trimmed(exact).scale, 4)));
  return (value.negative ? MINUS : '') + grouped(value, market.dialect);
};

export type MoneyFault = 'notANumber' | 'tooManyDecimals';

/**
 * Reads what a person typed: `229000`, `229.000`, `229k`, `1,2tr` in Vietnam; `1,234.50` in Britain.
 * Separators must stand where the market puts them: `229.5` in Vietnam is refused, not guessed.
 */
export function readMoney(typed: string, currency: string): Money | MoneyFault {
  const { group, decimal } = market.dialect;
  const sign = signOf(currency).text;
  const text = typed.replaceAll(sign, '').replace(/[\s\u00a0]/g, '').replace(MINUS, '-').toLowerCase();
  const escaped = (mark: string) => `\\${mark}`;
  const shape = new RegExp(
    `^(-?)(\\d{1,3}(?:${escaped(group)}\\d{3})+|\\d+)(?:${escaped(decimal)}(\\d+))?(k|tr|m)?$`,
  );
  const found = shape.exec(text);
  if (!found) return 'notANumber';
  const [, minus = '', whole = '0', fraction = '', unit] = found;
  const typedValue = parseDecimal(`${minus}${whole.replaceAll(group, '')}${fraction && `.${fraction}`}`);
  const power = unit === 'k' ? 3 : unit ? 6 : 0;
  const value = trimmed({ ...typedValue, units: typedValue.units * 10n ** BigInt(power) });
  if (value.scale > minorDigits(currency)) return 'tooManyDecimals';
  return { amount: toWire(value), currency };
}
