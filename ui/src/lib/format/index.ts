/** How figures, money and time are written. One dialect a window: the market's. */
export { MINUS, NBSP, plus } from './decimal';
export { dayWritten, readClock, readDay } from './day';
export {
  FEE_BASES, FEE_SCOPES, PAYERS, chargeText, payerName, payersText, placeName, rateExample, rateInField, rateText, readRate,
  validText,
} from './fee';
export { fold, matches } from './fold';
export { dayBegins, dayEnds } from './instant';
export { readLength } from './length';
export { MARKETS, dialectOf, market, type MarketCode } from './market.svelte';
export {
  currencySign, displayDigits, money, moneyInField, moneyPieces, moneyShort, moneyShortPieces, readMoney,
  type Money, type MoneyFault, type MoneyPieces,
} from './money';
export { now } from './now.svelte';
export { offerText } from './offer';
export { bytes, figure, multiple, number, percent, points, signedNumber, signedPercent } from './number';
export {
  age, clock, clockSeconds, clockSpan, date, dateClock, dateWords, dayKey, dayMonth, dayShort, length, offset, sessionLength, span, timer,
  until, wall, zoneName,
} from './time';
