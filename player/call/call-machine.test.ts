import { suite as createSuite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type CallEvent,
  type CallPhase,
  type CallState,
  initialCallState,
  maxAttempts,
  maxLooksForCall,
  rejoinCauseOf,
  stepCall,
  streamStateOf,
} from './call-machine.ts';

const suite = createSuite('call machine');

const lost: CallEvent = { type: 'media-lost', reason: 'deaf', isEngineSuspect: false };
const unconnected: CallEvent = { type: 'media-lost', reason: 'never-connected', isEngineSuspect: true };
const missing: CallEvent = { type: 'refused', problem: 'assistant-missing' };
const scheduled: CallEvent = { type: 'refused', problem: 'call-scheduled' };
const away: CallEvent = { type: 'failed', problem: 'telegram-away', retryAfterMs: 0 };
const broken: CallEvent = { type: 'failed', problem: 'connection-lost', retryAfterMs: 0 };
const flooded: CallEvent = { type: 'failed', problem: 'connection-lost', retryAfterMs: 9_000 };
const retry: CallEvent = { type: 'retry', isAsked: false };
const asked: CallEvent = { type: 'retry', isAsked: true };

/** Any state of that phase, as the machine would be in it. */
function inPhase(phase: CallPhase): CallState {
  const problems: Partial<Record<CallPhase, CallState['problem']>> = {
    muted: 'may-not-speak',
    blocked: 'assistant-missing',
  };
  const hasBeenLive = phase !== 'joining' && phase !== 'blocked';
  return { ...initialCallState, phase, hasBeenLive, problem: problems[phase] ?? null };
}

/** From phase, by event, to phase with problem and the effects, by name. */
const table: readonly (readonly [CallPhase, CallEvent, CallPhase, CallState['problem'], string])[] = [
  ['joining', { type: 'media-up' }, 'live', null, ''],
  ['joining', unconnected, 'joining', null, 'drop switch-engine join'],
  ['joining', missing, 'blocked', 'assistant-missing', 'drop join'],
  ['joining', { type: 'watch-only' }, 'blocked', 'may-not-speak', 'drop join'],
  ['joining', broken, 'joining', null, 'drop join'],
  ['joining', { type: 'muted' }, 'joining', null, ''],
  ['joining', retry, 'joining', null, 'join-now'],
  ['live', { type: 'media-down' }, 'degraded', null, ''],
  ['live', lost, 'rejoining', null, 'drop join'],
  ['live', { type: 'not-joined' }, 'rejoining', null, 'drop join'],
  ['live', { type: 'call-gone' }, 'rejoining', null, 'drop join'],
  ['live', { type: 'displaced' }, 'blocked', 'displaced', 'drop'],
  ['live', { type: 'muted' }, 'muted', 'may-not-speak', ''],
  ['live', { type: 'may-speak' }, 'live', null, 'unmute'],
  ['live', missing, 'ended', null, 'drop'],
  ['rejoining', missing, 'ended', null, 'drop'],
  ['live', scheduled, 'blocked', 'call-scheduled', 'drop join'],
  ['live', retry, 'live', null, ''],
  ['degraded', { type: 'media-up' }, 'live', null, ''],
  ['degraded', { type: 'media-down' }, 'degraded', null, ''],
  ['degraded', lost, 'rejoining', null, 'drop join'],
  ['degraded', { type: 'not-joined' }, 'rejoining', null, 'drop join'],
  ['rejoining', { type: 'media-up' }, 'live', null, ''],
  ['rejoining', flooded, 'rejoining', null, 'drop join'],
  ['rejoining', retry, 'rejoining', null, 'join-now'],
  ['muted', { type: 'may-speak' }, 'live', null, 'unmute'],
  ['muted', { type: 'media-up' }, 'muted', 'may-not-speak', ''],
  ['muted', { type: 'not-joined' }, 'rejoining', null, 'drop join'],
  ['muted', { type: 'call-gone' }, 'rejoining', null, 'drop join'],
  ['blocked', retry, 'blocked', 'assistant-missing', 'join-now'],
  ['blocked', asked, 'blocked', 'assistant-missing', 'join-now'],
  ['blocked', { type: 'media-up' }, 'live', null, ''],
  ['blocked', { type: 'may-speak' }, 'blocked', 'assistant-missing', ''],
  ['blocked', away, 'blocked', 'assistant-missing', 'drop join'],
  ['blocked', lost, 'blocked', 'assistant-missing', 'drop join'],
  ['blocked', { type: 'not-joined' }, 'blocked', 'assistant-missing', 'drop join'],
  ['blocked', { type: 'call-gone' }, 'rejoining', null, 'drop join'],
  ['ended', { type: 'media-up' }, 'ended', null, ''],
  ['ended', asked, 'ended', null, ''],
];

