import { join } from 'node:path';
import { type RunningEfir, startEfir } from '../../test/fixtures/efir.ts';
import { makeTone } from '../../test/fixtures/tones.ts';
import { percentile } from './percentile.ts';

/** Result of the bench, milliseconds from the /play to the answer that says that all were added. */
export interface BulkAdd {
  readonly p50Ms: number;
  readonly max: number;
  readonly albums: number;
}

const trackSeconds = 180;
const answerLimitMs = 60_000;

/**
 * Posts albums of `n` audio files (mp3, 3 minutes, never seen before) while something plays, and answers each with /play: the time to the confirmation
 * in the chat, as whoever wrote it sees it. The whole product runs as `npm start` does.
 */
export async function benchBulkAdd(n: number, albums: number): Promise<BulkAdd> {
  const efir = await startEfir({ args: ['--no-seed'] });
  try {
    const room = await openRoom(efir);
    await room.begin();
    const tookMs: number[] = [];
    for (let album = 0; album < albums; album += 1) tookMs.push(await room.addAlbum(n));
    return { p50Ms: Math.round(percentile(tookMs, 0.5)), max: Math.round(Math.max(...tookMs)), albums };
  } finally {
    await efir.close();
  }
}

async function openRoom({ telegram, dataDir }: RunningEfir) {
  const fromId = await telegram.addUser({ firstName: 'Olga', languageCode: 'en' });
  const members = [{ userId: fromId, status: 'creator' }];
  const chatId = await telegram.addChat({
    title: 'Bench',
    type: 'supergroup',
    members,
    withBot: true,
    withAssistant: true,
  });
  // Telegram gives each posting an id of its own, so that the same file is a track never seen before.
  const sound = { frequency: 440, seconds: trackSeconds, bitrateKbps: 128 };
  const path = await makeTone(join(dataDir, 'tone.mp3'), sound);
  let count = 0;

  async function post(mediaGroup?: string): Promise<number> {
    count += 1;
    const file = { path, kind: 'audio', title: `Tone ${count}`, durationSec: trackSeconds } as const;
    return telegram.post({ chatId, fromId, file, ...(mediaGroup === undefined ? {} : { mediaGroup }) });
  }

  return {
    async begin(): Promise<void> {
      const asked = await telegram.post({ chatId, fromId, text: '/play', replyTo: await post() });
      await telegram.answer(chatId, asked, /Now playing/, answerLimitMs);
    },
    /** Posts an album and answers its first file with /play. */
    async addAlbum(n: number): Promise<number> {
      const group = `album ${count}`;
      const first = await post(group);
      for (let i = 1; i < n; i += 1) await post(group);
      const askedAt = performance.now();
      const asked = await telegram.post({ chatId, fromId, text: '/play', replyTo: first });
      await telegram.answer(chatId, asked, new RegExp(`Added ${n} tracks`), answerLimitMs);
      return performance.now() - askedAt;
    },
  };
}
