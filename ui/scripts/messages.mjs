/**
 * Joins `messages/<language>/<noun>.json`, proves that both languages say everything, and compiles them.
 *
 * The plugin that reads messages is the one in node_modules: from a CDN address paraglide compiles no
 * messages at all and says success.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const LANGUAGES = ['vi', 'en'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(root, 'node_modules/.showrunner');
const project = join(build, 'project.inlang');
const outdir = join(root, 'src/lib/messages/paraglide');

/** All messages of one language; the same key in two files is a mistake. */
export function readLanguage(language) {
  const folder = join(root, 'messages', language);
  const all = {};
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
    for (const [key, text] of Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')))) {
      if (key in all) throw new Error(`messages/${language}/${file}: "${key}" is said twice`);
      if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(key)) throw new Error(`messages/${language}/${file}: "${key}" is no noun_thing`);
      all[key] = text;
    }
  }
  return all;
}

/** What a message takes: its placeholders, wherever they stand. */
function inputs(message) {
  const text = JSON.stringify(message);
  const named = [...text.matchAll(/\{([a-zA-Z]\w*)\}/g)].map(([, name]) => name);
  const declared = [...text.matchAll(/"input (\w+)"/g)].map(([, name]) => name);
  return [...new Set([...named, ...declared])].sort().join(', ');
}

/** Every way in which the languages differ in what they say; empty when they are complete. */
export function gaps() {
  const [first, ...others] = LANGUAGES.map((language) => [language, readLanguage(language)]);
  const found = [];
  for (const [language, messages] of others) {
    for (const key of Object.keys(first[1])) {
      if (!(key in messages)) found.push(`${key} is missing in ${language}`);
      else if (inputs(messages[key]) !== inputs(first[1][key])) {
        found.push(`${key} takes {${inputs(first[1][key])}} in ${first[0]} but {${inputs(messages[key])}} in ${language}`);
      }
    }
    for (const key of Object.keys(messages)) if (!(key in first[1])) found.push(`${key} is missing in ${first[0]}`);
  }
  return found;
}

/** Writes the joined files and compiles them to functions. */
export async function compileMessages() {
  const missing = gaps();
  if (missing.length > 0) throw new Error(`messages:\n  ${missing.join('\n  ')}`);
  const joined = Object.fromEntries(LANGUAGES.map((language) => [language, JSON.stringify(readLanguage(language), null, 1)]));
  const current = (language) => join(build, `${language}.json`);
  const same = LANGUAGES.every(
    (language) => existsSync(current(language)) && readFileSync(current(language), 'utf8') === joined[language],
  );
  if (same && existsSync(join(outdir, 'messages.js'))) return;
  mkdirSync(project, { recursive: true });
  for (const language of LANGUAGES) writeFileSync(current(language), joined[language]);
  const plugin = join(root, 'node_modules/@inlang/plugin-message-format/dist/index.js');
  const settings = {
    baseLocale: 'vi',
    locales: LANGUAGES,
    modules: [relative(build, plugin)],
    'plugin.inlang.messageFormat': { pathPattern: './{locale}.json' },
  };
  writeFileSync(join(project, 'settings.json'), JSON.stringify(settings));
  const { compile } = await import('@inlang/paraglide-js');
  await compile({ project, outdir, outputStructure: 'locale-modules', strategy: ['globalVariable', 'baseLocale'], emitTsDeclarations: true });
  const compiled = readFileSync(join(outdir, 'messages/_index.js'), 'utf8');
  if (!compiled.includes('app_name')) throw new Error('paraglide compiled no messages');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await compileMessages();
}
