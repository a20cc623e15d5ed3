import type { MediaServer } from '../media/media-server.ts';
import type { World } from '../world/world.ts';

/** What the expiry looks at, and its times in milliseconds. */
export interface ExpiryOptions {
  readonly world: World;
  readonly media: MediaServer;
  /** How long a participant may be without media. */
  readonly expireAfterMs: number;
  /** How often it looks. */
  readonly lookEveryMs: number;
}

/**
 * Takes participants who came over MTProto out of their call once no media has arrived from them for a while, as Telegram
 * does: they get a `left` of their own, and checkGroupCall no longer lists them. Returns the function that ends it.
 */
export function startParticipantExpiry({ world, media, expireAfterMs, lookEveryMs }: ExpiryOptions): () => void {
  /** `callId:source` → when media was last there (ms since the epoch). A new source begins anew. */
  const lastHeard = new Map<string, number>();

  /** One look at all calls; who has just been seen for the first time has the whole time before them. */
  function look(): void {
    const now = Date.now();
    const speakers = world.calls().flatMap((call) =>
      [...call.participants.values()]
        // Listeners of the page and of the control API have no media to send.
        .filter(({ via }) => via === 'mtproto')
        .map(({ userId, source }) => ({ callId: call.id, userId, key: `${call.id}:${source}` })),
    );
    for (const { callId, userId, key } of speakers) {
      if (!lastHeard.has(key) || media.isReceiving(callId, userId)) lastHeard.set(key, now);
      if (now - (lastHeard.get(key) ?? now) >= expireAfterMs) world.leaveCall(callId, userId);
    }
    const present = new Set(speakers.map(({ key }) => key));
    for (const key of lastHeard.keys()) if (!present.has(key)) lastHeard.delete(key);
  }

  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}
