import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Assistant } from '../assistant/assistant.ts';
import type { CallParticipant } from '../assistant/call-participant.ts';
import { askMembership, type Membership } from './membership.ts';

const suite = createSuite('membership');
const { signal } = new AbortController();

const self: CallParticipant = {
  peerId: 1,
  source: 11,
  isSelf: true,
  isMuted: false,
  canSelfUnmute: true,
  hasLeft: false,
  hasJustJoined: false,
  isVersioned: false,
  volume: null,
};

function ask(check: 'joined' | 'not-joined' | 'gone', participants: readonly CallParticipant[] | null) {
  const unexpected = () => Promise.reject(new Error('not expected here'));
  const assistant: Pick<Assistant, 'calls' | 'listParticipants'> = {
    calls: {
      check: async () => check,
      getActive: unexpected,
      create: unexpected,
      join: unexpected,
      leave: unexpected,
      unmuteSelf: unexpected,
      setOwnVolume: unexpected,
    },
    listParticipants: async () =>
      participants && { version: 1, count: participants.length, participants, isComplete: true },
  };
  return askMembership(assistant, { id: '1', accessHash: '2' }, 11, signal);
}

const other = { ...self, peerId: 2, source: 22, isSelf: false };
const table: readonly (readonly [string, Parameters<typeof ask>, Membership])[] = [
  ['counted', ['joined', []], 'joined'],
  ['an ended call', ['gone', []], 'call-gone'],
  ['forgotten', ['not-joined', [other]], 'not-joined'],
  ['forgotten by the check, but still in the list', ['not-joined', [self]], 'not-joined'],
  ['there with another source', ['not-joined', [{ ...self, source: 33 }, other]], 'displaced'],
  ['a list that is withheld', ['not-joined', null], 'not-joined'],
];
for (const [name, answers, expected] of table) {
  suite(`${name}: ${expected}`, async () => {
    assert.is(await ask(...answers), expected);
  });
}

suite.run();