for (const [from, event, to, problem, effects] of table) {
  suite(`${from} + ${JSON.stringify(event)} → ${to}`, () => {
    const step = stepCall(inPhase(from), event);
    assert.is(step.state.phase, to);
    assert.is(step.state.problem, problem);
    assert.is(step.effects.map(({ type }) => type).join(' '), effects);
  });
}

function run(state: CallState, ...events: readonly CallEvent[]) {
  return events.reduce((step, event) => stepCall(step.state, event), stepCall(state, { type: 'media-down' }));
}

suite('says what is wrong only when the first try to mend it failed', () => {
  const first = run(inPhase('live'), lost);
  assert.is(first.state.problem, null);
  assert.is(stepCall(first.state, broken).state.problem, 'connection-lost');
  assert.is(stepCall(first.state, away).state.problem, 'telegram-away');
});

suite('a call that was live comes back without a trace', () => {
  const { state } = run(inPhase('live'), lost, broken, broken, { type: 'media-up' });
  assert.equal(state, { ...initialCallState, phase: 'live', hasBeenLive: true });
});

suite('waits longer with each try, and as long as Telegram asks', () => {
  const { effects } = run(inPhase('live'), lost, broken, flooded);
  assert.equal(effects.at(-1), { type: 'join', attempt: 2, notBeforeMs: 9_000 });
});

suite('gives up after the last try', () => {
  const failures = Array.from({ length: maxAttempts }, () => broken);
  const before = run(inPhase('live'), lost, ...failures.slice(1));
  assert.is(before.state.phase, 'rejoining');
  const { state, effects } = stepCall(before.state, broken);
  assert.is(state.phase, 'ended');
  assert.is(state.endDetail, 'connection-lost');
  assert.equal(effects, [{ type: 'drop' }]);
});

suite('ends when the assistant is put out of a chat where it played, and waits to be brought into one where it did not', () => {
  for (const problem of ['assistant-missing', 'assistant-banned'] as const) {
    const out: CallEvent = { type: 'refused', problem };
    assert.is(run(inPhase('live'), { type: 'not-joined' }, out).state.endDetail, 'assistant-kicked');
    assert.is(run(inPhase('joining'), out).state.phase, 'blocked');
  }
});

suite('says that the engines are at fault when none ever carried a sound', () => {
  const failures = Array.from({ length: maxAttempts + 1 }, () => unconnected);
  assert.is(run(inPhase('joining'), ...failures).state.endDetail, 'engine-failed');
});

suite('names why a live call is joined anew, once', () => {
  const after = stepCall(inPhase('live'), lost).state;
  assert.is(rejoinCauseOf(inPhase('live'), lost, after), 'deaf');
  assert.is(rejoinCauseOf(after, broken, stepCall(after, broken).state), null);
  assert.is(rejoinCauseOf(inPhase('live'), missing, stepCall(inPhase('live'), missing).state), null);
});

suite('never gives up while Telegram is away', () => {
  const failures = Array.from({ length: maxAttempts * 3 }, () => away);
  const { state } = run(inPhase('live'), lost, ...failures);
  assert.is(state.phase, 'rejoining');
  assert.is(state.problem, 'telegram-away');
});

suite('does not start a call again that somebody ended, but waits for a new one', () => {
  const closed = stepCall(inPhase('live'), { type: 'call-gone' });
  assert.is(closed.state.mayCreate, false);
  assert.is(stepCall(closed.state, retry).state.mayCreate, false);
  assert.is(stepCall(closed.state, asked).state.mayCreate, true);
  assert.is(stepCall(closed.state, { type: 'media-up' }).state.phase, 'live');
  const looks = Array.from({ length: maxLooksForCall }, (): CallEvent => ({ type: 'no-call' }));
  const { state } = looks.reduce((step, event) => stepCall(step.state, event), closed);
  assert.is(state.phase, 'ended');
  assert.is(state.endDetail, 'call-closed');
});

suite('creates the call anew when it ended before we were in it', () => {
  assert.is(stepCall(inPhase('joining'), { type: 'call-gone' }).state.mayCreate, true);
});

suite('joins at once when it may speak where it only could watch', () => {
  const watching = stepCall(inPhase('joining'), { type: 'watch-only' });
  assert.equal(stepCall(watching.state, { type: 'may-speak' }).effects, [{ type: 'join-now' }]);
});

suite('shows the surfaces words of theirs', () => {
  assert.equal(streamStateOf(inPhase('muted')), { state: 'blocked', problem: 'may-not-speak' });
  assert.equal(streamStateOf(inPhase('ended')), { state: 'off', problem: null });
  assert.equal(streamStateOf(inPhase('degraded')), { state: 'degraded', problem: null });
});

suite.run();
