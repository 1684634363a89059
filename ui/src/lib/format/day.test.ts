import { expect, test } from 'vitest';

import { dayWritten, readClock, readDay } from './day';

const TODAY = '2026-11-22';

test('a day is read the way it is written, whatever parts its figures', () => {
  for (const typed of ['28/11/2026', '28.11.26', ' 28-11-2026 ', '2026-11-28', '28 11 2026', '28/11']) {
    expect(readDay(typed, TODAY), typed).toBe('2026-11-28');
  }
  expect(dayWritten('2026-11-28')).toBe('28/11/2026');
});

test('a day without a year is the next one to come', () => {
  expect(readDay('22/11', TODAY)).toBe('2026-11-22');
  expect(readDay('3/2', TODAY)).toBe('2027-02-03');
  expect(readDay('29/2', '2027-03-01')).toBe('2028-02-29');
});

test('a day that does not exist is refused, never moved', () => {
  for (const typed of ['31/11/2026', '29/2/2026', '11/28/2026', '28/11/202', 'mai', '', '28', '28/11/1999']) {
    expect(readDay(typed, TODAY), typed).toBeNull();
  }
});

test('a time is read as Vietnam and as Britain type it', () => {
  expect(['20:30', '20h30', '2030', '8:30 pm', '20 giờ 30'].map(readClock)).toEqual(Array(5).fill('20:30'));
  expect(['20', '20h', '0:00', '12am', '12pm', '830'].map(readClock)).toEqual(['20:00', '20:00', '00:00', '00:00', '12:00', '08:30']);
  expect(['24:00', '25:10', '20:60', '13pm', '', 'tối'].map(readClock)).toEqual(Array(6).fill(null));
});
