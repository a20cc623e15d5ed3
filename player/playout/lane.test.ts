import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLog } from '../../log.ts';
import {
  createMemorySource,
  type MemorySource,
  numberedPackets,
  numberOf,
} from '../../test/fixtures/numbered-packets.ts';
import type { CallConnection, ConnectionState } from '../call/engine.ts';
import type { FrameListener, PlayoutClock } from './clock.ts';
import { createLane, type PlayOptions } from './lane.ts';
import { resetPacket, silencePacket } from './opus-packet.ts';

const test = suite('lane');
const log = createLog({ level: 'silent', format: 'json', service: 'test' });

/** What went out, one word a frame: `reset`, `silence`, the number of a packet, `skip n`. */
function createStage() {
  const sent: string[] = [];
  const levels: number[] = [];
  const news: string[] = [];
  let state: ConnectionState = 'connected';
  let onFrame: FrameListener | null = null;
  const clock: PlayoutClock = {
    add(listener) {
      onFrame = listener;
      return () => {
        onFrame = null;
      };
    },
    stats: () => ({ frames: 0, late: 0, missed: 0, latenessMs: { p50: 0, p99: 0, max: 0 } }),
    resetStats: () => undefined,
    close: () => undefined,
  };
  const connection: CallConnection = {
    engine: 'native',
    ssrc: 1,
    get state() {
      return state;
    },
    sendOpus(packet, levelDbov) {
      levels.push(levelDbov);
      if (packet === resetPacket) sent.push('reset');
      else sent.push(packet === silencePacket ? 'silence' : String(numberOf(packet)));
    },
    skip: (frames) => void sent.push(`skip ${frames}`),
    stats: () => ({ packetsSent: 0, bytesSent: 0, lastRtcpAtMs: null }),
    onState: () => () => undefined,
    close: async () => undefined,
  };
  const lane = createLane({ clock, log });
  return {
    lane,
    connection,
    levels,
    news,
    setState: (next: ConnectionState) => {
      state = next;
    },
    /** Runs frames and gives what they sent. */
    frames(count: number, skipped = 0): string[] {
      sent.length = 0;
      for (let index = 0; index < count; index += 1) onFrame?.(index === 0 ? skipped : 0);
      return [...sent];
    },
    options: (token: string): PlayOptions => ({
      token,
      onStarted: (of) => news.push(`started ${of}`),
      onEnded: (of) => news.push(`ended ${of}`),
      onUnderrun: (of) => news.push(`underrun ${of}`),
    }),
  };
}

const track = (count: number, from = 0): MemorySource => createMemorySource(numberedPackets(from + count).slice(from));

test('sends nothing without a connection, and holds still while it is not connected', () => {
  const { lane, connection, frames, options, setState } = createStage();
  lane.play(track(10), options('a'));
  assert.equal(frames(3), []);
  setState('connecting');
  lane.attach(connection);
  assert.equal(frames(2, 1), ['skip 2', 'skip 1']);
  assert.is(lane.position?.positionMs, 0);
  setState('connected');
  assert.equal(frames(3), ['reset', '0', '1']);
  setState('disconnected');
  frames(5);
  assert.is(lane.position?.positionMs, 40);
  setState('connected');
  assert.equal(frames(1), ['2']);
});

test('plays to the end and tells; then silence, at the playing level first, at last at 127', () => {
  const { lane, connection, frames, levels, news, options } = createStage();
  lane.attach(connection);
  const source = track(2);
  lane.play(source, options('a'));
  assert.equal(frames(4), ['reset', '0', '1', 'silence']);
  assert.equal(news, ['started a', 'ended a']);
  assert.is(lane.position, null);
  assert.is(source.isClosed, true);
  assert.ok(levels.every((level) => level >= 20 && level <= 30));
  frames(9);
  assert.is(levels.at(-1), 24);
  frames(1);
  assert.is(levels.at(-1), 127);
  lane.play(track(1), options('b'));
  frames(2);
  assert.is(levels.at(-1), 24);
});

test('the next source follows without a gap, with one extra frame that resets the decoder', () => {
  const { lane, connection, frames, news, options } = createStage();
  lane.attach(connection);
  lane.play(track(3), options('a'));
  lane.setNext(track(2, 10), options('b'));
  assert.equal(frames(7), ['reset', '0', '1', '2', 'reset', '10', '11']);
  assert.equal(news, ['started a', 'ended a', 'started b']);
  assert.equal(lane.position, { token: 'b', positionMs: 40 });
  assert.equal(lane.stats(), { played: 5, silent: 0, underrun: 0, resets: 2, missed: 0 });
});

test('setNext replaces and removes what was set; with nothing playing it starts', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  const dropped = track(1);
  lane.setNext(track(2), options('a'));
  lane.setNext(dropped, options('b'));
  lane.setNext(track(2, 20), options('c'));
  assert.is(dropped.isClosed, true);
  assert.equal(frames(5), ['reset', '0', '1', 'reset', '20']);
  const removed = track(1);
  lane.setNext(removed, options('d'));
  lane.setNext(null);
  assert.is(removed.isClosed, true);
  assert.equal(frames(2), ['21', 'silence']);
});

