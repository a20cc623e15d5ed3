import { join } from 'node:path';
import type { TelegramConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Assistant } from './assistant/assistant.ts';
import { createEgress } from './egress/create-egress.ts';
import { openEgressProxy } from './egress/open-proxy.ts';
import { createIngest, type Ingest } from './ingest/create-ingest.ts';
import { createLive } from './ingest/live/create-live.ts';
import type { PlayerObserver } from './observer.ts';
import { createResolver, type Resolver } from './resolve/create-resolver.ts';
import { createOriginals } from './resolve/originals/originals.ts';
import { createTelegramFiles } from './resolve/originals/telegram-files.ts';
import { openPages } from './resolve/pages/pages.ts';
import type { OpenLive } from './stream/sounds.ts';

/** What {@link openSources} needs. `assistant`: null until it is connected. */
export interface SourcesOptions {
  readonly config: TelegramConfig;
  readonly log: Logger;
  readonly assistant: () => Assistant | null;
  readonly observer: PlayerObserver;
}

/** From what people ask for to prepared audio. `ingest` is closed by whoever opened this. */
export interface Sources {
  readonly ingest: Ingest;
  readonly resolver: Resolver;
  readonly openLive: OpenLive;
  /** Ends what the resolver has open: its look at the library, downloads, the proxy of yt-dlp. */
  close(): Promise<void>;
}

/** Wires egress, originals, ingest and resolver together, as the configuration says. */
export async function openSources({ config, log, assistant, observer }: SourcesOptions): Promise<Sources> {
  const cacheDir = join(config.DATA_DIR, 'cache');
  const egress = createEgress({ allow: config.EGRESS_ALLOW, log });
  const telegram = createTelegramFiles({
    botApiRoot: config.BOT_API_ROOT,
    botToken: config.BOT_TOKEN,
    log,
    fetchLarge: (chatId, messageId, signal) => {
      const connected = assistant();
      if (connected === null) throw new AppError('telegram-unavailable', 'the assistant is not connected yet');
      return connected.download(chatId, messageId, signal);
    },
  });
  const proxy = await openEgressProxy({ allow: config.EGRESS_ALLOW, log });
  const pages = await openPages({ proxyUrl: proxy.url, log });
  const originals = await createOriginals({
    cacheDir,
    maxMb: config.CACHE_MAX_MB,
    mediaDir: config.MEDIA_DIR,
    fileMaxMb: config.FILE_MAX_MB,
    egress,
    telegram,
    pages,
    log,
  });
  const profile = { channels: config.AUDIO_CHANNELS === 1 ? 1 : 2, bitrateKbps: config.AUDIO_BITRATE_KBPS } as const;
  const ingest = await createIngest({
    cacheDir,
    cacheMaxMb: config.CACHE_MAX_MB,
    ...profile,
    originals,
    log,
    observer,
  });
  const resolver = await createResolver({
    originals,
    egress,
    pages,
    mediaDir: config.MEDIA_DIR,
    cacheDir,
    log,
    expect: (track, path) => ingest.expect(track, path),
  });
  return {
    ingest,
    resolver,
    openLive: createLive({ ...profile, egress, log }).open,
    async close() {
      await Promise.all([resolver.close(), proxy.close()]);
    },
  };
}
