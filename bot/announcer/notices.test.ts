import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from 'grammy';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { QueueItem } from '../../storage/model.ts';
import { openRealtimeStore } from '../../storage/redis/open-realtime-store.ts';
import type { RealtimeStore } from '../../storage/store.ts';
import { startTestRedis, type TestRedis } from '../../test/fixtures/redis.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createTexts } from '../texts/texts.ts';
import { createNotices } from './notices.ts';

const test = suite('notices');
const log = pino({ level: 'silent' });
const texts = createTexts();
let redis: TestRedis;
let store: RealtimeStore;
let streamId = -1;

const item: QueueItem = {
  itemId: 'i',
  track: { trackId: 't', title: 'broken.mp3', performer: null, durationMs: 1, source: { type: 'library', path: 'x' } },
  addedBy: { id: 1, name: 'x' },
  addedAt: 0,
};

test.before(async () => {
  redis = await startTestRedis();
  store = await openRealtimeStore({ url: redis.url, prefix: 'test', log });
});
test.after(async () => {
  await store.close();
  await redis.stop();
});
test.before.each(() => {
  streamId -= 1;
});

interface Said {
  readonly text: string;
  readonly threadId: number | undefined;
  readonly edits: number | undefined;
  readonly isSilent: boolean;
}

/** The time, Unix milliseconds. */
const now = 1_000_000;
/** When a stream that nobody listens to ends. */
const autoEndsAt: number | null = null;

function stage(assistant: string | null = 'efir_one') {
  const said: Said[] = [];
  const api = new Api('1:A');
  api.config.use(async (_send, _method, payload) => {
    const it = payload as Record<string, unknown>;
    said.push({
      text: String(it['text']),
      threadId: it['message_thread_id'] as number | undefined,
      edits: it['message_id'] as number | undefined,
      isSilent: it['disable_notification'] === true,
    });
    await sleep(10);
    return { ok: true, result: { message_id: 70 } } as never;
  });
  const notices = createNotices({
    api,
    texts,
    store,
    readAssistant: async () => assistant,
    readAutoEnd: async () => ({ minutes: 5, endsAt: autoEndsAt }),
    now: () => now,
    log,
    graceMs: 30,
  });
  return { said, notices, texts: () => said.map(({ text }) => text) };
}

test('a failed track stands where the card stands, and makes no sound', async () => {
  await store.notes.set(streamId, 'card', { messageId: 5, threadId: 77 });
  await store.notes.set(streamId, 'language', 'ru');
  const { said, notices } = stage();
  await notices.trackFailed(streamId, item, 'truncated');
  assert.equal(said, [
    { text: '⚠ «broken.mp3» пропущен: файл повреждён.', threadId: 77, edits: undefined, isSilent: true },
  ]);
});

test('lost and back, in one message, however quickly they follow each other', async () => {
  const { said, notices } = stage();
  notices.state(streamId, 'live');
  notices.state(streamId, 'rejoining');
  notices.state(streamId, 'degraded');
  await waitFor(() => said.length > 0, { what: 'the notice' });
  // While it is still being sent.
  notices.state(streamId, 'live');
  await waitFor(() => said.length > 1, { what: 'the end of it' });
  await notices.close();
  assert.equal(
    said.map(({ text, edits }) => [text, edits]),
    [
      ['🔌 Connection to the voice chat was lost, reconnecting…', undefined],
      ['🔌 Back on the air.', 70],
    ],
  );
});

test('a loss within the grace, or one that ends in the end, takes nothing back', async () => {
  const first = stage();
  first.notices.state(streamId, 'rejoining');
  first.notices.state(streamId, 'live');
  await sleep(60);
  await first.notices.close();
  assert.equal(first.said, []);

  const second = stage();
  second.notices.state(streamId, 'rejoining');
  await waitFor(() => second.said.length === 1, { what: 'the notice' });
  second.notices.state(streamId, 'off');
  second.notices.state(streamId, 'live');
  await second.notices.close();
  assert.is(second.said.length, 1);
});

test('each end in its words; one that was asked for has its answer already', async () => {
  const { notices, texts: all } = stage();
  await notices.ended(streamId, 'manual', null);
  await notices.ended(streamId, 'auto-end', null);
  for (const detail of ['call-closed', 'assistant-kicked', 'displaced', 'engine-failed', 'connection-lost', null]) {
    await notices.ended(streamId, 'error', detail);
  }
  assert.equal(all(), [
    '💤 Left: nobody listened for 5 minutes.',
    '🔌 Left: the voice chat was ended.',
    '🔌 Left: @efir_one, the helper account that plays for me, was removed from the group.',
    '🔌 Left: the helper account that plays for me was taken into the call from another device.',
    '🔌 Left: the sound could not be sent into this voice chat.',
    '🔌 Left: the connection to the voice chat could not be restored.',
    '🔌 Left: the connection to the voice chat could not be restored.',
  ]);
});

test('an assistant without a name is called the helper account', async () => {
  const { notices, texts: all } = stage(null);
  await notices.ended(streamId, 'error', 'assistant-kicked');
  assert.match(all()[0] ?? '', /^🔌 Left: my helper account/);
});

test('what is kept is told with the end', async () => {
  await store.queue.add(streamId, [item, { ...item, itemId: 'j' }], 'end', `add${streamId}`);
  const { notices, texts: all } = stage();
  await notices.ended(streamId, 'error', 'call-closed');
  assert.equal(all(), ['🔌 Left: the voice chat was ended. The queue is kept (2 tracks).']);
});

test.run();
