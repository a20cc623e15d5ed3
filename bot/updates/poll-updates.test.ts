import { setTimeout as sleep } from 'node:timers/promises';
import { Api, HttpError } from 'grammy';
import type { Update } from 'grammy/types';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Inbox } from '../../storage/store.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { pollUpdates } from './poll-updates.ts';
import { createRepeats } from './repeats.ts';

const test = suite('updates');
const log = pino({ level: 'silent' });

interface Asked {
  readonly offset: number;
  readonly timeout: number;
}

/** A Bot API that gives each of `answers` to one getUpdates, then nothing until it is asked to stop. */
function telegram(answers: readonly (() => unknown)[]) {
  const asked: Asked[] = [];
  const api = new Api('1:A');
  api.config.use(async (_send, _method, payload, signal) => {
    const index = asked.push(payload as unknown as Asked) - 1;
    const answer = answers[index];
    if (answer !== undefined) return answer() as never;
    if ((payload as unknown as Asked).timeout === 0) return { ok: true, result: [] } as never;
    await new Promise<void>((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(new Error('stopped'))),
    );
    return undefined as never;
  });
  return { api, asked };
}

/** An inbox in memory, as that of Redis is tested by its contract. */
function createInbox(left: readonly number[] = []) {
  const kept = new Set(left);
  const inbox: Inbox = {
    put: async (entries) => entries.forEach(({ id }) => void kept.add(id)),
    done: async (id) => void kept.delete(id),
    reopen: async <T>() => left.map((id) => ({ id, body: { update_id: id } as T })),
  };
  return { kept, inbox };
}

const updates = (...ids: readonly number[]) => ({
  ok: true,
  result: ids.map((update_id) => ({ update_id })),
});

test('ready after the first answer, which is asked for at once', async () => {
  const { api, asked } = telegram([]);
  const polling = pollUpdates({ api, inbox: createInbox().inbox, log, handle: async () => undefined });
  assert.is(polling.isReady(), false);
  await waitFor(() => polling.isReady() && asked.length > 1, { what: 'readiness' });
  assert.equal(
    asked.map(({ timeout }) => timeout),
    [0, 30],
  );
  await polling.stop();
});

test('each batch is asked for behind the last; a stop confirms what was handled', async () => {
  const { api, asked } = telegram([() => updates(5, 6), () => updates(7)]);
  const handled: number[] = [];
  const polling = pollUpdates({
    api,
    inbox: createInbox().inbox,
    log,
    handle: async ({ update_id }) => void handled.push(update_id),
  });
  await waitFor(() => handled.length === 3, { what: 'the updates' });
  await polling.stop();
  assert.equal(handled, [5, 6, 7]);
  assert.equal(
    asked.map(({ offset }) => offset),
    [0, 7, 8, 8],
  );
  assert.is(asked.at(-1)?.timeout, 0);
});

test('an outage, a flood wait and a second poller only make it pause', async () => {
  const { api } = telegram([
    () => {
      throw new HttpError('down', new Error('ECONNREFUSED'));
    },
    () => ({ ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 0 } }),
    () => ({ ok: false, error_code: 409, description: 'Conflict: terminated by other getUpdates request' }),
    () => updates(1),
  ]);
  const handled: number[] = [];
  const polling = pollUpdates({
    api,
    inbox: createInbox().inbox,
    log,
    handle: async ({ update_id }) => void handled.push(update_id),
  });
  await waitFor(() => handled.length === 1, { what: 'the update after all' });
  await polling.stop();
});

test('a stop waits for what is being handled, and ends a pause', async () => {
  const { api } = telegram([() => updates(1)]);
  let isDone = false;
  const polling = pollUpdates({
    api,
    inbox: createInbox().inbox,
    log,
    handle: async () => {
      await sleep(100);
      isDone = true;
    },
  });
  await waitFor(() => polling.isReady(), { what: 'the update' });
  await polling.stop();
  assert.ok(isDone);
  const broken = telegram([
    () => ({ ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 3600 } }),
  ]);
  const paused = pollUpdates({ api: broken.api, inbox: createInbox().inbox, log, handle: async () => undefined });
  await waitFor(() => broken.asked.length === 1, { what: 'the first request' });
  await paused.stop();
});

test('one update that fails does not stop the others', async () => {
  const { api } = telegram([() => updates(1, 2)]);
  const handled: number[] = [];
  const handle = async ({ update_id }: Update) => {
    if (update_id === 1) throw new Error('boom');
    handled.push(update_id);
  };
  const polling = pollUpdates({ api, inbox: createInbox().inbox, log, handle });
  await waitFor(() => handled.length === 1, { what: 'the second update' });
  await polling.stop();
});

test('what is being handled stands in the inbox before Telegram may forget it, and until it is handled', async () => {
  const { inbox, kept } = createInbox();
  const stood: boolean[] = [];
  const { api } = telegram([() => updates(1, 2), () => updates(3)]);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const handle = async ({ update_id }: Update) => {
    stood.push(kept.has(update_id));
    if (update_id === 2) await released;
  };
  const polling = pollUpdates({ api, inbox, log, handle });
  await waitFor(() => stood.length === 3 && kept.size === 1, { what: 'all but one to be handled' });
  assert.equal([stood, [...kept]], [[true, true, true], [2]]);
  release();
  await polling.stop();
  assert.is(kept.size, 0);
});

test('what a killed process had in its hands is handled first', async () => {
  const { inbox, kept } = createInbox([7, 8]);
  const { api } = telegram([() => updates(9)]);
  const handled: number[] = [];
  const handle = async ({ update_id }: Update) => void handled.push(update_id);
  const polling = pollUpdates({ api, inbox, log, handle });
  await waitFor(() => handled.length === 3, { what: 'the updates' });
  await polling.stop();
  assert.equal([handled, kept.size], [[7, 8, 9], 0]);
});

test('what cannot stand in the inbox is handled all the same', async () => {
  const { inbox } = createInbox();
  const away: Inbox = { ...inbox, put: () => Promise.reject(new Error('Redis is away')) };
  const { api } = telegram([() => updates(4), () => updates(5)]);
  const handled: number[] = [];
  const handle = async ({ update_id }: Update) => void handled.push(update_id);
  const polling = pollUpdates({ api, inbox: away, log, handle });
  await waitFor(() => handled.length === 2, { what: 'the updates' });
  await polling.stop();
  assert.equal(handled, [4, 5]);
});

test('what was handled leaves the inbox as soon as that can be', async () => {
  const { inbox, kept } = createInbox();
  let failures = 2;
  const failing: Inbox = {
    ...inbox,
    done: (id) => (failures-- > 0 ? Promise.reject(new Error('Redis is away')) : inbox.done(id)),
  };
  const { api } = telegram([() => updates(4)]);
  const polling = pollUpdates({ api, inbox: failing, log, handle: async () => undefined });
  await waitFor(() => failures < 0 && kept.size === 0, { what: 'the inbox to be empty' });
  await polling.stop();
  assert.is(kept.size, 0);
});

test('what was seen is a repeat, until much else was seen', () => {
  const repeats = createRepeats(3);
  assert.equal([1, 2, 1, 3, 4, 1].map(repeats.isRepeat), [false, false, true, false, false, false]);
});

test.run();
