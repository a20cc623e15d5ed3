import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import { AppError } from '../../errors.ts';
import type { Refusal } from '../../storage/model.ts';
import { EgressError } from '../egress/egress-error.ts';
import { mayPass, reasonOf } from './may-pass.ts';

const suite = createSuite('may pass');

const refusals: readonly (readonly [Refusal, boolean])[] = [
  [{ code: 'url-status', status: 404 }, false],
  [{ code: 'url-status', status: 429 }, true],
  [{ code: 'url-status', status: 503 }, true],
  [{ code: 'url-no-answer' }, true],
  [{ code: 'truncated' }, true],
  [{ code: 'url-private' }, false],
  [{ code: 'no-audio' }, false],
  [{ code: 'file-gone' }, false],
  [{ code: 'too-large', limitMb: 5 }, false],
  [{ code: 'not-in-library', nearest: [] }, false],
];

suite('a refusal passes when it says "not now", also deep in the causes', () => {
  for (const [refusal, expected] of refusals) {
    const error = new EgressError(refusal);
    assert.is(mayPass(error), expected, JSON.stringify(refusal));
    assert.is(mayPass(new AppError('ingest-failed', 'x', { cause: error })), expected, JSON.stringify(refusal));
    assert.is(reasonOf(error), refusal.code);
  }
});

suite('other failures may pass, but for what nobody wants any more and what is not installed', () => {
  assert.is(mayPass(new AppError('ingest-failed', 'ffmpeg was killed')), true);
  assert.is(mayPass(new AppError('source-failed', 'Telegram is away')), true);
  assert.is(mayPass(new AppError('aborted', 'no longer wanted')), false);
  assert.is(mayPass(new AppError('program-missing', 'no ffmpeg')), false);
  assert.is(reasonOf(new AppError('ingest-failed', 'x')), 'ingest-failed');
});

suite.run();
