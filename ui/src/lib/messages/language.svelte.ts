/** The language the window speaks, as a rune. */

/** The languages the window is complete in. */
export const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const isLanguage = (code: string): code is Language => (LANGUAGES as readonly string[]).includes(code);

/** Before the workspace has answered, the system's language is the best guess; Vietnamese otherwise. */
function guess(): Language {
  const code = globalThis.navigator?.language?.slice(0, 2) ?? 'vi';
  return isLanguage(code) ? code : 'vi';
}

let current = $state<Language>(guess());

export const language = {
  get current(): Language {
    return current;
  },
  /** Changes what the window says at once; storing the choice is the caller's command to the core. */
  set(code: string) {
    if (!isLanguage(code)) return;
    current = code;
    globalThis.document?.documentElement.setAttribute('lang', code);
  },
};
