import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createJobSlots } from '../../job-slots.ts';
import type { CallConnection, CallEngine, ConnectOptions } from '../engine.ts';
import { createStateCell, type StateCell } from './connection-state.ts';
import { limitConnects } from './limit-connects.ts';

const test = suite('connections that come up at a time');
const { signal } = new AbortController();
const options: ConnectOptions = {
  negotiate: () => Promise.reject(new Error('no server')),
  channels: 2,
  bitrateKbps: 128,
  signal,
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** An engine whose connections do what the test says. */
function createStage(places: number) {
  const states: StateCell[] = [];
  const engine: CallEngine = {
    kind: 'native',
    async connect({ signal: stop }) {
      if (stop !== signal) throw new Error('refused');
      const state = createStateCell();
      states.push(state);
      return { state: state.value, onState: state.subscribe } as unknown as CallConnection;
    },
  };
  return { states, engine: limitConnects(engine, createJobSlots(places)) };
}

test('the next one begins when one is up, or has failed', async () => {
  const { states, engine } = createStage(2);
  for (let i = 0; i < 4; i += 1) void engine.connect(options);
  await turn();
  assert.is(states.length, 2);
  states[1]?.set('connected');
  await turn();
  assert.is(states.length, 3);
  states[0]?.set('failed');
  await turn();
  assert.is(states.length, 4);
});

test('a place counts once, whatever a connection does later', async () => {
  const { states, engine } = createStage(1);
  for (let i = 0; i < 4; i += 1) void engine.connect(options);
  await turn();
  for (const state of ['connected', 'disconnected', 'connected'] as const) states[0]?.set(state);
  await turn();
  assert.is(states.length, 2);
});

test('one that is refused gives its place back, and one that nobody waits for any more takes none', async () => {
  const { states, engine } = createStage(1);
  const refused = await engine.connect({ ...options, signal: new AbortController().signal }).catch(String);
  assert.is(refused, 'Error: refused');
  await engine.connect(options);
  const stopping = new AbortController();
  const waiting = engine.connect({ ...options, signal: stopping.signal }).catch((error) => error.code);
  stopping.abort();
  assert.is(await waiting, 'aborted');
  void engine.connect(options);
  states[0]?.set('closed');
  await turn();
  assert.is(states.length, 2);
});

test('one that never comes up is not waited for', async () => {
  const { states, engine } = createStage(1);
  await engine.connect(options);
  await engine.connect(options);
  assert.is(states.length, 2);
});

test.run();
