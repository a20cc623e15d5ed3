import { suite as describe } from 'uvu';
import * as assert from 'uvu/assert';
import { makeLiveEvent } from '../../test/fixtures/live-events.ts';
import { createMessagePace } from './message-pace.ts';
import { readClientMessage, topicNames } from './protocol.ts';
import { followMove, isAbout, readTopics, type Subscription } from './subscription.ts';

const suite = describe('the protocol');
const codeOf = (message: object | string) => {
  const read = readClientMessage(typeof message === 'string' ? message : JSON.stringify(message));
  return 'code' in read ? read.code : read.type;
};

suite('reads what is right', () => {
  assert.is(codeOf({ type: 'subscribe', events: ['*'] }), 'subscribe');
  assert.is(codeOf({ type: 'subscribe', id: 'a', events: ['track.*'], streams: [-1001], since: 5 }), 'subscribe');
  assert.is(codeOf({ type: 'unsubscribe' }), 'unsubscribe');
  assert.is(codeOf({ type: 'ping', extra: 'is ignored' }), 'ping');
});

suite('says what is wrong', () => {
  for (const text of ['', 'hello', '{"type":', '\u0000']) assert.is(codeOf(text), 'not-json', text);
  for (const value of [{ type: 'shout' }, {}, { type: 5 }]) assert.is(codeOf(value), 'unknown-type');
  const subscribe = { type: 'subscribe', events: ['*'] };
  const wrong: readonly object[] = [
    { type: 'subscribe' },
    { ...subscribe, events: [] },
    { ...subscribe, events: '*' },
    { ...subscribe, events: Array.from({ length: 65 }, () => '*') },
    { ...subscribe, events: ['x'.repeat(65)] },
    { ...subscribe, streams: ['a'] },
    { ...subscribe, streams: [1.5] },
    { ...subscribe, since: -1 },
    { ...subscribe, since: 'yesterday' },
    { ...subscribe, id: '' },
    { type: 'ping', id: 7 },
  ];
  for (const message of wrong) assert.is(codeOf(message), 'invalid-message', JSON.stringify(message));
  for (const value of ['null', '5', '[]', '"subscribe"']) assert.is(codeOf(value), 'invalid-message', value);
});

suite('names of events may be patterns', () => {
  const names = (patterns: readonly string[]) => {
    const topics = readTopics(patterns, 'admin');
    return 'code' in topics ? topics.code : [...topics];
  };
  assert.equal(names(['*']), topicNames);
  assert.equal(names(['queue.*', 'metrics']), ['queue.changed', 'metrics']);
  assert.is(names(['track.*', 'nothing']), 'unknown-event');
  assert.is(names(['tracks.*']), 'unknown-event');
  assert.is(names(['track*']), 'unknown-event');
});

suite('a view takes what it may see of a pattern, and is refused what it names', () => {
  const read = (pattern: string, view: 'public' | 'staff') => {
    const topics = readTopics([pattern], view);
    return 'code' in topics ? topics.code : [...topics];
  };
  assert.is(read('audit', 'staff'), 'forbidden');
  assert.is(read('track.failed', 'public'), 'forbidden');
  assert.not((read('*', 'staff') as string[]).includes('audit'));
  assert.not((read('track.*', 'public') as string[]).includes('track.failed'));
});

suite('a subscription to some streams follows one to its new id', () => {
  const subscription: Subscription = {
    id: 'a',
    topics: new Set(['listeners.changed', 'stream.migrated']),
    streams: new Set([-1]),
    liveAfter: 0,
    servedAfter: 0,
  };
  const heard = (streamId: number) =>
    isAbout(subscription, makeLiveEvent({ type: 'listeners.changed', data: { count: 1 } }, 0, streamId));
  assert.equal([heard(-1), heard(-2)], [true, false]);
  followMove(subscription, makeLiveEvent({ type: 'stream.migrated', data: { to: -2 } }, 0, -1));
  followMove(subscription, makeLiveEvent({ type: 'stream.migrated', data: { to: -4 } }, 0, -3));
  assert.equal([heard(-1), heard(-2), heard(-4)], [true, true, false]);
});

suite('a client may write forty messages at once, and twenty a second', () => {
  let now = 0;
  const pace = createMessagePace(() => now);
  const read = (count: number) => Array.from({ length: count }, () => pace.mayRead()).filter(Boolean).length;
  assert.is(read(60), 40);
  now += 500;
  assert.is(read(60), 10);
  now += 60_000;
  assert.is(read(60), 40);
});

suite.run();
