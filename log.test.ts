import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createErrorTally } from './error-tally.ts';
import { AppError } from './errors.ts';
import { createLog } from './log.ts';

const test = suite('the log');

function counting(level: 'error' | 'fatal' | 'silent') {
  const tally = createErrorTally();
  // Silent would not even look: what the log is set to show must not change what is counted.
  return { tally, log: createLog({ level, format: 'json', service: 'test', onError: tally.note }) };
}

test('errors are counted by code where they are logged as a warning or worse, by children too, shown or not', () => {
  const { tally, log } = counting('fatal');
  log.error({ err: new AppError('redis-unavailable', 'gone') }, 'no Redis');
  log.child({ streamId: 1 }).warn({ err: new AppError('flood-wait', 'slowly') }, 'told to wait');
  log.error(new Error('somebody else’s'), 'strange');
  const { 'redis-unavailable': redis, 'flood-wait': flood, internal } = tally.counts();
  assert.equal({ redis, flood, internal }, { redis: 1, flood: 1, internal: 1 });
});

test('what is only told, or is no error, is not', () => {
  const { tally, log } = counting('fatal');
  log.info({ err: new AppError('timeout', 'late') }, 'tried again');
  log.debug({ err: new AppError('timeout', 'late') }, 'tried again');
  log.warn({ streamId: 1 }, 'nobody there');
  log.warn('nobody there');
  assert.ok(Object.values(tally.counts()).every((count) => count === 0));
});

test('a silent log counts as well', () => {
  const { tally, log } = counting('silent');
  log.warn({ err: new AppError('timeout', 'late') }, 'hidden');
  assert.is(tally.counts().timeout, 1);
});

test.run();
