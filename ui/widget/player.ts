/** The video, loaded only when somebody presses play: that press is the consent to the platform's page. */
import { safe, type Channel } from './manifest';
import { el } from './node';

export interface Playing {
  node: HTMLElement;
  /** Jumps to a second of the recording; missing where the platform does not let us. */
  seek?: (seconds: number) => void;
}

/** Whether the channel can be shown inside the page. */
export const plays = ({ embed, player }: Channel): boolean => embed !== null && /^(youtube|tiktok|facebook|hls|file)$/.test(player);

/** Whether a recording of it can be entered at a second. */
export const seeks = (channel: Channel): boolean => plays(channel) && !/^(tiktok|facebook)$/.test(channel.player);

/** Builds the player; none when its address is not `http` or `https`. */
export function open({ embed, player }: Channel, title: string, base: string, onFault: () => void): Playing | null {
  const address = safe(embed, base);
  if (!address) return null;
  if (/^(hls|file)$/.test(player)) {
    const film = el('video', 'player', { src: address, controls: true, autoplay: true, playsinline: true, 'aria-label': title });
    film.onerror = onFault;
    return { node: film, seek: (seconds) => (film.currentTime = seconds) };
  }
  const url = new URL(address);
  const ask = url.searchParams;
  // TikTok shows its live frame only on hosts it was told.
  if (player === 'tiktok') ask.set('embed_domain', location.hostname);
  const frame = el('iframe', 'player', { src: url.href, title, allow: 'autoplay; fullscreen; encrypted-media', tabindex: 0 });
  const seek = (seconds: number): void => {
    ask.set('start', `${Math.floor(seconds)}`);
    frame.src = url.href;
  };
  return player === 'youtube' ? { node: frame, seek } : { node: frame };
}
