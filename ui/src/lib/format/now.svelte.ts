/** The time, as a rune that beats once a second. Screens draw from it; the core decides by its own clock. */
let ms = $state(Date.now());
let watchers = 0;
let beat: ReturnType<typeof setTimeout> | undefined;

function tick() {
  ms = Date.now();
  // On the second, so that clocks side by side change together.
  beat = setTimeout(tick, 1000 - (ms % 1000));
}

/** What is fresh to the second is left as it is: whoever reads it would be drawn anew, stop watching and start it again. */
function start() {
  const at = Date.now();
  if (Math.abs(at - ms) >= 1000) ms = at;
  beat = setTimeout(tick, 1000 - (at % 1000));
}

/** UTC milliseconds, fresh to the second while someone looks. Read it inside an effect or a template. */
export const now = {
  get ms(): number {
    if ($effect.tracking()) {
      $effect(() => {
        watchers += 1;
        if (watchers === 1) start();
        return () => {
          watchers -= 1;
          if (watchers === 0) clearTimeout(beat);
        };
      });
    }
    return ms;
  },
};
