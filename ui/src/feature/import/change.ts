/** The difference of two amounts of one currency, exactly. */
import type { Money } from '$lib/ipc/bindings/Money';

function parts(amount: string): { digits: bigint; decimals: number } {
  const [whole = '0', behind = ''] = amount.split('.');
  return { digits: BigInt(whole + behind), decimals: behind.length };
}

/** `after` less `before`. */
export function difference(before: Money, after: Money): Money {
  const [was, now] = [parts(before.amount), parts(after.amount)];
  const decimals = Math.max(was.decimals, now.decimals);
  const scaled = ({ digits, decimals: own }: typeof was) => digits * 10n ** BigInt(decimals - own);
  const units = scaled(now) - scaled(was);
  const text = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  const amount = `${units < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${text.slice(-decimals)}` : ''}`;
  return { amount, currency: after.currency };
}
