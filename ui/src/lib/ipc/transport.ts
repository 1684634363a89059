/** Two ways to the same commands: inside the desktop window, or in a browser beside `showctl serve`. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';

import type { ChangeNotice } from './bindings/ChangeNotice';
import { AppError } from './error';

export interface Transport {
  call(name: string, req: unknown): Promise<unknown>;
  /** Tells every change and every loss and return of the connection, until the answer is called. */
  subscribe(onChange: (notice: ChangeNotice) => void, onLink: (up: boolean) => void): () => void;
}

/** Whether this is the desktop window (and not a browser). */
export const isDesktop = (): boolean => '__TAURI_INTERNALS__' in globalThis;

const desktop: Transport = {
  async call(name, req) {
    try {
      return await invoke<unknown>('call', { name, req });
    } catch (cause) {
      throw AppError.from(cause);
    }
  },
  subscribe(onChange, onLink) {
    let stop: (() => void) | null = null;
    let stopped = false;
    void listen<ChangeNotice>('change', ({ payload }) => onChange(payload)).then((unlisten) => {
      if (stopped) unlisten();
      else stop = unlisten;
    });
    onLink(true);
    return () => {
      stopped = true;
      stop?.();
    };
  },
};

async function answerOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return { code: 'unreachable', params: {}, message: `HTTP ${response.status}` };
  }
}

/** Longest wait between two tries to connect again, in milliseconds. */
const LONGEST_WAIT = 5_000;

const browser: Transport = {
  async call(name, req) {
    let response: Response;
    try {
      response = await fetch(`/api/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(req),
      });
    } catch (cause) {
      throw AppError.unreachable(cause);
    }
    const answer = await answerOf(response);
    if (!response.ok) throw AppError.from(answer);
    return answer;
  },
  subscribe(onChange, onLink) {
    let socket: WebSocket | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let tries = 0;
    let stopped = false;
    const connect = () => {
      socket = new WebSocket(new URL('/api/changes', location.href.replace(/^http/, 'ws')));
      socket.onopen = () => {
        tries = 0;
        onLink(true);
      };
      socket.onmessage = ({ data }) => onChange(JSON.parse(String(data)) as ChangeNotice);
      socket.onclose = () => {
        if (stopped) return;
        onLink(false);
        tries += 1;
        again = setTimeout(connect, Math.min(LONGEST_WAIT, 250 * 2 ** Math.min(tries, 6)));
      };
    };
    connect();
    return () => {
      stopped = true;
      clearTimeout(again);
      socket?.close();
    };
  },
};

/** The way to the core that works where this runs. */
export const transport = (): Transport => (isDesktop() ? desktop : browser);
