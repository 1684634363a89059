/** Names of the platforms; brands keep theirs in every language. */
import * as m from './paraglide/messages';

export const channelName = (code: string): string =>
  ({
    tikTok: 'TikTok', shopee: 'Shopee', facebook: 'Facebook', youTube: 'YouTube', instagram: 'Instagram', lazada: 'LazLive',
  })[code] ?? m.channel_other();
