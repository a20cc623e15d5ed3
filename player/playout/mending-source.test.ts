import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { createMemorySource, numberedPackets, numberOf } from '../../test/fixtures/numbered-packets.ts';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import { createMendingSource, type MendingOptions, type Sound } from './mending-source.ts';
import { resetPacket } from './opus-packet.ts';
import type { NextPacket } from './packet-source.ts';

const test = suite('mending source');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });
const broken = new AppError('ingest-failed', 'it broke');

/** Plays its packets from a place on, then breaks with `error`, or ends when that is null. */
function soundOf(packets: number, error: AppError | null, atMs = 0) {
  const memory = createMemorySource(numberedPackets(packets).slice(atMs / 20));
  let isAtEnd = false;
  return {
    get positionMs() {
      return atMs + memory.positionMs;
    },
    get isClosed() {
      return memory.isClosed;
    },
    get error() {
      return isAtEnd ? error : null;
    },
    next: () => {
      const packet = memory.next();
      isAtEnd ||= packet === 'end';
      return packet;
    },
    seek: (positionMs: number) => memory.seek(positionMs),
    close: () => memory.close(),
  };
}

/** `openings`: what each opening gives, from its place on; an Error is thrown. The last one goes on for ever. */
function stage(openings: readonly ((atMs: number) => Sound)[], change: Partial<MendingOptions> = {}) {
  const opened: number[] = [];
  const options: MendingOptions = {
    open: async (positionMs) => {
      const open = openings[Math.min(opened.length, openings.length - 1)];
      opened.push(positionMs);
      if (open === undefined) throw broken;
      return open(positionMs);
    },
    positionMs: 0,
    isEndless: false,
    waitsMs: [5, 5],
    mayPass: () => true,
    openBridge: async () => createMemorySource(numberedPackets(1_000)),
    signal: new AbortController().signal,
    log,
    ...change,
  };
  return { opened, options };
}

const refuse = () => {
  throw broken;
};

function name(packet: NextPacket): string {
  if (typeof packet === 'string') return packet;
  return packet === resetPacket ? 'reset' : String(numberOf(packet));
}

