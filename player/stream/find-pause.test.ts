import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CallStatus } from '../call/call-session.ts';
import { findPause } from './find-pause.ts';

const test = suite('why nothing is to be heard');
const live: CallStatus = { state: 'live', problem: null, engine: 'native' };
const mute: CallStatus = { ...live, state: 'blocked', problem: 'may-not-speak' };
const nobody = { count: 0, userIds: [] };

test('a wish stands before all other reasons', () =>
  assert.is(findPause({ isPaused: true }, { pausesWhenEmpty: true }, { status: mute, listeners: nobody }), 'wish'));

test('a voice that was taken, an empty call where that is set', () => {
  const find = (pausesWhenEmpty: boolean, status: CallStatus, listeners: typeof nobody | null) =>
    findPause({ isPaused: false }, { pausesWhenEmpty }, { status, listeners });
  assert.is(find(false, mute, null), 'muted');
  assert.is(find(true, live, nobody), 'empty');
  assert.is(find(false, live, nobody), null);
  assert.is(find(true, live, null), null, 'who listens is not known yet');
  assert.is(find(true, live, { count: 1, userIds: [] }), null);
  assert.is(find(true, { ...mute, problem: 'call-scheduled' }, null), null);
});

test.run();
