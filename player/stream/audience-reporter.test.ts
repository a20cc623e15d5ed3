import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { AudienceStore } from '../../storage/store.ts';
import { type AudienceSeen, createAudienceReporter } from './audience-reporter.ts';

const test = suite('reports of who listens');

type Report = Parameters<AudienceStore['report']>[1];

/** A reporter, what Redis heard of it, and a clock. */
function createStage() {
  const heard: Pick<Report, 'count' | 'emptyForMs' | 'recountId'>[] = [];
  const state = { isAway: false, now: 0 };
  const report = async (_: number, { count, emptyForMs, recountId }: Report) => {
    if (state.isAway) throw new AppError('redis-unavailable', 'away');
    heard.push({
      count,
      ...(emptyForMs !== undefined && { emptyForMs }),
      ...(recountId !== undefined && { recountId }),
    });
  };
  const store = { audience: { report } as unknown as AudienceStore };
  const reporter = createAudienceReporter(store, -1, pino({ level: 'silent' }), () => state.now);
  const tell = (count: number, more: Partial<AudienceSeen> = {}) =>
    reporter.tell({ count, userIds: null, sessionId: 's', fence: 1, ...more });
  return { heard, state, tell };
}

test('what is no news is not told again; what could not be told is told with the next', async () => {
  const { heard, state, tell } = createStage();
  await tell(2);
  await tell(2);
  state.isAway = true;
  await tell(3);
  state.isAway = false;
  await tell(3);
  assert.equal(heard, [{ count: 2 }, { count: 3 }]);
});

test('somebody came and left while Redis was away: nobody listens since they left', async () => {
  const { heard, state, tell } = createStage();
  await tell(0);
  state.isAway = true;
  state.now = 1_000;
  await tell(1);
  state.now = 2_000;
  await tell(0);
  state.now = 5_000;
  await tell(0);
  state.isAway = false;
  await tell(0, { recountId: 'r' });
  await tell(0, { recountId: 'q' });
  assert.equal(heard, [{ count: 0 }, { count: 0, emptyForMs: 3_000, recountId: 'r' }, { count: 0, recountId: 'q' }]);
});

test('a visit that was told is an ordinary one', async () => {
  const { heard, tell } = createStage();
  await tell(0);
  await tell(1);
  await tell(0);
  assert.equal(heard, [{ count: 0 }, { count: 1 }, { count: 0 }]);
});

test('a visit in the middle of a slow report is told, too', async () => {
  const { heard, state, tell } = createStage();
  await tell(0);
  const slow = tell(0, { recountId: 'r' });
  const coming = tell(1);
  state.now = 100;
  const leaving = tell(0);
  state.now = 150;
  await Promise.all([slow, coming, leaving]);
  assert.equal(heard.at(-1)?.count, 0);
  assert.ok(heard.some(({ count, emptyForMs }) => count === 1 || emptyForMs !== undefined));
});

test.run();
