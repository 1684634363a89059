/**
 * `<live-session>`: a brand's live show in a page of its own shop. One file, no framework, no cookie, no storage.
 *
 *   <script type="module" src="/live/live-session.js"></script>
 *   <live-session src="/live/manifest.json" locale="vi">
 *     <a href="https://…">Xem phiên live</a>      <!-- stands until the script runs, and when it cannot -->
 *   </live-session>
 *
 * Reserve its box so that the page never moves: `live-session { display: block; min-height: 42rem }`, and
 * `min-height: calc(41.4rem + 9/16 of its width)` where it is narrower than 40rem; or give the script `blocking="render"`.
 *
 * Attributes   src      address of `manifest.json`; `now.json` is asked for beside it
 *              locale   `vi` or `en`; the session's own language by default
 * Properties   --ls-accent --ls-accent-fill --ls-on-accent --ls-bg --ls-ink --ls-muted --ls-rule --ls-stage
 *              --ls-air --ls-radius --ls-font
 * Parts        box stage badge countdown poster play player info title now card deals deal code copy buy chapters shelf
 *              row product
 * Events       live:ready · live:phase {state} · live:product {slot} · live:play {channel} · live:seek {seconds} ·
 *              live:coupon {code} · live:error {reason}; they bubble and are composed. `preventDefault()` on live:product keeps the link from
 *              opening (the page adds to its own basket), on live:play keeps the video from loading.
 * Methods      play() · seek(seconds) · show(slotId)
 */
import css from './live-session.css?inline';
import { follow, type Feed, type Told } from './feed';
import { safe, type NowShowing } from './manifest';
import { el } from './node';
import { createView, type Scene } from './view';

/** Built from a string by script, so that it also stands under `style-src 'none'`. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

class LiveSession extends HTMLElement {
  static readonly observedAttributes = ['src', 'locale'];

  readonly #view = createView((name, detail) => this.#tell(name, detail));
  readonly #plain = el('div', 'plain box', { hidden: true }, el('slot', ''));
  readonly #sight = new IntersectionObserver((seen) => {
    this.#inSight = seen.some((entry) => entry.isIntersecting);
    this.#look();
  });
    #feed: Feed | undefined;
  #told: Told | undefined;
  #inSight = true;
  #isOpen = false;
  #clock: ReturnType<typeof setInterval> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #src = '';
  #state = '';
  #onPicture: NowShowing | null = null;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(this.#view.root, this.#plain);
  }

  connectedCallback(): void {
    document.addEventListener('visibilitychange', this.#look);
    this.#sight.observe(this);
    this.#open();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#look);
    this.#sight.disconnect();
    this.#close();
  }

  attributeChangedCallback(name: string): void {
    if (name === 'locale') return this.#draw();
    // A parser names the attributes before it says that the element is connected.
    if (!this.#isOpen) return;
    this.#close();
    this.#open();
  }

  #open(): void {
    this.#isOpen = true;
    const src = safe(this.getAttribute('src'), document.baseURI);
    if (!src) return this.#fall('src');
    this.#src = src;
    this.#feed = follow(
      src,
      (told) => {
        const isFirst = !this.#told;
        this.#told = told;
        this.#plain.hidden = !(this.#view.root.hidden = false);
        this.#draw();
        if (isFirst) this.#tell('ready', {});
      },
      // Silence leaves what is known standing; what is not known falls back to the page's own link.
      (fault) => (fault === 'unknown' || !this.#told ? this.#fall(fault) : this.#tell('error', { reason: fault })),
    );
    this.#look();
  }

  #close(): void {
    this.#isOpen = false;
    this.#feed?.stop();
    this.#feed = this.#told = undefined;
    clearInterval(this.#clock);
    clearTimeout(this.#late);
  }

  /** Asks and counts down only while somebody can see it. */
  readonly #look = (): void => {
    const isLooking = this.#inSight && !document.hidden;
    this.#feed?.look(isLooking);
    clearInterval(this.#clock);
    if (isLooking) this.#clock = setInterval(() => this.#draw(), 1000);
  };

  #fall(reason: string): void {
    this.#view.root.hidden = !(this.#plain.hidden = false);
    this.#tell('error', { reason });
  }

  #draw(): void {
    if (!this.#told) return;
    const { manifest, head, ahead } = this.#told;
    const at = Date.now() + ahead;
    // The desk has been silent for too long: the show is over as far as a shopper can know.
    const isOver = at > head.expiresAtMs && head.state !== 'cancelled';
    const soldOut = head.soldOut ?? manifest.lineup.filter((slot) => slot.soldOut).map((slot) => slot.number);
    const scene: Scene = { manifest, state: isOver ? 'ended' : head.state, now: this.#due(head.now, manifest.pictureDelayMs, at), soldOut, at: at - (this.#view.isPlaying() ? manifest.pictureDelayMs : 0) };
    this.#view.draw(scene, this.getAttribute('locale') ?? manifest.language, this.#src);
    if (scene.state !== this.#state) this.#tell('phase', { state: (this.#state = scene.state) });
  }

  /** While the video runs, a take is shown when the picture shows it. */
  #due(now: NowShowing | null, delay: number, at: number): NowShowing | null {
    const wait = now && this.#view.isPlaying() ? now.sinceMs + delay - at : 0;
    clearTimeout(this.#late);
    if (wait > 0) this.#late = setTimeout(() => this.#draw(), wait);
    else this.#onPicture = now;
    return this.#onPicture;
  }

  /** Dispatches `live:<name>`; false when the page prevented it. */
  #tell(name: string, detail: object): boolean {
    return this.dispatchEvent(new CustomEvent(`live:${name}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  /** Loads the video, as the button does. */
  play(): void {
    this.seek(0);
  }

  /** Loads the video, if need be, and jumps to a second of it. */
  seek(seconds: number): void {
    if (this.#told) this.#view.start(seconds);
  }

  /** Scrolls the line-up to a product. */
  show(slotId: string): void {
    this.#view.show(slotId);
  }
}

if (!customElements.get('live-session')) customElements.define('live-session', LiveSession);
