/** Exact decimals as strings, the form they have on the wire. Never a float. */

/** U+2212, as long as a digit and never broken from it. */
export const MINUS = '−';
/** U+00A0, between a figure and its unit. */
export const NBSP = '\u00a0';

interface Decimal {
  negative: boolean;
  /** The digits without sign and point. */
  units: bigint;
  /** How many of them stand after the point. */
  scale: number;
}

/** Reads `-1234.50`; anything else is a mistake of ours and throws. */
export function parseDecimal(text: string): Decimal {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) throw new RangeError(`not a decimal: ${text}`);
  const [, sign, whole = '0', fraction = ''] = found;
  return { negative: sign === '-', units: BigInt(whole + fraction), scale: fraction.length };
}

/** The same amount with exactly `digits` decimals, halves away from zero. */
export function rounded(value: Decimal, digits: number): Decimal {
  if (digits >= value.scale) {
    return { ...value, units: value.units * 10n ** BigInt(digits - value.scale), scale: digits };
  }
  const cut = 10n ** BigInt(value.scale - digits);
  const units = (value.units + cut / 2n) / cut;
  return { negative: value.negative && units !== 0n, units, scale: digits };
}

/** The amount divided by 10^`power`. */
export const shifted = (value: Decimal, power: number): Decimal => ({ ...value, scale: value.scale + power });

/** Digits with separators, without a sign. */
export function grouped(value: Decimal, separators: { group: string; decimal: string }): string {
  const digits = value.units.toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = value.scale === 0 ? '' : separators.decimal + digits.slice(-value.scale);
  return whole.replace(/\B(?=(\d{3})+$)/g, separators.group) + fraction;
}

/** Without zeros at the end of the decimals. */
export function trimmed(value: Decimal): Decimal {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { ...value, units, scale };
}

/** The exact sum of two amounts in the wire's form. */
export function plus(one: string, other: string): string {
  const [a, b] = [parseDecimal(one), parseDecimal(other)];
  const scale = Math.max(a.scale, b.scale);
  const units = ({ negative, units: own, scale: digits }: Decimal) => own * 10n ** BigInt(scale - digits) * (negative ? -1n : 1n);
  const sum = units(a) + units(b);
  return toWire(trimmed({ negative: sum < 0n, units: sum < 0n ? -sum : sum, scale }));
}

/** Back to the wire's form. */
export function toWire(value: Decimal): string {
  const text = grouped(value, { group: '', decimal: '.' });
  return value.negative && value.units !== 0n ? `-${text}` : text;
}
