/** The screens there are, read from the UI's own tables, so that a new one cannot be forgotten. */
import { readFileSync } from 'node:fs';

const text = (path) => readFileSync(new URL(`../../ui/src/${path}`, import.meta.url), 'utf8');

/** The first session with one of these statuses, the first wish first. */
const sessions = async (core, ...wanted) => {
  const { sessions: all } = await core.call('session_all', {});
  return wanted.map((status) => all.find((session) => session.status === status)).find(Boolean)?.id;
};
/** For places that show one thing: which one of the workspace. */
const ONE = {
  product: async (core) =>
    (await core.call('catalogue_page', { query: '', sort: 'title', descending: false, offset: 0, limit: 1 })).rows[0]?.productId,
  session: (core) => sessions(core, 'scheduled', 'draft'),
  lineup: (core) => sessions(core, 'scheduled', 'draft'),
  desk: (core) => sessions(core, 'live', 'scheduled'),
  imported: async (core) => (await core.call('import_all', {})).imports[0]?.importId,
  recapOne: (core) => sessions(core, 'ended'),
};

/** Every place with a screen: its name and how to find its address on a core. */
export function screens() {
  const places = [...text('lib/route/route.svelte.ts').matchAll(/^ {2}(\w+): '(\/[^']*)',$/gm)];
  const shown = new Set([...text('screen/index.ts').matchAll(/^ {2}(\w+): (?:plain\()?\(\) => import/gm)].map(([, place]) => place));
  return places
    .filter(([, place]) => shown.has(place))
    .map(([, place, pattern]) => ({
      place,
      hash: async (core) => {
        if (!pattern.includes(':id')) return `#${pattern}`;
        const id = await ONE[place]?.(core);
        if (!id) throw new Error(`tests/e2e/screens.mjs does not know which ${place} to show`);
        return `#${pattern.replace(':id', id)}`;
      },
    }));
}
