/** An answer of the core that stays true: read again whenever what it is about changes. */
import { untrack } from 'svelte';

import { call, type CommandName, type Reply, type Request } from './call';
import { onChange } from './changes.svelte';
import { AppError } from './error';

export interface Reading<Answer> {
  /** The latest answer; the former one stands while a new one is on its way. */
  readonly data: Answer | null;
  /** Why the latest try gave none. */
  readonly error: AppError | null;
  /** Whether an answer is on its way. */
  readonly busy: boolean;
  /** Reads again now. */
  again(): Promise<void>;
}

/**
 * Reads `name` with `request()` now, whenever the request differs, and whenever a change in `on` is told ('any': whenever anything changes).
 * Call it while a component starts. A request of null asks nothing.
 */
export function reading<Name extends CommandName>(
  name: Name,
  request: () => Request<Name> | null,
  on: readonly string[] | 'any',
): Reading<Reply<Name>> {
  let data = $state.raw<Reply<Name> | null>(null);
  let error = $state.raw<AppError | null>(null);
  let busy = $state(false);
  let turn = 0;

  async function read(req: Request<Name> | null) {
    const mine = ++turn;
    if (req === null) {
      busy = false;
      return;
    }
    busy = true;
    try {
      const answer = await call(name, req);
      if (mine !== turn) return; // a later question was asked meanwhile
      data = answer;
      error = null;
    } catch (cause) {
      if (mine !== turn) return;
      error = AppError.from(cause);
    }
    busy = false;
  }

  const again = () => read(untrack(request));

  $effect(() => {
    const req = request();
    untrack(() => void read(req));
  });
  $effect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const off = onChange(({ change }) => {
      if (on !== 'any' && change !== 'everything' && !on.includes(change)) return;
      // Changes come in bursts (an import, an undo of many rows): one reading answers them all.
      clearTimeout(waiting);
      waiting = setTimeout(() => void again(), 30);
    });
    return () => {
      clearTimeout(waiting);
      turn += 1;
      off();
    };
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get busy() {
      return busy;
    },
    again,
  };
}