/** Takes packets until one is there that is not late; at most `frames`. */
async function takeUntil(source: Sound, wanted: string, frames = 2_000): Promise<string[]> {
  const taken: string[] = [];
  for (let frame = 0; frame < frames && taken.at(-1) !== wanted; frame += 1) {
    taken.push(name(source.next()));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return taken;
}

test('goes on where it broke, and ends where the whole ends', async () => {
  const { options, opened } = stage([() => soundOf(3, broken), (atMs) => soundOf(5, null, atMs)]);
  const source = await createMendingSource(options);
  const taken = await takeUntil(source, 'end');
  assert.equal(
    taken.filter((packet) => packet !== 'late'),
    ['0', '1', '2', '3', '4', 'end'],
  );
  assert.equal(opened, [0, 60]);
  assert.is(source.error, null);
  await source.close();
});

test('gives up after the last try, says why, and stands where it was', async () => {
  const { options, opened } = stage([() => soundOf(3, broken), refuse]);
  const source = await createMendingSource(options);
  await takeUntil(source, 'end');
  assert.is(source.error, broken);
  assert.is(source.positionMs, 60);
  assert.equal(opened, [0, 60, 60]);
  await source.close();
});

test('does not try what cannot help', async () => {
  const { options, opened } = stage([() => soundOf(1, broken)], { mayPass: () => false });
  const source = await createMendingSource(options);
  assert.equal(await takeUntil(source, 'end'), ['0', 'late', 'end']);
  assert.equal(opened, [0]);
  await source.close();
});

test('the first opening has the same tries', async () => {
  const passing = stage([refuse, refuse, () => soundOf(1, null)]);
  const source = await createMendingSource(passing.options);
  assert.is(numberOf(source.next()), 0);
  assert.is(passing.opened.length, 3);
  await source.close();
  const failing = stage([refuse]);
  try {
    await createMendingSource(failing.options);
    assert.unreachable('it cannot be opened');
  } catch (error) {
    assert.is(error, broken);
  }
  assert.is(failing.opened.length, 3);
});

test('the tries begin anew when it has played for ten seconds', async () => {
  const rounds = [500, 1_000, 1_500, 2_000].map((until) => (atMs: number) => soundOf(until, broken, atMs));
  const { options, opened } = stage([...rounds, (atMs) => soundOf(2_001, null, atMs)], { waitsMs: [1] });
  const source = await createMendingSource(options);
  let played = 0;
  for (let packet = source.next(); packet !== 'end'; packet = source.next()) {
    if (packet === 'late') await new Promise((resolve) => setTimeout(resolve, 1));
    else played += 1;
  }
  assert.is(source.error, null);
  assert.is(opened.length, 5);
  assert.is(played, 2_001);
  await source.close();
});

test('live sound that breaks is opened again, and its position counts on', async () => {
  const { options } = stage([() => soundOf(2, broken)], { isEndless: true, positionMs: 1_000, waitsMs: [1, 1, 1] });
  const source = await createMendingSource(options);
  const taken = await takeUntil(source, 'end');
  assert.equal(
    taken.filter((packet) => packet !== 'late'),
    ['0', '1', '0', '1', '0', '1', '0', '1', 'end'],
  );
  assert.is(source.positionMs, 1_160);
  assert.is(source.error?.code, broken.code);
  await source.seek(5);
  assert.is(source.positionMs, 1_160, 'it has no places to go to');
  await source.close();
});

test('a broadcast that is over is over', async () => {
  const { options, opened } = stage([() => soundOf(2, null)], { isEndless: true });
  const source = await createMendingSource(options);
  const taken = await takeUntil(source, 'end');
  assert.equal(taken, ['0', '1', 'end']);
  assert.equal([source.error, opened.length], [null, 1]);
  await source.close();
});

test('live sound that stands still is opened again', async () => {
  const still = () => ({ ...soundOf(1, null), next: () => 'late' as const, error: null });
  const { options, opened } = stage([still, () => soundOf(2, null)], { isEndless: true });
  const source = await createMendingSource(options);
  const taken = await takeUntil(source, '0');
  assert.is(opened.length, 2);
  assert.ok(taken.length > 150, 'three seconds of patience');
  await source.close();
});

test('a break that lasts is bridged, with a reset when the sound is back', async () => {
  const gate = Promise.withResolvers<void>();
  const bridge = createMemorySource(numberedPackets(1_000));
  const { options } = stage([() => soundOf(1, broken), (atMs) => soundOf(3, null, atMs)], {
    openBridge: async () => bridge,
  });
  let opens = 0;
  const source = await createMendingSource({
    ...options,
    open: async (positionMs, signal) => {
      opens += 1;
      if (opens > 1) await gate.promise;
      return options.open(positionMs, signal);
    },
  });
  const before = await takeUntil(source, '10');
  assert.equal(before.slice(-3), ['8', '9', '10']);
  assert.ok(before.filter((packet) => packet === 'late').length >= 34, 'a short break is not bridged');
  assert.is(source.positionMs, 20, 'the bridge does not count');
  gate.resolve();
  const after = await takeUntil(source, 'end');
  assert.equal(after.slice(after.indexOf('reset')), ['reset', '1', '2', 'end']);
  assert.is(bridge.isClosed, true);
  await source.close();
});

test('a seek while it is broken moves the place where it goes on', async () => {
  const { options, opened } = stage([() => soundOf(1, broken), (atMs) => soundOf(100, null, atMs)], { waitsMs: [50] });
  const source = await createMendingSource(options);
  await takeUntil(source, 'late');
  await source.seek(400);
  assert.is(source.positionMs, 400);
  assert.equal((await takeUntil(source, '20')).at(-1), '20');
  assert.equal(opened, [0, 400]);
  await source.close();
});

test('closing it closes what plays, and what is still being opened', async () => {
  const first = soundOf(1, broken);
  const second = soundOf(1, null);
  const gate = Promise.withResolvers<void>();
  let opens = 0;
  const { options } = stage([]);
  const source = await createMendingSource({
    ...options,
    open: async () => {
      opens += 1;
      if (opens === 1) return first;
      await gate.promise;
      return second;
    },
  });
  await takeUntil(source, 'late');
  await waitFor(() => opens === 2, { what: 'the second opening' });
  await source.close();
  gate.resolve();
  await waitFor(() => second.isClosed, { what: 'the late one to be closed' });
  assert.is(first.isClosed, true);
});

test.run();
