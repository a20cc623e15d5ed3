import fc from 'fast-check';
import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CallParticipant } from '../assistant/call-participant.ts';
import {
  applyChange,
  applyCount,
  countListeners,
  listListeners,
  type ParticipantsChange,
  type Roster,
  readRoster,
} from './roster.ts';

const suite = createSuite('roster');

function person(peerId: number, change: Partial<CallParticipant> = {}): CallParticipant {
  return {
    peerId,
    source: peerId,
    isSelf: false,
    isMuted: true,
    canSelfUnmute: true,
    hasLeft: false,
    hasJustJoined: false,
    isVersioned: false,
    volume: null,
    ...change,
  };
}

const self = person(1, { isSelf: true });
const came = (version: number, peerId: number): ParticipantsChange => ({
  version,
  participants: [person(peerId, { hasJustJoined: true })],
});
const left = (version: number, peerId: number): ParticipantsChange => ({
  version,
  participants: [person(peerId, { hasLeft: true })],
});

function rosterOf(...peerIds: number[]): Roster {
  const participants = [self, ...peerIds.map((id) => person(id))];
  return readRoster({ version: 10, count: participants.length, participants, isComplete: true }, null);
}

function ids(roster: Roster): number[] {
  return [...roster.participants.keys()].sort((a, b) => a - b);
}

suite('applies changes in their turn', () => {
  const roster = [came(11, 2), came(12, 3), left(13, 2)].reduce(applyChange, rosterOf());
  assert.equal(ids(roster), [1, 3]);
  assert.is(roster.version, 13);
  assert.is(roster.count, 2);
});

suite('never applies one twice', () => {
  const roster = [came(11, 2), came(11, 2), came(10, 7)].reduce(applyChange, rosterOf());
  assert.equal(ids(roster), [1, 2]);
  assert.is(roster.count, 2);
});

suite('keeps what came too early until the gap is filled', () => {
  const gap = [left(13, 2), came(12, 3)].reduce(applyChange, rosterOf(2));
  assert.equal(ids(gap), [1, 2]);
  assert.is(gap.early.length, 2);
  const filled = applyChange(gap, came(11, 4));
  assert.equal(ids(filled), [1, 3, 4]);
  assert.is(filled.version, 13);
  assert.is(filled.early.length, 0);
});

suite('forgets what came early when a later list has it already', () => {
  const gap = [left(13, 2), came(15, 9)].reduce(applyChange, rosterOf(2));
  const list = { version: 14, count: 3, participants: [self, person(5), person(6)], isComplete: true };
  const read = readRoster(list, gap);
  assert.equal(ids(read), [1, 5, 6, 9]);
  assert.is(read.version, 15);
  assert.is(read.early.length, 0);
});

suite('applies a change that counts up nothing at once, and only to whom it knows', () => {
  const unmuted = { version: 10, participants: [person(2, { isMuted: false }), person(8, { isMuted: false })] };
  const roster = applyChange(rosterOf(2), unmuted);
  assert.is(roster.participants.get(2)?.isMuted, false);
  assert.equal(ids(roster), [1, 2]);
  assert.is(roster.version, 10);
});

suite('counts listeners without ourselves and assistants', () => {
  const roster = rosterOf(2, 3, 50);
  assert.is(countListeners(roster, new Set([1, 50])), 2);
  assert.is(countListeners(rosterOf(), new Set()), 0);
});

suite('goes by the count when the list is withheld', () => {
  const list = { version: 10, count: 500, participants: [self, person(50), person(2)], isComplete: false };
  const roster = readRoster(list, null);
  assert.is(countListeners(roster, new Set([1, 50])), 498);
  assert.is(countListeners(applyChange(roster, came(11, 77)), new Set([1, 50])), 499);
  assert.is(countListeners(applyCount(roster, { version: 10, participantsCount: 3 }), new Set()), 2);
  assert.is(countListeners(applyCount(roster, { version: 9, participantsCount: 3 }), new Set()), 499);
});

suite('names listeners, unless Telegram withholds the list or they are too many', () => {
  const roster = rosterOf(7, 2, 50);
  assert.equal(listListeners(roster, new Set([50]), 4), [2, 7]);
  assert.is(listListeners(roster, new Set([50]), 3), null);
  assert.is(listListeners({ ...roster, isComplete: false }, new Set(), 100), null);
});

suite('whatever the order of arrival, the end is the same', () => {
  const history = fc.array(fc.record({ peerId: fc.integer({ min: 2, max: 9 }) }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(history, fc.infiniteStream(fc.nat()), (steps, order) => {
      const inside = new Set<number>();
      const changes = steps.map(({ peerId }, index) => {
        const version = 11 + index;
        if (inside.delete(peerId)) return left(version, peerId);
        inside.add(peerId);
        return came(version, peerId);
      });
      const shuffled = changes
        .map((change) => ({ change, key: order.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ change }) => change);
      const roster = [...shuffled, ...shuffled].reduce(applyChange, rosterOf());
      assert.equal(
        ids(roster),
        [1, ...inside].sort((a, b) => a - b),
      );
      assert.is(roster.count, inside.size + 1);
    }),
    { numRuns: 300 },
  );
});

suite.run();
