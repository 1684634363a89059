import { expect, test } from 'vitest';

import { AppError, type FailureCode } from './error';
import { sentenceOf } from './sentence';

const said = (code: FailureCode, params: Record<string, string> = {}) => sentenceOf(new AppError({ code, params }));

test('a refusal names file, row, part and sizes', () => {
  expect(said('fileTruncated', { file: 'a.csv', row: '12' })).toMatch(/a\.csv.*12/);
  expect(said('fileEncoding', { file: 'a.csv', row: '7' })).toMatch(/7.*a\.csv/);
  const large = said('fileTooLargeInside', { file: 'a.xlsx', part: 'sheet1.xml', size: '90000000', limit: '64000000' });
  for (const part of ['a.xlsx', 'sheet1.xml', '90', '64', 'MB']) expect(large).toContain(part);
  const long = said('fileRowTooLong', { file: 'a.csv', row: '7', limit: '16777216' });
  for (const part of ['a.csv', '7', 'MB']) expect(long).toContain(part);
  for (const code of ['workspaceNewer', 'workspaceDamaged', 'diskFull', 'readOnly'] as const) {
    expect(said(code, { file: '/tmp/brand.showrunner' })).toContain('/tmp/brand.showrunner');
  }
});

test('each kind of foreign file has a sentence of its own', () => {
  const kinds = ['webPage', 'oldExcel', 'encrypted', 'archive', 'pdf', 'binary'];
  const sentences = kinds.map((found) => said('fileNotATable', { file: 'a.csv', found }));
  expect(new Set(sentences).size).toBe(kinds.length);
});

test('no name of the wire stands in a sentence', () => {
  for (const field of ['unitPrice', 'field:unitPrice', 'numbers:Giá', 'column:Giá', 'dateForm', 'asOf', 'sessionId']) {
    const sentence = said('invalid', { field, value: 'x' });
    expect(sentence).not.toMatch(/unitPrice|numbers:|column:|dateForm|asOf|sessionId/);
    expect(said('mappingIncomplete', { file: 'a.csv', what: field })).not.toContain(field);
  }
});
