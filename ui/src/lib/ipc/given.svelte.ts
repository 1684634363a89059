/** Files that were dropped or chosen somewhere in the window, waiting for the screen that imports them. */
import type { GivenFile } from './file';

let waiting = $state.raw<readonly GivenFile[]>([]);

export const given = {
  get files(): readonly GivenFile[] {
    return waiting;
  },
  put(files: readonly GivenFile[]) {
    waiting = files;
  },
  /** Hands the files over, once. */
  take(): readonly GivenFile[] {
    const taken = waiting;
    waiting = [];
    return taken;
  },
};
