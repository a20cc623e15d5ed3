import { pino } from 'pino';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { waitFor } from '../../test/fixtures/wait-for.ts';
import type { CallParticipant } from '../assistant/call-participant.ts';
import type { ParticipantList } from '../assistant/list-participants.ts';
import { ListenerWatch } from './listener-watch.ts';

const suite = createSuite('listener watch');
const log = pino({ level: 'silent' });

function person(peerId: number, change: Partial<CallParticipant> = {}): CallParticipant {
  const flags = { isSelf: peerId === 1, isMuted: true, canSelfUnmute: true, hasLeft: false, hasJustJoined: false };
  return { peerId, source: peerId, isVersioned: false, volume: null, ...flags, ...change };
}

/** A watch over a list that the test sets; an Error in its place is thrown. */
function stage(list: { now: ParticipantList | Error | null }, limits: { rereadMs?: number; gapMs?: number } = {}) {
  const counts: number[] = [];
  const names: (readonly number[] | null)[] = [];
  const selves: CallParticipant[] = [];
  const stop = new AbortController();
  let reads = 0;
  const watch = new ListenerWatch({
    assistant: {
      listParticipants: async () => {
        reads += 1;
        if (list.now instanceof Error) throw list.now;
        return list.now;
      },
    },
    call: { id: 'c', accessHash: '1' },
    signal: stop.signal,
    assistantIds: () => new Set([1, 50]),
    onListeners: (listeners) => {
      counts.push(listeners.count);
      names.push(listeners.userIds);
    },
    onOverview: (self) => selves.push(self),
    log,
    ...limits,
  });
  return { watch, counts, names, selves, stop, reads: () => reads };
}

function listOf(version: number, ...peerIds: number[]): ParticipantList {
  const participants = [1, ...peerIds].map((id) => person(id));
  return { version, count: participants.length, participants, isComplete: true };
}

const joined = (version: number, peerId: number) => ({
  type: 'participants' as const,
  callId: 'c',
  version,
  participants: [person(peerId, { hasJustJoined: true })],
});

suite('tells the first count, also when it is nobody, and ourselves', async () => {
  const { counts, names, selves, stop } = stage({ now: listOf(1, 50) });
  await waitFor(() => counts.length > 0, { what: 'the count' });
  stop.abort();
  assert.equal(counts, [0]);
  assert.equal(names, [[]]);
  assert.is(selves[0]?.peerId, 1);
});

suite('keeps what came before the list was read', async () => {
  const { watch, counts, names, stop } = stage({ now: listOf(4, 2) });
  watch.onParticipants(joined(4, 2));
  watch.onParticipants(joined(5, 3));
  await waitFor(() => counts.at(-1) === 2, { what: 'both' });
  assert.equal(names.at(-1), [2, 3]);
  stop.abort();
});

suite('reads the list anew when a gap is not filled', async () => {
  const list = { now: listOf(1) };
  const { watch, counts, stop } = stage(list, { gapMs: 50 });
  await waitFor(() => counts.length > 0, { what: 'the first count' });
  list.now = listOf(3, 2, 3);
  watch.onParticipants(joined(3, 3));
  await waitFor(() => counts.at(-1) === 2, { what: 'the reading' });
  stop.abort();
});

suite('reads it anew from time to time, and does not go back to an older one', async () => {
  const list = { now: listOf(5, 2) };
  const { watch, counts, stop, reads } = stage(list, { rereadMs: 50 });
  await waitFor(() => counts.at(-1) === 1, { what: 'the first count' });
  watch.onParticipants(joined(6, 3));
  const before = reads();
  await waitFor(() => reads() > before + 1, { what: 'another reading' });
  assert.equal(counts, [1, 2], 'the list of version 5 is late');
  list.now = listOf(9);
  await waitFor(() => counts.at(-1) === 0, { what: 'the newer list' });
  stop.abort();
});

suite('tries again when the list cannot be read, and takes the count of the call', async () => {
  const list: { now: ParticipantList | Error } = { now: new Error('away') };
  const { watch, counts, stop, reads } = stage(list);
  await waitFor(() => reads() === 1, { what: 'the failing read' });
  list.now = { ...listOf(7, 2), count: 100, isComplete: false };
  watch.refresh();
  await waitFor(() => counts.at(-1) === 99, { what: 'the count' });
  const call = { type: 'call' as const, streamId: null, callId: 'c', state: 'active' as const };
  watch.onCall({ ...call, participantsCount: 61, version: 7 });
  assert.is(counts.at(-1), 60);
  stop.abort();
});

suite.run();
