/** From the sample to work of one's own. */
import { call, sentenceOf, workspace } from '$lib/ipc';
import { notices } from '$lib/part';
import { route } from '$lib/route';

/** Opens the user's own workspace, or asks the first questions when there is none. */
export async function toOwn(): Promise<void> {
  const own = workspace.state?.recent.find((path) => !/sample-\w+\.\w+$/.test(path));
  if (!own) return route.go('start');
  try {
    await call('workspace_open', { path: own });
    await workspace.again();
  } catch (cause) {
    notices.failed(sentenceOf(cause));
  }
}