test('play replaces at once, keeps what was set as next, and tells no end of what it replaced', () => {
  const { lane, connection, frames, news, options } = createStage();
  lane.attach(connection);
  const first = track(10);
  lane.play(first, options('a'));
  lane.setNext(track(1, 30), options('c'));
  frames(3);
  lane.play(track(1, 20), options('b'));
  assert.is(first.isClosed, true);
  assert.equal(frames(4), ['reset', '20', 'reset', '30']);
  assert.equal(news, ['started a', 'started b', 'ended b', 'started c']);
});

test('empty sources end at once and do not stop the lane', () => {
  const { lane, connection, frames, news, options } = createStage();
  lane.attach(connection);
  lane.play(track(0), options('a'));
  lane.setNext(track(0), options('b'));
  assert.equal(frames(2), ['silence', 'silence']);
  assert.equal(news, ['ended a', 'ended b']);
});

test('pause keeps the place; resume goes on behind a reset', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(10), options('a'));
  frames(3);
  lane.pause();
  assert.is(lane.isPaused, true);
  assert.equal(frames(3), ['silence', 'silence', 'silence']);
  assert.is(lane.position?.positionMs, 40);
  lane.resume();
  assert.equal(frames(3), ['reset', '2', '3']);
});

test('pausing right behind a reset loses no packet', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(3), options('a'));
  assert.equal(frames(1), ['reset']);
  assert.is(lane.position?.positionMs, 0, 'the packet that waits was not sent');
  lane.pause();
  frames(1);
  lane.resume();
  assert.equal(frames(3), ['reset', '0', '1']);
});

test('late packets become silence, told once for each run', () => {
  const { lane, connection, frames, news, options } = createStage();
  const [a, b, c] = numberedPackets(3);
  if (a === undefined || b === undefined || c === undefined) throw new Error('no packets');
  lane.attach(connection);
  lane.play(createMemorySource(['late', a, 'late', 'late', b, 'late', c]), options('a'));
  assert.equal(frames(10), ['silence', 'reset', '0', 'silence', 'silence', 'reset', '1', 'silence', 'reset', '2']);
  assert.equal(news, ['started a', 'underrun a', 'underrun a']);
  assert.is(lane.stats().underrun, 3, 'what was late before the first packet is no underrun');
  assert.is(lane.stats().silent, 1);
});

test('seek: a reset, then the frame that was asked for', async () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(100), options('a'));
  frames(5);
  await lane.seek(1_000);
  assert.equal(frames(3), ['reset', '50', '51']);
  assert.is(lane.position?.positionMs, 1_040);
  await lane.seek(0);
  frames(1);
  await lane.seek(200);
  assert.equal(frames(2), ['reset', '10'], 'a packet that waited behind the reset is forgotten');
});

test('seeking where nothing plays is refused; a seek that comes too late changes nothing', async () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  const error = await lane.seek(0).catch((reason) => reason);
  assert.is(error.code, 'stale-generation');
  lane.play(track(100), options('a'));
  const seeking = lane.seek(1_000);
  lane.play(track(100), options('b'));
  frames(2);
  await seeking;
  assert.equal(frames(2), ['1', '2']);
});

test('skipped frames move the media time and are counted', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(9), options('a'));
  frames(2);
  assert.equal(frames(2, 7), ['skip 7', '1', '2'], 'nothing of the track is lost');
  assert.is(lane.stats().missed, 7);
});

test('a new connection begins with a reset; without one the place is kept', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(9), options('a'));
  frames(3);
  lane.attach(null);
  assert.equal(frames(4), []);
  lane.attach(connection);
  assert.equal(frames(2), ['reset', '2']);
});

test('news may change what plays', () => {
  const { lane, connection, frames, options } = createStage();
  lane.attach(connection);
  lane.play(track(1), { token: 'a', onEnded: () => lane.play(track(1, 40), options('b')) });
  assert.equal(frames(5), ['reset', '0', 'silence', 'reset', '40']);
});

test('news that fails keeps no other from being told', () => {
  const { lane, connection, frames, news, options } = createStage();
  lane.attach(connection);
  const onEnded = () => {
    throw new Error('broken listener');
  };
  lane.play(track(1), { token: 'a', onEnded });
  lane.setNext(track(0), options('b'));
  frames(3);
  assert.equal(news, ['ended b']);
});

test('clear and close let go of everything', async () => {
  const { lane, connection, frames, news, options } = createStage();
  const sources = [track(9), track(9), track(9), track(9)] as const;
  lane.attach(connection);
  lane.play(sources[0], options('a'));
  lane.setNext(sources[1], options('b'));
  lane.clear();
  assert.equal(frames(1), ['silence']);
  lane.play(sources[2], options('c'));
  lane.setNext(sources[3], options('d'));
  await lane.close();
  assert.ok(sources.every(({ isClosed }) => isClosed));
  assert.equal(frames(3), []);
  assert.equal(news, []);
});

test('muted, it sends silence while the source goes on, and comes back with a reset', () => {
  const { lane, connection, frames, news, options } = createStage();
  lane.attach(connection);
  lane.play(track(4), options('a'));
  lane.setNext(track(9), options('b'));
  assert.equal(frames(3), ['reset', '0', '1']);
  lane.setMuted(true);
  assert.ok(frames(5).every((word) => word === 'silence'));
  assert.equal(lane.position, { token: 'b', positionMs: 40 });
  assert.equal(news, ['started a', 'ended a', 'started b']);
  lane.setMuted(false);
  assert.equal(frames(3), ['reset', '2', '3']);
});

test.run();
