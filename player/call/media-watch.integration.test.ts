import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { ConnectionState } from './engine.ts';
import { type MediaLimits, type MediaLoss, watchMedia } from './media-watch.ts';

const suite = createSuite('media watch');

/** A connection that is in whatever state the test says, and a clock that the test moves. */
function stage(engine: 'native' | 'tgcalls' = 'native', limits: Partial<MediaLimits> = {}) {
  let state: ConnectionState = 'connecting';
  let lastRtcpAtMs: number | null = null;
  let packetsSent = 0;
  let isSending = true;
  let nowMs = 1_000;
  const listeners = new Set<(state: ConnectionState) => void>();
  const told: string[] = [];
  const connection = {
    engine,
    get state() {
      return state;
    },
    stats: () => {
      if (isSending) packetsSent += 1;
      return { packetsSent, bytesSent: 0, lastRtcpAtMs };
    },
    onState: (listener: (state: ConnectionState) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const watch = watchMedia({
    connection,
    limits,
    now: () => nowMs,
    onUp: () => told.push('up'),
    onDown: () => told.push('down'),
    onLost: (reason: MediaLoss) => told.push(reason),
    onCheckDue: () => told.push('check'),
  });
  return {
    watch,
    told,
    listeners,
    become: (next: ConnectionState) => {
      state = next;
      for (const listener of [...listeners]) listener(next);
    },
    hearRtcp: () => {
      lastRtcpAtMs = nowMs;
    },
    fallSilent: () => {
      isSending = false;
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

/** The first thing told that is no check. */
function loss(told: readonly string[]): Promise<string> {
  return waitFor(() => told.find((word) => !['check', 'up', 'down'].includes(word)), { what: 'a loss' });
}

suite('tells when media comes, breaks and comes back', () => {
  const { watch, told, become } = stage();
  assert.is(watch.hasBeenUp, false);
  become('connected');
  assert.is(watch.hasBeenUp, true);
  become('disconnected');
  become('connected');
  watch.stop();
  assert.equal(told, ['up', 'down', 'up']);
});

suite('sees a state that came before it looked', async () => {
  const { watch, told, become } = stage();
  become('connected');
  await Promise.resolve();
  watch.stop();
  assert.equal(told, ['up']);
});

suite('gives up a connection that never stands', async () => {
  const { told, pass, listeners } = stage();
  pass(15_001);
  assert.is(await loss(told), 'never-connected');
  assert.is(listeners.size, 0, 'it has stopped');
});

suite('gives up one that does not come back', async () => {
  const { told, become, pass } = stage();
  become('connected');
  become('disconnected');
  pass(5_001);
  assert.is(await loss(told), 'not-back');
});

suite('gives up at once when it failed', () => {
  const { told, become } = stage();
  become('connected');
  become('failed');
  become('closed');
  assert.equal(told, ['up', 'failed']);
});

/** Lets the watch look once. */
async function look({ told, pass }: ReturnType<typeof stage>) {
  const checks = () => told.filter((word) => word === 'check').length;
  const before = checks();
  pass(0);
  await waitFor(() => checks() > before, { what: 'a look' });
}

suite('notices a server that went deaf, by its own rhythm', async () => {
  const regular = stage('native', { checkUpMs: 0 });
  const slow = stage('native', { checkUpMs: 0 });
  for (const [each, everyMs] of [
    [regular, 1_000],
    [slow, 5_000],
  ] as const) {
    each.become('connected');
    for (let report = 0; report < 3; report += 1) {
      each.pass(everyMs);
      each.hearRtcp();
      await look(each);
    }
    each.pass(5_001);
  }
  assert.is(await loss(regular.told), 'deaf');
  await look(slow);
  assert.not.ok(slow.told.includes('deaf'), 'one that reports every 5 s is not deaf after 5 s');
  slow.pass(10_001);
  assert.is(await loss(slow.told), 'deaf');
});

suite('waits longer for the second report than for later ones', async () => {
  const { told, become, pass, hearRtcp } = stage();
  become('connected');
  hearRtcp();
  pass(15_001);
  assert.is(await loss(told), 'deaf');
});

suite('notices one that never answered, unless the engine cannot tell', async () => {
  const native = stage();
  const tgcalls = stage('tgcalls');
  for (const { become, pass } of [native, tgcalls]) {
    become('connected');
    pass(15_001);
  }
  assert.is(await loss(native.told), 'never-answered');
  await waitFor(() => tgcalls.told.includes('check'), { what: 'a look' });
  assert.equal(
    tgcalls.told.filter((word) => word !== 'check'),
    ['up'],
  );
  tgcalls.watch.stop();
});

suite('asks for a check more often while media is down', async () => {
  const { watch, told, become, pass } = stage();
  pass(4_001);
  await waitFor(() => told.includes('check'), { what: 'the check while connecting' });
  become('connected');
  told.length = 0;
  pass(4_001);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal(told, []);
  pass(6_000);
  await waitFor(() => told.includes('check'), { what: 'the check while live' });
  watch.stop();
});

suite('nothing is sent for five seconds into a connection that stands: it is given up', async () => {
  const { watch, told, become, hearRtcp, fallSilent, pass } = stage();
  become('connected');
  fallSilent();
  const step = () => {
    pass(500);
    hearRtcp();
    return told.includes('not-sending');
  };
  await waitFor(step, { what: 'the loss', everyMs: 260, timeoutMs: 20_000 });
  watch.stop();
});

suite('a process that stood still had nothing to send', async () => {
  const { watch, told, become, hearRtcp, fallSilent, pass } = stage();
  become('connected');
  fallSilent();
  for (let i = 0; i < 3; i += 1) {
    pass(60_000);
    hearRtcp();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  watch.stop();
  assert.not.ok(told.includes('not-sending'));
});

suite.run();
