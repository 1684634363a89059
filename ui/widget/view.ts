/** The widget's nodes: built once, then changed in place, so that focus and pictures stay where they are. */
import { safe, type Channel, type Manifest, type NowShowing, type Offer, type Slot, type State } from './manifest';
import { el, set, write } from './node';
import { open, plays, seeks, type Playing } from './player';
import { clock, length, moment, money, platform, sayer } from './words';

/** What is to be seen. */
export interface Scene {
  manifest: Manifest;
  /** Where the session stands, the expiry considered. */
  state: State;
  now: NowShowing | null;
  /** Numbers of the slots that are sold out. */
  soldOut: number[];
  /** UTC ms by the server's clock; while the video runs, the instant its picture stands for. */
  at: number;
}

export interface View {
  root: HTMLElement;
  draw: (scene: Scene, language: string, base: string) => void;
  /** Loads the video, or jumps in it when it runs. */
  start: (seconds: number) => void;
  show: (slotId: string) => void;
  /** Whether the video runs, so that what is shown has to wait for the picture. */
  isPlaying: () => boolean;
}

/** A change of product is read out at most this often, ms. */
const READ_OUT = 10_000;
const OUTSIDE = { target: '_blank', rel: 'noopener' };

/** `tell` dispatches an event and is false when the page has taken over what would follow. */
export function createView(tell: (name: string, detail: object) => boolean): View {
  let scene: Scene;
  let say = sayer('');
  let language = '';
  let base = '';
  let drawn = '';
  let readOut = 0;
  let playing: Playing | null = null;
  const items = new Map<string, HTMLElement>();

  const badge = el('p', 'badge');
  const said = el('p', 'countdown');
  const poster = el('img', 'poster', { alt: '', hidden: true });
  const screen = el('div', 'screen');
  const control = el('div', '');
  const stage = el('div', 'stage', {}, poster, screen, said, badge, control);
  const title = el('h2', 'title clamp');
  const about = el('p', 'muted clamp');
  const links = el('p', 'links');
  const line = el('p', 'line');
  const lineLabel = el('span', 'label');
  const lineText = el('span', '');
  line.append(lineLabel, lineText);
  const chapters = el('ol', 'chapters');
  const nowLabel = el('p', 'label');
  const nowPhoto = el('span', 'photo');
  const nowName = el('p', 'name clamp');
  const nowPrice = el('p', 'price');
  const card = el('div', 'card', {}, nowPhoto, el('div', '', {}, nowName, nowPrice));
  const buyText = el('span', '');
  const buy = el('a', 'buy', {}, buyText);
  const now = el('div', 'now', {}, nowLabel, card, buy);
  const count = el('h3', '');
  const row = el('ul', 'row', { tabindex: 0, role: 'list' });
  const step = (sign: string, screens: number): HTMLElement => {
    const button = el('button', 'step', { type: 'button' }, sign);
    button.onclick = () => row.scrollBy({ left: screens * row.clientWidth });
    return button;
  };
  const back = step('‹', -0.8);
  const more = step('›', 0.8);
  const quiet = el('p', 'quiet', { role: 'status' });
  const info = el('div', 'info', {}, title, about, links, line, chapters, now);
  const shelf = el('div', 'shelf', {}, el('div', 'head', {}, count, back, more), row);
  const root = el('section', 'box', {}, el('div', 'top', {}, stage, info), shelf, quiet);

  const isOnAir = (): boolean => /live|paused/.test(scene.state);
  const slotOf = (slotId?: string): Slot | undefined => scene.manifest.lineup.find((slot) => slot.slotId === slotId);
  const hide = (node: Element, hidden: boolean): void => set(node, { hidden });

  /** The page may put the product into its own basket instead of following the link. */
  const offer = (link: HTMLElement, slotId: () => string | undefined): void => {
    link.onclick = (event) => {
      if (!tell('product', { slot: slotOf(slotId()) })) event.preventDefault();
    };
  };
  let shown: string | undefined;
  offer(buy, () => shown);

  const shut = (): void => {
    playing?.node.remove();
    playing = null;
    drawn = '';
  };

  const start = (seconds: number): void => {
    if (playing) return playing.seek?.(seconds);
    const { manifest } = scene;
    const channel = manifest.channels.find(seconds || !isOnAir() ? seeks : plays);
    if (!channel) return;
    const name = platform(channel);
    const opened = open(channel, `${manifest.title} · ${name}`, base, () => {
      shut();
      tell('error', { reason: 'player', channel });
    });
    if (!opened || !tell('play', { channel })) return;
    playing = opened;
    screen.append(opened.node);
    control.replaceChildren();
    hide(said, !isOnAir());
    if (seconds) opened.seek?.(seconds);
    opened.node.focus();
  };

  const drawPlay = (): void => {
    const { channels } = scene.manifest;
    const onAir = isOnAir();
    const channel: Channel | undefined = onAir ? (channels.find(plays) ?? channels[0]) : channels.find(seeks);
    control.replaceChildren();
    if (!channel || playing || (!onAir && scene.state !== 'ended')) return;
    const inside = plays(channel);
    const source = `${say(inside ? 'loads' : 'opens')} ${platform(channel)}`;
    const text = el('span', '', {}, say(onAir ? 'watch' : 'replay'), el('small', '', {}, source));
    const button = inside
      ? el('button', 'play', { type: 'button' })
      : el('a', 'play', { href: safe(channel.url, base), ...OUTSIDE });
    button.append(text);
    if (inside) button.onclick = () => start(0);
    control.append(button);
  };

  const drawStage = (): void => {
    const { state, manifest } = scene;
    const onAir = isOnAir();
    set(badge, { hidden: !onAir, class: state === 'live' ? 'badge air' : 'badge' });
    write(badge, state === 'paused' ? say('paused') : 'LIVE');
    const src = safe(manifest.poster, base);
    set(poster, { src, hidden: !src });
    // A frame that cannot be entered at a second would go on to the platform's next show.
    if (!onAir && playing && !playing.seek) shut();
    hide(said, !onAir && playing !== null);
    drawPlay();
  };

  const drawInfo = (): void => {
    const { manifest, state } = scene;
    const when = (ms: number): string => moment(ms, language, manifest.zone, say);
    write(title, manifest.title);
    const names = manifest.hosts.join(', ').replace(/, ([^,]+)$/, ` ${say('and')} $1`);
    const isLive = state === 'live';
    const where = isLive ? `${say('until')} ${clock(manifest.plannedEndMs, language)}` : state === 'upcoming' ? when(manifest.startsAtMs) : say(state);
    write(about, names ? `${say('with')} ${names}${isLive || state === 'upcoming' ? ',' : '.'} ${where}` : where);
    links.replaceChildren(
      ...(/upcoming|cancelled/.test(state) ? [] : manifest.channels).map((channel) =>
        el('a', '', { href: safe(channel.url, base), ...OUTSIDE }, `${say('watchOn')} ${platform(channel)}`),
      ),
    );
    const next = manifest.nextSession;
    hide(line, isOnAir() || !next);
    write(lineLabel, say('next'));
    if (next) write(lineText, `${when(next.startsAtMs)} · ${next.title}`);
  };

  const drawChapters = (): void => {
    const { chapters: stretches, channels } = scene.manifest;
    const canSeek = channels.some(seeks);
    hide(chapters, !stretches.length);
    set(chapters, { 'aria-label': say('inShow'), tabindex: 0 });
    chapters.replaceChildren(
      ...stretches.map(({ slotId, atMs }) => {
        const slot = slotOf(slotId);
        const at = length(atMs, say);
        const jump = canSeek ? el('button', 'at', { type: 'button', 'aria-label': `${say('replay')} ${at}` }, at) : el('span', 'at', {}, at);
        if (canSeek) jump.onclick = () => tell('seek', { seconds: atMs / 1000 }) && start(atMs / 1000);
        const name = el('a', 'name', { href: safe(slot?.link, base) }, slot?.title ?? '');
        offer(name, () => slotId);
        return el('li', '', {}, jump, name);
      }),
    );
  };

  /** Runs `build` only when what the box holds has changed. */
  const fill = (box: HTMLElement, is: string, build: () => (Node | string)[]): void => {
    if (box.dataset['is'] === is) return;
    box.dataset['is'] = is;
    box.replaceChildren(...build());
  };

  const drawPhoto = (box: HTMLElement, { image, number }: Slot): void => {
    const src = safe(image, base);
    fill(box, src ?? `${number}`, () => [src ? el('img', '', { alt: '', src }) : `${number}`]);
  };

  /** What holds for a slot that can be bought: one that was closed or withdrawn has its end behind it. */
  const holding = ({ slotId, number }: Slot): Offer[] => {
    const { manifest, soldOut, at } = scene;
    const holds = (one: Offer): boolean =>
      one.slotId === slotId && 'price coupon gift'.includes(one.kind) && one.opensAtMs <= at && at < one.endsAtMs;
    return isOnAir() && !soldOut.includes(number) ? (manifest.offers ?? []).filter(holds) : [];
  };

  const drawPrice = (box: HTMLElement, slot: Slot): void => {
    const offered = holding(slot).find(({ price }) => price)?.price;
    const price = offered ?? slot.showPrice ?? slot.listPrice;
    const before = (offered && slot.showPrice) ?? slot.listPrice;
    const { market } = scene.manifest;
    const now = price ? money(price, market) : '';
    // The amounts are only put in order here, never added up, so a float will do.
    const isLess = price && before && +price.amount < +before.amount;
    const was = isLess ? money(before, market) : '';
    const hint = (word: 'price' | 'was'): Node => el('span', 'quiet', {}, `${say(word)} `);
    fill(box, now + was, () =>
      was ? [hint('price'), el('b', '', {}, now), ' ', el('s', '', {}, hint('was'), was)] : [el('b', '', {}, now)],
    );
  };

  const drawDeals = (slot?: Slot): void => {
    const all = slot ? holding(slot) : [];
    fill(said, language + JSON.stringify(all), () =>
      all.map(({ code, amountOff, percentOff, gift }) => {
        const copy = el('button', 'step copy', { type: 'button', hidden: !code }, say('copy'));
        copy.onclick = () => tell('coupon', { code }) && navigator.clipboard.writeText(code ?? '').then(() => write(copy, '✓'));
        const off = amountOff ? money(amountOff, scene.manifest.market) : `${percentOff} %`;
        return el('p', 'deal', {}, code ? `${say('code')} ${code} −${off}` : `${say(gift ? 'gift' : 'price')} ${gift ?? ''}`, copy, el('span', ''));
      }),
    );
    all.forEach(({ endsAtMs }, index) => write(said.children[index]?.lastElementChild as Element, length(endsAtMs - scene.at + 999, say)));
  };

  const drawNow = (): void => {
    const { manifest, soldOut, at } = scene;
    const onAir = isOnAir();
    const slot = onAir ? slotOf(scene.now?.slotId) : scene.state === 'upcoming' ? manifest.lineup[0] : undefined;
    hide(now, !slot && !onAir);
    write(nowLabel, say(!onAir ? 'first' : slot ? 'being' : 'wait'));
    const href = onAir && slot && !soldOut.includes(slot.number) ? safe(slot.link, base) : null;
    set(buy, { href });
    write(buyText, say('buy'));
    if (onAir) {
      const next = slot && manifest.lineup[manifest.lineup.indexOf(slot) + 1];
      hide(line, !next);
      write(lineLabel, say('upNext'));
      write(lineText, next?.title ?? '');
    }
    write(nowName, slot?.title ?? '');
    if (onAir) drawDeals(slot);
    // Empty, the card keeps its place.
    if (!slot) return [nowPhoto, nowPrice].forEach((box) => fill(box, '', () => []));
    drawPhoto(nowPhoto, slot);
    drawPrice(nowPrice, slot);
    if (onAir && shown !== slot.slotId && at - readOut > READ_OUT) {
      readOut = at;
      write(quiet, `${say('being')}: ${slot.title}`);
    }
    shown = slot.slotId;
  };

  const itemOf = ({ slotId }: Slot): HTMLElement => {
    const known = items.get(slotId);
    if (known) return known;
    const link = el('a', '', {}, ...['photo', 'name clamp', 'price', 'word'].map((part) => el('span', part)));
    offer(link, () => slotId);
    const item = el('li', 'product', {}, link);
    items.set(slotId, item);
    return item;
  };

  const drawShelf = (): void => {
    const { lineup } = scene.manifest;
    write(count, lineup.length ? `${lineup.length} ${say('inShow')}` : '');
    for (const [id, item] of items) {
      if (slotOf(id)) continue;
      item.remove();
      items.delete(id);
    }
    lineup.forEach((slot, index) => {
      const item = itemOf(slot);
      const link = item.firstChild as HTMLElement;
      const [photo, name, price, word] = link.children as unknown as [HTMLElement, HTMLElement, HTMLElement, HTMLElement];
      if (row.children[index] !== item) row.insertBefore(item, row.children[index] ?? null);
      const isNow = isOnAir() && slot.slotId === scene.now?.slotId;
      const isOut = scene.soldOut.includes(slot.number);
      set(item, { class: `product${isNow ? ' on' : ''}${isOut ? ' out' : ''}` });
      set(link, { href: safe(slot.link, base), 'aria-current': isNow && 'true' });
      write(name, slot.title);
      drawPhoto(photo, slot);
      drawPrice(price, slot);
      write(word, isOut ? say('soldOut') : isNow ? say('being') : '');
    });
  };

  const drawCountdown = (): void => {
    if (isOnAir()) return;
    const left = scene.manifest.startsAtMs - scene.at;
    const isDue = left > 0;
    const [label, figure] =
      scene.state === 'upcoming' ? [say(isDue ? 'startsIn' : 'soon'), isDue ? length(left + 999, say) : ''] : ['', say(scene.state === 'ended' ? 'thanks' : 'cancelled')];
    fill(said, label + figure, () => [label, el('b', '', {}, figure)]);
  };

  const draw = (next: Scene, locale: string, address: string): void => {
    scene = next;
    base = address;
    const { sessionId, epoch, revision } = scene.manifest;
    const stamp = [sessionId, epoch, revision, scene.state, locale].join();
    if (stamp !== drawn) {
      drawn = stamp;
      language = locale;
      say = sayer(locale);
      set(root, { lang: locale, 'aria-label': say('session') });
      set(row, { 'aria-label': say('inShow') });
      set(back, { 'aria-label': say('back') });
      set(more, { 'aria-label': say('more') });
      drawStage();
      drawInfo();
      drawChapters();
    }
    drawNow();
    drawShelf();
    drawCountdown();
  };

  const show = (slotId: string): void => items.get(slotId)?.scrollIntoView({ block: 'nearest', inline: 'start' });
  [badge, now, line, chapters].forEach((node) => hide(node, true));
  return { root, draw, start, show, isPlaying: () => playing !== null };
}
