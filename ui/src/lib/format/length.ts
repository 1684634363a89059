/** Reads a length as people type it. */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/**
 * Milliseconds of `90` (minutes), `1h30`, `1 giờ 30 phút`, `1,5h`, `45s`, `9:00` (minutes and seconds) or `1:30:00`;
 * null for what is no length.
 */
export function readLength(typed: string): number | null {
  const text = typed
    .toLowerCase()
    .replace(/[\s\u00a0]/g, '')
    .replace(/giờ|gio|hours?|hrs?/g, 'h')
    .replace(/phút|phut|ph|minutes?|mins?|p/g, 'm')
    .replace(/giây|giay|seconds?|secs?/g, 's');
  const clock = /^(?:(\d+):)?(\d{1,3}):([0-5]\d)$/.exec(text);
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  }
  const part = /^(\d+)[.,](\d+)h$/.exec(text);
  if (part) return Math.round(Number(`${part[1]}.${part[2]}`) * 60) * MINUTE_MS;
  const found = /^(?:(\d+)h)?(?:(\d+)(?:m|$))?(?:(\d+)s)?$/.exec(text);
  if (!found || text === '') return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
}
