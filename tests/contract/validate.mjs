// Validates each of `values` against `schema`; answers null or the faults in words, one for each.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const fromUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { default: Ajv } = fromUi('ajv/dist/2020.js');

const { schema, values } = JSON.parse(readFileSync(0, 'utf8'));
const validator = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false });
const holds = validator.compile(schema);
process.stdout.write(JSON.stringify(values.map((value) => (holds(value) ? null : validator.errorsText(holds.errors)))));
